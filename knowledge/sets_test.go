package knowledge_test

import (
	"io/fs"
	"strings"
	"testing"

	"attache/knowledge"
)

// asked is a question with the answer's kind, the entries it rests on, and
// parts of its text.
type asked struct {
	question string
	kind     knowledge.AnswerKind
	entries  string
	parts    []string
}

func ask(t *testing.T, set *knowledge.Set, questions []asked) {
	t.Helper()
	for _, want := range questions {
		a := set.Answer(want.question)
		checkAnswer(t, want.question, a)
		var ids []string
		for _, e := range a.Entries {
			ids = append(ids, e.ID)
		}
		if got := strings.Join(ids, " "); a.Kind != want.kind || got != want.entries {
			t.Errorf("%q: %s by %q, want %s by %q: %q", want.question, a.Kind, got, want.kind, want.entries, a.Text)
		}
		for _, part := range want.parts {
			if !strings.Contains(a.Text, part) {
				t.Errorf("%q: %q lacks %q", want.question, a.Text, part)
			}
		}
	}
}

// TestOtherSubject asks a set about something else than the one built in: its
// own parties and money, every status and every kind of entry.
func TestOtherSubject(t *testing.T) {
	set, err := knowledge.Load("testdata/sets/festival")
	if err != nil {
		t.Fatal(err)
	}
	ask(t, set, []asked{
		{"what year did the festival start", knowledge.Direct, "first-festival", []string{"12 July 1974", "nine boats"}},
		{"what does the winner of the boat race get", knowledge.Direct, "prize", []string{"2,500 crowns", "silver anchor"}},
		{"how much did the lighthouse repair cost in crowns", knowledge.Direct, "lighthouse-repair", []string{"84,000 crowns"}},
		{"what was the income in 2024", knowledge.Direct, "income", []string{"1.2 million crowns"}},
		{"how big is the guild's stake", knowledge.Direct, "guild-joins", []string{"40 of 100 shares"}},
		{"what does hfc mean", knowledge.Direct, "hfc", []string{"Harbour Festival Company"}},
		{"did the storm hurt anyone", knowledge.Direct, "storm", []string{"nobody was hurt"}},
		{"what came first, the regatta or the storm", knowledge.Direct, "first-regatta storm", []string{"(August 1981)", "(June 1997)"}},

		// Superseded: what holds now, then what held before.
		{"how much is admission", knowledge.Direct, "old-fee", []string{"18 crowns", "2019", "12.50 crowns"}},
		{"where does the festival take place", knowledge.Direct, "old-quay", []string{"new pier", "May 2015", "old quay"}},
		{"what is the price of a family ticket", knowledge.Direct, "family-card", []string{"18 crowns", "30 crowns"}},
		{"how much was admission back then", knowledge.Direct, "old-fee", []string{"12.50 crowns", "18 crowns"}},

		// Disputed: both versions, and what is held all the same.
		{"how many visitors came in the record summer", knowledge.Direct, "record-crowd", []string{"41,000", "35,000", "Ellery Courier", "Either figure"}},

		// Lists.
		{"which prizes are there to win", knowledge.Listing, "prizes", []string{"• the silver anchor", "• the brass bell", "• the painted oar"}},
		{"list all projects", knowledge.Listing, "lighthouse-repair youth-boats", []string{"2010: Repair of the lighthouse", "2021: Boats for the young"}},
		{"how did the festival develop over time", knowledge.Listing, "quay-years guild-years pier-years", []string{"July 1974 to 2001", "since May 2015"}},
		{"what happened between July 1974 and August 1981", knowledge.Listing, "first-festival first-regatta", []string{"July 1974 to August 1981:"}},
		{"what happened in june 1997", knowledge.Direct, "storm", nil},
		{"what happened in the first half of 1981", knowledge.NoAnswer, "", nil},
		{"were there more boats built with pupils or more visitors in the record year", knowledge.Direct, "youth-boats record-crowd", []string{"Six boats"}},
		{"put these in order: the storm, the first regatta and the record crowd", knowledge.Listing, "first-regatta record-crowd storm", []string{"In the order of their dates:"}},
		{"which came first: the storm, the first regatta or the record crowd", knowledge.Listing, "first-regatta record-crowd storm", []string{"In the order of their dates:"}},
		{"in order please: the storm / the first regatta", knowledge.Listing, "first-regatta storm", nil},
		{"the storm of 1997 vs the first regatta, which was earlier", knowledge.Direct, "storm first-regatta", []string{"First: "}},
		{"did the first regatta come before the storm, or only afterwards", knowledge.Direct, "first-regatta storm", []string{"First: The first regatta"}},
		{"does the first regatta predate the storm", knowledge.Direct, "first-regatta storm", []string{"Yes. First: The first regatta"}},
		{"so the first regatta came after the storm, right?", knowledge.Direct, "first-regatta storm", []string{"No. First: The first regatta"}},
		{"by the time of the storm, had the first regatta taken place yet?", knowledge.Direct, "first-regatta storm", []string{"Yes. First: "}},
		{"the storm and the first regatta - what was the sequence?", knowledge.Direct, "storm first-regatta", []string{"First: The first regatta"}},
		{"first the storm then the first regatta, or the reverse?", knowledge.Direct, "storm first-regatta", []string{"First: The first regatta"}},
		{"the first regatta, was it before the storm", knowledge.Direct, "first-regatta storm", []string{"Yes. First: The first regatta"}},
		{"the storm or the first regatta, which one began earlier", knowledge.Direct, "storm first-regatta", []string{"First: The first regatta"}},
		{"which is more recent, the storm or the first regatta", knowledge.Direct, "storm first-regatta", []string{"First: The first regatta"}},
		{"after the first regatta of 1981, what came next", knowledge.Direct, "record-crowd", nil},
		{"which milestone follows directly on the first regatta of 1981", knowledge.Direct, "record-crowd", nil},
		{"how long is the way from the festival to Saltmouth", knowledge.NoAnswer, "", nil},
		{"do sources disagree on how many visitors came in the record year", knowledge.Direct, "record-crowd", []string{"35,000"}},
		{"do sources disagree about when the storm hit the festival", knowledge.Direct, "storm", []string{"do not disagree on this. A storm"}},
		{"how long was it from the first regatta to the storm", knowledge.Direct, "first-regatta storm", []string{"15 years and 10 months: "}},
		{"how many years passed between the record crowd and the storm", knowledge.Direct, "record-crowd storm", []string{"About 9 years: "}},
		{"how long after the first regatta was the storm", knowledge.Direct, "first-regatta storm", []string{"15 years and 10 months: "}},
		{"how many years before the storm was the record crowd", knowledge.Direct, "record-crowd storm", []string{"About 9 years: "}},
		{"what happened between 1980 and 2000", knowledge.Listing, "first-regatta record-crowd storm", []string{"August 1981", "1988", "June 1997"}},

		// Gaps, with the nearest thing known.
		{"which songs did they sing at the first one", knowledge.NoAnswer, "songs", []string{"do not say which songs", "12 July 1974"}},
		{"does the festival owe anything", knowledge.NoAnswer, "debts", []string{"do not say whether", "1.2 million crowns"}},

		// Not the subject, and nothing known.
		{"how much is admission at the Saltmouth festival", knowledge.NoAnswer, "", []string{"silent on that"}},
		{"who won the carnival", knowledge.NoAnswer, "", []string{"silent on that"}},
		{"how many parking spaces are there", knowledge.NoAnswer, "", nil},
		{"what happened in 1950", knowledge.NoAnswer, "", nil},
		{"who is the king of Spain", knowledge.NoAnswer, "", nil},
	})
	if set.Greeting != "Ahoy! Ask about the harbour festival." || len(set.Languages) != 2 {
		t.Errorf("greeting %q, languages %v", set.Greeting, set.Languages)
	}
}

