package gateway

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// limits is a Discord that allows so many new sessions.
type limits struct {
	mu          sync.Mutex
	total       int
	remaining   int
	concurrency int
	reset       time.Time
	asked       int
}

func (l *limits) ask(context.Context) (botGateway, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
	if !time.Now().Before(l.reset) {
		l.remaining, l.reset = l.total, time.Now().Add(24*time.Hour)
	}
	g := botGateway{URL: "wss://gateway", Shards: 4}
	g.Limit.Total, g.Limit.Remaining, g.Limit.MaxConcurrency = l.total, l.remaining, l.concurrency
	g.Limit.ResetAfter = time.Until(l.reset).Milliseconds()
	return g, nil
}

func (l *limits) identify() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.remaining--
}

// warnings counts them.
type warnings struct {
	mu sync.Mutex
	n  int
}

func (w *warnings) warn(string, ...any) { w.mu.Lock(); w.n++; w.mu.Unlock() }

// A bucket's sessions begin one after the other, each when the one before is
// READY and five seconds have passed; other buckets do not wait for them.
func TestStartsKeepToTheirBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		discord := &limits{total: 1000, remaining: 1000, concurrency: 2, reset: time.Now().Add(time.Hour)}
		s := newStarts(discord.ask, unobserved{}, t.Logf)
		began := time.Now()
		var mu sync.Mutex
		at := map[int]time.Duration{}
		var all sync.WaitGroup
		for shard := range 6 {
			all.Go(func() {
				_, begun, err := s.begin(t.Context(), shard, false)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				at[shard] = time.Since(began)
				mu.Unlock()
				time.Sleep(7 * time.Second) // until READY
				begun()
			})
		}
		all.Wait()
		for key := range 2 {
			var times []time.Duration
			for shard, d := range at {
				if shard%2 == key {
					times = append(times, d)
				}
			}
			var sum time.Duration
			for _, d := range times {
				sum += d
			}
			if len(times) != 3 || sum != 0+7*time.Second+14*time.Second {
				t.Errorf("the sessions of bucket %d begin after %v; want 0, 7 and 14 seconds, when the one before is READY", key, times)
			}
		}
	})
}

func TestStartsAreFiveSecondsApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		discord := &limits{total: 1000, remaining: 1000, concurrency: 1, reset: time.Now().Add(time.Hour)}
		s := newStarts(discord.ask, unobserved{}, t.Logf)
		began := time.Now()
		for range 3 {
			_, begun, err := s.begin(t.Context(), 0, false)
			if err != nil {
				t.Fatal(err)
			}
			begun()
		}
		if took := time.Since(began); took != 2*startEvery || startEvery < 5*time.Second {
			t.Errorf("three sessions took %v, want %v", took, 2*startEvery)
		}
		for range 3 { // which a RESUME does not need
			if _, _, err := s.begin(t.Context(), 0, true); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took != 2*startEvery {
			t.Error("a RESUME waits for new sessions")
		}
	})
}

// However fast a bot fails, Discord's limit, at which it resets the token, is
// never reached, also when two processes use it up; after its reset all goes on.
func TestStartsAreNeverUsedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		discord := &limits{total: 200, remaining: 200, concurrency: 1, reset: time.Now().Add(24 * time.Hour)}
		ctx, cancel := context.WithTimeout(t.Context(), 47*time.Hour)
		defer cancel()
		var told warnings
		begun, least := 0, discord.remaining
		var mu sync.Mutex
		var all sync.WaitGroup
		for range 2 {
			s := newStarts(discord.ask, unobserved{}, told.warn)
			all.Go(func() {
				for {
					_, done, err := s.begin(ctx, 0, false)
					if err != nil {
						if !errors.Is(err, context.DeadlineExceeded) {
							t.Error(err)
						}
						return
					}
					discord.identify()
					done()
					mu.Lock()
					begun++
					discord.mu.Lock()
					least = min(least, discord.remaining)
					discord.mu.Unlock()
					mu.Unlock()
				}
			})
		}
		all.Wait()
		t.Logf("%d sessions in two days of 200; never fewer than %d left; %d warnings", begun, least, told.n)
		if least < discord.total/kept-2 || begun < 300 || begun > 400 {
			t.Errorf("%d sessions, %d left at the least", begun, least)
		}
		if told.n == 0 || told.n > 8 {
			t.Errorf("%d warnings, want one for each process and day", told.n)
		}
	})
}

// What is told of a limit that is used up is what the shard has seen, whatever Discord
// says to another one meanwhile; the race detector notices when it is not.
func TestStartsWarnOfWhatTheyHaveSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		discord := &limits{total: 200, remaining: 1, concurrency: 2, reset: time.Now().Add(time.Hour)}
		ctx, cancel := context.WithCancel(t.Context())
		var told warnings
		s := newStarts(discord.ask, unobserved{}, told.warn)
		var all sync.WaitGroup
		for shard := range 2 {
			all.Go(func() {
				time.Sleep(time.Duration(shard) * 2 * freshShort) // so that the second one asks again
				if _, _, err := s.begin(ctx, shard, false); !errors.Is(err, context.Canceled) {
					t.Errorf("shard %d begins: %v", shard, err)
				}
			})
		}
		time.Sleep(3 * freshShort)
		cancel()
		all.Wait()
		if told.n != 2 || discord.asked != 2 {
			t.Errorf("%d warnings and %d questions, want one of each for each shard", told.n, discord.asked)
		}
	})
}

// Whoever asks and is told to end says nothing of Discord.
func TestStartsEndWhileTheyAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told warnings
		s := newStarts(func(ctx context.Context) (botGateway, error) {
			<-ctx.Done()
			return botGateway{}, ctx.Err()
		}, unobserved{}, told.warn)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, _, err := s.begin(ctx, 0, false); !errors.Is(err, context.Canceled) {
			t.Errorf("begin gives %v", err)
		}
		if told.n != 0 || !s.failed.IsZero() {
			t.Errorf("%d warnings, failed at %v; Discord was not waited for", told.n, s.failed)
		}
	})
}
