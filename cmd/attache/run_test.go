package main

import (
	"bytes"
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"attache/bot/discordtest"
)

// TestRun takes the whole program through a short life on Discord: it starts
// from its environment, registers its commands, answers, and leaves in peace
// when told to. Its log shows everything but the token.
func TestRun(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a program cannot send itself SIGTERM on Windows")
	}
	fake := discordtest.New(t)
	var logs lockedBuffer
	status := make(chan int, 1)
	go func() {
		status <- execute(t.Context(), []string{"run"}, map[string]string{
			"DISCORD_TOKEN": discordtest.Token, "DISCORD_API_URL": fake.URL(),
			"LOG_LEVEL": "debug", "LOG_FORMAT": "json",
		}, strings.NewReader(""), &logs, &logs)
	}()
	fake.AwaitReady(1)
	fake.AwaitCommands(1)
	fake.Interact(discordtest.Slash(discordtest.Guild, "help"))

	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if got := <-status; got != exitFine {
		t.Errorf("exit status %d, want %d", got, exitFine)
	}
	for line := range strings.Lines(logs.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("the log has a line that is no JSON: %s", line)
		}
	}
	if strings.Contains(logs.String(), discordtest.Token) {
		t.Errorf("the log shows the token: %s", logs.String())
	}
}

// TestRunRefused holds that a token that Discord refuses ends the program with
// one line that names the cause and the remedy.
func TestRunRefused(t *testing.T) {
	fake := discordtest.New(t)
	fake.Greet(discordtest.Closing(4004))
	var stderr lockedBuffer
	status := execute(t.Context(), []string{"run"}, map[string]string{
		"DISCORD_TOKEN": discordtest.Token, "DISCORD_API_URL": fake.URL(), "LOG_LEVEL": "error",
	}, strings.NewReader(""), &stderr, &stderr)
	if status != exitFailure {
		t.Errorf("exit status %d, want %d", status, exitFailure)
	}
	var lines []string
	for line := range strings.Lines(stderr.String()) {
		if strings.HasPrefix(line, "attache: ") {
			lines = append(lines, line)
		}
	}
	if len(lines) != 1 || !strings.Contains(lines[0], "4004") || !strings.Contains(lines[0], "; ") {
		t.Errorf("got %q, want one line with the cause and the remedy", stderr.String())
	}
}

// lockedBuffer collects what several goroutines write.
type lockedBuffer struct {
	mu      sync.Mutex
	buffer  bytes.Buffer
	changed chan struct{} // closed at the next write, nil where nobody waits
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
	return b.buffer.Write(p)
}

// await waits until text has been written.
func (b *lockedBuffer) await(t *testing.T, text string) {
	t.Helper()
	for late := time.After(discordtest.Patience); ; {
		b.mu.Lock()
		if b.changed == nil {
			b.changed = make(chan struct{})
		}
		written, changed := b.buffer.String(), b.changed
		b.mu.Unlock()
		if strings.Contains(written, text) {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("%q is not written:\n%s", text, written)
		}
	}
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
