package gateway

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// muted is a connection that takes what is written and brings nothing any more, once it
// is cut: as when a router on the way has forgotten it.
type muted struct {
	net.Conn
	cut *atomic.Bool
}

func (c muted) Write(p []byte) (int, error) {
	if c.cut.Load() {
		return len(p), nil
	}
	return c.Conn.Write(p)
}

// accepted is a listener of connections in memory.
type accepted chan net.Conn

func (a accepted) Accept() (net.Conn, error) {
	if c, ok := <-a; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}

func (accepted) Close() error   { return nil }
func (accepted) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

// A connection that is lost without a word costs what is asked within seconds, not
// what is asked later.
func TestSilentConnectionIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var plain http.Protocols
		plain.SetUnencryptedHTTP2(true)
		api := &http.Server{Protocols: &plain, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
		conns := make(accepted)
		go func() { _ = api.Serve(conns) }()
		defer api.Close()
		defer close(conns)

		next, err := newTransport("")
		if err != nil {
			t.Fatal(err)
		}
		pool := next.(*http.Transport)
		pool.Protocols = &plain
		dialled := 0
		var cut *atomic.Bool
		pool.DialContext = func(context.Context, string, string) (net.Conn, error) {
			dialled++
			client, server := net.Pipe()
			conns <- server
			cut = new(atomic.Bool)
			return muted{client, cut}, nil
		}
		defer pool.CloseIdleConnections()
		ask := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), callbackTime*2/3)
			defer cancel()
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://discord.example/api/v9/x", nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := pool.RoundTrip(r)
			if err == nil {
				err = response.Body.Close()
			}
			return err
		}
		if err := ask(); err != nil {
			t.Fatal(err)
		}
		cut.Store(true)
		if ask() == nil {
			t.Fatal("a connection that is cut answers")
		}
		time.Sleep(quietTime + pongTime)
		if err := ask(); err != nil || dialled != 2 {
			t.Errorf("later: %v, over connection %d", err, dialled)
		}
	})
}