// TestThreeEntries asks a set of three entries.
func TestThreeEntries(t *testing.T) {
	set, err := knowledge.Load("testdata/sets/kiosk")
	if err != nil {
		t.Fatal(err)
	}
	ask(t, set, []asked{
		{"when do you close", knowledge.Direct, "hours", []string{"eight in the evening"}},
		{"what does a cup of coffee cost", knowledge.Direct, "coffee", []string{"2.40 marks"}},
		{"where is my lost umbrella", knowledge.Direct, "lost", []string{"behind the counter"}},
		{"do you sell newspapers", knowledge.NoAnswer, "", []string{"notice board does not say"}},
		{"who is the owner", knowledge.NoAnswer, "", nil},
		{"what happened in 1999", knowledge.NoAnswer, "", nil},
	})
}

// TestTemplate holds that the set which people start from is without fault,
// leaves nothing to advise, and answers the questions beside it.
func TestTemplate(t *testing.T) {
	set, err := knowledge.LoadFS(knowledge.Template(), "template")
	if err != nil {
		t.Fatal(err)
	}
	if advice := set.Advise(); len(advice) > 0 {
		t.Errorf("advice:\n%v", advice)
	}
	want := []asked{
		{"", knowledge.Direct, "opening", []string{"3 March 1911"}},
		{"", knowledge.Direct, "ill", []string{"Inter-library loan"}},
		{"", knowledge.Direct, "late-fee", []string{"nothing for late books", "April 2023", "five pence"}},
		{"", knowledge.Direct, "fire", []string{"1954", "January 1955", "Only the fire itself is certain."}},
		{"", knowledge.Direct, "new-wing", []string{"paid a third"}},
		{"", knowledge.Listing, "rooms", []string{"• the reading room"}},
		{"", knowledge.Listing, "fire van-starts school-agreement", []string{"May 1962"}},
		{"", knowledge.NoAnswer, "first-readers", []string{"do not say how many readers", "1911"}},
		{"", knowledge.Listing, "corn-hall-years road-years partner-years", []string{"since 2008"}},
		{"", knowledge.NoAnswer, "", []string{"not in the library's papers"}},
	}
	questions, err := fs.ReadFile(knowledge.Template(), "questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(questions)), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d questions, want %d", len(lines), len(want))
	}
	for i, line := range lines {
		want[i].question = strings.TrimSpace(line)
	}
	ask(t, set, want)

	// Every section that a set may have is shown.
	for kind, n := range map[knowledge.Kind]int{
		knowledge.Fact: 3, knowledge.Milestone: 5, knowledge.Project: 1, knowledge.Term: 1,
		knowledge.List: 2, knowledge.Phase: 3, knowledge.Gap: 1,
	} {
		if got := set.Count(kind); got != n {
			t.Errorf("%d %s, want %d", got, kind, n)
		}
	}
}
