package discordtest

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
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
func (f *Fake) Cut() { f.eachConn(func(c *gatewayConn) { reset(c.ws.NetConn()) }) }

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

// ForgetSessions makes every later RESUME fail with op 9.
func (f *Fake) ForgetSessions() { f.change(func() { clear(f.sessions) }) }

// Down breaks every connection, REST and gateway, and takes no new one until Up.
func (f *Fake) Down() { f.listener.set(true) }

// Up ends Down, on the same address.
func (f *Fake) Up() { f.listener.set(false) }

// AwaitRefusals returns when n connections have been refused while Down.
func (f *Fake) AwaitRefusals(n int) {
	f.t.Helper()
	deadline := time.Now().Add(Patience)
	for !f.listener.refused(n, time.Until(deadline)) {
		if time.Now().After(deadline) {
			f.t.Fatalf("discordtest: no %d connections were tried in %v", n, Patience)
		}
	}
}

// SlowCallbacks delays the reply to every callback, as a slow network does.
func (f *Fake) SlowCallbacks(by time.Duration) { f.change(func() { f.latency = by }) }

// Response is a REST reply in place of the usual one.
type Response struct {
	Status int
	Header map[string]string
	Body   string
}

// TooMany is a 429, for one bucket or for the whole bot.
func TooMany(after time.Duration, global bool) Response {
	seconds := fmt.Sprint(after.Seconds())
	h := map[string]string{"Content-Type": "application/json", "Retry-After": seconds,
		"X-RateLimit-Reset-After": seconds, "X-RateLimit-Scope": "user"}
	if global {
		h["X-RateLimit-Global"], h["X-RateLimit-Scope"] = "true", "global"
	}
	return Response{http.StatusTooManyRequests, h, fmt.Sprintf(
		`{"message":"You are being rate limited.","retry_after":%s,"global":%t}`, seconds, global)}
}

// Banned is the 429 page of the firewall before Discord.
func Banned() Response {
	return Response{http.StatusTooManyRequests, map[string]string{"Content-Type": "text/html", "Retry-After": "600"},
		"<!DOCTYPE html><title>Access denied</title>"}
}

// Failing is a plain failure, such as 500 or 502.
func Failing(status int) Response {
	return Response{status, map[string]string{"Content-Type": "application/json"},
		fmt.Sprintf(`{"message":"%d: %s","code":0}`, status, http.StatusText(status))}
}

// Refusing is a failure that has one of Discord's codes, such as 403 and 50013.
func Refusing(status, code int) Response {
	return Response{status, map[string]string{"Content-Type": "application/json"},
		fmt.Sprintf(`{"message":"refused","code":%d}`, code)}
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
	tried   chan struct{}
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
		if l.tried != nil {
			close(l.tried)
			l.tried = nil
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

func (l *listener) refused(n int, within time.Duration) bool {
	l.mu.Lock()
	if l.refusal >= n {
		l.mu.Unlock()
		return true
	}
	if l.tried == nil {
		l.tried = make(chan struct{})
	}
	tried := l.tried
	l.mu.Unlock()
	select {
	case <-tried:
	case <-time.After(within):
	}
	return false
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
