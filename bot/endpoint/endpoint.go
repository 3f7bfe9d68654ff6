// Package endpoint is the bot's door to Discord's interactions endpoint URL:
// Discord posts each interaction to it and takes the answer from the response.
//
// It needs no connection to the gateway and no token, and keeps nothing but the
// ids of the last interactions, so any number of it may stand behind a load
// balancer. Discord wants HTTPS: something before it has to end TLS.
package endpoint

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"attache/bot"
	"attache/bot/dedup"
)

// Path is where Discord posts interactions; the URL that Discord is told ends
// in it.
const Path = "/interactions"

// Times of a connection.
const (
	// requestTime is how long a request may take to arrive: Discord itself waits
	// three seconds for the answer.
	// https://discord.com/developers/docs/interactions/receiving-and-responding
	requestTime = 3 * time.Second
	// responseTime counts from the request's header until the response is
	// written; it leaves time to tell those who were slow.
	responseTime = requestTime + 2*time.Second
	// idleTime is longer than the minute for which common load balancers keep an
	// unused connection, so that they, and not we, are the ones to close it.
	idleTime = 2 * time.Minute
	// finishTime is how long a shutdown waits for requests under way, less than
	// the five seconds that are promised.
	finishTime = 4 * time.Second
)

// maxHeader is the largest header that is read, in bytes: Discord's has less
// than one kilobyte, and proxies add to it.
const maxHeader = 16 << 10

// Options is what Run needs.
type Options struct {
	// PublicKey is the application's; a request that is not signed with it is
	// refused.
	PublicKey ed25519.PublicKey
	// APIURL is the API's address without a version, where answers go that take
	// longer than Discord waits; empty is Discord's own.
	APIURL string
	// Handler answers; it must not be nil.
	Handler *bot.Handler
	// Rejected is told the status of each request that is refused; nil tells
	// nobody.
	Rejected func(status int)
	// Logger takes a line for the start and for each failure; nil discards them.
	Logger *slog.Logger
}

// Run answers what comes to listener, over HTTP/1.1 and HTTP/2 without TLS,
// until ctx ends; then it takes nothing more, answers what has arrived, and
// returns nil within five seconds. It closes listener.
func Run(ctx context.Context, listener net.Listener, options Options) error {
	defer func() { _ = listener.Close() }() // mostly the server has closed it
	d, err := newDoor(options)
	if err != nil {
		return err
	}
	server := d.server()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	d.log.InfoContext(ctx, "listening", "address", listener.Addr().String(), "path", Path)
	select {
	case err := <-ended:
		return fmt.Errorf("cannot go on listening: %w", err)
	case <-ctx.Done():
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	unfinished := server.Shutdown(finish)
	d.later.Close()
	told := make(chan struct{})
	go func() { defer close(told); d.later.Wait() }()
	select {
	case <-told:
	case <-finish.Done():
		unfinished = finish.Err()
	}
	if unfinished != nil {
		d.log.WarnContext(ctx, "left with requests or their answers unfinished")
		_ = server.Close() // nobody is left to be told
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("cannot go on listening: %w", err)
	}
	return nil
}

func newDoor(options Options) (*door, error) {
	switch {
	case len(options.PublicKey) != ed25519.PublicKeySize:
		return nil, fmt.Errorf("the public key has %d bytes, not %d; set DISCORD_PUBLIC_KEY", len(options.PublicKey), ed25519.PublicKeySize)
	case options.Handler == nil:
		return nil, errors.New("endpoint: no handler")
	}
	verify, err := verifier(options.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("the public key is none: %w; set DISCORD_PUBLIC_KEY", err)
	}
	d := &door{Options: options, log: options.Logger, verify: verify, client: http.DefaultClient, seen: dedup.NewWindow(remembered)}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.Rejected == nil {
		d.Rejected = func(int) {}
	}
	d.complaint.Interval = time.Minute
	return d, nil
}

func (d *door) server() *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler:        d.routes(),
		Protocols:      &protocols,
		ReadTimeout:    requestTime,
		WriteTimeout:   responseTime,
		IdleTimeout:    idleTime,
		MaxHeaderBytes: maxHeader,
		HTTP2:          &http.HTTP2Config{WriteByteTimeout: responseTime},
		// Its messages quote what strangers send.
		ErrorLog: slog.NewLogLogger(d.log.Handler(), slog.LevelDebug),
	}
}

func (d *door) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+Path, d.post)
	mux.HandleFunc(Path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", http.MethodPost)
		d.refuse(w, r, &refusal{http.StatusMethodNotAllowed, "interactions are posted"})
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		d.refuse(w, r, &refusal{http.StatusNotFound, "interactions are posted to " + Path})
	})
	return mux
}
