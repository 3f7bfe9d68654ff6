package gateway

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot"
)

// unreachable is a door to a gateway to which no connection can be made; discord
// says what it allows.
func unreachable(t *testing.T, discord *limits, options Options) *door {
	t.Helper()
	options.Token, options.Handler = "sesame", &bot.Handler{}
	d, err := newDoor(options)
	if err != nil {
		t.Fatal(err)
	}
	d.starts = newStarts(func(ctx context.Context) (botGateway, error) {
		g, err := discord.ask(ctx)
		g.URL = "none://" // which fails at once, without a network
		return g, err
	}, d.Observer, d.warn)
	return d
}

// A shard that waits for its turn to connect, and then cannot, has failed, however
// long it has waited: the pauses grow.
func TestWaitingIsNoSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const shards = 3 // in one bucket, so that each waits for the others longer than steady
		d := unreachable(t, &limits{total: 1000, remaining: 1000, concurrency: 1, reset: time.Now().Add(24 * time.Hour)},
			Options{Shards: Shards{0, shards - 1, shards}})
		var log bytes.Buffer
		d.log = slog.New(slog.NewTextHandler(&log, nil))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		if err := d.supervise(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		failed, atOnce := strings.Count(log.String(), "gateway connection ended"), strings.Count(log.String(), "retry_in=0s")
		if failed < 10*shards || atOnce != shards {
			t.Errorf("of %d retries %d follow at once, want the first of each of %d shards", failed, atOnce, shards)
		}
	})
}

// Only a connection that has lasted lets the next attempt follow at once again.
func TestSteadyConnectionIsASuccess(t *testing.T) {
	for name, tt := range map[string]struct {
		interval string // of heartbeats, one and a half of which the connection lasts
		atOnce   bool
	}{
		"steady": {"7000", true},
		"short":  {"6000", false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				in := text(strings.Replace(hello, "41250", tt.interval, 1)) + text(ready)
				c := watch(&stream{in: strings.NewReader(upgraded + in)}, nobody())
				for buffer := make([]byte, 1<<10); !c.isEstablished(); {
					if _, err := c.Read(buffer); err != nil {
						t.Fatal(err)
					}
				}
				s := &shard{failures: 9}
				e := s.serve(t.Context(), c)
				if wait := s.pause(e); (wait == 0) != tt.atOnce {
					t.Errorf("after %v (%s) the next attempt waits for %v", s.lasted, e.text, wait)
				}
			})
		})
	}
}

// Who is told what Discord allows is not told of the limit's reset after the bot has ended.
func TestNoResetIsToldAfterTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var o told
		d := unreachable(t, &limits{total: 1000, remaining: 900, concurrency: 1, reset: time.Now().Add(time.Hour)}, Options{Observer: &o})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := d.supervise(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		before := o.all()
		time.Sleep(25 * time.Hour)
		if after := o.all(); len(before) == 0 || len(after) != len(before) {
			t.Errorf("told %q until the end and %q since", before, after[len(before):])
		}
	})
}
