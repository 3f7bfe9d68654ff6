package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"attache/bot/gateway"
	"attache/bot/ops"
	"attache/config"
	"attache/knowledge"
)

// What the program may wait for, as it tells those who run it.
const (
	awaitKnowledge = "the knowledge"
	awaitShards    = "every shard to be connected"
	awaitEnd       = "its end"
)

// operations tells those who run the program how it does. It is a
// [gateway.Observer]; what that has in common with the metrics is theirs.
type operations struct {
	*ops.Metrics
	status  *ops.Status
	log     *slog.Logger
	library atomic.Pointer[knowledge.Library] // nil until it is loaded

	stop    context.CancelFunc
	running sync.WaitGroup
}

// openOperations listens on OPS_ADDR, where that is set, until [operations.close].
func openOperations(ctx context.Context, c config.Config, door ops.Door, log *slog.Logger) (*operations, error) {
	// Containers are killed for what they use beyond their limit; the garbage
	// collector keeps below it when it knows. GOMEMLIMIT wins.
	if _, err := memlimit.Set(); err != nil {
		log.DebugContext(ctx, "no memory limit is known", "error", err) // mostly there is none
	}
	o := &operations{Metrics: ops.NewMetrics(door, readBuild()), status: ops.NewStatus(awaitKnowledge), log: log}
	if door == ops.Gateway {
		o.status.Set(awaitShards, false)
	}
	var listener net.Listener
	if c.OpsAddr != "" {
		var err error
		if listener, err = new(net.ListenConfig).Listen(ctx, "tcp", string(c.OpsAddr)); err != nil {
			return nil, fmt.Errorf("%w; set OPS_ADDR to a free address of this machine", err)
		}
	}
	context.AfterFunc(ctx, func() { o.status.Set(awaitEnd, false) })
	ctx, o.stop = context.WithCancel(context.WithoutCancel(ctx)) // it tells of the end too
	if listener != nil {
		o.running.Go(func() {
			if err := ops.Serve(ctx, listener, o.options()); err != nil {
				log.ErrorContext(ctx, "health and metrics are not told any more", "error", err)
			}
		})
	}
	return o, nil
}

func (o *operations) close() {
	o.stop()
	o.running.Wait()
}

func (o *operations) options() ops.Options {
	return ops.Options{Metrics: o.Metrics, Status: o.status, Alive: o.alive, Logger: o.log}
}

// loaded says that library answers from now on. Until ctx ends, so does systemd's
// watchdog hear of it.
func (o *operations) loaded(ctx context.Context, library *knowledge.Library) {
	o.library.Store(library)
	o.Knowledge(library)
	o.status.Set(awaitKnowledge, true)
	o.running.Go(func() { ops.Notify(ctx, o.options()) })
}

// alive asks a question of the set's own, of an entry that always has an answer: a
// gap has none, and a list that selects may find nothing at the time that its
// question names.
func (o *operations) alive() error {
	library := o.library.Load()
	if library == nil {
		return nil // it is being loaded
	}
	set := library.Set()
	i := slices.IndexFunc(set.Entries, func(e *knowledge.Entry) bool {
		return e.Kind != knowledge.Gap && e.Select == nil
	})
	if i >= 0 && set.Answer(set.Entries[i].Questions[0]).Kind == knowledge.NoAnswer {
		return errors.New("a question of the set's own is not answered")
	}
	return nil
}

// Ready implements [gateway.Observer].
func (o *operations) Ready(ready bool) { o.status.Set(awaitShards, ready) }

// Shard implements [gateway.Observer].
func (o *operations) Shard(shard int, state gateway.ShardState) {
	o.Metrics.Shard(shard, string(state))
}

// Ended implements [gateway.Observer].
func (o *operations) Ended(_ int, cause gateway.Cause, resumable bool) {
	o.Metrics.Ended(string(cause), resumable)
}

// Waited implements [gateway.Observer].
func (o *operations) Waited(limit gateway.Limit, wait time.Duration) {
	o.Metrics.Waited(string(limit), wait)
}

// Breaker implements [gateway.Observer].
func (o *operations) Breaker(kind gateway.RequestKind, open bool) {
	o.Metrics.Breaker(string(kind), open)
}
