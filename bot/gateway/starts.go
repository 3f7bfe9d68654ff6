package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Discord's rules for new sessions.
// https://discord.com/developers/docs/events/gateway#rate-limiting-identify
const (
	// startEvery is how far apart new sessions of one bucket are, half a second
	// being for the network's jitter.
	startEvery = 5500 * time.Millisecond
	// kept is which part of a day's sessions is kept: Discord resets the token
	// of a bot that has used them up.
	kept = 20
	// What Discord said of the limit is good for freshLong while more than half
	// of the sessions are left and this process has begun at most freshStarts
	// since; else for freshShort: other processes begin sessions, too.
	freshLong   = 10 * time.Minute
	freshStarts = 10
	freshShort  = 10 * time.Second
	// staleLong is for how long it is good when Discord does not answer.
	staleLong = time.Hour
)

// botGateway is the answer to GET /gateway/bot.
// https://discord.com/developers/docs/events/gateway#get-gateway-bot
type botGateway struct {
	URL    string     `json:"url"`
	Shards int        `json:"shards"`
	Limit  startLimit `json:"session_start_limit"`
}

type startLimit struct {
	Total          int   `json:"total"`
	Remaining      int   `json:"remaining"`
	ResetAfter     int64 `json:"reset_after"` // milliseconds
	MaxConcurrency int   `json:"max_concurrency"`
}

func (l *startLimit) resetAfter() time.Duration {
	return time.Duration(l.ResetAfter) * time.Millisecond
}

// starts has new sessions begin one after the other within a bucket, and keeps
// them below the number that Discord allows.
type starts struct {
	ask      func(context.Context) (botGateway, error)
	observer Observer
	warn     func(text string, args ...any)

	asking  chan struct{} // holds one token: whoever has it may ask and read what follows
	gateway botGateway
	asked   time.Time   // zero for never
	failed  time.Time   // since then it does not answer
	begun   int         // sessions since it was asked
	reset   *time.Timer // of Discord's limit

	mu      sync.Mutex
	buckets map[int]*startBucket
}

// startBucket is the shards that may not identify at the same time.
type startBucket struct {
	turn chan struct{} // holds one token
	last time.Time
}

func newStarts(ask func(context.Context) (botGateway, error), observer Observer, warn func(string, ...any)) *starts {
	s := &starts{ask: ask, observer: observer, warn: warn, asking: make(chan struct{}, 1), buckets: map[int]*startBucket{}}
	s.asking <- struct{}{}
	return s
}

// recommended is how many shards Discord recommends, at least one.
func (s *starts) recommended(ctx context.Context) (int, error) {
	g, err := s.know(ctx)
	return max(g.Shards, 1), err
}

// begin waits until a shard may connect and gives the gateway's address. begun
// must be called when the shard is READY or has failed. Only a new session is
// counted. The error is ctx's or a [*FatalError].
func (s *starts) begin(ctx context.Context, shard int, resuming bool) (url string, begun func(), err error) {
	g, err := s.know(ctx)
	if err != nil || resuming {
		return g.URL, func() {}, err
	}
	b := s.bucket(shard % max(g.Limit.MaxConcurrency, 1))
	select {
	case <-b.turn:
	case <-ctx.Done():
		return "", nil, ctx.Err()
	}
	begun = func() { b.turn <- struct{}{} }
	if !sleep(ctx, time.Until(b.last.Add(startEvery))) {
		begun()
		return "", nil, ctx.Err()
	}
	if url, err = s.spend(ctx); err != nil {
		begun()
		return "", nil, err
	}
	b.last = time.Now()
	return url, begun, nil
}

func (s *starts) bucket(key int) *startBucket {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buckets[key]
	if b == nil {
		b = &startBucket{turn: make(chan struct{}, 1)}
		b.turn <- struct{}{}
		s.buckets[key] = b
	}
	return b
}

