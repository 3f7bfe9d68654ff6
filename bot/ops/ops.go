// Package ops tells those who run the program how it does: health, readiness and
// metrics over HTTP, on an address of their own, and a word to systemd.
package ops

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Options is what there is to tell.
type Options struct {
	Metrics *Metrics
	Status  *Status
	// Alive gives an error when the program should be started anew. It may be
	// called by several goroutines at once.
	Alive func() error
	// Logger takes a line for the start and for each failure.
	Logger *slog.Logger
}

// Times of a connection: those who ask are near and ask for little.
const (
	requestTime  = 5 * time.Second
	responseTime = 15 * time.Second
	idleTime     = 2 * time.Minute
	finishTime   = time.Second
)

// Serve answers GET /healthz, /readyz and /metrics on listener until ctx ends. It
// closes listener.
func Serve(ctx context.Context, listener net.Listener, options Options) error {
	server := &http.Server{
		Handler:     NewHandler(options),
		ReadTimeout: requestTime, WriteTimeout: responseTime, IdleTimeout: idleTime,
		MaxHeaderBytes: 16 << 10,
		ErrorLog:       slog.NewLogLogger(options.Logger.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	options.Logger.InfoContext(ctx, "health and metrics", "address", listener.Addr().String())
	select {
	case err := <-ended:
		return fmt.Errorf("health and metrics end: %w", err)
	case <-ctx.Done():
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	if server.Shutdown(finish) != nil {
		_ = server.Close() // nobody is left to be told
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("health and metrics end: %w", err)
	}
	return nil
}

// NewHandler gives what [Serve] serves.
func NewHandler(options Options) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		err := options.Alive()
		report(w, err == nil, "alive", fmt.Sprint(err))
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		waiting := options.Status.Waiting()
		report(w, len(waiting) == 0, "ready", "waiting for "+strings.Join(waiting, ", "))
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(options.Metrics.registry, promhttp.HandlerOpts{
		ErrorLog: slog.NewLogLogger(options.Logger.Handler(), slog.LevelError),
	}))
	return mux
}

func report(w http.ResponseWriter, good bool, yes, no string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	text := yes
	if !good {
		w.WriteHeader(http.StatusServiceUnavailable)
		text = no
	}
	_, _ = io.WriteString(w, text+"\n") // whoever asks may be gone
}
