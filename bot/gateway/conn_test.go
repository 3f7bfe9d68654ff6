package gateway

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// stream is a connection on which all has been said.
type stream struct {
	net.Conn
	in     io.Reader
	out    bytes.Buffer
	closed bool
}

func (s *stream) Read(p []byte) (int, error)  { return s.in.Read(p) }
func (s *stream) Write(p []byte) (int, error) { return s.out.Write(p) }
func (s *stream) Close() error                { s.closed = true; return nil }

const upgraded = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"

func text(payload string) string {
	if len(payload) > 125 {
		return "\x81\x7e" + string([]byte{byte(len(payload) >> 8), byte(len(payload))}) + payload
	}
	return "\x81" + string([]byte{byte(len(payload))}) + payload
}

const (
	hello = `{"op":10,"d":{"heartbeat_interval":41250}}`
	ready = `{"op":0,"t":"READY","s":1,"d":{"user":{"id":"1"},"application":{"id":"2"},"session_id":"x"}}`
	ack   = `{"op":11}`
	event = `{"op":0,"t":"MESSAGE_CREATE","s":2,"d":{"content":"a text that is long enough to need two more bytes for its length than the others do, which is more than 125"}}`
)

// known is as much of ready as passes.
const known = `{"d":{"application":{"id":"2"},"session_id":"x","user":{"id":"1"},"v":0},"op":0,"s":1,"t":"READY"}`

// nobody reads along on a conn.
func nobody() reader {
	return reader{deliver: func(string, []byte) {}, onReady: func(identity) {}}
}

func TestConnPassesWhatDiscordgoMaySee(t *testing.T) {
	f := text
	for _, tt := range []struct {
		name   string
		in     string
		out    string
		ending string
		next   next
	}{
		{"usual", upgraded + f(hello) + f(ready) + f(ack) + f(event), upgraded + f(hello) + f(known) + f(ack), "connection lost: EOF", resume},
		{"ACK before READY", upgraded + f(hello) + f(ack) + f(ready), upgraded + f(hello) + f(known), "connection lost: EOF", resume},
		{"event in parts", upgraded + f(hello) + f(ready) + "\x01\x0a" + event[:10] + "\x89\x01a" + "\x00\x0a" + event[10:20] + "\x80\x7e\x00" + string([]byte{byte(len(event) - 20)}) + event[20:],
			upgraded + f(hello) + f(known) + "\x89\x01a", "connection lost: EOF", resume},
		{"op 7", upgraded + f(hello) + f(`{"op":7}`) + f(event), upgraded + f(hello), "asked to reconnect (op 7)", resume},
		{"op 9", upgraded + f(hello) + f(`{"op":9,"d":false}`), upgraded + f(hello), "session invalidated (op 9)", fresh},
		{"op 9 resumable", upgraded + f(hello) + f(`{"op":9,"d":true}`), upgraded + f(hello), "session invalidated (op 9)", resume},
		{"no payload", upgraded + f(hello) + f(`null`) + f(`{`) + f(`{"d":1}`) + f(ready), upgraded + f(hello) + f(known), "connection lost: EOF", resume},
		{"HELLO that would panic", upgraded + f(`{"op":10,"d":{"heartbeat_interval":0}}`), upgraded, "connection lost: HELLO without a heartbeat interval", resume},
		{"close", upgraded + "\x88\x02\x0f\xac", upgraded + "\x88\x02\x0f\xac", "closed with 4012 (invalid API version)", stop},
		{"close without code", upgraded + "\x88\x00", upgraded + "\x88\x00", "closed without a code", resume},
		{"ping", upgraded + "\x89\x01a", upgraded + "\x89\x01a", "connection lost: EOF", resume},
		{"no upgrade", "HTTP/1.1 503 Service Unavailable\r\n\r\n", "", "connection lost: the gateway answers 503 Service Unavailable", resume},
		{"masked frame", upgraded + "\x81\x80", upgraded, "connection lost: a frame that no gateway sends", resume},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &stream{in: bytes.NewReader([]byte(tt.in))}
			c := watch(s, nobody())
			out, _ := io.ReadAll(c) // the error is in the ending
			if string(out) != tt.out {
				t.Errorf("passed %q\nwant   %q", out, tt.out)
			}
			if e := c.endedWith(); e == nil || e.text != tt.ending || e.next != tt.next {
				t.Errorf("ended with %+v, want %q, %d", e, tt.ending, tt.next)
			}
			if !s.closed {
				t.Error("the connection is left open")
			}
		})
	}
}

