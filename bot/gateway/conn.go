package gateway

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"

	quick "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/gorilla/websocket"
)

// A conn reads along between Discord and discordgo. It sits under discordgo's
// WebSocket, on the decrypted bytes. From Discord it passes on, frame by frame:
//
//	HTTP/1.1 101 …            passed
//	op 10 HELLO               passed; the heartbeat interval is noted
//	op 0 READY                passed without the servers; who we are and what a
//	                          RESUME needs is noted
//	op 0 others               delivered to the door; the number is noted
//	op 1                      passed
//	op 11 before READY        dropped: discordgo would deadlock
//	op 11 ACK                 passed; its time is noted
//	op 7, op 9                cut: discordgo would deadlock, or identify anew
//	close 4xxx                passed; the code is noted
//
// Events do not go through discordgo: it decodes every one that it knows, loses
// those that hold a component it does not know (discordgo#1562), and drops what
// it has just read when it is being closed, although a RESUME would then not
// bring it again. Here an event counts as received when it has been delivered.
//
// To cut is to close the TCP connection without a close frame, after which
// discordgo sees an ordinary broken connection and Discord keeps the session.
//
// From discordgo three frames do not go out as they are. A heartbeat gets the
// number of the last event, which discordgo has not seen. Where a session is to
// be resumed, the RESUME takes the place of the IDENTIFY: discordgo v0.29.0
// never lets go of a session that cannot be resumed, does not know the address
// to resume at, and needs a second until it can be opened again, so that each
// connection has a discordgo session of its own. And its close frame is held
// back: it always says 1000, which ends the session for good.
type conn struct {
	net.Conn
	in      *bufio.Reader
	framed  bool   // past the HTTP response
	room    []byte // for the next frame
	parts   []byte // of a message that comes in several frames
	pending []byte // read from Discord, not yet by discordgo

	token       string // for a RESUME, as in IDENTIFY
	deliver     func(event string, data []byte)
	onReady     func(identity)
	established chan struct{} // closed at READY or RESUMED
	done        chan struct{} // closed when the connection is of no more use

	identified atomic.Bool // IDENTIFY or RESUME has gone out

	mu       sync.Mutex
	session  *session // to be resumed, or that READY has begun
	hello    bool
	interval time.Duration
	acked    time.Time // the last ACK, or HELLO
	ended    *ending
}

// recordSize is as much as one read can give of an encrypted connection (RFC 8446,
// section 5.1), in bytes: several events, where many come.
const recordSize = 16 << 10

// Gateway opcodes that matter here.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-opcodes
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11
)

// session is what a RESUME needs. It outlives its connections.
type session struct {
	id  string
	url string       // where to resume; empty for where any session begins
	seq atomic.Int64 // of the last event
}

// identity is who Discord says that the bot is.
type identity struct {
	userID        string
	applicationID string
	servers       int // that it is in, of this shard
}

// reader is who reads along on a conn.
type reader struct {
	token   string
	session *session                        // to resume, or nil
	deliver func(event string, data []byte) // must return at once
	onReady func(identity)                  // before the first event
}

// watch reads along on c.
func watch(c net.Conn, r reader) *conn {
	return &conn{
		Conn:        c,
		token:       r.token,
		session:     r.session,
		deliver:     r.deliver,
		onReady:     r.onReady,
		in:          bufio.NewReaderSize(c, recordSize),
		established: make(chan struct{}),
		done:        make(chan struct{}),
	}
}

// Read gives discordgo what has passed.
func (c *conn) Read(p []byte) (int, error) {
	for len(c.pending) == 0 {
		if err := c.next(); err != nil {
			c.end(ending{cause: CauseLost, text: "connection lost: " + err.Error(), next: resume})
			_ = c.Conn.Close() // so that discordgo's own close frame fails at once
			return 0, err
		}
	}
	n := copy(p, c.pending)
	c.pending = c.pending[n:]
	return n, nil
}

// Write sends what discordgo says: each call is a frame, or part of the
// handshake, which starts with a letter.
func (c *conn) Write(p []byte) (int, error) {
	if len(p) == 0 || p[0]&frameFinal == 0 {
		return c.Conn.Write(p)
	}
	if p[0] == frameFinal|frameClose {
		return len(p), nil
	}
	frame := c.heartbeat(p)
	// After HELLO the first is IDENTIFY.
	if p[0] == frameFinal|frameText && c.saidHello() && c.identified.CompareAndSwap(false, true) {
		frame = c.resumption()
	}
	if frame == nil {
		return c.Conn.Write(p)
	}
	if _, err := c.Conn.Write(frame); err != nil {
		return 0, err
	}
	return len(p), nil
}

// heartbeat is p with the number of the last event, or nil where p is no
// heartbeat.
func (c *conn) heartbeat(p []byte) []byte {
	s := c.resumable()
	if s == nil || !isHeartbeat(p) {
		return nil
	}
	frame, err := jsonFrame(map[string]any{"op": opHeartbeat, "d": s.seq.Load()}, true)
	if err != nil {
		return nil
	}
	return frame
}

// resumption is the RESUME, or nil where a new session is to begin.
func (c *conn) resumption() []byte {
	s := c.resumable()
	if s == nil {
		return nil
	}
	frame, err := jsonFrame(map[string]any{"op": opResume, "d": map[string]any{
		"token": c.token, "session_id": s.id, "seq": s.seq.Load(),
	}}, true)
	if err != nil {
		return nil
	}
	return frame
}

// leave tells Discord that the bot goes offline. What Discord has sent before
// it hears of that still arrives, and its own close frame is the last.
func (c *conn) leave() { _, _ = c.Conn.Write(closeFrame(websocket.CloseNormalClosure)) }

