package endpoint_test

import (
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"

	"attache/bot/discordtest"
)

// atOnce is how many requests are under way when a server is loaded as much as
// it can take.
const atOnce = 64

// questions are asked in turn.
var questions = []string{
	"when did belarus join the partnership for peace",
	"wen did beluras joni the parntership for peace",
	"what is PARP",
	"who paid for the destruction of the mines",
	"does belarus take part in peacekeeping",
	"what is the best recipe for a carbonara tonight",
}

// BenchmarkLoad holds the endpoint against a bare handler that verifies the
// same signature, by discordgo and the standard library as most do, and writes
// one of the endpoint's answers without thought: in turn, over loopback and as
// fast as they answer. Each is a process of its own, as it is in use, so that it
// does not share a scheduler and a heap with the load generator. What is told is
// the median of the turns, since a machine does other things as well. Then it
// tells how long answers take at half of what the endpoint can do, and how long
// the bare handler's take beside as many requests: the rest is the machine's and
// the load generator's.
func BenchmarkLoad(b *testing.B) {
	ours, bare := startApart(b, "endpoint"), startApart(b, "bare")
	for b.Loop() {
		var bareRates, ourRates, shares []float64
		for range 9 {
			bareRates = append(bareRates, attack(b, bare, full(3_000)).Throughput)
			ourRates = append(ourRates, attack(b, ours, full(3_000)).Throughput)
			shares = append(shares, 100*ourRates[len(ourRates)-1]/bareRates[len(bareRates)-1])
		}
		var bareWaits, ourWaits []float64
		for range 3 {
			half := at(median(ourRates)/2, 2*time.Second)
			bareWaits = append(bareWaits, float64(attack(b, bare, half).Latencies.P99)/1e6)
			ourWaits = append(ourWaits, float64(attack(b, ours, half).Latencies.P99)/1e6)
		}
		b.ReportMetric(median(bareRates), "bare-req/s")
		b.ReportMetric(median(ourRates), "req/s")
		b.ReportMetric(median(shares), "%-of-bare")
		b.ReportMetric(median(bareWaits), "bare-p99-ms-at-half")
		b.ReportMetric(median(ourWaits), "p99-ms-at-half")
		b.ReportMetric(0, "ns/op") // says nothing
	}
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// load is how many requests are sent, and how many a second; 0 is as many as
// are answered.
type load struct {
	vegeta.ConstantPacer
	requests uint64
}

func (l load) Pace(elapsed time.Duration, hits uint64) (time.Duration, bool) {
	wait, stop := l.ConstantPacer.Pace(elapsed, hits)
	return wait, stop || hits == l.requests
}

func full(requests uint64) load { return load{requests: requests} }

func at(rate float64, during time.Duration) load {
	return load{vegeta.ConstantPacer{Freq: int(rate), Per: time.Second}, uint64(rate * during.Seconds())}
}

// attack sends signed questions to url. All are signed beforehand: that is
// Discord's work.
func attack(b *testing.B, url string, l load) *vegeta.Metrics {
	b.Helper()
	targets := make([]vegeta.Target, l.requests)
	for i := range targets {
		question := discordtest.String("question", questions[i%len(questions)])
		targets[i] = target(url, discordtest.Slash(discordtest.Guild, "ask", question).JSON())
	}
	transport := &http.Transport{MaxIdleConnsPerHost: atOnce, MaxConnsPerHost: atOnce}
	defer transport.CloseIdleConnections()
	var next atomic.Int64
	inTurn := func(t *vegeta.Target) error { *t = targets[next.Add(1)-1]; return nil }
	runtime.GC() // not on the way: the load generator would wait, and what it waits for
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	attacker := vegeta.NewAttacker(vegeta.Client(&http.Client{Transport: transport}), vegeta.Workers(atOnce), vegeta.MaxWorkers(atOnce))
	var m vegeta.Metrics
	for result := range attacker.Attack(inTurn, l, 0, "") {
		m.Add(result)
	}
	m.Close()
	if m.Success != 1 {
		b.Fatalf("not all were answered: %v %v", m.StatusCodes, m.Errors)
	}
	return &m
}

func target(url string, body []byte) vegeta.Target {
	return vegeta.Target{Method: http.MethodPost, URL: url, Body: body, Header: discordtest.Sign(time.Now(), body)}
}
