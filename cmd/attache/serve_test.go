package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"attache/bot/discordtest"
	"attache/bot/endpoint"
)

// TestServe takes the program through a short life behind an interactions
// endpoint URL: with a token, which registers the commands, without one, and
// with one that Discord refuses, which keeps no answer back.
func TestServe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a program cannot send itself SIGTERM on Windows")
	}
	for name, tt := range map[string]struct {
		token string
		await func(*discordtest.Fake)
		log   string
	}{
		"with a token":    {discordtest.Token, func(f *discordtest.Fake) { f.AwaitCommands(1) }, "commands are registered"},
		"without a token": {"", func(*discordtest.Fake) {}, "listening"},
		"token refused":   {"no.such.token", func(f *discordtest.Fake) { f.AwaitRequests("GET /applications/@me", 1) }, "commands are not registered"},
	} {
		t.Run(name, func(t *testing.T) {
			fake := discordtest.New(t)
			reader, writer := io.Pipe()
			status := make(chan int, 1)
			go func() {
				defer writer.Close()
				environ := append(serveEnviron(), "DISCORD_TOKEN="+tt.token, "DISCORD_API_URL="+fake.URL(), "LOG_LEVEL=debug")
				status <- execute(t.Context(), []string{"serve"}, env.ToMap(environ), strings.NewReader(""), writer, writer)
			}()
			var logs lockedBuffer
			url := awaitURL(t, io.TeeReader(reader, &logs))
			ask(t, url, discordtest.Slash(discordtest.Guild, "help"))
			tt.await(fake)
			logs.await(t, tt.log)

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
			if tt.token == "" && len(fake.Requests()) > 0 {
				t.Errorf("without a token Discord was asked %q", fake.Requests())
			}
			if text := logs.String(); tt.token != "" && strings.Contains(text, tt.token) {
				t.Errorf("the log shows the token:\n%s", text)
			}
		})
	}
}

// TestServeStart tells how long the program itself, built as for use, takes
// from its start to its first answers.
func TestServeStart(t *testing.T) {
	program := filepath.Join(t.TempDir(), "attache")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for range 3 {
		cmd := exec.CommandContext(t.Context(), program, "serve")
		cmd.Dir = t.TempDir()
		cmd.Env = serveEnviron()
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		url := awaitURL(t, stderr)
		ask(t, url, discordtest.Ping())
		first := time.Since(began)
		ask(t, url, discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "what is PARP")))
		t.Logf("the first answer %v after the start, a question's %v", first.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
	}
}

// serveEnviron is what attache serve needs, on any free port.
func serveEnviron() []string {
	return []string{
		"DISCORD_PUBLIC_KEY=" + hex.EncodeToString(discordtest.PublicKey()), "LISTEN_ADDR=127.0.0.1:0", "LOG_FORMAT=json",
	}
}

// awaitURL reads the log up to the line that tells the address, and lets the
// rest of it pass.
func awaitURL(t *testing.T, logs io.Reader) string {
	t.Helper()
	lines := bufio.NewScanner(logs)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("the log has a line that is no JSON: %s", lines.Bytes())
		}
		if line.Msg == "listening" {
			go func() { _, _ = io.Copy(io.Discard, logs) }()
			return "http://" + line.Address + endpoint.Path
		}
	}
	t.Fatal("the log ended without an address")
	return ""
}

// ask posts an interaction as Discord does and checks the answer.
func ask(t *testing.T, url string, interaction discordtest.Payload) {
	t.Helper()
	r, err := discordtest.SignedRequest(url, interaction.JSON())
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", response.Status, body, err)
	}
	discordtest.CheckCallback(t, body)
}