func (c *conn) next() (err error) {
	if !c.framed {
		c.pending, err = readResponse(c.in)
		c.framed = err == nil
		return err
	}
	f, err := readFrame(c.in, c.room)
	if err != nil {
		return err
	}
	if cap(f.whole) <= usualFrame {
		c.room = f.whole
	}
	switch f.opcode {
	case frameText, frameMore:
		if len(c.parts)+len(f.payload) > maxFrame {
			return errForeign
		}
		message := f.payload
		if c.parts != nil || !f.final {
			c.parts = append(c.parts, f.payload...)
			message = c.parts
		}
		if f.final {
			c.pending, err = c.inspect(message)
			c.parts = nil
		}
		return err
	case frameClose:
		if len(f.payload) >= 2 {
			c.end(closedWith(int(binary.BigEndian.Uint16(f.payload))))
		} else {
			c.end(ending{cause: CauseClosed, text: "closed without a code", next: resume})
		}
	}
	c.pending = f.whole
	return nil
}

// errCut ends a read when the connection has been given up on purpose.
var errCut = errors.New("cut")

// message is a gateway payload.
type message struct {
	Op       *int           `json:"op"`
	Sequence int64          `json:"s"`
	Type     string         `json:"t"`
	Data     jsontext.Value `json:"d"`
}

// inspect notes what a message says and gives the frame that discordgo may see
// of it: none when it is no gateway payload, since discordgo dereferences what
// it could not decode.
func (c *conn) inspect(payload []byte) ([]byte, error) {
	var m message
	// As encoding/json, in a third of its time: every event of every server is read here.
	err := quick.Unmarshal(payload, &m, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	if err != nil || m.Op == nil {
		return nil, nil //nolint:nilerr // it is dropped, and the connection lives on
	}
	switch *m.Op {
	case opHello:
		return textFrame(payload), c.onHello(m.Data)
	case opAck:
		if !c.onAck() {
			return nil, nil
		}
	case opDispatch:
		return c.onDispatch(m, payload)
	case opReconnect:
		c.cut(ending{cause: CauseAsked, text: "asked to reconnect (op 7)", next: resume})
		return nil, errCut
	case opInvalidSession:
		e := ending{cause: CauseInvalid, text: "session invalidated (op 9)", next: fresh, wait: time.Second + rand.N(time.Second)}
		if string(bytes.TrimSpace(m.Data)) == "true" {
			e.next = resume
		}
		c.cut(e)
		return nil, errCut
	}
	return textFrame(payload), nil
}

func (c *conn) onHello(data []byte) error {
	var hello struct {
		Interval int64 `json:"heartbeat_interval"` // milliseconds
	}
	if err := json.Unmarshal(data, &hello); err != nil || hello.Interval <= 0 {
		return errors.New("HELLO without a heartbeat interval")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hello, c.interval, c.acked = true, time.Duration(hello.Interval)*time.Millisecond, time.Now()
	return nil
}

func (c *conn) onAck() (pass bool) {
	c.mu.Lock()
	c.acked = time.Now()
	c.mu.Unlock()
	return c.isEstablished()
}

// onDispatch delivers an event; of those that are for itself, it gives discordgo
// the frame.
func (c *conn) onDispatch(m message, payload []byte) (frame []byte, err error) {
	switch m.Type {
	case "READY":
		frame, err = c.onSession(m)
	case "RESUMED":
		c.establish()
		frame = textFrame(payload)
	default:
		c.deliver(m.Type, m.Data)
	}
	if s := c.resumable(); s != nil && m.Sequence > s.seq.Load() {
		s.seq.Store(m.Sequence)
	}
	return frame, err
}

// onSession notes a new session and gives as much of READY as discordgo needs:
// of a large bot it lists thousands of servers.
func (c *conn) onSession(m message) ([]byte, error) {
	var ready struct {
		Version     int               `json:"v"`
		SessionID   string            `json:"session_id"`
		ResumeURL   string            `json:"resume_gateway_url"`
		User        json.RawMessage   `json:"user"`
		Application json.RawMessage   `json:"application"`
		Guilds      []json.RawMessage `json:"guilds"`
	}
	_ = json.Unmarshal(m.Data, &ready) // what is missing is empty
	c.onReady(identity{idOf(ready.User), idOf(ready.Application), len(ready.Guilds)})
	c.mu.Lock()
	c.session = &session{id: ready.SessionID, url: ready.ResumeURL}
	c.mu.Unlock()
	c.establish()
	return jsonFrame(map[string]any{"op": opDispatch, "s": m.Sequence, "t": m.Type, "d": map[string]any{
		"v": ready.Version, "session_id": ready.SessionID, "user": orNull(ready.User), "application": orNull(ready.Application),
	}}, false)
}

func idOf(raw json.RawMessage) string {
	var has struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(raw, &has)
	return has.ID
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("null")
	}
	return raw
}

// establish notes READY or RESUMED.
func (c *conn) establish() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acked = time.Now()
	if !c.isEstablished() {
		close(c.established)
	}
}

func (c *conn) isEstablished() bool {
	select {
	case <-c.established:
		return true
	default:
		return false
	}
}

// resumable is the session that can be resumed after this connection, or nil.
func (c *conn) resumable() *session {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session == nil || c.session.id == "" {
		return nil
	}
	return c.session
}

// silence is how long no ACK has come, and how long none may.
func (c *conn) silence() (since, limit time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Since(c.acked), c.interval * 3 / 2
}

func (c *conn) end(e ending) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended == nil {
		c.ended = &e
		close(c.done)
	}
}

// cut ends the connection from our side.
func (c *conn) cut(e ending) {
	c.end(e)
	_ = c.Conn.Close()
}

func (c *conn) endedWith() *ending {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ended
}

func (c *conn) saidHello() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hello
}
