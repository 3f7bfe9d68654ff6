package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"
)

func TestRouteOf(t *testing.T) {
	for _, tt := range []struct{ method, path, route, key string }{
		{"POST", "/api/v9/channels/12/messages", "POST /channels/{channel}/messages", "POST /channels/12/messages"},
		{"DELETE", "/api/v9/channels/12/messages/34", "DELETE /channels/{channel}/messages/{message}", "DELETE /channels/12/messages/{message}"},
		{"POST", "/api/v9/interactions/12/se.cret/callback", "POST /interactions/{interaction}/{token}/callback", "POST /interactions/12/se.cret/callback"},
		{"PATCH", "/proxy/api/v9/webhooks/12/se.cret/messages/@original", "PATCH /webhooks/{webhook}/{token}/messages/@original", "PATCH /webhooks/12/se.cret/messages/@original"},
		{"GET", "/api/v9/gateway/bot", "GET /gateway/bot", "GET /gateway/bot"},
		{"PUT", "/api/v9/applications/12/guilds/34/commands", "PUT /applications/{application}/guilds/{guild}/commands", "PUT /applications/12/guilds/{guild}/commands"},
		{"GET", "", "GET /", "GET /"},
	} {
		if route, key := routeOf(tt.method, tt.path); route != tt.route || key != tt.key {
			t.Errorf("%s %s: %q, %q", tt.method, tt.path, route, key)
		}
	}
}

// says is an answer's headers.
func says(limit, remaining int, after float64) http.Header {
	h := http.Header{}
	h.Set("X-RateLimit-Limit", fmt.Sprint(limit))
	h.Set("X-RateLimit-Remaining", fmt.Sprint(remaining))
	h.Set("X-RateLimit-Reset-After", fmt.Sprint(after))
	return h
}

// A route is held to what Discord says of it, and requests go out side by side
// within that.
func TestLimiterKeepsARoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(unobserved{}, nil)
		began := time.Now()
		var at []time.Duration
		var mu sync.Mutex
		used, window := 0, time.Now()
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				if err := l.acquire(t.Context(), "a"); err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				at = append(at, time.Since(began).Round(time.Second))
				mu.Unlock()
				time.Sleep(200 * time.Millisecond) // on the way
				mu.Lock()
				if time.Since(window) >= 5*time.Second {
					used, window = 0, time.Now()
				}
				used++
				header := says(5, 5-used, (5*time.Second - time.Since(window)).Seconds())
				if used > 5 {
					t.Error("more than five requests in five seconds")
				}
				l.release("a", 200, header, nil) // within the lock: answers arrive in order
				mu.Unlock()
			})
		}
		all.Wait()
		if took := time.Since(began); took > 11*time.Second {
			t.Errorf("twelve requests took %v: %v", took, at)
		}
	})
}

// What is on the way in one route does not hold up another: edits of different
// messages are not made one after the other.
func TestLimiterKeepsRoutesApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(unobserved{}, nil)
		began := time.Now()
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				key := fmt.Sprint("PATCH /webhooks/1/", i)
				if err := l.acquire(t.Context(), key); err != nil {
					t.Error(err)
				}
				time.Sleep(200 * time.Millisecond)
				l.release(key, 200, nil, nil)
			})
		}
		all.Wait()
		if took := time.Since(began); took != 200*time.Millisecond {
			t.Errorf("100 edits side by side took %v, want as long as one", took)
		}
	})
}

// No second sees more than 50 requests of all routes together.
func TestLimiterKeepsTheWholeBot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(unobserved{}, rate.NewLimiter(globalRate, globalBurst))
		var at []time.Time
		for i := range 400 {
			key := fmt.Sprint(i)
			if err := l.acquire(t.Context(), key); err != nil {
				t.Fatal(err)
			}
			at = append(at, time.Now())
			l.release(key, 200, nil, nil)
		}
		for i := range at {
			n := 0
			for _, other := range at[i:] {
				if other.Sub(at[i]) < time.Second {
					n++
				}
			}
			if n > 50 {
				t.Fatalf("%d requests in one second", n)
			}
		}
	})
}

const (
	tooManyHere = `{"message":"x","retry_after":2,"global":false}`
	tooMany     = `{"message":"x","retry_after":2,"global":true}`
)

func TestLimiterHeedsRefusals(t *testing.T) {
	jsonHeader := http.Header{"Content-Type": {"application/json"}}
	for _, tt := range []struct {
		name            string
		global          *rate.Limiter
		body            string
		here, elsewhere bool // wait
	}{
		{"route", rate.NewLimiter(50, 50), tooManyHere, true, false},
		{"bot", rate.NewLimiter(50, 50), tooMany, true, true},
		{"bot, for a callback", nil, tooMany, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLimiter(unobserved{}, tt.global)
				if err := l.acquire(t.Context(), "a"); err != nil {
					t.Fatal(err)
				}
				l.release("a", 429, jsonHeader, []byte(tt.body))
				for key, waits := range map[string]bool{"a": tt.here, "b": tt.elsewhere} {
					// Who has not the time learns so at once.
					ctx, cancel := context.WithTimeout(t.Context(), time.Second)
					began := time.Now()
					err := l.acquire(ctx, key)
					cancel()
					if held := errors.As(err, new(*heldBack)); held != waits || time.Since(began) != 0 {
						t.Errorf("%s: %v after %v", key, err, time.Since(began))
					}
					if err == nil {
						l.release(key, 200, nil, nil)
					}
				}
				began := time.Now()
				if err := l.acquire(t.Context(), "a"); err != nil || time.Since(began) < 2*time.Second {
					t.Errorf("%v after %v, want two seconds", err, time.Since(began))
				}
			})
		})
	}
}

