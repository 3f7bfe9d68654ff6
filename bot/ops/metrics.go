package ops

import (
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"attache/bot"
	"attache/knowledge"
)

// Metrics counts what the program does. None of its labels holds what somebody
// wrote, or an id of Discord's. It is safe for use by many goroutines, and its
// methods return at once.
type Metrics struct {
	registry *prometheus.Registry

	requests   *prometheus.HistogramVec // kind
	questions  *prometheus.CounterVec   // kind
	confidence *prometheus.HistogramVec // kind
	held       prometheus.Counter
	panics     prometheus.Counter
	rejected   *prometheus.CounterVec // code

	shards   *prometheus.GaugeVec     // shard, state
	ended    *prometheus.CounterVec   // cause, session
	sessions *prometheus.GaugeVec     // no label: not told before it is known
	commands *prometheus.GaugeVec     // nor this
	rest     *prometheus.HistogramVec // route, code
	waits    *prometheus.HistogramVec // limit
	breaker  *prometheus.GaugeVec     // requests

	mu     sync.Mutex
	states map[int]string // of shards
}

// The bounds of the histograms, in seconds.
var (
	// An answer takes microseconds; Discord waits three seconds for it.
	answerBuckets = []float64{25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 5e-3, 25e-3, 0.1, 0.5, 1, 3}
	restBuckets   = []float64{0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}
	waitBuckets   = []float64{1e-3, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300}
)

// Door is the way on which questions reach the program.
type Door string

// The doors.
const (
	Gateway  Door = "gateway"
	Endpoint Door = "endpoint"
)

// NewMetrics gives metrics of a program whose questions come by door.
func NewMetrics(door Door, build bot.Build) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), states: map[int]string{}}
	by := prometheus.Labels{"door": string(door)}
	counter := func(name, help string, constant prometheus.Labels, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help, ConstLabels: constant}, labels)
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	}
	histogram := func(name, help string, buckets []float64, constant prometheus.Labels, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets, ConstLabels: constant}, labels)
	}

	m.requests = histogram("attache_request_seconds", "How long answers to requests took to make, by the kind of request.", answerBuckets, by, "kind")
	m.questions = counter("attache_questions_total", "Questions, by how they were answered.", by, "kind")
	m.confidence = histogram("attache_confidence", "The confidence of answers to questions, by how they were answered.",
		[]float64{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1}, by, "kind")
	held := counter("attache_fair_use_exceeded_total", "Requests that were not answered for exceeding the fair use.", by)
	panics := counter("attache_panics_total", "Requests that were answered with an apology after a panic.", by)
	m.rejected = counter("attache_endpoint_rejected_total", "HTTP requests that the interactions endpoint refused, by status.", nil, "code")

	m.shards = gauge("attache_gateway_shards", "Shards of this process, by their state.", "state")
	m.ended = counter("attache_gateway_connections_ended_total", "Gateway connections that ended or could not be made, by cause and by whether the session is resumed.", nil, "cause", "session")
	m.sessions = gauge("attache_gateway_sessions_remaining", "New gateway sessions that Discord allows until its limit is reset; not told until it is known.")
	m.commands = gauge("attache_commands_registered", "1 when Discord holds the bot's commands as they should be, 0 when the last attempt to see to that failed, or when they are awaited from the process of the first shard; not told before the first.")
	m.rest = histogram("attache_rest_request_seconds", "How long requests to Discord's REST API took, by route and status; 0 is none.", restBuckets, nil, "route", "code")
	m.waits = histogram("attache_rest_limiter_wait_seconds", "How long limits held requests to Discord back.", waitBuckets, nil, "limit")
	m.breaker = gauge("attache_rest_breaker_open", "1 while requests to Discord are held off because it has refused too many.", "requests")

	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "attache_build_info", Help: "1; the labels say which build this is.",
		ConstLabels: prometheus.Labels{"version": build.Version, "commit": build.Commit, "go": build.Go}})
	info.Set(1)

	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		info, m.requests, m.questions, m.confidence, held, panics)
	m.held, m.panics = held.WithLabelValues(), panics.WithLabelValues()
	for _, kind := range []bot.QuestionKind{bot.QuestionAnswered, bot.QuestionListed, bot.QuestionSuggested, bot.QuestionRefused, bot.QuestionTalk} {
		m.questions.WithLabelValues(string(kind)) // so that a rate is known from the first one on
	}
	switch door {
	case Gateway:
		m.registry.MustRegister(m.shards, m.ended, m.sessions)
	case Endpoint:
		m.registry.MustRegister(m.rejected)
	}
	m.registry.MustRegister(m.rest, m.waits, m.breaker, m.commands)
	return m
}

