package gateway

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
)

// answering is a Discord that gives answers in turn, the last one for ever.
type answering struct {
	mu      sync.Mutex
	answers []func(*http.Request) (status int, contentType, body string)
	asked   int
}

func (a *answering) RoundTrip(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked++
	status, contentType, body := a.answers[0](r)
	if len(a.answers) > 1 {
		a.answers = a.answers[1:]
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func (a *answering) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked
}

func lockedOut(*http.Request) (int, string, string) {
	return http.StatusTooManyRequests, "text/html", "<title>Access denied</title>"
}

func forbidden(*http.Request) (int, string, string) {
	return http.StatusForbidden, "application/json", `{"code":50001,"message":"Missing Access"}`
}

func invalid(*http.Request) (int, string, string) {
	return http.StatusBadRequest, "application/json", `{"code":50035,"message":"Invalid Form Body"}`
}

// holding is a Discord that holds what it is given.
func holding(r *http.Request) (int, string, string) {
	if r.Method == http.MethodGet {
		return http.StatusOK, "application/json", "[]"
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return http.StatusBadRequest, "application/json", "{}"
	}
	return http.StatusOK, "application/json", string(body)
}

// told notes what an observer is told of breakers, commands and sessions.
type told struct {
	unobserved
	mu    sync.Mutex
	lines []string
}

func (o *told) note(line string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines = append(o.lines, line)
}

func (o *told) Breaker(kind RequestKind, open bool) { o.note(fmt.Sprint("breaker ", kind, " ", open)) }
func (o *told) Commands(registered bool)            { o.note(fmt.Sprint("commands ", registered)) }
func (o *told) Sessions(remaining int)              { o.note(fmt.Sprint("sessions ", remaining)) }

func (o *told) all() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.lines)
}

// What keeps the commands from being registered for now does not do so for good.
func TestCommandsAreRegisteredLater(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fault func(*http.Request) (int, string, string)
		want  []string
	}{
		{"firewall", lockedOut, []string{"commands false", "commands true"}},
		{"server not joined yet", forbidden, []string{"commands false", "commands true"}},
		{"commands that are wrong", invalid, []string{"commands false"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				discord := &answering{answers: []func(*http.Request) (int, string, string){tt.fault, holding}}
				var o told
				d, err := newDoor(Options{Token: "sesame", Handler: &bot.Handler{}, Observer: &o, Commands: []*discordgo.ApplicationCommand{{Name: "ask"}}})
				if err != nil {
					t.Fatal(err)
				}
				d.rest.Client.Transport = newTransportOf(RequestOther, discord, newLimiter(&o, nil), &o, func(bool) {})
				go d.keepCommands(t.Context(), "1")
				time.Sleep(registerPause - time.Second)
				if n := discord.count(); n != 1 {
					t.Errorf("%d requests before the pause is over, want 1", n)
				}
				time.Sleep(time.Hour)
				if got := o.all(); !slices.Equal(got, tt.want) {
					t.Errorf("told: %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// A failure that lasts is told to whoever waits at the terminal or watches the bot, which
// registers the commands once it is over.
func TestLastingFailureIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		over := time.Now().Add(time.Hour)
		discord := &answering{answers: []func(*http.Request) (int, string, string){func(r *http.Request) (int, string, string) {
			if time.Now().Before(over) {
				return http.StatusServiceUnavailable, "application/json", "{}"
			}
			return holding(r)
		}}}
		var o told
		d, err := newDoor(Options{Token: "sesame", Handler: &bot.Handler{}, Observer: &o, Commands: []*discordgo.ApplicationCommand{{Name: "ask"}}})
		if err != nil {
			t.Fatal(err)
		}
		d.rest.Client.Transport = newTransportOf(RequestOther, discord, newLimiter(&o, nil), &o, func(bool) {})
		for name, ask := range map[string]func() error{
			"request":     func() error { _, err := d.request(t.Context(), "GET", discordgo.EndpointGateway, nil); return err },
			"application": func() error { _, err := d.askApplication(t.Context()); return err },
		} {
			began := time.Now()
			if err, took := ask(), time.Since(began); err == nil || took > time.Minute {
				t.Errorf("%s: %v after %v, want an error within a minute", name, err, took)
			}
		}
		go d.keepCommands(t.Context(), "1")
		time.Sleep(time.Minute)
		if got := o.all(); !slices.Equal(got, []string{"commands false"}) {
			t.Errorf("told after a minute: %q", got)
		}
		time.Sleep(time.Hour + registerPause)
		if got := o.all(); got[len(got)-1] != "commands true" {
			t.Errorf("told when it is over: %q", got)
		}
	})
}

// Whoever watches the breaker hears that requests are let through again, although
// none is made.
func TestBreakerCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		discord := &answering{answers: []func(*http.Request) (int, string, string){lockedOut}}
		var o told
		transport := newTransportOf(RequestOther, discord, newLimiter(&o, nil), &o, func(bool) {})
		for range lockoutsMost {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1/api/v9/gateway/bot", nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = transport.RoundTrip(r); err == nil || again(err) { //nolint:bodyclose // there is none
				t.Fatalf("a page of the firewall gives %v", err)
			}
		}
		if got := o.all(); !slices.Equal(got, []string{"breaker other true"}) {
			t.Fatalf("told: %q", got)
		}
		time.Sleep(holdOff + time.Second)
		if got := o.all(); !slices.Equal(got, []string{"breaker other true", "breaker other false"}) {
			t.Errorf("after the hold-off: %q", got)
		}
	})
}
