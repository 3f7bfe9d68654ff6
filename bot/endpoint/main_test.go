package endpoint_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/endpoint"
	"attache/knowledge"
)

// TestMain looks at the end, over all tests, for goroutines left behind.
func TestMain(m *testing.M) {
	if server, ok := os.LookupEnv(apart); ok {
		if err := serveApart(server); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	status := m.Run()
	http.DefaultClient.CloseIdleConnections()
	if err := goleak.Find(); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, "goroutines are left:", err)
		status = 1
	}
	os.Exit(status)
}

var embedded = sync.OnceValues(func() (*bot.Handler, error) {
	set, err := knowledge.Embedded()
	return bot.NewHandler(func() *knowledge.Set { return set }, bot.Build{Version: "v0.0.0-test"}, nil), err
})

func handler(t testing.TB) *bot.Handler {
	t.Helper()
	h, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// running is an endpoint at work.
type running struct {
	t        testing.TB
	url      string
	log      *buffer
	listener *listener
	stop     context.CancelFunc
	done     chan error
}

// start runs the endpoint until the test ends; change may alter its options.
func start(t testing.TB, change ...func(*endpoint.Options)) *running {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &running{
		t: t, url: "http://" + l.Addr().String() + endpoint.Path, log: &buffer{},
		listener: newListener(l), done: make(chan error, 1),
	}
	options := endpoint.Options{
		PublicKey: discordtest.PublicKey(),
		Handler:   handler(t),
		Logger:    slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelInfo})),
	}
	for _, c := range change {
		c(&options)
	}
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.done <- endpoint.Run(ctx, r.listener, options)
	}()
	t.Cleanup(func() {
		stop()
		select {
		case <-ended:
		case <-time.After(discordtest.Patience):
			t.Error("Run does not return")
		}
		if t.Failed() {
			t.Logf("the log:\n%s", r.log)
		}
	})
	return r
}

// buffer collects what several goroutines write.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// lines counts the lines that hold text.
func (b *buffer) lines(text string) int {
	n := 0
	for line := range strings.Lines(b.String()) {
		if strings.Contains(line, text) {
			n++
		}
	}
	return n
}

// listener knows how many of its connections are open, and whether it is.
type listener struct {
	net.Listener
	closed func()
	shut   chan struct{}

	mu      sync.Mutex
	open    int
	changed chan struct{}
}

func newListener(l net.Listener) *listener {
	shut := make(chan struct{})
	return &listener{Listener: l, shut: shut, closed: sync.OnceFunc(func() { close(shut) }), changed: make(chan struct{})}
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.count(1)
	return &conn{c.(*net.TCPConn), sync.OnceFunc(func() { l.count(-1) })}, nil
}

func (l *listener) Close() error {
	defer l.closed()
	return l.Listener.Close()
}

func (l *listener) count(by int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open += by
	close(l.changed)
	l.changed = make(chan struct{})
}

// awaitNone returns when no connection is open.
func (l *listener) awaitNone(t testing.TB) {
	t.Helper()
	late := time.After(discordtest.Patience)
	for {
		l.mu.Lock()
		open, changed := l.open, l.changed
		l.mu.Unlock()
		if open == 0 {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("%d connections stay open", open)
		}
	}
}

// conn is a whole TCP connection: net/http half closes some.
type conn struct {
	*net.TCPConn
	gone func()
}

func (c *conn) Close() error {
	defer c.gone()
	return c.TCPConn.Close()
}
