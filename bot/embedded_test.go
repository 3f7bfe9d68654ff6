package bot_test

import (
	"strings"
	"testing"

	"attache/knowledge"
)

// What the bot proposes it must also answer.
func TestEmbeddedExamplesAreAnswered(t *testing.T) {
	h := embeddedHandler(t)
	set, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	var questions []string
	for _, f := range interact(t, h, command(t, "help")).Data.Embeds[0].Fields {
		if f.Name == "For example" {
			for line := range strings.Lines(f.Value) {
				questions = append(questions, strings.TrimSpace(strings.TrimPrefix(line, "- ")))
			}
		}
	}
	if len(questions) < 3 {
		t.Errorf("/help has the examples %q; want three at least", questions)
	}
	for _, q := range questions {
		if a := set.Answer(q); a.Kind == knowledge.NoAnswer {
			t.Errorf("%q is proposed but not answered", q)
		}
	}
	choices := interact(t, h, typing(t, "ask", "question", "")).Data.Choices
	if len(choices) != 25 {
		t.Errorf("%d questions are proposed, want 25", len(choices))
	}
	for _, choice := range choices {
		r := interact(t, h, command(t, "ask", "question", choice.Value))
		if title := r.Data.Embeds[0].Title; private(r) || title == "Not in my sources" || title == "Did you mean" {
			t.Errorf("%q is proposed but answered with %q", choice.Name, title)
		}
	}
}

// Each entry of the built-in set can be shown, and each name that is proposed
// is understood.
func TestEmbeddedEntries(t *testing.T) {
	h := embeddedHandler(t)
	checkCommands(t, h)
	set, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range set.Entries {
		name := map[knowledge.Kind]string{knowledge.Project: "projects", knowledge.Term: "term"}[e.Kind]
		if name == "" {
			interact(t, h, command(t, "ask", "question", e.Questions[0]))
			continue
		}
		r := interact(t, h, command(t, name, "name", e.ID))
		if got := r.Data.Embeds[0]; got.Title != e.Title || !says(got.Description, e.Answer) {
			t.Errorf("/%s name:%s shows %q: %s", name, e.ID, got.Title, got.Description)
		}
		var source bool
		for _, f := range r.Data.Embeds[0].Fields {
			source = source || f.Name == "Source" && strings.Contains(f.Value, e.Citation.Source.Title)
		}
		if !source {
			t.Errorf("/%s name:%s names no source", name, e.ID)
		}
	}
	for _, name := range []string{"projects", "term"} {
		for _, choice := range interact(t, h, typing(t, name, "name", "")).Data.Choices {
			if r := interact(t, h, command(t, name, "name", choice.Value)); private(r) {
				t.Errorf("/%s name:%v is proposed but not understood", name, choice.Value)
			}
		}
	}
}