// Outcome counts one request; it is for [bot.WithObserver].
func (m *Metrics) Outcome(o bot.Outcome) {
	m.requests.WithLabelValues(string(o.Request)).Observe(o.Took.Seconds())
	if o.Question != "" {
		m.questions.WithLabelValues(string(o.Question)).Inc()
		if o.Question != bot.QuestionTalk {
			m.confidence.WithLabelValues(string(o.Question)).Observe(o.Confidence)
		}
	}
	if o.Held {
		m.held.Inc()
	}
	if o.Panicked {
		m.panics.Inc()
	}
}

// Rejected counts an HTTP request that the interactions endpoint refused.
func (m *Metrics) Rejected(status int) {
	m.rejected.WithLabelValues(strconv.Itoa(status)).Inc()
}

// Shard notes the state of a shard of this process.
func (m *Metrics) Shard(shard int, state string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if before, known := m.states[shard]; known {
		m.shards.WithLabelValues(before).Dec()
	}
	m.states[shard] = state
	m.shards.WithLabelValues(state).Inc()
}

// Ended counts a gateway connection that ended or could not be made.
func (m *Metrics) Ended(cause string, resumable bool) {
	session := "new"
	if resumable {
		session = "resumed"
	}
	m.ended.WithLabelValues(cause, session).Inc()
}

// Sessions notes how many new gateway sessions Discord still allows.
func (m *Metrics) Sessions(remaining int) { m.sessions.WithLabelValues().Set(float64(remaining)) }

// Commands notes whether Discord holds the bot's commands as they should be.
func (m *Metrics) Commands(registered bool) { m.commands.WithLabelValues().Set(number(registered)) }

// Request counts a request to Discord; route must have no ids, status is 0 for
// no response.
func (m *Metrics) Request(route string, status int, took time.Duration) {
	m.rest.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Waited counts how long a limit held a request to Discord back.
func (m *Metrics) Waited(limit string, wait time.Duration) {
	m.waits.WithLabelValues(limit).Observe(wait.Seconds())
}

// Breaker notes whether requests of a kind are held off.
func (m *Metrics) Breaker(requests string, open bool) {
	m.breaker.WithLabelValues(requests).Set(number(open))
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// Knowledge shows what library holds from now on.
func (m *Metrics) Knowledge(library *knowledge.Library) {
	m.registry.MustRegister(&knowledgeCollector{
		library: library,
		info:    prometheus.NewDesc("attache_knowledge_info", "1; the labels say which knowledge answers.", []string{"name", "as_of"}, nil),
		entries: prometheus.NewDesc("attache_knowledge_entries", "Entries of the knowledge that answers.", nil, nil),
		reloads: prometheus.NewDesc("attache_knowledge_reloads_total", "Attempts to replace the knowledge, by result.", []string{"result"}, nil),
	})
}

type knowledgeCollector struct {
	library                *knowledge.Library
	info, entries, reloads *prometheus.Desc
}

// Describe implements [prometheus.Collector].
func (k *knowledgeCollector) Describe(c chan<- *prometheus.Desc) {
	c <- k.info
	c <- k.entries
	c <- k.reloads
}

// Collect implements [prometheus.Collector].
func (k *knowledgeCollector) Collect(c chan<- prometheus.Metric) {
	set := k.library.Set()
	c <- prometheus.MustNewConstMetric(k.info, prometheus.GaugeValue, 1, set.Name, set.AsOf.String())
	c <- prometheus.MustNewConstMetric(k.entries, prometheus.GaugeValue, float64(len(set.Entries)))
	replaced, refused := k.library.Reloads()
	c <- prometheus.MustNewConstMetric(k.reloads, prometheus.CounterValue, float64(replaced), "replaced")
	c <- prometheus.MustNewConstMetric(k.reloads, prometheus.CounterValue, float64(refused), "refused")
}
