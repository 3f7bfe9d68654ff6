package knowledge_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"attache/knowledge"
)

// TestAnswer holds the kinds of answers and the constraints of questions; the
// expected text is a part of the answer.
func TestAnswer(t *testing.T) {
	set := embedded(t)
	for _, test := range []struct {
		question string
		kind     knowledge.AnswerKind
		want     string
	}{
		{"When did Belarus join the Partnership for Peace?", knowledge.Direct, "1995"},
		{"PfP", knowledge.Direct, "Partnership for Peace"},
		{"P4P meaning", knowledge.Direct, "Partnership for Peace"},
		{"what does PARP stand for", knowledge.Direct, "Planning and Review Process"},

		// Years, and times of which nothing is known.
		{"1999", knowledge.Direct, "Kosovo"},
		{"what happened in 1999?", knowledge.Direct, "Kosovo"},
		{"what happened in 1901?", knowledge.NoAnswer, ""},
		{"what happened between 1995 and 1999", knowledge.Listing, "• April 1998: "},
		{"timeline", knowledge.Listing, "• 1992: "},
		{"did belarus join parp in 2004", knowledge.Direct, "2004"},
		{"When was exercise Zapad 2017 held?", knowledge.Direct, "14–20 September 2017"}, // of two exercises, the less likely one

		{"nato contact embassy 2009", knowledge.Direct, "Lithuania"},           // who held the office in that year
		{"which embassy was contact point in 2003", knowledge.NoAnswer, ""},    // nobody did
		{"mine contract in 2010", knowledge.NoAnswer, ""},                      // "2006, according to …" reaches to no later year
		{"what did nato do about the 2006 election", knowledge.Direct, "2006"}, // and no list without a line of that year

		// Order.
		{"what came first, joining PARP or the opening of the mission?", knowledge.Direct, "First: Belarus opens its mission to NATO (April 1998). Then: "},
		{"did Belarus join PARP before it joined the Partnership for Peace?", knowledge.Direct, "No. First: "},
		{"what was the first milestone", knowledge.Direct, "1992"},
		{"what's the last thing the 2012 page mentions", knowledge.Direct, "2011"},
		{"the earliest event on the 2012 NATO page", knowledge.Direct, "1992"},
		{"what was the latest milestone", knowledge.Direct, "2025"},
		{"what happened next after the mission was opened", knowledge.Direct, "1999"},
		{"what followed right after belarus joined parp", knowledge.Listing, "• 7 July 2004: "},
		{"what followed right after belarus joined parp", knowledge.Listing, "• 2006: "}, // next on the same list
		{"on what date was the treaty between Russia and Belarus signed", knowledge.NoAnswer, ""},

		// Others, as the question's subject and as a false premise.
		{"when did Ukraine join PfP", knowledge.NoAnswer, ""},
		{"who won the 2006 election", knowledge.NoAnswer, ""},
		{"who was the secretary general when the rail letters were exchanged", knowledge.Direct, "Rasmussen"},
		{"who was nato's secretary general in 1999", knowledge.NoAnswer, ""},
		{"if I run an NGO in Minsk, which NATO department should I turn to", knowledge.Direct, "Public Diplomacy Division"}, // no advice is asked for
		{"how come Italy led the mine project", knowledge.Direct, "Canada"},
		{"who led the mine project, Canada or Norway?", knowledge.Direct, "Canada"},
		{"did Belarus leave the Partnership for Peace for good", knowledge.Direct, ""},
		{"did the drones over lithuania come from russia", knowledge.Direct, "from Belarus into Lithuania"},

		// Nothing to answer.
		{"", knowledge.NoAnswer, ""},
		{"???", knowledge.NoAnswer, ""},
		{"\x00\xff", knowledge.NoAnswer, ""},
		{"hello there", knowledge.NoAnswer, ""},
		{"is nato at war with belarus", knowledge.NoAnswer, ""}, // and not all that was said of another war
	} {
		a := set.Answer(test.question)
		if a.Kind != test.kind || !strings.Contains(a.Text, test.want) {
			t.Errorf("%.80q: %s %q, want %s with %q", test.question, a.Kind, a.Text, test.kind, test.want)
		}
	}
}

