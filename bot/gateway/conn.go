package gateway

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// A conn reads along on the way from Discord to discordgo. It sits under
// discordgo's WebSocket, on the decrypted bytes, and passes them on frame by
// frame:
//
//	HTTP/1.1 101 …            passed
//	op 10 HELLO               passed; the heartbeat interval is noted
//	op 11 before READY        dropped: discordgo would deadlock
//	op 0 READY, RESUMED       passed; who we are is noted
//	op 0, 1                   passed
//	op 11 ACK                 passed; its time is noted
//	op 7, op 9                cut: discordgo would deadlock, or identify anew
//	close 4xxx                passed; the code is noted
//
// To cut is to close the TCP connection without a close frame, after which
// discordgo sees an ordinary broken connection and Discord keeps the session.
//
// The other way one thing is held back: discordgo's close frame, but when the
// bot leaves. It always says 1000, which ends the session for good, and a late
// Close of discordgo's heartbeat can hit the connection that came after its own.
const (
	frameText  = 1
	frameClose = 8
	maxFrame   = 64 << 20
)

// Gateway opcodes that matter here.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-opcodes
const (
	opDispatch       = 0
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11
)

// identity is who Discord says that the bot is.
type identity struct {
	userID        string
	applicationID string
	servers       int // that it is in
}

type conn struct {
	net.Conn
	in      *bufio.Reader
	framed  bool   // past the HTTP response
	pending []byte // read from Discord, not yet by discordgo

	onReady     func(identity)
	established chan struct{} // closed at READY or RESUMED
	done        chan struct{} // closed when the connection is of no more use

	leaving atomic.Bool // close frames may pass

	mu       sync.Mutex
	hello    bool
	interval time.Duration
	acked    time.Time // the last ACK, or HELLO
	ended    *ending
}

// watch reads along on c and reports READY before discordgo sees it.
func watch(c net.Conn, onReady func(identity)) *conn {
	return &conn{
		Conn:        c,
		onReady:     onReady,
		in:          bufio.NewReader(c),
		established: make(chan struct{}),
		done:        make(chan struct{}),
	}
}

// dialer opens connections that opened makes watched.
func dialer(opened func(net.Conn) net.Conn) *websocket.Dialer {
	plain := &net.Dialer{Timeout: dialTime}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := plain.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return opened(c), nil
	}
	return &websocket.Dialer{
		HandshakeTimeout: dialTime,
		NetDialContext:   dial,
		NetDialTLSContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			c, err := (&tls.Dialer{NetDialer: plain, Config: &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}}).
				DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return opened(c), nil
		},
	}
}

// Read gives discordgo what has passed.
func (c *conn) Read(p []byte) (int, error) {
	for len(c.pending) == 0 {
		if err := c.next(); err != nil {
			c.end(ending{cause: "connection lost: " + err.Error(), next: resume})
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
	if len(p) > 0 && p[0] == 0x80|frameClose && !c.leaving.Load() {
		return len(p), nil
	}
	return c.Conn.Write(p)
}

func (c *conn) next() error {
	if !c.framed {
		return c.readResponse()
	}
	frame, opcode, payload, err := readFrame(c.in)
	if err != nil {
		return err
	}
	switch opcode {
	case frameText:
		pass, err := c.inspect(payload)
		if err != nil || !pass {
			return err
		}
	case frameClose:
		if len(payload) >= 2 {
			c.end(closedWith(int(binary.BigEndian.Uint16(payload))))
		} else {
			c.end(ending{cause: "closed without a code", next: resume})
		}
	}
	c.pending = frame
	return nil
}

// readResponse passes the answer to the WebSocket handshake.
func (c *conn) readResponse() error {
	var head bytes.Buffer
	for {
		line, err := c.in.ReadSlice('\n')
		head.Write(line)
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
	}
	response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(head.Bytes())), nil)
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("the gateway answers %s", response.Status)
	}
	c.pending, c.framed = head.Bytes(), true
	return nil
}

