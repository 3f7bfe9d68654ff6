package gateway

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/sony/gobreaker/v2"
)

// Discord locks an address out that has got 10,000 answers of 401, 403 and 429
// within ten minutes. Long before that, nothing more is asked for a while.
// https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
const (
	refusalWindow = 10 * time.Minute
	refusalsMost  = 500 // of one kind of requests: several processes may share an address
	lockoutsMost  = 3   // pages of the firewall, one after the other
	holdOff       = 30 * time.Second
)

// attemptTime is how long one request may take; answerMost is more than any
// answer that is asked for here has.
const (
	attemptTime = 15 * time.Second
	answerMost  = 8 << 20
)

// transport is what requests of one kind go through: a breaker, which opens
// before Discord locks the bot's address out, and a limiter.
type transport struct {
	kind     RequestKind
	next     http.RoundTripper
	limiter  *limiter
	breaker  *gobreaker.CircuitBreaker[struct{}]
	lockouts atomic.Int32 // pages of the firewall since the last answer of Discord
	observer Observer
}

// errRefused is what the breaker counts; other failures say nothing of Discord's
// patience.
var errRefused = errors.New("refused")

// errLockedOut is a 429 with the page of the firewall before Discord, which only
// patience lifts.
var errLockedOut = fmt.Errorf("%w with a page of HTTP 429: the firewall before Discord locks this address out for a while", errRefused)

func newTransportOf(kind RequestKind, next http.RoundTripper, l *limiter, observer Observer, changed func(open bool)) *transport {
	t := &transport{kind: kind, next: next, limiter: l, observer: observer}
	t.breaker = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name:         string(kind),
		Interval:     refusalWindow,
		BucketPeriod: refusalWindow / 10,
		Timeout:      holdOff,
		ReadyToTrip: func(c gobreaker.Counts) bool {
			return c.TotalFailures >= refusalsMost || t.lockouts.Load() >= lockoutsMost
		},
		IsSuccessful: func(err error) bool { return !errors.Is(err, errRefused) },
		IsExcluded:   func(err error) bool { return err != nil && !errors.Is(err, errRefused) },
		OnStateChange: func(_ string, from, to gobreaker.State) {
			open := to == gobreaker.StateOpen
			observer.Breaker(kind, open)
			if open {
				time.AfterFunc(holdOff+time.Millisecond, func() { t.breaker.State() }) // or its end would be told at the next request alone
			}
			if open && from == gobreaker.StateClosed || to == gobreaker.StateClosed {
				changed(open)
			}
		},
	})
	return t
}

// RoundTrip sends a request when it may. The body of the answer has been read.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	route, key := routeOf(r.Method, r.URL.Path)
	if err := t.limiter.acquire(r.Context(), key); err != nil {
		return nil, err
	}
	var (
		status   int
		header   http.Header
		body     []byte
		response *http.Response
	)
	defer func() { t.limiter.release(key, status, header, body) }()
	_, err := t.breaker.Execute(func() (none struct{}, err error) {
		began := time.Now()
		if response, body, err = t.attempt(r); err != nil { //nolint:bodyclose // attempt has read and closed it
			t.observer.Request(route, 0, time.Since(began))
			return none, err
		}
		status, header = response.StatusCode, response.Header
		t.observer.Request(route, status, time.Since(began))
		return none, t.judge(response)
	})
	switch {
	case errors.Is(err, errLockedOut):
		response = nil
	case errors.Is(err, errRefused):
		err = nil
	case errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		err = &heldBack{LimitRefusals, holdOff}
	}
	return response, err
}

// attempt sends the request and reads the answer.
func (t *transport) attempt(r *http.Request) (*http.Response, []byte, error) {
	if deadline, ok := r.Context().Deadline(); !ok || time.Until(deadline) > attemptTime {
		ctx, cancel := context.WithTimeout(r.Context(), attemptTime)
		defer cancel()
		r = r.WithContext(ctx)
	}
	response, err := t.next.RoundTrip(r)
	if err != nil || response.Body == http.NoBody {
		return response, nil, err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, answerMost))
	_ = response.Body.Close()
	if err != nil {
		return nil, nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, body, nil
}

// judge reports an answer that Discord counts against the address.
func (t *transport) judge(r *http.Response) error {
	if r.StatusCode == http.StatusTooManyRequests && !isJSON(r.Header) {
		t.lockouts.Add(1)
		return errLockedOut
	}
	t.lockouts.Store(0)
	switch {
	case r.StatusCode == http.StatusTooManyRequests && r.Header.Get("X-RateLimit-Scope") == "shared":
		return nil
	case r.StatusCode == http.StatusUnauthorized, r.StatusCode == http.StatusForbidden, r.StatusCode == http.StatusTooManyRequests:
		return errRefused
	}
	return nil
}
