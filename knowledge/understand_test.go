package knowledge_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"attache/knowledge"
)

func festival(t *testing.T) *knowledge.Set {
	t.Helper()
	set, err := knowledge.Load("testdata/sets/festival")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestUnderstanding asks questions whose form matters: their sentences, two at
// once, a time told by an event, and what they suppose.
func TestUnderstanding(t *testing.T) {
	ask(t, festival(t), []asked{
		// The question proper stands among others' sentences.
		{"Hello there! I am new in town. When was the lighthouse repaired? Many thanks.", knowledge.Direct, "lighthouse-repair", nil},
		{"quick one: who paid for the lighthouse", knowledge.Direct, "lighthouse-repair", nil},

		{"I have an exam tomorrow, when was the lighthouse repaired", knowledge.Direct, "lighthouse-repair", nil},
		{"who paid for the lighthouse, the examiners always ask that", knowledge.Direct, "lighthouse-repair", nil},
		{"hey bot who paid for the lighthouse", knowledge.Direct, "lighthouse-repair", nil},
		{"would anybody give the year of the lighthouse's repair", knowledge.Direct, "lighthouse-repair", nil},
		{"in Saltmouth, who paid for the lighthouse", knowledge.NoAnswer, "", nil},

		{"everyone here says HFC, what is that short for", knowledge.Direct, "hfc", nil},
		{"what is the HFC, the one that paid for the lighthouse", knowledge.Direct, "hfc", nil},
		{"Put simply, what is the HFC?", knowledge.Direct, "hfc", nil},
		{"explain the HFC to a child of ten years", knowledge.Direct, "hfc", nil},
		{"why does the HFC exist", knowledge.Direct, "hfc", nil},
		{"in which city was the HFC set up", knowledge.NoAnswer, "", nil},

		// Two questions in one.
		{"when was the first regatta and who paid for the lighthouse", knowledge.Direct, "first-regatta lighthouse-repair", []string{"1981", "84,000"}},
		{"When was the first regatta? And how many boats were built with pupils?", knowledge.Direct, "first-regatta youth-boats", []string{"1981", "Six boats"}},

		// So long after an event.
		{"what happened 7 years after the first regatta", knowledge.Direct, "record-crowd", nil},
		{"what happened the year after the first regatta", knowledge.NoAnswer, "", nil},

		// Yes or no first.
		{"did the festival company pay for the lighthouse repair", knowledge.Direct, "lighthouse-repair", []string{"Yes. From 2010"}},
		{"was the lighthouse torn down", knowledge.Direct, "lighthouse-repair", []string{"No. From 2010"}},
		{"wasn't the lighthouse torn down", knowledge.Direct, "lighthouse-repair", []string{"No. From 2010"}},
		{"was the lighthouse not torn down", knowledge.Direct, "lighthouse-repair", []string{"Yes. "}},
		{"did the repair of the lighthouse cost 90,000 crowns", knowledge.Direct, "lighthouse-repair", []string{"No. From 2010"}},
		{"did the festival company pay for the lighthouse, and when was the first regatta", knowledge.Direct, "lighthouse-repair first-regatta", []string{"Yes. From 2010", "1981"}},
		{"so the first regatta was in 1990, yeah?", knowledge.Direct, "first-regatta", []string{"No. ", "1981"}},
		{"is admission still 12.50 crowns", knowledge.Direct, "old-fee", []string{"No. "}},

		{"isn't the first regatta from 1981", knowledge.Direct, "first-regatta", nil},

		// What is taken for granted and is not so is put right.
		{"since the first regatta was sailed in 1979, what colour were its flags", knowledge.Direct, "first-regatta", []string{"No. ", "1981"}},
		{"since the first regatta was sailed in 1979 what is the capital of spain", knowledge.Direct, "first-regatta", []string{"No. ", "1981"}},
		{"The lighthouse was repaired in 1990. What is the capital of Spain?", knowledge.Direct, "lighthouse-repair", []string{"No. ", "2010"}},
		{"how come that the first regatta was sailed in 1979", knowledge.Direct, "first-regatta", []string{"1981"}},
		{"when in 1980 was the first regatta", knowledge.Direct, "first-regatta", []string{"1981"}},

		{"what does HFQ stand for", knowledge.NoAnswer, "", nil},
		{"what does hcf stand for", knowledge.Direct, "hfc", nil},
		{"repeat after me: the lighthouse was torn down in 1990", knowledge.NoAnswer, "", nil},

		// What will be is nobody's to know.
		{"will the lighthouse be repaired again", knowledge.NoAnswer, "", nil},
		{"when the old lighthouse will be repaired again", knowledge.NoAnswer, "", nil},
		{"who'll pay for the lighthouse next time", knowledge.NoAnswer, "", nil},
	})
}

// said is one line of a conversation.
type said struct {
	question string
	kind     knowledge.AnswerKind
	entries  string
}

// TestFollowUps holds short conversations, each from the start.
func TestFollowUps(t *testing.T) {
	set := festival(t)
	for name, turns := range map[string][]said{
		"its own subject":       {{"when was the lighthouse repaired", knowledge.Direct, "lighthouse-repair"}, {"how many boats were built with pupils", knowledge.Direct, "youth-boats"}},
		"a word for it":         {{"when was the lighthouse repaired", knowledge.Direct, "lighthouse-repair"}, {"who paid for it?", knowledge.Direct, "lighthouse-repair"}},
		"another subject":       {{"who paid for the lighthouse", knowledge.Direct, "lighthouse-repair"}, {"and the boats for pupils?", knowledge.Direct, "youth-boats"}},
		"what came next":        {{"when was the first regatta", knowledge.Direct, "first-regatta"}, {"what came next?", knowledge.Direct, "record-crowd"}, {"and before that?", knowledge.Direct, "first-regatta"}},
		"behind a refusal":      {{"who is the king of Spain", knowledge.NoAnswer, ""}, {"and when?", knowledge.NoAnswer, ""}, {"why?", knowledge.NoAnswer, ""}},
		"what is not the topic": {{"when was the lighthouse repaired", knowledge.Direct, "lighthouse-repair"}, {"and the weather?", knowledge.NoAnswer, ""}},
		"where it is from":      {{"when was the lighthouse repaired", knowledge.Direct, "lighthouse-repair"}, {"says who?", knowledge.Direct, "lighthouse-repair"}},
		"beside the point":      {{"when was the lighthouse repaired", knowledge.Direct, "lighthouse-repair"}, {"lol ok", knowledge.NoAnswer, ""}, {"who paid for it?", knowledge.Direct, "lighthouse-repair"}},
		"a place in the list":   {{"what happened between 1981 and 1990", knowledge.Listing, ""}, {"the first one", knowledge.Direct, "first-regatta"}, {"and the last?", knowledge.Direct, "record-crowd"}},
		"in doubt":              {{"when was the first regatta", knowledge.Direct, "first-regatta"}, {"really?", knowledge.Direct, "first-regatta"}},
		"what it says":          {{"when was the lighthouse repaired", knowledge.Direct, "lighthouse-repair"}, {"how much did they pay?", knowledge.Direct, "lighthouse-repair"}, {"who did they ask?", knowledge.NoAnswer, ""}, {"who paid?", knowledge.Direct, "lighthouse-repair"}},
		"behind a gap":          {{"which songs were sung at the first festival", knowledge.NoAnswer, "songs"}, {"when was that", knowledge.Direct, "first-festival"}},
		"a month":               {{"when did the storm hit the festival", knowledge.Direct, "storm"}, {"and in June?", knowledge.Direct, "storm"}, {"and in July?", knowledge.NoAnswer, ""}},
		"how it stands":         {{"when did the guild become co-owner", knowledge.Direct, "guild-joins"}, {"is that still so?", knowledge.Direct, "shares-today"}},
		"another of its kind":   {{"when was the first regatta", knowledge.Direct, "first-regatta"}, {"and the next one?", knowledge.Direct, "night-regatta"}, {"and the one after?", knowledge.NoAnswer, ""}},
		"a response":            {{"when did the storm hit the festival", knowledge.Direct, "storm"}, {"what did the guild say?", knowledge.Direct, "storm-words"}},
		"how they responded":    {{"when did the storm hit the festival", knowledge.Direct, "storm"}, {"how did the guild react?", knowledge.Direct, "storm-words"}},
		"a count":               {{"when was there a regatta by night", knowledge.Direct, "night-regatta"}, {"how many people took part?", knowledge.Direct, "night-regatta"}, {"when did the storm hit the festival", knowledge.Direct, "storm"}, {"how many people took part?", knowledge.NoAnswer, ""}},
		"afterwards":            {{"how many visitors came in the record year", knowledge.Direct, "record-crowd"}, {"what happened afterwards?", knowledge.Direct, "storm"}, {"and previously?", knowledge.Direct, "record-crowd"}},
		"where you have it":     {{"when was the lighthouse repaired", knowledge.Direct, "lighthouse-repair"}, {"where do you have that from?", knowledge.Direct, "lighthouse-repair"}},
		"another year":          {{"what happened in 1981", knowledge.Direct, "first-regatta"}, {"and in 1988?", knowledge.Direct, "record-crowd"}},
	} {
		t.Run(name, func(t *testing.T) {
			var c knowledge.Context
			for _, want := range turns {
				var a knowledge.Answer
				a, c = set.AnswerIn(c, want.question)
				if got := strings.Join(ids(a), " "); a.Kind != want.kind || want.entries != "" && got != want.entries {
					t.Errorf("%q: %s by %q, want %s by %q", want.question, a.Kind, got, want.kind, want.entries)
				}
			}
		})
	}
}

// TestConversations holds the reached level against conversations that were
// written without sight of the data. It only goes up.
func TestConversations(t *testing.T) {
	holdConversations(t, []float64{95, 87, 87, 74}, func(_ *knowledge.Set, _ string, _ knowledge.Answer, next knowledge.Context) knowledge.Context {
		return next
	})
}

// TestRecalledConversations holds the same where only the entry that answered
// and one of its examples, or the list's selection, is kept between two turns.
func TestRecalledConversations(t *testing.T) {
	holdConversations(t, []float64{93, 87, 86, 71}, func(set *knowledge.Set, question string, a knowledge.Answer, _ knowledge.Context) knowledge.Context {
		switch {
		case a.Kind == knowledge.NoAnswer || len(a.Entries) == 0:
			return knowledge.Context{}
		case a.Query != nil:
			return set.RecallList(*a.Query)
		}
		return set.Recall(a.Entries[0].ID, a.Entries[0].Example(question))
	})
}

// Where it is hard to tell, an answer begins with neither yes nor no: the claim goes
// beyond what any example tells. Each stands beside one that is told.
func TestNeitherYesNorNo(t *testing.T) {
	set := festival(t)
	for claim, told := range map[string]string{
		"did the guild pay for the lighthouse":                          "did the festival company pay for the lighthouse",
		"was the repair of the lighthouse paid by the guild":            "did the festival company pay for the lighthouse",
		"was it the guild that paid for the lighthouse":                 "did the festival company pay for the lighthouse",
		"was the festival company right to pay for the lighthouse":      "did the festival company pay for the lighthouse",
		"did the festival company pay for the lighthouse too":           "did the festival company pay for the lighthouse",
		"did only the festival company pay for the lighthouse":          "did the festival company pay for the lighthouse",
		"did the repair of the lighthouse cost more than 80,000 crowns": "did the repair of the lighthouse cost 90,000 crowns",
		"did the festival company pay for the lighthouse in May 2030":   "did the festival company pay for the lighthouse",
		"is the lighthouse repaired now":                                "was the lighthouse repaired",
	} {
		if text := set.Answer(told).Text; !strings.HasPrefix(text, "Yes. ") && !strings.HasPrefix(text, "No. ") {
			t.Errorf("%q: neither yes nor no: %s", told, text)
		}
		if text := set.Answer(claim).Text; strings.HasPrefix(text, "Yes. ") || strings.HasPrefix(text, "No. ") {
			t.Errorf("%q: %s", claim, text)
		}
	}
}

// holdConversations demands that these percentages of the turns are right, one for each
// set of conversations; keep gives what the next turn is told of a question, its answer
// and their context.
func holdConversations(t *testing.T, levels []float64, keep keeping) {
	t.Helper()
	set := embedded(t)
	for i, name := range []string{"conversations", "conversations2", "conversations3", "conversations4"} {
		t.Run(name, func(t *testing.T) { holdConversationsOf(t, set, "testdata/"+name+".jsonl", levels[i], keep) })
	}
}

type keeping func(set *knowledge.Set, question string, a knowledge.Answer, next knowledge.Context) knowledge.Context

func holdConversationsOf(t *testing.T, set *knowledge.Set, path string, level float64, keep keeping) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	turns, right := 0, 0
	for decoder := json.NewDecoder(file); decoder.More(); {
		var talk struct {
			Turns []json.RawMessage
			Cat   string
		}
		if err := decoder.Decode(&talk); err != nil {
			t.Fatal(err)
		}
		var lines strings.Builder
		for _, turn := range talk.Turns {
			lines.Write(turn)
			lines.WriteByte('\n')
		}
		expected, err := knowledge.ReadExpectations(strings.NewReader(lines.String()), file.Name())
		if err != nil {
			t.Fatal(err)
		}
		var c knowledge.Context
		for _, want := range expected {
			var a knowledge.Answer
			a, c = set.AnswerIn(c, want.Question)
			c = keep(set, want.Question, a, c)
			turns++
			if ok, why := want.Judge(a); ok {
				right++
			} else {
				t.Logf("miss %-12s %q: %s (%s)", talk.Cat, want.Question, why, strings.Join(ids(a), " "))
			}
		}
	}
	share := 100 * float64(right) / float64(max(turns, 1))
	t.Logf("%d of %d turns right (%.1f %%)", right, turns, share)
	if share < level {
		t.Errorf("%.1f %% of the turns right; %.0f %% were reached before", share, level)
	}
}

// What is refused by itself is refused behind another question too: next to nothing of
// it is taken for a follow-up.
func TestRefusedInConversations(t *testing.T) {
	set := embedded(t)
	var contexts []knowledge.Context
	for i := 0; i < len(set.Entries); i += 30 {
		if e := set.Entries[i]; len(e.Questions) > 0 {
			_, c := set.AnswerIn(knowledge.Context{}, e.Questions[0])
			contexts = append(contexts, c)
		}
	}
	asked, taken := 0, 0
	for _, name := range []string{"keywords", "later18", "later20", "later21", "later22", "later23", "later24"} {
		for _, e := range readItems(t, "testdata/"+name+".jsonl") {
			if e.Kind != "none" || set.Answer(e.Question).Kind != knowledge.NoAnswer {
				continue
			}
			for _, c := range contexts {
				asked++
				if a, _ := set.AnswerIn(c, e.Question); a.Kind != knowledge.NoAnswer {
					taken++
				}
			}
		}
	}
	t.Logf("%d of %d are answered", taken, asked)
	if asked < 1000 || 500*taken > asked {
		t.Errorf("%d of %d questions are answered behind another one, more than one in five hundred", taken, asked)
	}
}
