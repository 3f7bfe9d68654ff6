package discordtest

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Greeting is what the gateway does when a client says IDENTIFY or RESUME; it
// reports whether the usual answer follows.
type Greeting func(*gatewayConn) bool

// Greet plans greetings for the next IDENTIFYs and RESUMEs, one each.
func (f *Fake) Greet(greetings ...Greeting) {
	f.change(func() { f.greetings = append(f.greetings, greetings...) })
}

// Closing closes the connection with a code in place of READY.
func Closing(code int) Greeting {
	return func(c *gatewayConn) bool {
		c.fake.giveUp(code)
		c.close(code)
		return false
	}
}

// Reconnecting sends op 7 in place of READY.
func Reconnecting() Greeting {
	return func(c *gatewayConn) bool { c.send(frame{Op: opReconnect}); return false }
}

// Invalidating sends op 9 in place of READY.
func Invalidating(resumable bool) Greeting {
	return func(c *gatewayConn) bool {
		c.send(frame{Op: opInvalidSession, Data: resumable})
		return false
	}
}

// Acknowledging sends a stray heartbeat ACK before READY.
func Acknowledging() Greeting {
	return func(c *gatewayConn) bool { c.send(frame{Op: opHeartbeatAck}); return true }
}

// Beating asks for a heartbeat before READY.
func Beating() Greeting {
	return func(c *gatewayConn) bool { c.send(frame{Op: opHeartbeat}); return true }
}

// Silent never answers.
func Silent() Greeting { return func(*gatewayConn) bool { return false } }

// giveUp drops all sessions when Discord cannot resume them after a close code.
func (f *Fake) giveUp(code int) {
	switch code {
	case 1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014:
		f.change(func() { clear(f.sessions) })
	}
}

func (f *Fake) eachConn(do func(*gatewayConn)) {
	f.mu.Lock()
	var all []*gatewayConn
	for c := range f.conns {
		all = append(all, c)
	}
	f.mu.Unlock()
	for _, c := range all {
		do(c)
	}
}

// CloseGateway closes every gateway connection with a code.
func (f *Fake) CloseGateway(code int) {
	f.giveUp(code)
	f.eachConn(func(c *gatewayConn) { c.close(code) })
}

// Cut breaks every gateway connection without a word; sessions stay resumable.
func (f *Fake) Cut() {
	f.change(f.doubt)
	f.eachConn(func(c *gatewayConn) { reset(c.ws.NetConn()) })
}

// CutShard is Cut for one shard.
func (f *Fake) CutShard(shard int) {
	f.change(f.doubt)
	f.eachConn(func(c *gatewayConn) {
		f.mu.Lock()
		hit := c.session != nil && c.session.shard == shard
		f.mu.Unlock()
		if hit {
			reset(c.ws.NetConn())
		}
	})
}

// Babble sends what is no gateway payload, and a heartbeat ACK nobody asked for.
func (f *Fake) Babble() {
	f.eachConn(func(c *gatewayConn) {
		c.write.Lock()
		defer c.write.Unlock()
		for _, nonsense := range []string{"null", "{", "[]", `{"d":1}`, `{"op":"x"}`, `{"op":11}`, `{"op":0,"t":"NEW_THING","s":null,"d":{}}`} {
			_ = c.ws.WriteMessage(websocket.TextMessage, []byte(nonsense))
		}
	})
}

// Beat asks for a heartbeat at once.
func (f *Fake) Beat() { f.eachConn(func(c *gatewayConn) { c.send(frame{Op: opHeartbeat}) }) }

// StallAt is where a gateway connection stops without a word and stays open.
type StallAt int

// The places.
const (
	StallHandshake StallAt = iota + 1 // of the WebSocket
	StallHello
)

// Stall has the next gateway connections stall, one each.
func (f *Fake) Stall(at ...StallAt) { f.change(func() { f.stalls = append(f.stalls, at...) }) }

func (f *Fake) nextStall() (at StallAt) {
	f.change(func() {
		if len(f.stalls) > 0 {
			at, f.stalls = f.stalls[0], f.stalls[1:]
		}
	})
	return at
}

// Reconnect sends op 7.
func (f *Fake) Reconnect() { f.eachConn(func(c *gatewayConn) { c.send(frame{Op: opReconnect}) }) }

// Invalidate sends op 9; sessions that are not resumable are forgotten.
func (f *Fake) Invalidate(resumable bool) {
	if !resumable {
		f.change(func() { clear(f.sessions) })
	}
	f.eachConn(func(c *gatewayConn) { c.send(frame{Op: opInvalidSession, Data: resumable}) })
}

// Deafen makes the gateway take heartbeats without acknowledging them, or
// behave again.
func (f *Fake) Deafen(deaf bool) { f.change(func() { f.deaf = deaf }) }

// ForgetSessions makes every RESUME of a present session fail with op 9; what
// is connected stays so.
func (f *Fake) ForgetSessions() {
	f.change(func() {
		for _, s := range f.sessions {
			s.forgotten = true
		}
	})
}

// Down breaks every connection, REST and gateway, and takes no new one until Up.
func (f *Fake) Down() {
	f.change(func() { f.doubt(); f.lose() })
	f.listener.set(true)
	f.resuming.set(true)
}

// Up ends Down, on the same address.
func (f *Fake) Up() {
	f.listener.set(false)
	f.resuming.set(false)
}

// MoveResumes closes for good where sessions are resumed; the gateway itself
// goes on, and takes RESUMEs, too.
func (f *Fake) MoveResumes() { f.resuming.set(true) }

