package gateway_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/gateway"
	"attache/knowledge"
)

// logs is what all tests log, at the lowest level, discordgo's own included.
var logs = &buffer{}

type buffer struct {
	mu      sync.Mutex
	b       bytes.Buffer
	written chan struct{} // closed at the next write
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.written != nil {
		close(b.written)
		b.written = nil
	}
	return b.b.Write(p)
}

// await returns when the buffer holds text.
func (b *buffer) await(t testing.TB, text string) { t.Helper(); b.awaitTimes(t, text, 1) }

// awaitTimes returns when the buffer holds text n times.
func (b *buffer) awaitTimes(t testing.TB, text string, n int) {
	t.Helper()
	for deadline := time.Now().Add(discordtest.Patience); strings.Count(b.String(), text) < n; {
		if time.Now().After(deadline) {
			t.Fatalf("%q is not in the log:\n%s", text, b)
		}
		b.mu.Lock()
		if b.written == nil {
			b.written = make(chan struct{})
		}
		written := b.written
		b.mu.Unlock()
		if strings.Count(b.String(), text) >= n {
			return
		}
		select {
		case <-written:
		case <-time.After(time.Until(deadline)):
		}
	}
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// TestMain looks at the end, over all tests, for goroutines left behind and
// for secrets in the log.
func TestMain(m *testing.M) {
	flag.Parse()
	// The tests wait for seconds at a time and compute little.
	if err := flag.Set("test.parallel", "16"); err != nil {
		panic(err)
	}
	status := m.Run()
	if err := goleak.Find(); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, "goroutines are left:", err)
		status = 1
	}
	if strings.Contains(logs.String(), discordtest.Token) {
		fmt.Fprintln(os.Stderr, "the bot's token is in the log")
		status = 1
	}
	if strings.Contains(logs.String(), "interaction-token-") {
		fmt.Fprintln(os.Stderr, "an interaction's token is in the log")
		status = 1
	}
	os.Exit(status)
}

// always gives set to a handler for good.
func always(set *knowledge.Set) func() *knowledge.Set {
	return func() *knowledge.Set { return set }
}

var lights = sync.OnceValues(func() (*bot.Handler, error) {
	set, err := knowledge.Load("../testdata/set")
	return bot.NewHandler(always(set), bot.Build{Version: "v0.0.0-test"}, nil), err
})

func handler(t testing.TB) *bot.Handler {
	t.Helper()
	h, err := lights()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// slowHandler answers each time that goOn is sent to, and at once when it is closed.
func slowHandler(t testing.TB, settings ...bot.Setting) (slow *bot.Handler, goOn chan<- struct{}) {
	t.Helper()
	set, err := knowledge.Load("../testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	next := make(chan struct{})
	return bot.NewHandler(func() *knowledge.Set { <-next; return set }, bot.Build{}, nil, settings...), next
}

// running is a bot at work.
type running struct {
	t    testing.TB
	log  *buffer
	stop context.CancelFunc
	done chan error
}

// start runs the bot against fake until the test ends; change may alter its
// options.
func start(t testing.TB, fake *discordtest.Fake, change ...func(*gateway.Options)) *running {
	t.Helper()
	r := &running{t: t, log: &buffer{}, done: make(chan error, 1)}
	options := gateway.Options{
		Token:   discordtest.Token,
		APIURL:  fake.URL(),
		Handler: handler(t),
		Logger:  slog.New(slog.NewTextHandler(both{r.log, logs}, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, c := range change {
		c(&options)
	}
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.done <- gateway.Run(ctx, options)
	}()
	t.Cleanup(func() {
		stop()
		select {
		case <-ended:
		case <-time.After(discordtest.Patience):
			t.Error("Run does not return")
		}
		if t.Failed() {
			t.Logf("the bot's log:\n%s", r.log)
		}
	})
	return r
}

type both struct{ a, b *buffer }

func (w both) Write(p []byte) (int, error) { _, _ = w.a.Write(p); return w.b.Write(p) }

// result is what Run returns, when it does so by itself or after stop.
func (r *running) result() error {
	r.t.Helper()
	select {
	case err := <-r.done:
		return err
	case <-time.After(discordtest.Patience):
		r.t.Fatalf("Run does not return\n%s", r.log)
		return nil
	}
}

// works asks one question, so that a connection is shown to be of use.
func works(t *testing.T, fake *discordtest.Fake) {
	t.Helper()
	if c := fake.Interact(discordtest.Slash(discordtest.Guild, "help")); c.Type != 4 {
		t.Errorf("/help is answered with type %d: %s", c.Type, c.Body)
	}
}