// readFrame reads one WebSocket frame (RFC 6455, section 5.2) and returns it
// whole, too. The opcode is -1 for a part of a longer message.
func readFrame(r io.Reader) (frame []byte, opcode int, payload []byte, err error) {
	head := make([]byte, 2, 10)
	if _, err = io.ReadFull(r, head); err != nil {
		return nil, 0, nil, err
	}
	size := uint64(head[1] & 0x7f)
	if extra := map[uint64]int{126: 2, 127: 8}[size]; extra > 0 {
		head = head[:2+extra]
		if _, err = io.ReadFull(r, head[2:]); err != nil {
			return nil, 0, nil, err
		}
		size = 0
		for _, b := range head[2:] {
			size = size<<8 | uint64(b)
		}
	}
	if head[1]&0x80 != 0 || size > maxFrame {
		return nil, 0, nil, errors.New("a frame that no gateway sends")
	}
	var whole bytes.Buffer // grows with what comes, not with what is announced
	whole.Write(head)
	if _, err = io.CopyN(&whole, r, int64(size)); err != nil {
		return nil, 0, nil, err
	}
	frame, payload = whole.Bytes(), whole.Bytes()[len(head):]
	opcode = int(head[0] & 0x0f)
	if final := head[0]&0x80 != 0; !final || opcode == 0 {
		opcode = -1
	}
	return frame, opcode, payload, nil
}

// errCut ends a read when the connection has been given up on purpose.
var errCut = errors.New("cut")

// message is a gateway payload.
type message struct {
	Op   *int            `json:"op"`
	Type string          `json:"t"`
	Data json.RawMessage `json:"d"`
}

// inspect notes what a message says and reports whether discordgo may see it:
// not when it is no gateway payload, since discordgo dereferences what it
// could not decode.
func (c *conn) inspect(payload []byte) (pass bool, err error) {
	var m message
	if json.Unmarshal(payload, &m) != nil || m.Op == nil {
		return false, nil //nolint:nilerr // it is dropped, and the connection lives on
	}
	switch *m.Op {
	case opHello:
		return c.onHello(m.Data)
	case opAck:
		return c.onAck(), nil
	case opDispatch:
		if m.Type == "READY" || m.Type == "RESUMED" {
			c.onEstablished(m.Type, m.Data)
		}
	case opReconnect:
		c.cut(ending{cause: "asked to reconnect (op 7)", next: resume})
		return false, errCut
	case opInvalidSession:
		e := ending{cause: "session invalidated (op 9)", next: fresh, wait: time.Second + rand.N(time.Second)}
		if string(bytes.TrimSpace(m.Data)) == "true" {
			e.next = resume
		}
		c.cut(e)
		return false, errCut
	}
	return true, nil
}

func (c *conn) onHello(data []byte) (bool, error) {
	var hello struct {
		Interval int64 `json:"heartbeat_interval"` // milliseconds
	}
	if err := json.Unmarshal(data, &hello); err != nil || hello.Interval <= 0 {
		return false, errors.New("HELLO without a heartbeat interval")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hello, c.interval, c.acked = true, time.Duration(hello.Interval)*time.Millisecond, time.Now()
	return true, nil
}

func (c *conn) onAck() (pass bool) {
	c.mu.Lock()
	c.acked = time.Now()
	c.mu.Unlock()
	return c.isEstablished()
}

func (c *conn) onEstablished(kind string, data []byte) {
	if kind == "READY" {
		var ready struct {
			User        struct{ ID string } `json:"user"`
			Application struct{ ID string } `json:"application"`
			Guilds      []json.RawMessage   `json:"guilds"`
		}
		_ = json.Unmarshal(data, &ready) // ids that are missing are empty
		c.onReady(identity{ready.User.ID, ready.Application.ID, len(ready.Guilds)})
	}
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

// silence is how long no ACK has come, and how long none may.
func (c *conn) silence() (since, limit time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// The floor keeps a busy machine from taking itself for a dead gateway; it
	// ends before discordgo gives up by itself, after five intervals.
	return time.Since(c.acked), max(c.interval*3/2, min(c.interval*4, 2*time.Second))
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
