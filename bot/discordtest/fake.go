package discordtest

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"attache/bot/rules"
)

// Token is the bot token that a [Fake] takes; any other is refused.
const Token = "fake-token.of-discordtest.not-a-secret"

// Patience is how long an Await method waits before it fails the test.
const Patience = 30 * time.Second

// Window is how long an interaction may wait for its callback; a later one is
// refused, as by Discord.
const Window = 3 * time.Second

// Fake is a Discord of its own on loopback. Make one with [New]; its methods
// are safe for many goroutines, but those that await something fail the test
// and so belong into the test's own goroutine.
type Fake struct {
	t         testing.TB
	heartbeat time.Duration
	shards    int // recommended
	buckets   int // of shards that may identify at the same time
	allowed   int // new sessions a day
	servers   int // in READY
	endpoint  any // nil or a URL
	light     bool
	lean      bool
	keeps     int         // events and answers that it knows again
	limits    http.Header // in every response
	listener  *listener
	server    *httptest.Server
	resuming  *listener // where sessions are resumed
	resumes   *httptest.Server
	gateways  sync.WaitGroup

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced at every change below
	record   record
	sessions map[string]*session
	conns    map[*gatewayConn]bool
	started  map[int]time.Time // the last IDENTIFY of each bucket

	greetings []Greeting
	stalls    []StallAt
	faults    []*fault
	latency   time.Duration
	deaf      bool

	pending  map[string]*Delivery // interactions
	said     map[string]*Delivery // messages
	messages map[string]bool      // ids of messages that can be replied to
	nonces   map[string]json.RawMessage
	commands map[string][]json.RawMessage // by guild, "" for the global ones
	good     map[string]bool              // requests with bodies that have been judged
	judged   int
	answered []string // ids of what a light fake will forget
}

// record is everything that a bot has sent.
type record struct {
	identifies []Identify
	resumes    []Resume
	ready      int
	resumed    int
	heartbeats int
	callbacks  []Callback
	sent       []Sent
	later      []Later
	puts       []CommandPut
	requests   []string
	refused    int // answers to what was answered already
	late       int // callbacks after the window
	early      int // IDENTIFYs that came too soon after another of their bucket
	answers    int // callbacks and messages that were taken
}

// Identify is an IDENTIFY that the gateway got.
type Identify struct {
	Token    string `json:"token"`
	Intents  int    `json:"intents"`
	Compress bool   `json:"compress"`
	Shard    []int  `json:"shard"`
}

// Resume is a RESUME that the gateway got.
type Resume struct {
	Token     string `json:"token"`
	SessionID string `json:"session_id"`
	Sequence  int64  `json:"seq"`
	Elsewhere bool   `json:"-"` // not at the address that READY names
}

// Callback is the answer to an interaction.
type Callback struct {
	InteractionID string          `json:"-"`
	Type          int             `json:"type"`
	Data          json.RawMessage `json:"data"`
	Body          []byte          `json:"-"` // as it was sent, less its files
	Files         []rules.File    `json:"-"`
	Latency       time.Duration   `json:"-"` // from dispatch to arrival
}

// Sent is a channel message from the bot.
type Sent struct {
	ChannelID string
	ReplyTo   string // id of the message it refers to, if any
	Content   string
	Body      []byte // as it was sent
}

// Later is what followed the answer to an interaction: an edit of what that
// shows, or another message.
type Later struct {
	Edit  bool
	Token string // of the interaction
	rules.Upload
}

// CommandPut is a bulk overwrite of commands.
type CommandPut struct {
	GuildID string // empty for the global commands
	Body    []byte
}

// Setting changes a new [Fake].
type Setting func(*Fake)

// HeartbeatInterval is announced in HELLO; the default is Discord's 41.25 s.
func HeartbeatInterval(d time.Duration) Setting { return func(f *Fake) { f.heartbeat = d } }

// Shards is how many Discord recommends, and how many of them may identify at
// the same time; the default is one and one.
func Shards(recommended, concurrency int) Setting {
	return func(f *Fake) { f.shards, f.buckets = recommended, concurrency }
}

// Sessions is how many new sessions a day allows; the default is Discord's 1,000.
func Sessions(total int) Setting { return func(f *Fake) { f.allowed = total } }

// Endpoint is the application's interactions endpoint URL; the default is none. The
// fake delivers over the gateway all the same.
func Endpoint(url string) Setting { return func(f *Fake) { f.endpoint = url } }

// Servers is how many servers READY lists; the default is one.
func Servers(n int) Setting { return func(f *Fake) { f.servers = n } }

// Light has the fake count what comes and keep none of it, but what was not
// answered: for loads under which it would grow. Of what has come, it knows the
// numbers alone.
func Light() Setting { return func(f *Fake) { f.light = true } }

