package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"attache/bot/discordtest"
)

// editable copies the small set into a folder that may be edited.
func editable(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "set")
	if err := os.CopyFS(dir, os.DirFS(small)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// edit replaces a text in each file of a set.
func edit(t *testing.T, dir, from, to string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	edited := false
	for _, name := range names {
		before, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		after := strings.ReplaceAll(string(before), from, to)
		if after == string(before) {
			continue
		}
		edited = true
		if err := os.WriteFile(name, []byte(after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !edited {
		t.Fatalf("no file of the set holds %q", from)
	}
}

// script is standard input that does something before each of its lines.
type script struct {
	steps []func() string
}

func (s *script) Read(p []byte) (int, error) {
	if len(s.steps) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.steps[0]()+"\n")
	s.steps = s.steps[1:]
	return n, nil
}

// TestChatReloads edits a set while it is asked.
func TestChatReloads(t *testing.T) {
	dir := editable(t)
	const question = "what is ILL"
	var out, errs bytes.Buffer
	stdin := &script{[]func() string{
		func() string { return question },
		func() string { edit(t, dir, "inter-library loan", "inter-library lending of books"); return question },
		func() string { edit(t, dir, "  captured:", "  caught:"); return question },
		func() string { return question },
		func() string { edit(t, dir, "  caught:", "  captured:"); return question },
	}}
	if got := execute(t.Context(), []string{"chat", "--knowledge", dir}, nil, stdin, &out, &errs); got != exitFine {
		t.Errorf("exit status %d: %s", got, errs.String())
	}
	if n := strings.Count(out.String(), "\n  Source:"); n != 5 {
		t.Errorf("%d of 5 questions are answered:\n%s", n, out.String())
	}
	lines := strings.Split(strings.TrimSpace(errs.String()), "\n")
	const again = "attache: the knowledge has changed and was read again"
	if len(lines) != 3 || lines[0] != again || lines[2] != again ||
		!strings.HasPrefix(lines[1], "attache: the knowledge has changed but cannot be used, so the former answers: "+dir) {
		t.Errorf("standard error:\n%s", errs.String())
	}
}

// TestRunReloads edits a set under a running bot, once noticed by itself and
// once told by SIGHUP. The commands, which name the subject, follow.
func TestRunReloads(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a program cannot send itself signals on Windows")
	}
	dir := editable(t)
	fake := discordtest.New(t)
	var logs lockedBuffer
	status := make(chan int, 1)
	go func() {
		status <- execute(t.Context(), []string{"run"}, map[string]string{
			"DISCORD_TOKEN": discordtest.Token, "DISCORD_API_URL": fake.URL(), "KNOWLEDGE_DIR": dir,
		}, strings.NewReader(""), &logs, &logs)
	}()
	fake.AwaitReady(1)
	fake.AwaitCommands(1)
	signal := func(s syscall.Signal) {
		t.Helper()
		self, err := os.FindProcess(os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		if err := self.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	edit(t, dir, "subject: the town library", "subject: the harbour library")
	if put := fake.AwaitCommands(2); !strings.Contains(string(put.Body), "the harbour library") {
		t.Errorf("registered: %s", put.Body)
	}
	edit(t, dir, "subject: the harbour library", "subject: the hill library")
	signal(syscall.SIGHUP)
	if put := fake.AwaitCommands(3); !strings.Contains(string(put.Body), "the hill library") {
		t.Errorf("registered: %s", put.Body)
	}
	signal(syscall.SIGTERM)
	select {
	case got := <-status:
		if got != exitFine {
			t.Errorf("exit status %d: %s", got, logs.String())
		}
	case <-time.After(30 * time.Second):
		t.Fatalf("it does not leave: %s", logs.String())
	}
	if !strings.Contains(logs.String(), "knowledge reloaded") || !strings.Contains(logs.String(), "hangup") {
		t.Errorf("the log does not tell of the reloads: %s", logs.String())
	}
}
