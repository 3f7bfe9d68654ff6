package endpoint_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/endpoint"
	"attache/bot/rules"
	"attache/knowledge"
)

// A picture comes in the response itself.
func TestPicture(t *testing.T) {
	click := discordtest.Click(discordtest.Guild, "1|picture|o|milestones||0|0|1", nil)
	a := post(t, http.DefaultClient, start(t).url, click.JSON())
	u, err := rules.ReadUpload(a.Header.Get("Content-Type"), a.body)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range discordtest.CallbackUploadProblems(u) {
		t.Error(p)
	}
	if len(u.Files) != 1 || u.Files[0].ContentType != "image/png" {
		t.Errorf("%d files, want a picture", len(u.Files))
	}
}

// slowHandler answers each time that goOn is sent to.
func slowHandler(t *testing.T) (slow *bot.Handler, goOn chan<- struct{}) {
	t.Helper()
	set, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	next := make(chan struct{})
	return bot.NewHandler(func() *knowledge.Set { <-next; return set }, bot.Build{}, nil, bot.WithPatience(time.Millisecond)), next
}

// A click whose answer takes long is acknowledged first and answered later,
// again where Discord has not taken the first in yet.
func TestSlowClick(t *testing.T) {
	slow, goOn := slowHandler(t)
	fake := discordtest.New(t)
	r := start(t, func(o *endpoint.Options) { o.Handler, o.APIURL = slow, fake.URL() })
	fake.Fail("PATCH ", 1, discordtest.Response{Status: http.StatusNotFound})
	for protocol, client := range over(t) {
		for name, test := range map[string]struct {
			customID, want string
			edit           bool
			files          int
		}{
			"picture": {"1|picture|o|milestones||0|0|1", `"filename":"timeline.png"`, true, 1},
			"others'": {"1|entry|1|parp", `"flags":64`, false, 0},
		} {
			click := discordtest.Click(discordtest.Guild, test.customID, nil)
			if a := post(t, client, r.url, click.JSON()); a.kind(t) != 6 {
				t.Errorf("%s over %s: answered with %s", name, protocol, a.body)
			}
			goOn <- struct{}{}
			later := fake.AwaitLater(click)
			if later.Edit != test.edit || len(later.Files) != test.files || !strings.Contains(string(later.JSON), test.want) {
				t.Errorf("%s over %s: edit %t, %d files: %s", name, protocol, later.Edit, len(later.Files), later.JSON)
			}
		}
	}
}

// An answer that takes long to come has as long to be sent as any other; one that takes
// too long is not awaited.
func TestLaterIsBounded(t *testing.T) {
	set, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		takes time.Duration
		sent  int
		logs  string
	}{
		"slow":     {25 * time.Second, 2, "interaction answered later"},
		"too slow": {time.Minute, 0, "interaction not answered"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sets := func() *knowledge.Set { time.Sleep(test.takes); return set }
				api, log := &flaky{}, &buffer{}
				e, err := endpoint.NewHandler(&http.Client{Transport: api}, endpoint.Options{
					PublicKey: discordtest.PublicKey(),
					Handler:   bot.NewHandler(sets, bot.Build{}, nil),
					Logger:    slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
				})
				if err != nil {
					t.Fatal(err)
				}
				w := httptest.NewRecorder()
				e.ServeHTTP(w, signedRequest(t, endpoint.Path, discordtest.Click(discordtest.Guild, "1|entry|1|parp", nil).JSON()))
				if w.Code != http.StatusOK {
					t.Fatalf("%d: %s", w.Code, w.Body)
				}
				time.Sleep(40 * time.Second)
				synctest.Wait()
				defer time.Sleep(test.takes) // the test ends when all is done
				if n := api.sent.Load(); int(n) != test.sent || log.lines(test.logs) != 1 {
					t.Errorf("sent %d times, want %d and a line %q:\n%s", n, test.sent, test.logs, log)
				}
			})
		})
	}
}

// What a request that outlives the shutdown would send later is not begun any more, and
// the log says so.
func TestLaterAfterTheEnd(t *testing.T) {
	set, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	const takes = 10 * time.Second // longer than a shutdown waits for requests
	synctest.Test(t, func(t *testing.T) {
		sets := func() *knowledge.Set { time.Sleep(takes); return set }
		l, log := newPipes(), &buffer{}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			ended <- endpoint.Run(ctx, l, endpoint.Options{
				PublicKey: discordtest.PublicKey(),
				APIURL:    "http://127.0.0.1:1/api",
				Handler:   bot.NewHandler(sets, bot.Build{}, nil, bot.WithPatience(takes/2)),
				Logger:    slog.New(slog.NewTextHandler(log, nil)),
			})
		}()
		client := l.dial()
		defer client.Close()
		click := discordtest.Click(discordtest.Guild, "1|entry|1|parp", nil)
		if err := signedRequest(t, "http://endpoint"+endpoint.Path, click.JSON()).Write(client); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run returns %v", err)
		}
		if n := log.lines("unfinished"); n != 1 {
			t.Errorf("%d lines say that a request outlives the end, want 1:\n%s", n, log)
		}
		time.Sleep(takes / 2)
		synctest.Wait()
		if n := log.lines("interaction not answered"); n != 1 {
			t.Errorf("%d lines say that it is not answered, want 1:\n%s", n, log)
		}
		time.Sleep(takes)
	})
}

// pipes is a listener whose connections are in memory.
type pipes struct {
	dialled chan net.Conn
	closed  chan struct{}
	close   func()
}

func newPipes() *pipes {
	closed := make(chan struct{})
	return &pipes{make(chan net.Conn), closed, sync.OnceFunc(func() { close(closed) })}
}

func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	p.dialled <- server
	return client
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.dialled:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error { p.close(); return nil }

func (*pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

// flaky is an API that takes something when it is sent a second time.
type flaky struct{ sent atomic.Int32 }

func (f *flaky) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	status := http.StatusNotFound
	if f.sent.Add(1) > 1 {
		status = http.StatusOK
	}
	return &http.Response{StatusCode: status, Body: http.NoBody, Request: r}, nil
}

// An answer that is a message of its own is not sent again when Discord may have it: of a
// request that failed nobody knows.
func TestFollowUpIsSentOnce(t *testing.T) {
	for name, spoil := range map[string]func(http.ResponseWriter){
		"502":               func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) },
		"broken connection": func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
	} {
		var sent atomic.Int32
		api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			sent.Add(1)
			spoil(w)
		}))
		slow, goOn := slowHandler(t)
		given := make(chan struct{}, 1)
		r := start(t, func(o *endpoint.Options) {
			o.Handler, o.APIURL = slow, api.URL
			o.Logger = slog.New(slog.NewTextHandler(awaited{"interaction not answered", given}, nil))
		})
		post(t, http.DefaultClient, r.url, discordtest.Click(discordtest.Guild, "1|entry|1|parp", nil).JSON())
		goOn <- struct{}{}
		<-given
		if n := sent.Load(); n != 1 {
			t.Errorf("%s: sent %d times", name, n)
		}
		api.Close()
	}
}

// awaited tells of the line that has a text.
type awaited struct {
	text  string
	given chan<- struct{}
}

func (a awaited) Write(line []byte) (int, error) {
	if strings.Contains(string(line), a.text) {
		a.given <- struct{}{}
	}
	return len(line), nil
}
