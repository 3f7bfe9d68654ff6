package gateway

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// Shards says which of how many shards a process runs; the zero value is all of
// as many as Discord recommends. A shard is a connection that gets the events of
// its share of the servers; the first one gets direct messages, too.
// https://discord.com/developers/docs/events/gateway#sharding
type Shards struct {
	First, Last int // counted from 0
	Of          int // of the whole bot
}

// Pauses between attempts to connect: the first follows at once, then they
// double, with jitter so that many bots do not return in step.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 5 * time.Second
	// steady is how long a connection must last, from READY or RESUMED, to count as
	// a success: an attempt that comes to nothing may take as long.
	steady = 10 * time.Second
)

func pause(failures int) time.Duration {
	if failures <= 0 {
		return 0
	}
	p := min(firstPause<<min(failures-1, 10), lastPause)
	return p/2 + rand.N(p/2)
}

// resumeTries is how many RESUMEs may fail, one after the other, before a new
// session takes the place of the old.
const resumeTries = 3

// supervise keeps every shard of the process connected until ctx ends or a
// failure is final, which ends them all.
func (d *door) supervise(ctx context.Context) error {
	defer d.starts.stop() // after all shards
	if d.shards.Of == 0 {
		d.standing.set(0, ShardConnecting) // which there is, however many Discord recommends
		recommended, err := d.starts.recommended(ctx)
		if err != nil {
			return ifAlive(ctx, err)
		}
		d.shards = Shards{0, recommended - 1, recommended}
	}
	d.log.Info("connecting", "shard", d.shards.First, "to", d.shards.Last, "of", d.shards.Of)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var running sync.WaitGroup
	for id := d.shards.First; id <= d.shards.Last; id++ { // all, before one may be the only one
		d.standing.set(id, ShardConnecting)
	}
	for id := d.shards.First; id <= d.shards.Last; id++ {
		running.Go(func() {
			if err := d.keep(ctx, id); err != nil {
				stop(err)
			}
			d.standing.set(id, ShardStopped)
		})
	}
	running.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// ifAlive is err, but nil when ctx has ended: then nobody asks any more.
func ifAlive(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil //nolint:nilerr // see above
	}
	return err
}

// shard is one of the bot's, with the session that it can resume.
type shard struct {
	door    *door
	id      int
	session *session // nil where a new one is to begin
	resumes int      // that have failed, one after the other
	unmet   int      // connections that were not made, one after the other

	lasted   time.Duration // the last connection, from READY or RESUMED; 0 where none was made
	failures int           // connections that were not steady, one after the other
}

// keep keeps one shard connected. A lost connection is first resumed, so that
// what was sent meanwhile arrives; where that cannot work, a new session begins.
func (d *door) keep(ctx context.Context, id int) error {
	s := &shard{door: d, id: id}
	log := d.log.With("shard", id)
	for {
		e := s.run(ctx)
		if e.next == stop || ctx.Err() != nil {
			return ifAlive(ctx, e.err)
		}
		d.standing.set(id, ShardConnecting)
		d.Observer.Ended(id, e.cause, s.session != nil)
		wait := s.pause(e)
		log.Warn("gateway connection ended", "cause", e.text, "resume", s.session != nil, "retry_in", wait.Round(time.Millisecond))
		if !sleep(ctx, wait) {
			return nil
		}
	}
}

// pause is how long to wait after a connection has ended, or was not made.
func (s *shard) pause(e ending) time.Duration {
	if s.lasted >= steady {
		s.failures = 0
	}
	wait := max(pause(s.failures), e.wait)
	s.failures++
	return wait
}

// run connects, serves until the connection ends, and says why it did. The
// caller finds in ctx whether it was asked to end.
func (s *shard) run(ctx context.Context) ending {
	s.lasted = 0
	resuming := s.session != nil
	url, begun := "", func() {}
	if resuming && s.unmet < 2 { // else it may be gone for good
		url = s.session.url
	}
	if url == "" {
		var err error
		if url, begun, err = s.door.starts.begin(ctx, s.id, resuming); err != nil {
			return ending{cause: CauseUnreachable, text: s.door.clean(err), next: stop, err: err}
		}
	}
	l, err := s.door.newLink(s.id, url, s.session)
	if err != nil {
		return ending{cause: CauseUnreachable, text: s.door.clean(err), next: stop, err: err}
	}
	c, e := l.open(ctx)
	begun()
	if c == nil {
		s.failed(l.current(), e)
		return e
	}
	s.session, s.resumes, s.unmet = c.resumable(), 0, 0
	s.door.standing.set(s.id, ShardConnected)
	s.door.log.Info("gateway connected", "shard", s.id, "resumed", resuming)
	return s.serve(ctx, c)
}

// serve serves a connection that is established until it ends, or ctx does.
func (s *shard) serve(ctx context.Context, c *conn) ending {
	established := time.Now()
	c.serve(ctx)
	s.lasted = time.Since(established)
	if ctx.Err() != nil {
		c.farewell()
		return shutdown
	}
	e := *c.endedWith()
	if e.next == fresh {
		s.session = nil
	}
	return e
}

// failed decides, after a connection that came to nothing, which session can be
// resumed. One that ended as soon as it was ready leaves its own.
func (s *shard) failed(c *conn, e ending) {
	switch {
	case c != nil && c.isEstablished():
		s.session, s.resumes, s.unmet = c.resumable(), 0, 0
	case c != nil && c.identified.Load():
		s.resumes++
		s.unmet = 0
	default:
		s.unmet++
	}
	if e.next == fresh || s.resumes >= resumeTries {
		s.session, s.resumes = nil, 0
	}
}

// sleep reports whether ctx is still alive after a wait.
func sleep(ctx context.Context, wait time.Duration) bool {
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// standing is where the shards of this process stand.
type standing struct {
	observer Observer
	mu       sync.Mutex
	shards   map[int]ShardState
	servers  map[int]int // by shard, as of its READY
	ready    bool
}

func (s *standing) set(shard int, state ShardState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shards[shard] == state {
		return
	}
	s.shards[shard] = state
	s.observer.Shard(shard, state)
	ready := true
	for _, state := range s.shards {
		ready = ready && state == ShardConnected
	}
	if ready != s.ready {
		s.ready = ready
		s.observer.Ready(ready)
	}
}

// joined notes the servers of a shard and gives those of all.
func (s *standing) joined(shard, servers int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.servers[shard] = servers
	all := 0
	for _, n := range s.servers {
		all += n
	}
	return all
}

// ready notes who we are and, once, starts to register the commands and to see whether
// they come here.
func (d *door) ready(shard int, self identity) {
	d.self.Store(&self)
	d.Handler.Joined(d.standing.joined(shard, self.servers))
	d.register.Do(func() {
		if len(d.Commands) > 0 || d.Renewed != nil {
			d.running.Go(func() { d.keepCommands(d.life, self.applicationID) })
		}
		if d.shards.First == 0 { // of many processes one
			d.running.Go(func() { d.warnOfEndpoint(d.life) })
		}
	})
}
