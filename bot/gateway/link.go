package gateway

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Times of connecting. With the longest pause between two attempts (see
// shard.go) they stay below the 20 seconds in which questions must be answered
// again after the gateway has come back.
const (
	dialTime = 5 * time.Second  // TCP, TLS and the WebSocket handshake
	openTime = 10 * time.Second // from nothing to READY or RESUMED
)

// link is one connection to the gateway, over a discordgo session of its own.
// Every step has its time: discordgo waits for HELLO and READY for ever.
type link struct {
	door    *door
	session *discordgo.Session
	over    chan struct{} // closed when discordgo has let go
	letGo   sync.Once

	mu   sync.Mutex
	conn *conn
}

// newLink prepares a connection of a shard to the gateway at url: it resumes s
// unless that is nil.
func (d *door) newLink(shard int, url string, s *session) (*link, error) {
	l := &link{door: d, over: make(chan struct{})}
	var err error
	if l.session, err = d.session(knownGateway(url)); err != nil {
		return nil, err
	}
	l.session.ShardID, l.session.ShardCount = shard, d.shards.Of
	l.session.Dialer = dialer(http.ProxyFromEnvironment, func(c net.Conn) net.Conn {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.conn = watch(c, reader{
			token:   l.session.Token,
			session: s,
			deliver: d.onEvent,
			onReady: func(i identity) { d.ready(shard, i) },
		})
		return l.conn
	})
	l.session.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { l.end() })
	return l, nil
}

// end notes that discordgo holds the connection no more.
func (l *link) end() {
	l.letGo.Do(func() {
		close(l.over)
		l.door.links.Done()
	})
}

func (l *link) current() *conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.conn
}

// open brings the link to READY or RESUMED and gives its connection, or says
// why it could not.
func (l *link) open(ctx context.Context) (*conn, ending) {
	timer := time.NewTimer(openTime)
	defer timer.Stop()
	opened := make(chan error, 1)
	l.door.links.Add(1)
	go func() {
		err := l.session.Open()
		if err != nil {
			l.end()
		}
		opened <- err
	}()
	var err error
	select {
	case err = <-opened:
	case <-timer.C:
		return l.giveUp(l.notReady())
	case <-ctx.Done():
		return l.leave()
	}
	c := l.current()
	switch {
	case err != nil && c != nil && c.endedWith() != nil:
		return nil, *c.endedWith()
	case err != nil || c == nil:
		return l.giveUp(ending{cause: CauseUnreachable, text: "cannot connect: " + l.door.clean(err), next: resume})
	}
	select {
	case <-c.established:
		return c, ending{}
	case <-c.done:
		return nil, *c.endedWith()
	case <-timer.C:
		return l.giveUp(l.notReady())
	case <-ctx.Done():
		return l.leave()
	}
}

// leave ends an attempt because the bot is told to end. Events may follow READY
// at once, and count as delivered.
func (l *link) leave() (*conn, ending) {
	if c := l.current(); c != nil && c.saidHello() {
		c.farewell()
	}
	return l.giveUp(shutdown)
}

// notReady ends an attempt that takes too long. A session whose RESUME is not
// answered is given up, lest the next attempt wait as long.
func (l *link) notReady() ending {
	e := ending{cause: CauseNotReady, text: "no READY in time", next: resume}
	if c := l.current(); c != nil && c.identified.Load() {
		e.next = fresh
	}
	return e
}

// giveUp breaks the connection, if there is one. Should discordgo not let go
// even then, its session is left behind.
func (l *link) giveUp(e ending) (*conn, ending) {
	if c := l.current(); c != nil {
		c.cut(e)
		return nil, *c.endedWith()
	}
	return nil, e
}

// serve returns when the connection has ended, or ctx has. A connection without
// heartbeat ACKs is ended here: discordgo itself waits for five intervals, and
// then gives the session up.
func (c *conn) serve(ctx context.Context) {
	for {
		since, limit := c.silence()
		if since >= limit {
			c.cut(ending{cause: CauseZombie, text: "heartbeats are not acknowledged", next: resume})
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

// farewell ends a connection so that the bot goes offline at once, and takes
// what Discord has sent before it knows.
func (c *conn) farewell() {
	c.leave()
	timer := time.NewTimer(farewellTime)
	defer timer.Stop()
	select {
	case <-c.done:
	case <-timer.C:
	}
	c.cut(shutdown)
}
