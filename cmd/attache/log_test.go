package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"attache/bot/discordtest"
)

// marker stands in everything that people write in these tests.
const marker = "zanzibar"

// TestLogs takes the program through what it logs, at each level: it starts,
// answers, loses its connection, is refused this and that, and stops. No line
// shows a token, the bot's or an interaction's, and none but those of the debug
// level what people wrote.
func TestLogs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a program cannot be sent SIGTERM on Windows")
	}
	for _, level := range []string{"debug", "info", "warn", "error"} {
		t.Run(level, func(t *testing.T) {
			fake := discordtest.New(t)
			logs, stop := logged(t, "run", "LOG_LEVEL="+level, "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL="+fake.URL(), "MISSES_LOG=misses.jsonl")
			fake.AwaitReady(1)
			fake.AwaitCommands(1)
			ask := func() discordtest.Payload {
				return discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "is there a "+marker))
			}
			tokens := []string{discordtest.Token}
			noJSON := discordtest.Response{Status: 429, Header: map[string]string{"Content-Type": "application/json"}, Body: "{"}
			for _, fault := range []discordtest.Response{discordtest.Refusing(404, 10062), discordtest.Failing(500), discordtest.Banned(), noJSON} {
				in := ask()
				tokens = append(tokens, fmt.Sprint(in["token"]))
				fake.Fail("POST /interactions/", 1, fault)
				fake.Deliver(in)
				fake.AwaitRequests("POST /interactions/"+in.ID()+"/"+fmt.Sprint(in["token"])+"/callback", 1)
			}
			fake.Calm()
			fake.Fail("POST /channels/", 1, discordtest.Refusing(403, 50013))
			fake.Say(discordtest.Message(discordtest.Direct, "what is a "+marker))
			fake.Settle()
			fake.CloseGateway(4000)
			fake.AwaitResumed(1)
			stop()

			checkLog(t, logs(), tokens)
			wanted := map[string]int{"debug": 3, "info": 2, "warn": 1, "error": 0}[level]
			for i, line := range []string{`"msg":"gateway connection ended"`, `"msg":"gateway connected"`, `"msg":"discordgo"`} {
				if has := strings.Contains(logs(), line); has != (i < wanted) {
					t.Errorf("%s in the log of level %s: %t", line, level, has)
				}
			}
		})
		t.Run(level+" of serve", func(t *testing.T) {
			environ := append(serveEnviron(), "LOG_LEVEL="+level, "OPS_ADDR=127.0.0.1:0")
			if level == "warn" || level == "error" {
				t.Skip("the address is told at the level info")
			}
			logs, stop := logged(t, "serve", environ...)
			var address string
			for address == "" {
				for line := range strings.Lines(logs()) {
					if strings.Contains(line, `"msg":"listening"`) {
						var told struct{ Address, Path string }
						if err := json.Unmarshal([]byte(line), &told); err != nil {
							t.Fatal(err)
						}
						address = "http://" + told.Address + told.Path
					}
				}
			}
			in := discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "is there a "+marker))
			ask(t, address, in)
			forged, err := discordtest.SignedRequest(address, []byte(`{"id":"1","type":2,"data":{"name":"`+marker+`"}}`))
			if err != nil {
				t.Fatal(err)
			}
			forged.Header.Set("X-Signature-Timestamp", "1"+forged.Header.Get("X-Signature-Timestamp"))
			response, err := http.DefaultClient.Do(forged)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			stop()
			checkLog(t, logs(), []string{fmt.Sprint(in["token"])})
		})
	}
}

// checkLog holds that each line of a log in JSON is one event and shows no more
// than it may.
func checkLog(t *testing.T, log string, tokens []string) {
	t.Helper()
	for line := range strings.Lines(log) {
		var event struct{ Level, Msg string }
		if err := json.Unmarshal([]byte(line), &event); err != nil || event.Msg == "" {
			t.Errorf("no event: %s", line)
		}
		if slices.ContainsFunc(tokens, func(token string) bool { return token == "" || strings.Contains(line, token) }) {
			t.Errorf("a token is shown: %s", line)
		}
		if event.Level != "DEBUG" && strings.Contains(line, marker) {
			t.Errorf("what somebody wrote is shown: %s", line)
		}
	}
}

// logged starts the program, in an empty folder. It gives its log so far, and a
// function that has it end.
func logged(t *testing.T, command string, environ ...string) (logs func() string, stop func()) {
	t.Helper()
	var log lockedBuffer
	cmd := exec.CommandContext(t.Context(), program(t), command)
	cmd.Dir, cmd.Env, cmd.Stderr = t.TempDir(), slices.Concat(environ, []string{"LOG_FORMAT=json"}), &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return log.String, func() {
		t.Helper()
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("after SIGTERM: %v", err)
		}
		if misses, err := os.ReadFile(filepath.Join(cmd.Dir, "misses.jsonl")); command == "run" && (err != nil || !strings.Contains(string(misses), marker)) {
			t.Errorf("the log of misses has %q, %v", misses, err)
		}
	}
}
