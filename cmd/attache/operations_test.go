package main

import (
	"bufio"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attache/bot/discordtest"
	"attache/knowledge"
)

// TestOperations asks a bot on the gateway how it does, before and after a
// question of which nothing may be told.
func TestOperations(t *testing.T) {
	fake := discordtest.New(t)
	p := start(t, "run", "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL="+fake.URL(), "OPS_ADDR=127.0.0.1:0", "LOG_FORMAT=json")
	at := "http://" + p.awaitLine(t, "health and metrics")["address"]
	awaitBody(t, at+"/readyz", "ready\n")
	fake.AwaitCommands(1)
	question := discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "wherefore zanzibar"))
	fake.Interact(question)
	if got := fetch(t, at+"/healthz"); got != "alive\n" {
		t.Errorf("/healthz: %q", got)
	}
	metrics := fetch(t, at+"/metrics")
	for _, want := range []string{
		`attache_questions_total{door="gateway",kind="refused"} 1`,
		`attache_request_seconds_count{door="gateway",kind="command"} 1`,
		`attache_knowledge_info{`,
		`attache_gateway_shards{state="connected"} 1`,
		`attache_gateway_sessions_remaining `,
		`attache_rest_request_seconds_count{code="200",route="PUT /applications/{application}/commands"} 1`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("not told: %s", want)
		}
	}
	var q struct {
		ID, Token string
		GuildID   string `json:"guild_id"`
		ChannelID string `json:"channel_id"`
		Member    struct{ User struct{ ID string } }
	}
	if err := json.Unmarshal(question.JSON(), &q); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"zanzibar", discordtest.Token, q.ID, q.Token, q.GuildID, q.ChannelID, q.Member.User.ID} {
		if secret == "" || strings.Contains(metrics, secret) {
			t.Errorf("%q is empty or told", secret)
		}
	}
	if t.Failed() {
		t.Log(metrics)
	}
}

// TestOperationsWithoutDiscord holds that a bot that cannot reach Discord is alive
// but not ready.
func TestOperationsWithoutDiscord(t *testing.T) {
	p := start(t, "run", "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL=http://127.0.0.1:1", "OPS_ADDR=127.0.0.1:0", "LOG_FORMAT=json")
	at := "http://" + p.awaitLine(t, "health and metrics")["address"]
	awaitBody(t, at+"/readyz", "waiting for every shard to be connected\n")
	awaitBody(t, at+"/healthz", "alive\n")
}

// TestAliveWithoutAnswers holds that a set is not started anew for what it rightly
// leaves unanswered: a gap, and a list that selects nothing of the year it is asked for.
func TestAliveWithoutAnswers(t *testing.T) {
	const gap = `
gaps:
  - id: cost
    title: Cost of the building
    answer: The papers do not say what the building cost.
    as_of: 2020-05-04
    questions: [What did the building cost?]
`
	const selection = `
lists:
  - id: old-events
    title: Events of 1700
    answer: "The events of 1700:"
    source: yearbook
    as_of: 2020-05-04
    status: current
    select: {kind: milestones}
    questions: [Which events were there in 1700?]
`
	for name, test := range map[string]struct {
		entries string
		alone   bool // without any other entry
	}{
		"gap": {gap, false}, "list": {selection, false}, "both": {gap + selection, false}, "gap alone": {gap, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := editable(t)
			if test.alone {
				if err := os.Remove(filepath.Join(dir, "stock.yaml")); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(test.entries), 0o644); err != nil {
				t.Fatal(err)
			}
			library, err := knowledge.Open(dir, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			set := library.Set()
			if q := set.Entries[0].Questions[0]; set.Answer(q).Kind != knowledge.NoAnswer {
				t.Fatalf("%q, which comes first, is answered", q)
			}
			var o operations
			o.library.Store(library)
			if err := o.alive(); err != nil {
				t.Error(err)
			}
		})
	}
}

// awaitBody asks url until it answers so.
func awaitBody(t *testing.T, url, want string) {
	t.Helper()
	var got string
	for end := time.Now().Add(discordtest.Patience); time.Now().Before(end); {
		if got = fetch(t, url); got == want {
			return
		}
	}
	t.Fatalf("%s answers %q, want %q", url, got, want)
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// process is the program in a process of its own.
type process struct {
	cmd  *exec.Cmd
	logs *bufio.Scanner
}

// start starts the program with environ alone. It ends with the test.
func start(t *testing.T, command string, environ ...string) *process {
	t.Helper()
	return startCommand(t, exec.CommandContext(t.Context(), program(t), command), environ...)
}

// program gives the path of the program, which this test binary is too when it
// is called so.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "attache")
	if err := os.Symlink(self, path); err != nil {
		t.Skip(err)
	}
	return path
}

// startCommand starts cmd in an empty folder, with environ alone.
func startCommand(t *testing.T, cmd *exec.Cmd, environ ...string) *process {
	t.Helper()
	cmd.Dir, cmd.Env = t.TempDir(), environ
	cmd.WaitDelay = time.Second // for a reader of its log that is gone
	logs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return &process{cmd, bufio.NewScanner(logs)}
}

// awaitLine gives the next line with that message of a log in JSON.
func (p *process) awaitLine(t *testing.T, message string) map[string]string {
	t.Helper()
	for p.logs.Scan() {
		var line map[string]any
		if err := json.Unmarshal(p.logs.Bytes(), &line); err != nil {
			t.Fatalf("%v: %s", err, p.logs.Bytes())
		}
		if line["msg"] == message {
			texts := map[string]string{}
			for key, value := range line {
				texts[key], _ = value.(string)
			}
			return texts
		}
	}
	t.Fatalf("the log ended without a line %q", message)
	return nil
}

// terminate has the program leave in peace.
func (p *process) terminate(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("after SIGINT: %v", err)
	}
}
