package ops_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"attache/bot/ops"
)

// TestNotify holds what a stand-in for systemd hears: that the program has
// started, that it is alive for as long as it is, what it waits for, and that it
// stops.
func TestNotify(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has systemd")
	}
	path := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	hear := func() string {
		b := make([]byte, 1<<10)
		n, err := socket.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return string(b[:n])
	}
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "20000")

	o := options(ops.Gateway)
	var checks atomic.Int64
	var ill atomic.Bool
	o.Alive = func() error {
		checks.Add(1)
		if ill.Load() {
			return errors.New("ill")
		}
		return nil
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan struct{})
	go func() { defer close(ended); ops.Notify(ctx, o) }()

	if got, want := hear(), "READY=1\nSTATUS=waiting for the knowledge"; got != want {
		t.Fatalf("heard %q, want %q", got, want)
	}
	if got, want := hear(), "WATCHDOG=1\nSTATUS=waiting for the knowledge"; got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
	o.Status.Set("the knowledge", true)
	for !strings.HasSuffix(hear(), "STATUS=ready") {
		continue
	}
	ill.Store(true)
	for from := checks.Load(); checks.Load() < from+3; { // the watchdog hears nothing, so nothing can be awaited
		runtime.Gosched()
	}
	stop()
	<-ended
	var last string
	for heard := 0; !strings.HasPrefix(last, "STOPPING=1"); heard++ {
		if heard > 1 { // one was under way when the program fell ill
			t.Fatalf("an ill program told the watchdog %q", last)
		}
		last = hear()
	}
}

// TestNotifyNobody holds that without systemd nothing is done.
func TestNotifyNobody(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	ops.Notify(t.Context(), options(ops.Gateway)) // returns
}
