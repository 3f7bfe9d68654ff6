package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// Discord's limits for a whole bot, with room for the clock's unevenness: no
// second sees more than 50 requests.
// https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
const (
	globalRate  = 40
	globalBurst = 10
)

// routesKept is how many limits of single channels and interactions are
// remembered; the least used are forgotten.
const routesKept = 4096

// limiter holds requests back as Discord's headers say. A route's requests go
// out side by side as long as its limit allows. It is for many goroutines.
type limiter struct {
	observer Observer
	global   *rate.Limiter // nil where Discord's limit for the whole bot does not count

	mu     sync.Mutex
	until  time.Time // none goes out before
	routes *lru.Cache[string, *routeLimit]
}

// routeLimit is what Discord has said of one route.
type routeLimit struct {
	known     bool
	limit     int
	remaining int // of those that have been answered
	flying    int // requests that have not
	reset     time.Time
	changed   chan struct{} // closed at the next answer, or when this is forgotten; nil where nobody waits
}

func newLimiter(observer Observer, global *rate.Limiter) *limiter {
	// A limit that is forgotten gets no answer any more, so whoever waits for one looks
	// again. Routes are added under the limiter's lock, which this needs.
	forgotten := func(_ string, r *routeLimit) { r.wake() }
	routes, _ := lru.NewWithEvict(routesKept, forgotten) // fails for no size alone
	return &limiter{observer: observer, global: global, routes: routes}
}

// heldBack is a request that was given up because a limit holds it back for
// longer than it has time.
type heldBack struct {
	limit Limit
	wait  time.Duration
}

func (e *heldBack) Error() string {
	return fmt.Sprintf("held back by the %s limit for %v", e.limit, e.wait.Round(time.Millisecond))
}

// acquire waits until a request may go out. Whoever gets no error must release.
func (l *limiter) acquire(ctx context.Context, key string) error {
	for {
		limit, wait, changed := l.try(key, time.Now())
		if wait != 0 || changed != nil {
			if err := l.wait(ctx, limit, wait, changed); err != nil {
				return err
			}
			continue
		}
		err := l.acquireGlobal(ctx) // last: who waits for a route takes nothing from the others
		if err == nil && !l.isHeld() {
			return nil
		}
		l.release(key, 0, nil, nil)
		if err != nil {
			return err
		}
	}
}

// isHeld reports whether Discord wants nothing more of the whole bot for now, as it may
// have said while a request waited.
func (l *limiter) isHeld() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Now().Before(l.until)
}

func (l *limiter) acquireGlobal(ctx context.Context) error {
	if l.global == nil {
		return nil
	}
	reserved := l.global.Reserve()
	wait := reserved.Delay()
	if wait == 0 {
		return nil
	}
	if err := l.wait(ctx, LimitGlobal, wait, nil); err != nil {
		reserved.Cancel()
		return err
	}
	return nil
}

// wait lasts for wait, if that is not 0, or until changed is closed.
func (l *limiter) wait(ctx context.Context, limit Limit, wait time.Duration, changed <-chan struct{}) error {
	began := time.Now()
	defer func() { l.observer.Waited(limit, time.Since(began)) }()
	var alarm <-chan time.Time
	if wait > 0 {
		if deadline, ok := ctx.Deadline(); ok && changed == nil && time.Until(deadline) < wait {
			return &heldBack{limit, wait}
		}
		timer := time.NewTimer(wait)
		defer timer.Stop()
		alarm = timer.C
	}
	select {
	case <-alarm:
	case <-changed:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// try takes a place in the route's limit, or says what to wait for.
func (l *limiter) try(key string, now time.Time) (limit Limit, wait time.Duration, changed <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Before(l.until) {
		return LimitGlobal, l.until.Sub(now), nil
	}
	r, ok := l.routes.Get(key)
	if !ok {
		r = &routeLimit{}
		l.routes.Add(key, r)
	}
	if r.known && !now.Before(r.reset) {
		r.remaining, r.reset = r.limit, now.Add(time.Hour) // the next answer tells better
	}
	switch {
	case !r.known && r.flying > 0: // its answer tells how many may follow
		return LimitRoute, 0, r.change()
	case r.known && r.remaining-r.flying <= 0 && r.flying > 0:
		return LimitRoute, r.reset.Sub(now), r.change()
	case r.known && r.remaining <= 0:
		return LimitRoute, r.reset.Sub(now), nil
	}
	r.flying++
	return "", 0, nil
}

// release notes what an answer says of the limits; header is nil when none came.
func (l *limiter) release(key string, status int, header http.Header, body []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, ok := l.routes.Peek(key)
	if !ok { // forgotten meanwhile
		return
	}
	r.flying = max(r.flying-1, 0)
	now := time.Now()
	after, errAfter := strconv.ParseFloat(header.Get("X-Ratelimit-Reset-After"), 64)
	remaining, errRemaining := strconv.Atoi(header.Get("X-Ratelimit-Remaining"))
	if errAfter == nil && errRemaining == nil {
		r.known, r.remaining, r.reset = true, remaining, now.Add(seconds(after))
		r.limit, _ = strconv.Atoi(header.Get("X-Ratelimit-Limit"))
		r.limit = max(r.limit, 1)
	}
	if status == http.StatusTooManyRequests && isJSON(header) {
		var too struct {
			RetryAfter float64 `json:"retry_after"` // seconds
			Global     bool    `json:"global"`
		}
		_ = json.Unmarshal(body, &too) // what is missing is no wait
		if too.Global && l.global != nil {
			l.until = now.Add(seconds(too.RetryAfter))
		} else {
			r.known, r.remaining, r.reset = true, 0, now.Add(seconds(too.RetryAfter))
			r.limit = max(r.limit, 1)
		}
	}
	r.wake()
	if status/100 == 2 && strings.HasPrefix(key, callbacks) {
		l.routes.Remove(key) // an interaction is answered once
	}
}

// callbacks is how the keys of the answers to interactions begin.
const callbacks = "POST /interactions/"

// wake has those who wait look again.
func (r *routeLimit) wake() {
	if r.changed != nil {
		close(r.changed)
		r.changed = nil
	}
}

// change is closed at the route's next answer, or when its limit is forgotten.
func (r *routeLimit) change() <-chan struct{} {
	if r.changed == nil {
		r.changed = make(chan struct{})
	}
	return r.changed
}

// seconds rounds up, so that nothing goes out too early.
func seconds(s float64) time.Duration {
	return time.Duration(min(max(s, 0), 86400)*float64(time.Second)) + time.Millisecond
}

func isJSON(header http.Header) bool {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return kind == "application/json"
}

// routeOf gives a request's route without ids, and the key of its limit, which
// counts for each channel, server and webhook by itself.
func routeOf(method, path string) (route, key string) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	for i, p := range parts { // …/api/v9/
		if p == "api" && i+1 < len(parts) && strings.HasPrefix(parts[i+1], "v") {
			parts = parts[i+2:]
			break
		}
	}
	keys := append([]string(nil), parts...)
	for i := 1; i < len(parts); i++ {
		owner := strings.TrimSuffix(keys[i-1], "s")
		switch {
		case i == 2 && (keys[0] == "interactions" || keys[0] == "webhooks"):
			parts[i] = "{token}"
		case isID(keys[i]):
			parts[i] = "{" + owner + "}"
			if i > 1 {
				keys[i] = parts[i]
			}
		}
	}
	return method + " /" + strings.Join(parts, "/"), method + " /" + strings.Join(keys, "/")
}

func isID(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}