// checkAnswer holds what every answer promises.
func checkAnswer(t *testing.T, question string, a knowledge.Answer) {
	t.Helper()
	limit := knowledge.MaxAnswer
	switch a.Kind {
	case knowledge.Direct:
		if len(a.Entries) == 0 {
			t.Errorf("%q: an answer without an entry", question)
		}
	case knowledge.Listing:
		limit = knowledge.MaxList
		if len(a.Entries) == 0 {
			t.Errorf("%q: a list without an entry", question)
		}
	case knowledge.NoAnswer:
		for _, e := range a.Entries {
			if e.Kind != knowledge.Gap {
				t.Errorf("%q: a refusal with the entry %s", question, e.ID)
			}
		}
	default:
		t.Errorf("%q: kind %q", question, a.Kind)
	}
	if n := utf8.RuneCountInString(a.Text); n == 0 || n > limit || !utf8.ValidString(a.Text) {
		t.Errorf("%q: text of %d characters, at most %d: %q", question, n, limit, a.Text)
	}
	if a.Confidence < 0 || a.Confidence > 1 {
		t.Errorf("%q: confidence %v", question, a.Confidence)
	}
	if len(a.Suggestions) > 3 || len(a.Suggestions) > 0 && a.Kind != knowledge.NoAnswer {
		t.Errorf("%q: %d suggestions with kind %s", question, len(a.Suggestions), a.Kind)
	}
}

// TestAnswerWith holds that an entry that was chosen says what it says when it
// is asked for.
func TestAnswerWith(t *testing.T) {
	set := embedded(t)
	e, _ := set.Entry("parp")
	if got, want := set.AnswerWith(e), set.Answer("what does PARP mean"); got.Text != want.Text || got.Entries[0] != e {
		t.Errorf("AnswerWith(parp) = %+v, want %+v", got, want)
	}
	for _, e := range set.Entries {
		if a := set.AnswerWith(e); a.Text == "" || e.Kind != knowledge.Gap && a.Kind == knowledge.NoAnswer {
			t.Errorf("AnswerWith(%s) = %+v", e.ID, a)
		}
	}
}

func TestPromises(t *testing.T) {
	set := embedded(t)
	for _, it := range readItems(t, "testdata/heldout.jsonl") {
		checkAnswer(t, it.Question, set.Answer(it.Question))
	}
}

func FuzzAnswer(f *testing.F) {
	set := embedded(f)
	for _, seed := range []string{"when did belarus join pfp", "between 1995 and 2004", "what came first, PfP or PARP", "\xff 99 '04 nineteen hundred and"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, question string) {
		a := set.Answer(question)
		checkAnswer(t, question, a)
		if b := set.Answer(question); b.Text != a.Text || b.Confidence != a.Confidence {
			t.Errorf("%q: %q, then %q", question, a.Text, b.Text)
		}
	})
}

func TestComplete(t *testing.T) {
	set := embedded(t)
	for _, test := range []struct {
		kind  knowledge.Kind
		typed string
		want  string // the first entry's id
	}{
		{knowledge.Term, "parp", "parp"},
		{knowledge.Term, "ottawa", "ottawa-convention"},
		{knowledge.Project, "mine", "mine-project"},
		{"", "who led the mine", "mine-lead"},
		{knowledge.Term, "ottwa", "ottawa-convention"},
		{knowledge.Term, "pfp", "pfp"},
		{"", "who paid for the mi", "mine-funders"},
	} {
		got := set.Complete(test.kind, test.typed, 25)
		if len(got) == 0 || got[0].Entry.ID != test.want {
			t.Errorf("Complete(%q, %q) = %v, want %s first", test.kind, test.typed, got, test.want)
		}
	}
	seen := make(map[*knowledge.Entry]bool)
	all := set.Complete("", "", 25)
	for _, s := range all {
		if seen[s.Entry] {
			t.Errorf("%s is offered twice", s.Entry.ID)
		}
		seen[s.Entry] = true
	}
	if len(all) != 25 {
		t.Errorf("%d offered for nothing typed, want 25", len(all))
	}
	if got := set.Complete("", "w", 25); len(got) != 25 {
		t.Errorf("%d offered for a letter that many questions begin with, want 25", len(got))
	}
	if got := set.Complete("", "zzzzqqqq", 25); len(got) != 0 {
		t.Errorf("offered %v for letters that nothing holds", got)
	}
}