// spend counts one new session. When a twentieth of the day's is left, none
// begins until Discord resets the limit; sessions that are open live on.
func (s *starts) spend(ctx context.Context) (string, error) {
	for warned := false; ; {
		if _, err := s.know(ctx); err != nil {
			return "", err
		}
		select {
		case <-s.asking:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		limit := &s.gateway.Limit
		spare := limit.Total == 0 || limit.Remaining > limit.Total/kept
		if spare {
			limit.Remaining--
			s.begun++
			s.observer.Sessions(limit.Remaining)
		}
		// From here on another shard may ask: what follows goes by a copy.
		seen, url := *limit, s.gateway.URL
		reset := s.asked.Add(seen.resetAfter())
		s.asking <- struct{}{}
		if spare {
			return url, nil
		}
		if !warned {
			warned = true
			s.warn("too many new sessions: none begins until Discord resets the limit, at which it would reset the token",
				"remaining", seen.Remaining, "total", seen.Total, "reset", reset.UTC().Format(time.RFC3339))
		}
		// Discord is asked now and then: another process may have been stopped.
		if !sleep(ctx, min(max(time.Until(reset), time.Second), 10*time.Minute)) {
			return "", ctx.Err()
		}
	}
}

// know gives what Discord says, and asks until it says something.
func (s *starts) know(ctx context.Context) (botGateway, error) {
	select {
	case <-s.asking:
		defer func() { s.asking <- struct{}{} }()
	case <-ctx.Done():
		return botGateway{}, ctx.Err()
	}
	for failures := 1; !s.fresh(); failures++ {
		g, err := s.ask(ctx)
		switch {
		case err == nil && g.URL != "":
			s.gateway, s.asked, s.failed, s.begun = g, time.Now(), time.Time{}, 0
			s.tell(g.Limit)
			continue
		case err == nil:
			err = errors.New("GET /gateway/bot names no address")
		case unauthorized(err):
			return g, fatalUnauthorized()
		case ctx.Err() != nil: // whoever asks has gone: that says nothing of Discord
			return g, ctx.Err()
		}
		wait := pause(failures)
		if held, ok := errors.AsType[*heldBack](err); ok {
			wait = held.wait
		}
		s.warn("Discord does not tell the gateway's address", "error", err, "retry_in", wait.Round(time.Millisecond))
		s.failed = time.Now()
		if !s.fresh() && !sleep(ctx, wait) {
			return g, ctx.Err()
		}
	}
	return s.gateway, nil
}

// tell tells what Discord has said of the limit, and its reset when that comes.
func (s *starts) tell(l startLimit) {
	s.stop()          // what it said before
	if l.Total == 0 { // it has said nothing
		return
	}
	s.observer.Sessions(l.Remaining)
	if l.ResetAfter > 0 {
		s.reset = time.AfterFunc(l.resetAfter(), func() { s.observer.Sessions(l.Total) })
	}
}

// stop has the reset of the limit not told. After the last shard nobody may be told any more.
func (s *starts) stop() {
	if s.reset != nil {
		s.reset.Stop()
	}
}

// fresh reports whether what Discord said is good enough to begin a session.
func (s *starts) fresh() bool {
	age := freshShort
	switch plenty := s.gateway.Limit.Remaining > s.gateway.Limit.Total/2; {
	case plenty && time.Since(s.failed) < time.Minute:
		age = staleLong
	case plenty && s.begun < freshStarts:
		age = freshLong
	}
	return !s.asked.IsZero() && time.Since(s.asked) <= age
}

// askGateway asks Discord where the gateway is and what it allows.
func (d *door) askGateway(ctx context.Context) (g botGateway, err error) {
	ctx, cancel := context.WithTimeout(ctx, openTime/2)
	defer cancel()
	raw, err := d.send(ctx, d.rest, request{method: "GET", address: discordgo.EndpointGatewayBot})
	if err != nil {
		return g, err
	}
	if err := json.Unmarshal(raw, &g); err != nil {
		return g, fmt.Errorf("GET /gateway/bot: %w", err)
	}
	return g, nil
}