// What discordgo says goes out as it is, but a heartbeat tells the number of the
// last event, which discordgo has not seen.
func TestConnNumbersHeartbeats(t *testing.T) {
	masked := func(payload string) []byte {
		frame := []byte{0x81, 0x80 | byte(len(payload)), 'm', 'a', 's', 'k'}
		for i := range payload {
			frame = append(frame, payload[i]^"mask"[i%4])
		}
		return frame
	}
	s := &stream{in: bytes.NewReader([]byte(upgraded + text(hello) + text(ready) + text(event)))}
	c := watch(s, nobody())
	c.identified.Store(true)
	if _, err := io.ReadAll(c); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, in, out string }{
		{"heartbeat", string(masked(`{"op":1,"d":1}`)), "\x81\x8e\x00\x00\x00\x00" + `{"d":2,"op":1}`},
		{"status", string(masked(`{"op":3,"d":{}}`)), string(masked(`{"op":3,"d":{}}`))},
		{"no JSON", string(masked(`{"op":1`)), string(masked(`{"op":1`))},
		{"pong", "\x8a\x80mask", "\x8a\x80mask"},
	} {
		s.out.Reset()
		if n, err := c.Write([]byte(tt.in)); n != len(tt.in) || err != nil {
			t.Errorf("%s: wrote %d, %v", tt.name, n, err)
		}
		if s.out.String() != tt.out {
			t.Errorf("%s goes out as %q, want %q", tt.name, s.out.String(), tt.out)
		}
	}
}

// FuzzConn feeds a connection anything: nothing passes without a handshake, the end is always noted, and nothing panics.
func FuzzConn(f *testing.F) {
	f.Add([]byte(upgraded + text(hello) + text(ready) + text(event)))
	f.Add([]byte(upgraded + text(`{"op":9,"d":true}`)))
	f.Add([]byte(upgraded + "\x88\x02\x0f\xa4"))
	f.Add([]byte("HTTP/1.1 503 Service Unavailable\r\n\r\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		c := watch(&stream{in: bytes.NewReader(in)}, nobody())
		out, _ := io.ReadAll(c)
		if len(out) > 0 && !bytes.HasPrefix(in, []byte("HTTP/")) {
			t.Errorf("%d bytes passed of what is no WebSocket", len(out))
		}
		if c.endedWith() == nil {
			t.Error("the end is not noted")
		}
	})
}

// A connection whose heartbeats are not acknowledged is cut after one and a
// half intervals, so that its session can be resumed.
func TestZombieIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stream{in: bytes.NewReader([]byte(upgraded + text(hello) + text(ready)))}
		c := watch(s, nobody())
		buffer := make([]byte, 1<<10)
		for !c.isEstablished() {
			if _, err := c.Read(buffer); err != nil {
				t.Fatal(err)
			}
		}
		const interval = 41250 * time.Millisecond
		time.Sleep(interval)
		c.onAck()
		began := time.Now()
		c.serve(t.Context())
		if took := time.Since(began); took < interval*3/2 || took > interval*3/2+10*time.Millisecond {
			t.Errorf("cut after %v, want one and a half intervals of %v", took, interval)
		}
		if e := c.endedWith(); e.cause != CauseZombie || e.next != resume || !s.closed {
			t.Errorf("ended with %+v", e)
		}
	})
}

// A connection may be lost before anybody has noticed that it is ready. What
// Discord sends from then on arrives only if that session is resumed.
func TestSessionOfAnUnnoticedConnection(t *testing.T) {
	for name, tt := range map[string]struct {
		in   string
		kept bool
	}{
		"lost after READY":        {text(hello) + text(ready), true},
		"op 7 after READY":        {text(hello) + text(ready) + text(`{"op":7}`), true},
		"invalidated after READY": {text(hello) + text(ready) + text(`{"op":9,"d":false}`), false},
		"lost before READY":       {text(hello), false},
	} {
		t.Run(name, func(t *testing.T) {
			c := watch(&stream{in: strings.NewReader(upgraded + tt.in)}, nobody())
			_, _ = io.ReadAll(c) // the error is in the ending
			s := &shard{}
			s.failed(c, *c.endedWith())
			if kept := s.session != nil; kept != tt.kept {
				t.Errorf("session kept: %v, want %v", kept, tt.kept)
			}
		})
	}
}
