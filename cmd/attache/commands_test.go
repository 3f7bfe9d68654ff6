package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"attache/bot/discordtest"
)

// TestCommandsOnDiscord compares, registers and deletes against a Discord on
// loopback.
func TestCommandsOnDiscord(t *testing.T) {
	fake := discordtest.New(t)
	attache := func(want int, args ...string) string {
		t.Helper()
		var stdout, stderr strings.Builder
		got := execute(t.Context(), args, map[string]string{
			"DISCORD_TOKEN": discordtest.Token, "DISCORD_API_URL": fake.URL(),
		}, strings.NewReader(""), &stdout, &stderr)
		if got != want || stderr.Len() > 0 {
			t.Errorf("%v: exit status %d, want %d; errors %q", args, got, want, &stderr)
		}
		return stdout.String()
	}
	ours := attache(exitFine, "commands")
	var commands []map[string]any
	if err := json.Unmarshal([]byte(ours), &commands); err != nil {
		t.Fatal(err)
	}
	if got := attache(exitFailure, "commands", "--diff"); strings.Count(got, ": added\n") != len(commands) {
		t.Errorf("Discord holds none, and the difference is %q", got)
	}
	fake.HoldCommands("", []byte(ours))
	if got := attache(exitFine, "commands", "--diff"); got != "no difference\n" {
		t.Errorf("Discord holds ours, and the difference is %q", got)
	}
	commands[0]["description"] = "Something else"
	commands[1]["name"] = "old"
	changed, err := json.Marshal(commands)
	if err != nil {
		t.Fatal(err)
	}
	fake.HoldCommands("", changed)
	if got, want := attache(exitFailure, "commands", "--diff"), "/ask: changed (description)\n/timeline: added\n/old: removed\n"; got != want {
		t.Errorf("the difference is %q, want %q", got, want)
	}
	attache(exitFine, "commands", "--delete")
	if puts := fake.CommandPuts(); len(puts) != 1 || string(puts[0].Body) != "[]" {
		t.Errorf("deleting put %v", puts)
	}
}

// TestMissesLog holds that run appends what is missed to MISSES_LOG, in a file
// for its owner's eyes, and answers only as much as fair use allows.
func TestMissesLog(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a program cannot send itself SIGTERM on Windows")
	}
	fake := discordtest.New(t)
	log := filepath.Join(t.TempDir(), "misses.jsonl")
	status := make(chan int, 1)
	go func() {
		var logs lockedBuffer
		status <- execute(t.Context(), []string{"run", "--knowledge", "../../knowledge/testdata/small"}, map[string]string{
			"DISCORD_TOKEN": discordtest.Token, "DISCORD_API_URL": fake.URL(), "MISSES_LOG": log, "FAIR_USE_USER": "2",
		}, strings.NewReader(""), &logs, &logs)
	}()
	fake.AwaitReady(1)
	ask := discordtest.String("question", "who painted the ceiling of the opera")
	fake.Interact(discordtest.Slash(discordtest.Guild, "ask", ask))
	fake.Interact(discordtest.Slash(discordtest.Guild, "help"))
	if c := fake.Interact(discordtest.Slash(discordtest.Guild, "help")); !strings.Contains(string(c.Body), "One moment") {
		t.Errorf("the third request of two gets %s", c.Body)
	}
	lines, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(lines); strings.Count(text, "\n") != 1 || !strings.Contains(text, `"q":"who painted the ceiling of the opera","kind":"`) ||
		strings.Contains(text, discordtest.UserID) || strings.Contains(text, discordtest.GuildID) {
		t.Errorf("logged %s", text)
	}
	if info, err := os.Stat(log); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the log is %v, %v", info.Mode(), err)
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if got := <-status; got != exitFine {
		t.Errorf("exit status %d", got)
	}
}
