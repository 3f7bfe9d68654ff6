package gateway_test

import (
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/gateway"
	"attache/knowledge"
)

var builtIn = sync.OnceValues(knowledge.Embedded)

// embedded has the bot answer from the set that is built in, without a limit
// on how much one user asks.
func embedded(t testing.TB) func(*gateway.Options) {
	t.Helper()
	set, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	return func(o *gateway.Options) { o.Handler = bot.NewHandler(always(set), bot.Build{}, nil) }
}

// questions are those that the set's editors expect, one for each entry.
func questions(t testing.TB) []string {
	t.Helper()
	set, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range set.Entries {
		if len(e.Questions) > 0 {
			all = append(all, e.Questions[0])
		}
	}
	return all
}

// load delivers questions as on the one connection that a shard has, as soon as
// fewer than atOnce of them are without an answer, and gives how long each answer
// took, from when the event was written until the answer reached the fake. None
// may be lost.
func load(t testing.TB, deliver []func() *discordtest.Delivery, atOnce int) []time.Duration {
	t.Helper()
	var (
		answered = make(chan struct{}, len(deliver))
		took     = make([]time.Duration, len(deliver))
		late     = time.After(discordtest.Patience + time.Duration(len(deliver))*time.Millisecond)
	)
	await := func() {
		select {
		case <-answered:
		case <-late:
			t.Fatalf("not all of %d were answered", len(deliver))
		}
	}
	for i, deliver := range deliver {
		if i >= atOnce {
			await()
		}
		deliver().Then(func(c discordtest.Callback) {
			took[i] = c.Latency
			answered <- struct{}{}
		})
	}
	for range min(atOnce, len(deliver)) {
		await()
	}
	slices.Sort(took)
	return took
}

// prepare encodes total questions beforehand.
func prepare(fake *discordtest.Fake, ask []string, total int) []func() *discordtest.Delivery {
	all := make([]func() *discordtest.Delivery, total)
	for i := range all {
		question := discordtest.String("question", ask[i%len(ask)])
		all[i] = fake.Prepare(discordtest.Slash(discordtest.Guild, "ask", question))
	}
	return all
}

// TestLoad holds Discord's own rule, three seconds for an answer, under many
// interactions at once.
func TestLoad(t *testing.T) {
	total, atOnce := 5000, 500
	if testing.Short() || slowed {
		total, atOnce = 500, 20
	}
	fake := discordtest.New(t)
	start(t, fake, embedded(t))
	fake.AwaitReady(1)
	ask := questions(t)
	load(t, prepare(fake, ask, 200), 20) // what is made once is there
	all := prepare(fake, ask, total)
	began := time.Now()
	took := load(t, all, atOnce)
	slowest := took[len(took)-1]
	t.Logf("%d interactions, %d at once: p50 %v, p99 %v, slowest %v, all after %v", total, atOnce, took[len(took)/2].Round(time.Microsecond),
		took[len(took)*99/100].Round(time.Microsecond), slowest.Round(time.Microsecond), time.Since(began).Round(time.Millisecond))
	if slowest > discordtest.Window {
		t.Errorf("slowest after %v; want none later than %v", slowest, discordtest.Window)
	}
}

// asUsual has the bot log what it logs unless it is told otherwise.
func asUsual(o *gateway.Options) {
	o.Logger = slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

// BenchmarkLoad has 500 interactions in flight at any time: -benchtime 5000x is
// 5,000 of them.
func BenchmarkLoad(b *testing.B) {
	fake := discordtest.New(b, discordtest.Lean())
	start(b, fake, embedded(b), asUsual)
	fake.AwaitReady(1)
	ask := questions(b)
	load(b, prepare(fake, ask, b.N), 500) // as a bot that has run for a while
	fake.Forget()
	all := prepare(fake, ask, b.N)
	b.ResetTimer()
	took := load(b, all, 500)
	b.StopTimer()
	for name, at := range map[string]int{"p50-ms": 50, "p99-ms": 99} {
		b.ReportMetric(float64(took[len(took)*at/100].Microseconds())/1000, name)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}

// Of a thousand interactions in the middle of which the bot is told to end,
// each that Discord delivered is answered. The time for that is counted, so no other
// test runs beside it.
func TestShutdownInTheMiddle(t *testing.T) {
	fake := discordtest.New(t)
	bot := start(t, fake)
	fake.AwaitReady(1)
	fake.SlowCallbacks(100 * time.Millisecond)
	var all []*discordtest.Delivery
	for i := range 1000 {
		if i == 500 {
			bot.stop()
		}
		all = append(all, fake.Deliver(discordtest.Slash(discordtest.Guild, "help")))
	}
	began := time.Now()
	if err := bot.result(); err != nil {
		t.Errorf("Run returns %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("shutdown took %v, five seconds are promised", took)
	}
	due, lost := 0, 0
	for _, d := range all {
		if d.Due() {
			due++
			select {
			case <-d.Answered():
			default:
				lost++
			}
		}
	}
	t.Logf("%d of %d were delivered before the bot was gone", due, len(all))
	if lost > 0 || due < 500 {
		t.Errorf("%d of %d that were delivered are lost", lost, due)
	}
}
