package bot_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/bot/discordtest"
)

var update = flag.Bool("update", false, "rewrite the golden payloads")

// golden compares v, as JSON, with a file of testdata/golden.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	var got bytes.Buffer
	if err := json.Indent(&got, encode(t, v), "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	path := filepath.Join("testdata", "golden", name+".json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run go test ./bot -run Golden -update", err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("payload differs from %s; if that is meant, run go test ./bot -run Golden -update\ngot:\n%s", path, got.Bytes())
	}
}

func TestGoldenCommands(t *testing.T) {
	golden(t, "commands", checkCommands(t, lightsHandler(t)))
}

func TestGoldenInteractions(t *testing.T) {
	h := lightsHandler(t)
	for name, raw := range map[string]string{
		"ask-current":            command(t, "ask", "question", "when was the South Light lit?"),
		"ask-historical":         command(t, "ask", "question", "what fuel did the lamps burn"),
		"ask-superseded":         command(t, "ask", "question", "how many keepers does the north light have"),
		"ask-disputed":           command(t, "ask", "question", "how tall is the south light"),
		"ask-list":               command(t, "ask", "question", "which colours have the towers had"),
		"ask-list-selected":      command(t, "ask", "question", "list all projects"),
		"ask-none":               command(t, "ask", "question", "what happened in 1870"),
		"ask-missing":            command(t, "ask"),
		"timeline":               command(t, "timeline"),
		"timeline-topic":         command(t, "timeline", "from", 1801, "to", 1900, "topic", "building"),
		"timeline-empty":         command(t, "timeline", "from", 1960),
		"timeline-unknown-topic": command(t, "timeline", "topic", "cooking"),
		"projects":               command(t, "projects"),
		"projects-one":           command(t, "projects", "name", "beacon"),
		"projects-unknown":       command(t, "projects", "name", "logbok"),
		"term":                   command(t, "term", "name", "vbl"),
		"term-unknown":           command(t, "term", "name", "zzz"),
		"term-missing":           command(t, "term"),
		"help":                   command(t, "help"),
		"about":                  command(t, "about"),
		"answer-this":            answerThis(t, "hey <@55>, when was the South Light lit? <:lamp:123>"),
		"answer-this-empty":      answerThis(t, "<@55>"),
		"unknown-command":        command(t, "dance"),
		"unknown-type":           `{"id":"1","token":"t","type":99}`,
		"ping":                   `{"id":"1","token":"t","type":1}`,
		"complete-ask":           typing(t, "ask", "question", "when was the s"),
		"complete-projects":      typing(t, "projects", "name", "log"),
		"complete-term":          typing(t, "term", "name", ""),
		"complete-none":          typing(t, "ask", "question", "qqqqqqqqq"),
		"click-next":             click(t, "1|page|n|milestones||0|0|2"),
		"click-beyond":           click(t, "1|page|l|milestones||0|0|99"),
		"click-gone":             click(t, "1|page|f|milestones|sold|0|0|1"),
		"click-outdated":         click(t, "0|page|1"),
		"click-garbage":          click(t, "drop table"),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, interact(t, h, raw)) })
	}
}

func TestGoldenMessages(t *testing.T) {
	h := lightsHandler(t)
	for name, raw := range map[string]string{
		"message-mention":  mention(t, "<@1000> when was the South Light lit?"),
		"message-direct":   direct(t, "when was the great storm"),
		"message-timeline": direct(t, "what happened between 1801 and 1990"),
		"message-none":     direct(t, "what happened in 1700"),
		"message-help":     mention(t, "<@!1000>"),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, say(t, h, raw)) })
	}
}

// checkCommands gives the commands of h, checked against Discord's rules.
func checkCommands(t testing.TB, h *bot.Handler) []*discordgo.ApplicationCommand {
	t.Helper()
	commands := h.Commands()
	discordtest.CheckCommands(t, encode(t, commands))
	return commands
}