// AwaitRefusals returns when n connections have been refused while Down.
func (f *Fake) AwaitRefusals(n int) {
	f.t.Helper()
	deadline := time.Now().Add(Patience)
	for f.listener.refusals()+f.resuming.refusals() < n {
		select {
		case <-f.listener.tried():
		case <-f.resuming.tried():
		case <-time.After(time.Until(deadline)):
		}
		if time.Now().After(deadline) {
			f.t.Fatalf("discordtest: no %d connections were tried in %v", n, Patience)
		}
	}
}

// SlowCallbacks delays the reply to every callback, as a slow network does.
func (f *Fake) SlowCallbacks(by time.Duration) { f.change(func() { f.latency = by }) }

// Calm takes back all that was planned and lasts: greetings, stalls, failing
// requests, slow callbacks, deafness and being down.
func (f *Fake) Calm() {
	f.Up()
	f.change(func() { f.greetings, f.stalls, f.faults, f.latency, f.deaf = nil, nil, nil, 0, false })
}

// Response is a REST reply in place of the usual one.
type Response struct {
	Status int
	Header map[string]string
	Body   string

	taken bool // what was asked for is done all the same
	reset bool // the connection is broken in place of an answer
	hang  bool // no answer comes
}

// Taken is the response after what was asked for has been done.
func (r Response) Taken() Response { r.taken = true; return r }

// Resetting breaks the connection in place of an answer.
func Resetting() Response { return Response{reset: true} }

// Hanging never answers, and leaves the connection open.
func Hanging() Response { return Response{hang: true} }

// final reports whether no bot may repeat a request that meets with r.
func (r Response) final() bool {
	switch {
	case r.reset, r.hang, r.Status >= 500, r.Status == http.StatusTooManyRequests && r.Header["Content-Type"] == "application/json":
		return false
	}
	return true
}

// TooMany is a 429, for one bucket or for the whole bot.
func TooMany(after time.Duration, global bool) Response {
	seconds := fmt.Sprint(after.Seconds())
	h := map[string]string{"Content-Type": "application/json", "Retry-After": seconds,
		"X-RateLimit-Reset-After": seconds, "X-RateLimit-Scope": "user"}
	if global {
		h["X-RateLimit-Global"], h["X-RateLimit-Scope"] = "true", "global"
	}
	return Response{Status: http.StatusTooManyRequests, Header: h, Body: fmt.Sprintf(
		`{"message":"You are being rate limited.","retry_after":%s,"global":%t}`, seconds, global)}
}

// Banned is the 429 page of the firewall before Discord.
func Banned() Response {
	return Response{Status: http.StatusTooManyRequests, Header: map[string]string{"Content-Type": "text/html", "Retry-After": "600"},
		Body: "<!DOCTYPE html><title>Access denied</title>"}
}

// Failing is a plain failure, such as 500 or 502.
func Failing(status int) Response {
	return Response{Status: status, Header: map[string]string{"Content-Type": "application/json"},
		Body: fmt.Sprintf(`{"message":"%d: %s","code":0}`, status, http.StatusText(status))}
}

// Refusing is a failure that has one of Discord's codes, such as 403 and 50013.
func Refusing(status, code int) Response {
	return Response{Status: status, Header: map[string]string{"Content-Type": "application/json"},
		Body: fmt.Sprintf(`{"message":"refused","code":%d}`, code)}
}

type fault struct {
	request  string
	times    int
	response Response
}

// Fail answers the next few requests that match "METHOD /path" with response;
// the path may be a prefix and stands without /api and version.
func (f *Fake) Fail(request string, times int, response Response) {
	f.change(func() { f.faults = append(f.faults, &fault{request, times, response}) })
}

func (f *Fake) nextFault(request string) (response Response, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, x := range f.faults {
		if x.times > 0 && strings.HasPrefix(request, x.request) {
			x.times--
			return x.response, true
		}
	}
	return Response{}, false
}

// listener can be down while it keeps its port: what is accepted then is
// reset at once, so no other process can take the address meanwhile.
type listener struct {
	net.Listener
	mu      sync.Mutex
	down    bool
	refusal int
	next    chan struct{} // closed at the next refusal
	open    map[net.Conn]bool
}

func (l *listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		l.mu.Lock()
		if !l.down {
			l.open[c] = true
			l.mu.Unlock()
			return &tracked{Conn: c, listener: l}, nil
		}
		l.refusal++
		if l.next != nil {
			close(l.next)
			l.next = nil
		}
		l.mu.Unlock()
		reset(c)
	}
}

func (l *listener) set(down bool) {
	l.mu.Lock()
	l.down, l.refusal = down, 0
	l.mu.Unlock()
	if down {
		l.cut()
	}
}

func (l *listener) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		reset(c)
	}
	clear(l.open)
}

func (l *listener) refusals() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.refusal
}

// tried is closed at the next refusal.
func (l *listener) tried() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.next == nil {
		l.next = make(chan struct{})
	}
	return l.next
}

// tracked leaves the listener's list when it is closed.
type tracked struct {
	net.Conn
	listener *listener
}

func (c *tracked) Close() error {
	c.listener.mu.Lock()
	delete(c.listener.open, c.Conn)
	c.listener.mu.Unlock()
	return c.Conn.Close()
}

// reset closes a connection so that the other side sees it broken, not ended.
func reset(c net.Conn) {
	if t, ok := c.(*tracked); ok {
		c = t.Conn
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}
