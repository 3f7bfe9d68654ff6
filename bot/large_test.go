package bot_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/knowledge"
)

// large is a set with 5,000 entries: a project in ten, the others milestones of
// 500 years.
func large(t *testing.T) *knowledge.Set {
	t.Helper()
	var milestones, projects strings.Builder
	for i := range 5000 {
		common := fmt.Sprintf("  - {id: e%d, title: Bridge %d, answer: 'Bridge %d was built over river %d.', source: s, as_of: 2020, status: current, topics: [t%d], questions: [who built bridge %d, when was river %d crossed by bridge %d]",
			i, i, i, i%97, i%30, i, i%97, i)
		if i%10 == 0 {
			fmt.Fprintf(&projects, "%s, lead: 'Guild %d', start: %d}\n", common, i%7, 1500+i%500)
		} else {
			fmt.Fprintf(&milestones, "%s, date: %d}\n", common, 1500+i%500)
		}
	}
	text := "set: {name: Bridges, subject: bridges, colour: '#112233', refusal: That is not in the books., about: On bridges.}\n" +
		"sources: [{id: s, title: Book, publisher: Press, url: 'https://s.example/', captured: 2020}]\ntopics:\n"
	for i := range 30 {
		text += fmt.Sprintf("  - {id: t%d, title: Kind %d of bridges}\n", i, i)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "set.yaml"), []byte(text+"milestones:\n"+milestones.String()+"projects:\n"+projects.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := knowledge.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// A set with 5,000 entries fits into what Discord takes, wherever one clicks.
func TestLargeSet(t *testing.T) {
	if testing.Short() {
		t.Skip("it learns for seconds")
	}
	set := large(t)
	h := bot.NewHandler(always(set), build, nil)
	checkCommands(t, h)
	for _, typed := range []string{"", "w", "who built bridge 47", "wen was rivr 13", "bridge"} {
		choices := interact(t, h, typing(t, "ask", "question", typed)).Data.Choices
		entries := map[any]bool{}
		for _, c := range choices {
			if entries[c.Value] {
				t.Errorf("%q: %v is proposed twice", typed, c.Value)
			}
			entries[c.Value] = true
			if r := interact(t, h, command(t, "ask", "question", c.Value)); !strings.HasPrefix(r.Data.Embeds[0].Title, "Bridge ") {
				t.Errorf("%q: %v is proposed but answered with %s", typed, c, r.Data.Embeds[0].Title)
			}
		}
		if len(choices) != 25 {
			t.Errorf("%q: %d questions are proposed", typed, len(choices))
		}
	}
	if got := interact(t, h, typing(t, "ask", "question", "who built bridge 4711")).Data.Choices[0].Value; got != "entry:e4711" {
		t.Errorf("bridge 4711 leads to %v", got)
	}
	for _, raw := range []string{
		command(t, "ask", "question", "who built bridge 4711"),
		command(t, "timeline"), command(t, "projects"), command(t, "projects", "name", "e4710"), command(t, "help"), command(t, "sources"),
		click(t, "1|around||e4711"), click(t, "1|cite|e4711"),
	} {
		var m seen
		if err := json.Unmarshal(encode(t, interact(t, h, raw).Data), &m); err != nil {
			t.Fatal(err)
		}
		for _, r := range m.Components {
			for _, c := range r.Components {
				for _, o := range c.Options {
					if r := interact(t, h, choose(t, c.CustomID, o.Value)); private(r) {
						t.Errorf("%s, %q leads nowhere: %s", c.Placeholder, o.Label, encode(t, r))
					}
				}
			}
		}
	}
	w := &walker{T: t, fake: startOn(t, set), where: discordtest.Guild}
	w.through("who built bridge 4711")
}
