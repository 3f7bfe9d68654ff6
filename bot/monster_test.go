package bot_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/knowledge"
)

// monster writes a set with every text as long as the loader takes it, or far
// too long where the loader does not mind, and milestones in great number.
func monster(t *testing.T) *knowledge.Set {
	t.Helper()
	var b strings.Builder
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	long := func(n int) string {
		r := []rune(strings.Repeat("wörd😀 ", n/6+1))[:n]
		r[n-1] = '.'
		return string(r)
	}
	id := func(kind string, i int) string { return fmt.Sprintf("%s-%d-%s", kind, i, strings.Repeat("x", 200)) }

	write("set: {name: %q, subject: %q, colour: '#ffffff', refusal: %q, about: %q}", long(7000), long(7000), long(7000), long(7000))
	write("sources:")
	for i := range 8 {
		write("- {id: s%d, title: %q, publisher: %q, url: 'https://example.org/%s', captured: 2020}", i, long(3000), long(3000), strings.Repeat("u", 3000))
	}
	write("topics:")
	for i := range 40 {
		write("- {id: %s, title: %q}", id("topic", i), fmt.Sprintf("%d %s", i, long(300)))
	}
	common := func(kind string, i int) {
		write("- id: %s\n  title: %q\n  source: s%d\n  section: %q\n  as_of: 2020\n  topics: [%s]",
			id(kind, i), long(90)+fmt.Sprint(i), i%8, long(3000), id("topic", i%40))
		write("  questions: [%q]", fmt.Sprintf("%s number %d %s", kind, i, long(60+i%200)))
	}
	dir := t.TempDir()
	save := func(name string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		b.Reset()
	}
	save("head.yaml")
	write("facts:")
	for i := range 60 {
		common("fact", i)
		write("  answer: %q\n  status: disputed\n  disputed: [{text: %q, source: s1}]", long(200), long(170))
	}
	save("facts.yaml")
	write("milestones:")
	for i := range 120 {
		common("milestone", i)
		write("  answer: %q\n  status: current\n  date: %d", long(400), 1000+i%5000)
	}
	save("milestones.yaml")
	write("projects:")
	for i := range 30 {
		common("project", i)
		write("  answer: %q\n  status: historical\n  lead: %q\n  funders: [%q, %q]\n  partners: [%q]\n  figures:",
			long(330), long(3000), long(3000), long(3001), long(3000))
		for j := range 30 {
			write("  - {name: %q, value: %q}", fmt.Sprint(j, long(300)), long(1100))
		}
	}
	save("projects.yaml")
	write("terms:")
	for i := range 60 {
		common("term", i)
		write("  answer: %q\n  status: current\n  name: %q\n  abbreviation: %q", long(400), long(3000), long(300))
	}
	write("lists:")
	common("list", 0)
	write("  answer: %q\n  status: current\n  items: [%s]", long(90), strings.Repeat("item, ", 200)+"item")

	save("rest.yaml")

	set, err := knowledge.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Discord's limits hold for any knowledge base; interact and say check each reply.
func TestMonstrousSet(t *testing.T) {
	set := monster(t)
	h := bot.NewHandler(always(set), bot.Build{Version: strings.Repeat("v", 5000), Commit: strings.Repeat("c", 5000)}, nil)
	checkCommands(t, h)
	for _, name := range []string{"help", "about", "timeline", "projects", "term", "ask"} {
		interact(t, h, command(t, name))
	}
	for _, kind := range []knowledge.Kind{knowledge.Fact, knowledge.Milestone, knowledge.Project, knowledge.Term, knowledge.List} {
		e := set.Select(knowledge.Query{Kind: kind})[0]
		interact(t, h, command(t, "ask", "question", e.Questions[0]))
		say(t, h, direct(t, e.Questions[0]))
		interact(t, h, command(t, "projects", "name", e.Title))
		interact(t, h, command(t, "term", "name", e.Title))
	}
	for _, typed := range []string{"", "w", "fact", "project number 7"} {
		interact(t, h, typing(t, "ask", "question", typed))
		interact(t, h, typing(t, "projects", "name", typed))
		interact(t, h, typing(t, "term", "name", typed))
	}
	for _, choice := range interact(t, h, typing(t, "projects", "name", "")).Data.Choices {
		if r := interact(t, h, command(t, "projects", "name", choice.Value)); private(r) {
			t.Errorf("the choice %v is not understood", choice.Value)
		}
	}
	milestones := set.Count(knowledge.Milestone)
	if _, pages := walk(t, h, interact(t, h, command(t, "timeline")), "Next"); len(pages) != milestones/10 {
		t.Errorf("%d pages for %d milestones", len(pages), milestones)
	}
	uploaded(t, interact(t, h, click(t, "1|picture|o|milestones||0|0|2")))
	for _, o := range h.Commands()[1].Options {
		for _, choice := range o.Choices {
			r := interact(t, h, command(t, "timeline", "topic", choice.Value))
			if _, pages := walk(t, h, r, "Next"); len(pages) != (milestones/40+9)/10 {
				t.Errorf("%d pages for the topic %v", len(pages), choice.Value)
			}
		}
	}
	w := &walker{T: t, fake: startOn(t, set), where: discordtest.Direct}
	w.through(set.Select(knowledge.Query{})[0].Questions[0])
}