// New starts a Discord that ends with the test.
func New(t testing.TB, settings ...Setting) *Fake {
	t.Helper()
	f := &Fake{
		t:         t,
		heartbeat: 41250 * time.Millisecond,
		shards:    1,
		buckets:   1,
		allowed:   1000,
		keeps:     logged,
		listener:  listen(t),
		resuming:  listen(t),
		changed:   make(chan struct{}),
		sessions:  map[string]*session{},
		conns:     map[*gatewayConn]bool{},
		started:   map[int]time.Time{},
		pending:   map[string]*Delivery{},
		said:      map[string]*Delivery{},
		messages:  map[string]bool{},
		nonces:    map[string]json.RawMessage{},
		commands:  map[string][]json.RawMessage{},
		good:      map[string]bool{},
		limits: http.Header{
			"X-Ratelimit-Limit":       {"5"},
			"X-Ratelimit-Remaining":   {"4"},
			"X-Ratelimit-Reset-After": {"1.000"},
			"X-Ratelimit-Bucket":      {"fake"},
		},
	}
	for _, set := range settings {
		set(f)
	}
	f.server = &httptest.Server{Listener: f.listener, Config: &http.Server{Handler: f.routes()}}
	f.server.Start()
	f.resumes = &httptest.Server{Listener: f.resuming, Config: &http.Server{Handler: http.HandlerFunc(f.serveResumes)}}
	f.resumes.Start()
	t.Cleanup(func() {
		f.listener.cut()
		f.resuming.cut()
		f.server.Close()
		f.resumes.Close()
		f.gateways.Wait()
	})
	return f
}

func listen(t testing.TB) *listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("discordtest: %v", err)
	}
	return &listener{Listener: l, open: map[net.Conn]bool{}}
}

// URL is the API's address, to which a client adds the version: http://…/api.
func (f *Fake) URL() string { return f.server.URL + "/api" }

// change alters the fake's state under its lock and wakes whoever awaits.
func (f *Fake) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
	close(f.changed)
	f.changed = make(chan struct{})
}

// await returns when done, which is asked under the lock, says so.
func (f *Fake) await(what string, done func() bool) {
	f.t.Helper()
	late := time.NewTimer(Patience)
	defer late.Stop()
	for {
		f.mu.Lock()
		ok, changed := done(), f.changed
		f.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-late.C:
			f.t.Fatalf("discordtest: %s did not happen in %v\n%s", what, Patience, f.summary())
		}
	}
}

func (f *Fake) summary() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.record
	return fmt.Sprintf("so far: %d identifies, %d ready, %d resumes, %d resumed, %d heartbeats, %d callbacks, %d messages, requests %q",
		len(r.identifies), r.ready, len(r.resumes), r.resumed, r.heartbeats, len(r.callbacks), len(r.sent), r.requests)
}

// AwaitReady returns when the gateway has sent READY n times in all.
func (f *Fake) AwaitReady(n int) {
	f.t.Helper()
	f.await(fmt.Sprintf("READY number %d", n), func() bool { return f.record.ready >= n })
}

// AwaitResumed returns when the gateway has sent RESUMED n times in all.
func (f *Fake) AwaitResumed(n int) {
	f.t.Helper()
	f.await(fmt.Sprintf("RESUMED number %d", n), func() bool { return f.record.resumed >= n })
}

// AwaitIdentifies returns when n IDENTIFYs have come in all.
func (f *Fake) AwaitIdentifies(n int) {
	f.t.Helper()
	f.await(fmt.Sprintf("IDENTIFY number %d", n), func() bool { return len(f.record.identifies) >= n })
}

// AwaitCommands returns the n-th bulk overwrite of commands, counted from 1.
func (f *Fake) AwaitCommands(n int) CommandPut {
	f.t.Helper()
	f.await(fmt.Sprintf("command overwrite number %d", n), func() bool { return len(f.record.puts) >= n })
	return f.CommandPuts()[n-1]
}

// AwaitMessages returns when n channel messages have been taken in all.
func (f *Fake) AwaitMessages(n int) {
	f.t.Helper()
	f.await(fmt.Sprintf("message number %d", n), func() bool { return len(f.record.sent) >= n })
}

// AwaitRequests returns when n REST requests "METHOD /path", the path without
// /api and version, have come in all.
func (f *Fake) AwaitRequests(request string, n int) {
	f.t.Helper()
	f.await(fmt.Sprintf("%s number %d", request, n), func() bool { return count(f.record.requests, request) >= n })
}

func count(all []string, one string) int {
	n := 0
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}

// read copies a part of the record.
func read[T any](f *Fake, list func(*record) []T) []T {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]T(nil), list(&f.record)...)
}

// Identifies are the IDENTIFYs so far.
func (f *Fake) Identifies() []Identify {
	return read(f, func(r *record) []Identify { return r.identifies })
}

// Resumes are the RESUMEs so far.
func (f *Fake) Resumes() []Resume { return read(f, func(r *record) []Resume { return r.resumes }) }

// Callbacks are the taken answers to interactions so far.
func (f *Fake) Callbacks() []Callback {
	return read(f, func(r *record) []Callback { return r.callbacks })
}

// Messages are the channel messages so far.
func (f *Fake) Messages() []Sent { return read(f, func(r *record) []Sent { return r.sent }) }

// CommandPuts are the bulk overwrites of commands so far.
func (f *Fake) CommandPuts() []CommandPut {
	return read(f, func(r *record) []CommandPut { return r.puts })
}

// Requests are the REST requests so far, as "METHOD /path".
func (f *Fake) Requests() []string { return read(f, func(r *record) []string { return r.requests }) }

// Early counts the IDENTIFYs that came within five seconds of another of their
// bucket, which Discord would refuse.
func (f *Fake) Early() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.record.early
}

// Answers counts the callbacks and messages that were taken.
func (f *Fake) Answers() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.record.answers
}

// Refused counts the answers that came after another to the same, although the
// bot had learned that the other was taken.
func (f *Fake) Refused() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.record.refused
}

// Late counts the callbacks that came after [Window], or for what the fake does
// not know.
func (f *Fake) Late() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.record.late
}
