package bot_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/knowledge"
)

// missLog collects what a handler logs.
type missLog struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (l *missLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(p)
}

func (l *missLog) read(t *testing.T) []bot.Miss {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	var misses []bot.Miss
	for line := range strings.Lines(l.lines.String()) {
		var m bot.Miss
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		misses = append(misses, m)
	}
	return misses
}

// missing is a handler on the small set that logs its misses.
func missing(t *testing.T) (*bot.Handler, *missLog) {
	t.Helper()
	set, err := knowledge.Load("testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	var log missLog
	return bot.NewHandler(always(set), build, nil, bot.WithClock(clock), bot.WithMisses(&log)), &log
}

func TestMisses(t *testing.T) {
	h, log := missing(t)
	const wrong = "when was the South Light lit"
	set, err := lights()
	if err != nil {
		t.Fatal(err)
	}
	unsure := unsureOf(t, set)
	var meant []string
	for _, s := range set.Answer(unsure).Suggestions {
		meant = append(meant, s.Entry.ID)
	}
	interact(t, h, command(t, "ask", "question", wrong))
	interact(t, h, command(t, "ask", "question", unsure))
	interact(t, h, command(t, "ask", "question", "what happened in 1870"))
	interact(t, h, command(t, "ask", "question", "entry:keepers"))
	say(t, h, direct(t, "hello"))
	say(t, h, mention(t, "<@1000> who repainted <@55>'s dinghy?\n\"yesterday\""))

	answer := interact(t, h, command(t, "ask", "question", wrong))
	below := buttons(t, answer.Data.Components)
	interact(t, h, click(t, below["Helpful"].CustomID))
	form := interact(t, h, click(t, below["Wrong?"].CustomID))
	if form.Type != discordgo.InteractionResponseModal {
		t.Fatalf("Wrong? gives %s", encode(t, form))
	}
	interact(t, h, submit(t, form.Data.CustomID, " It was\nin 1854, says <@55> "))
	interact(t, h, submit(t, "1|wrong|height|zzz", "")) // an answer from before the last start
	interact(t, h, submit(t, "1|wrong|sold|zzz", ""))   // of an entry that is gone

	want := []bot.Miss{
		{Question: unsure, Kind: bot.Suggested, Candidates: meant, Day: "2026-01-31"},
		{Question: "what happened in 1870", Kind: bot.Refused, Candidates: []string{"m1853", "m1877"}, Day: "2026-01-31"},
		{Question: "who repainted  's dinghy?\n\"yesterday\"", Kind: bot.Refused, Candidates: []string{}, Day: "2026-01-31"},
		{Question: wrong, Kind: bot.Wrong, Candidates: []string{"m1853"}, Day: "2026-01-31", Note: "It was\nin 1854, says"},
		{Question: "how tall is the south light", Kind: bot.Wrong, Candidates: []string{"height"}, Day: "2026-01-31"},
	}
	got := log.read(t)
	if len(got) != len(want) {
		t.Fatalf("logged %s", log.lines.String())
	}
	for i := range want {
		if g, w := got[i], want[i]; g.Question != w.Question || g.Kind != w.Kind || !slices.Equal(g.Candidates, w.Candidates) || g.Day != w.Day || g.Note != w.Note {
			t.Errorf("miss %d is %+v, want %+v", i, g, w)
		}
	}
	if strings.Contains(log.lines.String(), "null") {
		t.Errorf("a list is null: %s", log.lines.String())
	}
	about := interact(t, h, command(t, "about")).Data.Embeds[0]
	for name, want := range map[string]string{"Marks since then": "1 helpful, 3 wrong", "Privacy": "without who asked"} {
		if i := slices.IndexFunc(about.Fields, func(f *discordgo.MessageEmbedField) bool { return f.Name == name }); i < 0 || !strings.Contains(about.Fields[i].Value, want) {
			t.Errorf("/about does not say %q: %s", want, encode(t, about))
		}
	}
}

// A log that cannot be written costs no answer, and is told without the question.
func TestMissesUnwritable(t *testing.T) {
	set, err := knowledge.Load("testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	h := bot.NewHandler(always(set), build, slog.New(slog.NewTextHandler(&log, nil)), bot.WithMisses(full{}))
	if r := interact(t, h, command(t, "ask", "question", "what happened in 1870")); r.Data.Embeds[0].Title != "Not in my sources" {
		t.Errorf("got %s", encode(t, r))
	}
	if !strings.Contains(log.String(), "no space") || strings.Contains(log.String(), "1870") {
		t.Errorf("the log says %s", &log)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
