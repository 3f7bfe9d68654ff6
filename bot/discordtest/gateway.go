package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
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

	delivery *Delivery // whose event it is
}

// session outlives its connections, as long as it may be resumed.
type session struct {
	id      string
	intents int
	shard   int
	of      int // shards
	seq     int64
	log     []frame
	keeps   int // events, for a RESUME

	forgotten bool // and lives as long as its connection
}

// logged is how many events a session keeps for a RESUME, unless the fake is lean.
const logged = 4096

func (s *session) append(f frame) frame {
	s.seq++
	seq := s.seq
	f.Sequence = &seq
	if len(s.log) >= s.keeps {
		s.log = append([]frame(nil), s.log[s.keeps/2:]...)
	}
	s.log = append(s.log, f)
	return f
}

// serves reports whether a session gets what happens in a server, or, for an
// empty id, in a direct message.
// https://discord.com/developers/docs/events/gateway#sharding-sharding-formula
func (s *session) serves(guildID string) bool {
	id, _ := strconv.ParseUint(guildID, 10, 64) // 0 for none
	return int(id>>22%uint64(s.of)) == s.shard
}

// gatewayConn is one connection; its session is set once it is past IDENTIFY
// or RESUME.
type gatewayConn struct {
	fake    *Fake
	ws      *websocket.Conn
	write   sync.Mutex
	event   []byte // being written
	closed  bool   // by us: what the client says when it goes is of no effect
	resumes bool   // it came in where sessions are resumed
	session *session
}

// send reports whether the frame has been written; a broken connection shows in
// its reader.
func (c *gatewayConn) send(f frame) bool {
	c.write.Lock()
	defer c.write.Unlock()
	if raw, ok := f.Data.(json.RawMessage); ok && f.Sequence != nil { // an event, of which there are many
		c.event = fmt.Appendf(c.event[:0], `{"op":%d,"s":%d,"t":%q,"d":%s}`, f.Op, *f.Sequence, f.Type, raw)
		return !c.closed && c.ws.WriteMessage(websocket.TextMessage, c.event) == nil
	}
	return !c.closed && c.ws.WriteJSON(f) == nil
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

func (f *Fake) serveGateway(w http.ResponseWriter, r *http.Request) { f.serve(w, r, false) }

func (f *Fake) serveResumes(w http.ResponseWriter, r *http.Request) { f.serve(w, r, true) }

func (f *Fake) serve(w http.ResponseWriter, r *http.Request, resumes bool) {
	stall := f.nextStall()
	if stall == StallHandshake {
		<-r.Context().Done()
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	f.gateways.Add(1)
	defer f.gateways.Done()
	c := &gatewayConn{fake: f, ws: ws, resumes: resumes}
	f.change(func() { f.conns[c] = true })
	defer f.change(func() {
		delete(f.conns, c)
		if c.session != nil && c.session.forgotten {
			delete(f.sessions, c.session.id)
		}
	})
	defer ws.Close()
	if q := r.URL.Query(); q.Get("v") != "9" && q.Get("v") != "10" || q.Get("encoding") != "json" {
		c.close(4012)
		return
	}
	if stall == StallHello {
		_, _, _ = ws.ReadMessage() // until the client has had enough
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
		if len(in.Shard) != 2 {
			in.Shard = []int{0, 1}
		}
		f.change(func() { f.identified(in) })
		if c.resumes {
			f.t.Errorf("discordtest: IDENTIFY where sessions are resumed")
		}
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
		in.Elsewhere = !c.resumes
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

// identified records an IDENTIFY. The fake is locked.
func (f *Fake) identified(in Identify) {
	f.record.identifies = append(f.record.identifies, in)
	bucket := in.Shard[0] % f.buckets
	if now := time.Now(); now.Sub(f.started[bucket]) < 5*time.Second {
		f.record.early++
	}
	f.started[bucket] = time.Now()
}

func (c *gatewayConn) ready(in Identify) {
	f := c.fake
	s := &session{id: "session-" + snowflake(), intents: in.Intents, shard: in.Shard[0], of: max(in.Shard[1], 1), keeps: f.keeps}
	f.change(func() {
		first := s.append(frame{Op: opDispatch, Type: "READY", Data: Payload{
			"v": 9, "user": bot(), "guilds": f.guilds(), "session_id": s.id,
			"resume_gateway_url": fmt.Sprintf("ws://%s", f.resuming.Addr()), "shard": in.Shard,
			"application": Payload{"id": ApplicationID, "flags": 0},
		}})
		f.abandon(s.shard)
		f.sessions[s.id], c.session = s, s
		c.send(first)
		f.record.ready++
	})
}

// abandon ends the sessions of a shard that have no connection. The fake is
// locked.
func (f *Fake) abandon(shard int) {
	connected := map[*session]bool{}
	for c := range f.conns {
		connected[c.session] = true
	}
	for id, s := range f.sessions {
		if s.shard == shard && !connected[s] {
			delete(f.sessions, id)
		}
	}
}

// guilds are the servers in READY, as unavailable as Discord has them there.
func (f *Fake) guilds() []Payload {
	all := make([]Payload, max(f.servers, 1))
	for i := range all {
		all[i] = Payload{"id": GuildID, "unavailable": true}
	}
	return all
}

func (c *gatewayConn) resume(in Resume) {
	f := c.fake
	f.change(func() {
		s := f.sessions[in.SessionID]
		if s == nil || s.forgotten || in.Sequence > s.seq {
			c.send(frame{Op: opInvalidSession, Data: false})
			return
		}
		c.session = s
		for _, missed := range s.log {
			if *missed.Sequence <= in.Sequence {
				missed.delivery.settled()
			} else if c.send(missed) {
				missed.delivery.wrote()
			}
		}
		c.send(s.append(frame{Op: opDispatch, Type: "RESUMED", Data: Payload{}}))
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

// Dispatch sends an event to every session that has asked for its kind and
// whose shard it belongs to; a session without a connection gets it when it
// resumes.
func (f *Fake) Dispatch(kind string, data Payload) { f.dispatch(eventOf(kind, data), nil) }

// event is what happens in a server or, without a guildID, in a direct message.
type event struct {
	kind    string
	raw     json.RawMessage
	guildID string
	intent  int // without which it does not arrive, or 0
}

func eventOf(kind string, data Payload) event {
	e := event{kind: kind, raw: data.JSON()}
	e.guildID, _ = data["guild_id"].(string)
	switch kind {
	case "GUILD_CREATE":
		e.guildID = data.ID()
	case "MESSAGE_CREATE":
		e.intent = messageIntent(data)
	}
	return e
}

func (f *Fake) dispatch(e event, d *Delivery) {
	f.change(func() {
		d.sent()
		for _, s := range f.sessions {
			if !s.serves(e.guildID) || s.intents&e.intent != e.intent {
				continue
			}
			out := s.append(frame{Op: opDispatch, Type: e.kind, Data: e.raw, delivery: d})
			for c := range f.conns {
				if c.session == s && c.send(out) {
					d.wrote()
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