// What is remembered does not grow with what was asked.
func TestLimiterForgets(t *testing.T) {
	l := newLimiter(unobserved{}, nil)
	for i := range 3 * routesKept {
		key := fmt.Sprint(i)
		if err := l.acquire(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		l.release(key, 200, says(5, 4, 1), nil)
	}
	if n := l.routes.Len(); n != routesKept {
		t.Errorf("%d routes are remembered, want %d", n, routesKept)
	}
	_, callback := routeOf("POST", "/api/v9/interactions/1/token/callback")
	for _, answer := range []struct {
		status     int
		remembered bool // since it is to be sent again
	}{{503, true}, {204, false}} {
		if err := l.acquire(t.Context(), callback); err != nil {
			t.Fatal(err)
		}
		l.release(callback, answer.status, says(5, 4, 1), nil)
		if got := l.routes.Contains(callback); got != answer.remembered {
			t.Errorf("after status %d the callback's route is remembered: %t", answer.status, got)
		}
	}
}

// What waits for an answer in a route whose limit is forgotten meanwhile does not wait
// in vain.
func TestLimiterWakesWhatItForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(unobserved{}, nil)
		if err := l.acquire(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		const waiting = 3
		went := make(chan error, waiting)
		for range waiting {
			go func() {
				err := l.acquire(ctx, "a")
				if err == nil {
					l.release("a", 200, says(5, 4, 1), nil)
				}
				went <- err
			}()
		}
		synctest.Wait() // until all wait for the first one's answer
		if len(went) > 0 {
			t.Fatal("nothing waits for the answer that tells the limit")
		}
		for i := range routesKept {
			key := fmt.Sprint(i)
			if err := l.acquire(ctx, key); err != nil {
				t.Fatal(err)
			}
			l.release(key, 200, says(5, 4, 1), nil)
		}
		l.release("a", 200, says(5, 4, 1), nil)
		for range waiting {
			if err := <-went; err != nil {
				t.Error(err)
			}
		}
	})
}

// What has waited for a limit on the whole bot does not go out at once.
func TestLimiterSpreadsWhatHasWaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(unobserved{}, rate.NewLimiter(globalRate, globalBurst))
		if err := l.acquire(t.Context(), "x"); err != nil {
			t.Fatal(err)
		}
		l.release("x", 429, http.Header{"Content-Type": {"application/json"}}, []byte(tooMany))
		began := time.Now()
		sent := make(chan time.Duration, 400)
		for i := range cap(sent) {
			go func() {
				if err := l.acquire(t.Context(), fmt.Sprint(i)); err != nil {
					t.Error(err)
				}
				sent <- time.Since(began)
			}()
		}
		seconds := map[time.Duration]int{}
		for range cap(sent) {
			seconds[(<-sent).Truncate(time.Second)]++
		}
		for second, n := range seconds {
			if n > 50 {
				t.Errorf("%d requests after %v", n, second)
			}
		}
	})
}

// What waits for a limit of its own channel takes nothing of the whole bot's.
func TestLimiterWaitsForTheRouteFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(unobserved{}, rate.NewLimiter(globalRate, globalBurst))
		ctx, cancel := context.WithCancel(t.Context())
		if err := l.acquire(ctx, "a"); err != nil {
			t.Fatal(err)
		}
		l.release("a", 429, http.Header{"Content-Type": {"application/json"}}, []byte(tooManyHere))
		var waiting sync.WaitGroup
		for range 500 {
			waiting.Go(func() { _ = l.acquire(ctx, "a") })
		}
		synctest.Wait()
		began := time.Now()
		if err := l.acquire(ctx, "b"); err != nil || time.Since(began) > 0 {
			t.Errorf("another channel waits for %v: %v", time.Since(began), err)
		}
		cancel()
		waiting.Wait()
	})
}

// What waits for its turn among the whole bot's requests waits on when Discord wants
// none meanwhile.
func TestLimiterHeedsWhatComesMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(unobserved{}, rate.NewLimiter(globalRate, globalBurst))
		if err := l.acquire(t.Context(), "x"); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		sent := make(chan time.Duration, 100)
		for i := range cap(sent) {
			go func() {
				if err := l.acquire(t.Context(), fmt.Sprint(i)); err != nil {
					t.Error(err)
				}
				sent <- time.Since(began)
			}()
		}
		synctest.Wait() // the burst has gone out, and the rest waits
		early := len(sent)
		for range early {
			<-sent
		}
		l.release("x", 429, http.Header{"Content-Type": {"application/json"}}, []byte(tooMany))
		for range cap(sent) - early {
			if at := <-sent; at < 2*time.Second {
				t.Errorf("a request goes out after %v", at)
			}
		}
	})
}
