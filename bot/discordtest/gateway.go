package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Gateway opcodes.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// Intents without which a message does not arrive.
const (
	intentGuildMessages  = 1 << 9
	intentDirectMessages = 1 << 12
	intentsPrivileged    = 1<<1 | 1<<8 | 1<<15
)

type frame struct {
	Op       int    `json:"op"`
	Data     any    `json:"d"`
	Sequence *int64 `json:"s"`
	Type     string `json:"t,omitempty"`
}

// session outlives its connections, as long as it may be resumed.
type session struct {
	id      string
	intents int
	seq     int64
	log     []frame
}

// gatewayConn is one connection; its session is set once it is past IDENTIFY
// or RESUME.
type gatewayConn struct {
	fake    *Fake
	ws      *websocket.Conn
	write   sync.Mutex
	closed  bool // by us: what the client says when it goes is of no effect
	session *session
}

func (c *gatewayConn) send(f frame) {
	c.write.Lock()
	defer c.write.Unlock()
	_ = c.ws.WriteJSON(f) // a broken connection shows in its reader
}

func (c *gatewayConn) close(code int) {
	c.write.Lock()
	defer c.write.Unlock()
	c.closed = true
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	_ = c.ws.SetReadDeadline(time.Now().Add(time.Second))
}

func (c *gatewayConn) left() bool {
	c.write.Lock()
	defer c.write.Unlock()
	return !c.closed
}

func (f *Fake) serveGateway(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	f.gateways.Add(1)
	defer f.gateways.Done()
	c := &gatewayConn{fake: f, ws: ws}
	f.change(func() { f.conns[c] = true })
	defer f.change(func() {
		delete(f.conns, c)
		if f.current == c {
			f.current = nil
		}
	})
	defer ws.Close()
	if q := r.URL.Query(); q.Get("v") != "9" && q.Get("v") != "10" || q.Get("encoding") != "json" {
		c.close(4012)
		return
	}
	c.send(frame{Op: opHello, Data: Payload{"heartbeat_interval": f.heartbeat.Milliseconds()}})
	for {
		var in struct {
			Op   int             `json:"op"`
			Data json.RawMessage `json:"d"`
		}
		if err := ws.ReadJSON(&in); err != nil {
			// Going away politely gives the session up, being cut does not.
			if c.left() && websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
				f.forget(c)
			}
			return
		}
		c.receive(in.Op, in.Data)
	}
}

func (c *gatewayConn) receive(op int, data json.RawMessage) {
	f := c.fake
	switch op {
	case opHeartbeat:
		var deaf bool
		f.change(func() { f.record.heartbeats++; deaf = f.deaf })
		if !deaf {
			c.send(frame{Op: opHeartbeatAck})
		}
	case opIdentify:
		var in Identify
		if err := json.Unmarshal(data, &in); err != nil {
			c.close(4002)
			return
		}
		f.change(func() { f.record.identifies = append(f.record.identifies, in) })
		if in.Intents&intentsPrivileged != 0 {
			f.t.Errorf("discordtest: IDENTIFY asks for privileged intents: %d", in.Intents)
		}
		if strings.TrimPrefix(in.Token, "Bot ") != Token {
			c.close(4004)
			return
		}
		if c.greet() {
			c.ready(in)
		}
	case opResume:
		var in Resume
		if err := json.Unmarshal(data, &in); err != nil {
			c.close(4002)
			return
		}
		f.change(func() { f.record.resumes = append(f.record.resumes, in) })
		if strings.TrimPrefix(in.Token, "Bot ") != Token {
			c.close(4004)
			return
		}
		if c.greet() {
			c.resume(in)
		}
	default:
		f.t.Errorf("discordtest: the gateway got op %d, which no bot of ours sends", op)
		c.close(4001)
	}
}

// greet runs the next planned greeting and reports whether the usual one is due.
func (c *gatewayConn) greet() bool {
	var next Greeting
	c.fake.change(func() {
		if g := c.fake.greetings; len(g) > 0 {
			next, c.fake.greetings = g[0], g[1:]
		}
	})
	return next == nil || next(c)
}

func (c *gatewayConn) ready(in Identify) {
	f := c.fake
	s := &session{id: "session-" + snowflake(), intents: in.Intents, seq: 1}
	first := frame{Op: opDispatch, Type: "READY", Sequence: new(int64), Data: Payload{
		"v": 9, "user": bot(), "guilds": []any{Payload{"id": GuildID, "unavailable": true}},
		"session_id": s.id, "resume_gateway_url": f.gatewayURL(), "shard": []int{0, 1},
		"application": Payload{"id": ApplicationID, "flags": 0},
	}}
	*first.Sequence = 1
	s.log = []frame{first}
	f.change(func() {
		f.sessions[s.id], c.session, f.current = s, s, c
		c.send(first)
		f.record.ready++
	})
}

func (c *gatewayConn) resume(in Resume) {
	f := c.fake
	f.change(func() {
		s := f.sessions[in.SessionID]
		if s == nil || in.Sequence > s.seq {
			c.send(frame{Op: opInvalidSession, Data: false})
			return
		}
		c.session, f.current = s, c
		for _, missed := range s.log {
			if *missed.Sequence > in.Sequence {
				c.send(missed)
			}
		}
		s.seq++
		seq := s.seq
		last := frame{Op: opDispatch, Type: "RESUMED", Sequence: &seq, Data: Payload{}}
		s.log = append(s.log, last)
		c.send(last)
		f.record.resumed++
	})
}

// forget makes the connection's session one that cannot be resumed.
func (f *Fake) forget(c *gatewayConn) {
	f.change(func() {
		if c.session != nil {
			delete(f.sessions, c.session.id)
		}
	})
}

// Dispatch sends an event to every session that has asked for its kind; a
// session without a connection gets it when it resumes.
func (f *Fake) Dispatch(event string, data Payload) {
	raw := json.RawMessage(data.JSON())
	f.change(func() {
		for _, s := range f.sessions {
			if event == "MESSAGE_CREATE" && s.intents&messageIntent(data) == 0 {
				continue
			}
			s.seq++
			seq := s.seq
			out := frame{Op: opDispatch, Type: event, Sequence: &seq, Data: raw}
			s.log = append(s.log, out)
			for c := range f.conns {
				if c.session == s {
					c.send(out)
				}
			}
		}
	})
}

func messageIntent(message Payload) int {
	if _, ok := message["guild_id"]; ok {
		return intentGuildMessages
	}
	return intentDirectMessages
}

func (f *Fake) gatewayURL() string {
	return fmt.Sprintf("ws://%s/gateway", f.listener.Addr())
}
