package gateway_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"attache/bot/discordtest"
	"attache/bot/gateway"
)

// observed records what an observer is told, a line each.
type observed struct {
	mu      sync.Mutex
	lines   []string
	changed chan struct{}
}

func (o *observed) note(format string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines = append(o.lines, fmt.Sprintf(format, args...))
	if o.changed != nil {
		close(o.changed)
	}
	o.changed = make(chan struct{})
}

func (o *observed) Ready(ready bool)                        { o.note("ready %t", ready) }
func (o *observed) Shard(n int, state gateway.ShardState)   { o.note("shard %d %s", n, state) }
func (o *observed) Ended(n int, c gateway.Cause, same bool) { o.note("ended %d %s %t", n, c, same) }
func (o *observed) Sessions(remaining int)                  { o.note("sessions %d", remaining) }
func (o *observed) Commands(registered bool)                { o.note("commands %t", registered) }
func (o *observed) Request(route string, status int, _ time.Duration) {
	o.note("request %s %d", route, status)
}
func (o *observed) Waited(limit gateway.Limit, _ time.Duration) { o.note("waited %s", limit) }
func (o *observed) Breaker(kind gateway.RequestKind, open bool) { o.note("breaker %s %t", kind, open) }

// clear forgets what was told.
func (o *observed) clear() { o.mu.Lock(); o.lines = nil; o.mu.Unlock() }

// count is how often a line has come.
func (o *observed) count(line string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, l := range o.lines {
		if l == line {
			n++
		}
	}
	return n
}

// await returns when a line has come n times.
func (o *observed) await(t *testing.T, line string, n int) {
	t.Helper()
	late := time.After(discordtest.Patience)
	for o.count(line) < n {
		o.mu.Lock()
		if o.changed == nil {
			o.changed = make(chan struct{})
		}
		changed := o.changed
		o.mu.Unlock()
		if o.count(line) >= n {
			return
		}
		select {
		case <-changed:
		case <-late:
			o.mu.Lock()
			defer o.mu.Unlock()
			t.Fatalf("%q was not told %d times:\n%q", line, n, o.lines)
		}
	}
}

func observe(o *observed) func(*gateway.Options) {
	return func(options *gateway.Options) { options.Observer = o }
}

func TestObserver(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	var o observed
	bot := start(t, fake, observe(&o))
	o.await(t, "ready true", 1)
	works(t, fake)
	m := discordtest.Message(discordtest.Direct, "what does VBL mean")
	fake.Fail("POST /channels/"+discordtest.DirectID+"/messages", 1, discordtest.TooMany(time.Second, false))
	fake.Reply(m)
	fake.Cut()
	o.await(t, "ready true", 2)
	bot.stop()
	if err := bot.result(); err != nil {
		t.Fatal(err)
	}
	o.mu.Lock()
	got := slices.Clone(o.lines)
	o.mu.Unlock()
	for line, n := range map[string]int{
		"shard 0 connecting":           2,
		"shard 0 connected":            2,
		"shard 0 stopped":              1,
		"ready true":                   2,
		"ready false":                  2,
		"ended 0 lost true":            1,
		"sessions 1000":                1,
		"sessions 999":                 1,
		"waited route":                 1,
		"request GET /gateway/bot 200": 1,
		"request POST /interactions/{interaction}/{token}/callback 204": 1,
		"request POST /channels/{channel}/messages 429":                 1,
		"request POST /channels/{channel}/messages 200":                 1,
	} {
		if o.count(line) != n {
			t.Errorf("%q was told %d times, want %d", line, o.count(line), n)
		}
	}
	if t.Failed() {
		t.Logf("%q", got)
	}
}
