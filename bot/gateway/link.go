package gateway

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Times of connecting. With the longest pause between two attempts (see
// supervise.go) they stay below the 20 seconds in which questions must be
// answered again after the gateway has come back.
const (
	dialTime = 5 * time.Second  // TCP, TLS and the WebSocket handshake
	openTime = 10 * time.Second // from nothing to READY
)

// link is one discordgo session and, one after the other, its connections.
type link struct {
	door         *door
	session      *discordgo.Session
	disconnected chan struct{}

	established bool // once: from then on discordgo resumes
	stuck       bool // discordgo has not let go of its lock and is not touched again

	mu   sync.Mutex
	conn *conn
}

func (d *door) newLink() (*link, error) {
	s, err := d.session(d.client)
	if err != nil {
		return nil, err
	}
	l := &link{door: d, session: s, disconnected: make(chan struct{}, 1)}
	s.Dialer = dialer(func(c net.Conn) net.Conn {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.conn = watch(c, d.ready)
		return l.conn
	})
	s.AddHandler(d.onEvent)
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case l.disconnected <- struct{}{}:
		default:
		}
	})
	return l, nil
}

func (l *link) current() *conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.conn
}

// run connects, serves until the connection ends, and says why it did. The
// caller finds in ctx whether it was asked to end.
func (l *link) run(ctx context.Context) ending {
	l.mu.Lock()
	l.conn = nil
	l.mu.Unlock()
	select {
	case <-l.disconnected: // of an earlier connection
	default:
	}
	e, ok := l.open(ctx)
	c := l.current()
	if c != nil && c.saidHello() && !l.established { // discordgo has identified
		l.door.budget.spend(time.Now())
	}
	resumed := l.established
	l.established = l.established || c != nil && c.isEstablished()
	if !ok {
		return e
	}
	l.door.log.Info("gateway connected", "resumed", resumed)
	l.serve(ctx, c)
	if ctx.Err() != nil {
		l.close(c)
		return ending{cause: "shutdown", next: stop}
	}
	// discordgo needs a second to notice and to let go of its lock.
	l.stuck = !l.letGo(3 * time.Second)
	return *c.endedWith()
}

// open brings the link to READY or RESUMED, or says why it could not.
func (l *link) open(ctx context.Context) (ending, bool) {
	timer := time.NewTimer(openTime)
	defer timer.Stop()
	opened := make(chan error, 1)
	go func() { opened <- l.session.Open() }()
	var err error
	select {
	case err = <-opened:
	case <-timer.C:
		return l.giveUp(opened, "no READY in time"), false
	case <-ctx.Done():
		return l.giveUp(opened, "shutdown"), false
	}
	c := l.current()
	if err != nil {
		return l.openFailed(c, err), false
	}
	select {
	case <-c.established:
		return ending{}, true
	case <-c.done:
	case <-timer.C:
		c.cut(ending{cause: "no READY in time", next: fresh})
	case <-ctx.Done():
		c.cut(ending{cause: "shutdown", next: fresh})
	}
	l.stuck = !l.letGo(3 * time.Second)
	return l.afterHello(c, *c.endedWith()), false
}

// giveUp breaks an Open that takes too long. Should discordgo not return even
// then, its session and one goroutine are left behind.
func (l *link) giveUp(opened <-chan error, cause string) ending {
	e := ending{cause: cause, next: fresh}
	if c := l.current(); c != nil {
		c.cut(e)
	}
	select {
	case err := <-opened:
		if err != nil {
			l.door.log.Debug("gave up connecting", "error", l.door.clean(err))
		}
	case <-time.After(time.Second):
		l.stuck = true
	}
	return e
}

func (l *link) openFailed(c *conn, err error) ending {
	var limit *discordgo.RateLimitError
	switch {
	case c != nil && c.endedWith() != nil:
		return l.afterHello(c, *c.endedWith())
	case unauthorized(err):
		return ending{cause: "unauthorized", next: stop, err: fatalUnauthorized()}
	case errors.As(err, &limit):
		return ending{cause: "rate limited", next: resume, wait: limit.RetryAfter}
	}
	return ending{cause: "cannot connect: " + l.door.clean(err), next: resume}
}

// afterHello turns the failure of a RESUME into a new session; a RESUME that
// was not even sent may be tried again.
func (l *link) afterHello(c *conn, e ending) ending {
	if c.saidHello() && e.next == resume && l.established {
		e.next = fresh
	}
	return e
}

// serve returns when the connection has ended, or ctx has. A connection
// without heartbeat ACKs is ended here: discordgo itself waits for five
// intervals, and then gives the session up.
func (l *link) serve(ctx context.Context, c *conn) {
	for {
		since, limit := c.silence()
		if since >= limit {
			c.cut(ending{cause: "heartbeats are not acknowledged", next: resume})
		}
		timer := time.NewTimer(limit - since + time.Millisecond)
		select {
		case <-c.done:
		case <-ctx.Done():
		case <-timer.C:
			continue
		}
		timer.Stop()
		return
	}
}

// letGo waits until discordgo has closed its side.
func (l *link) letGo(limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-l.disconnected:
		return true
	case <-timer.C:
		return false
	}
}

// close says good-bye, so that the bot goes offline at once.
func (l *link) close(c *conn) {
	c.leaving.Store(true)
	if !within(closeTime, func() { _ = l.session.Close() }) {
		c.cut(ending{cause: "shutdown", next: stop})
	}
}
