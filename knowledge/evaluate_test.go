package knowledge_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"attache/knowledge"
)

func TestReadExpectations(t *testing.T) {
	const in = `{"id": "a1", "q": "when did it open?", "kind": "answer", "must": ["\\b1911\\b"], "must_not": ["^no\\b"], "cat": "date"}

{"q": "who won?", "kind": "none", "gold": "not in my sources"}
`
	got, err := knowledge.ReadExpectations(strings.NewReader(in), "set.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 {
		t.Fatalf("got %d questions, want 2", len(got))
	}
	first, second := got[0], got[1]
	if first.ID != "a1" || first.Question != "when did it open?" || first.Kind != knowledge.Direct || first.Category != "date" ||
		!first.Must[0].MatchString("In 1911.") || !first.MustNot[0].MatchString("No.") {
		t.Errorf("got %+v", first)
	}
	if at := second.Pos.String(); second.Kind != knowledge.NoAnswer || at != "set.jsonl:3:1" {
		t.Errorf("got kind %s at %s", second.Kind, at)
	}
}

func TestReadExpectationsFaults(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"nothing":       {"", `set.jsonl:1:1: there is no question; write lines such as {"q": `},
		"empty lines":   {"\n \n", `set.jsonl:1:1: there is no question; `},
		"plain text":    {"when did it open?", `set.jsonl:1:1: the line is no JSON object: invalid character 'w'`},
		"broken off":    {"{\"q\": \"a\", \"kind\": \"none\"}\n{\"q\": \"é", `set.jsonl:2:8: the line is no JSON object: unexpected end of JSON input; `},
		"another shape": {`["a"]`, `set.jsonl:1:1: the line is no JSON object: `},
		"another type":  {`{"q": "a", "kind": "answer", "must": "1911"}`, `set.jsonl:1:43: "must" cannot be a string; write lines such as`},
		"no question":   {`{"kind": "none", "q": " "}`, `set.jsonl:1:1: "q" is missing or empty; write the question`},
		"no kind":       {`{"q": "a"}`, `set.jsonl:1:1: "kind" is missing or empty; write answer, list, none`},
		"unknown kind":  {`{"q": "a", "kind": "anser"}`, `set.jsonl:1:1: kind "anser" is unknown; did you mean "answer"? if not, it can be answer, list, none`},
		"misspelt key":  {`{"q": "a", "kind": "answer", "musn't": [], "must_no": []}`, `set.jsonl:1:1: key "must_no" is unknown; did you mean "must_not"?`},
		"no expression": {`{"q": "a", "kind": "answer", "must_not": ["(19"]}`, "set.jsonl:1:1: \"(19\" is no expression of \"must_not\": error parsing regexp: missing closing ): `(?i)(19`; write it as on golang.org/s/re2syntax"},
		"too long":      {"\n" + strings.Repeat(" ", 2<<20), `set.jsonl:2:1: the line is longer than 1 MiB; write one question a line`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := knowledge.ReadExpectations(strings.NewReader(test.in), "set.jsonl")
			problems, ok := errors.AsType[knowledge.Problems](err)
			if !ok {
				t.Fatalf("got %v, want problems", err)
			}
			if got := problems[len(problems)-1].String(); !strings.HasPrefix(got, test.want) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	t.Run("all of them, within reason", func(t *testing.T) {
		for line, want := range map[string]int{"{x\n": 20, "a plain question\n": 1} {
			_, err := knowledge.ReadExpectations(strings.NewReader(strings.Repeat(line, 1000)), "set.jsonl")
			if problems, _ := errors.AsType[knowledge.Problems](err); len(problems) != want {
				t.Errorf("of lines %q: got %d problems, want %d", line, len(problems), want)
			}
		}
	})
	t.Run("unreadable", func(t *testing.T) {
		broken := errors.New("broken")
		_, err := knowledge.ReadExpectations(io.MultiReader(strings.NewReader("{"), iotest.ErrReader(broken)), "set.jsonl")
		if !errors.Is(err, broken) {
			t.Errorf("got %v, want %v", err, broken)
		}
	})
}

func TestJudge(t *testing.T) {
	read := func(line string) knowledge.Expectation {
		t.Helper()
		e, err := knowledge.ReadExpectations(strings.NewReader(line), "")
		if err != nil {
			t.Fatal(err)
		}
		return e[0]
	}
	known := read(`{"q": "a", "kind": "answer", "must": ["opened", "1911"], "must_not": ["fire"]}`)
	unknown := read(`{"q": "a", "kind": "none"}`)
	free := read(`{"q": "a", "kind": "list"}`)
	long := func(n int) string { return strings.Repeat("é", n) }
	for name, test := range map[string]struct {
		expected knowledge.Expectation
		kind     knowledge.AnswerKind
		text     string
		why      string // empty: right
	}{
		"right":               {known, knowledge.Direct, "It OPENED in 1911.", ""},
		"right in a list":     {known, knowledge.Listing, "Opened:\n1911", ""},
		"one is missing":      {known, knowledge.Direct, "It opened early.", "lacks 1911"},
		"one is too much":     {known, knowledge.Direct, "Opened in 1911 after a fire.", "has fire"},
		"refused":             {known, knowledge.NoAnswer, "It opened in 1911.", "refused"},
		"rightly refused":     {unknown, knowledge.NoAnswer, "No.", ""},
		"answered":            {unknown, knowledge.Direct, "Yes.", "answered"},
		"listed":              {unknown, knowledge.Listing, "Yes.", "answered"},
		"longest answer":      {free, knowledge.Direct, long(700), ""},
		"too long an answer":  {free, knowledge.Direct, long(701), "701 characters long"},
		"longest list":        {free, knowledge.Listing, long(2500), ""},
		"too long a list":     {free, knowledge.Listing, long(2501), "2501 characters long"},
		"a refusal may be so": {unknown, knowledge.NoAnswer, long(701), ""},
	} {
		right, why := test.expected.Judge(knowledge.Answer{Kind: test.kind, Text: test.text})
		if why != test.why || right != (test.why == "") {
			t.Errorf("%s: got %v, %q, want %q", name, right, why, test.why)
		}
	}
}

func TestEvaluate(t *testing.T) {
	set, err := knowledge.Load("testdata/small")
	if err != nil {
		t.Fatal(err)
	}
	questions, err := knowledge.ReadExpectations(strings.NewReader(`
		{"q": "When did the library open?", "kind": "answer", "must": ["1911"], "cat": "date"}
		{"q": "When did the roof burn?", "kind": "answer", "must": ["1711"], "cat": "date"}
		{"q": "best pizza in town", "kind": "none", "cat": "far"}
	`), "")
	if err != nil {
		t.Fatal(err)
	}
	evaluation := set.Evaluate(questions)
	if total, want := evaluation.Total(), (knowledge.Tally{InScope: 2, Right: 1, OutOfScope: 1, Abstained: 1}); total != want {
		t.Errorf("total %+v, want %+v", total, want)
	}
	categories := evaluation.Categories()
	if len(categories) != 2 || categories[0] != (knowledge.Tally{Category: "date", InScope: 2, Right: 1}) ||
		categories[1] != (knowledge.Tally{Category: "far", OutOfScope: 1, Abstained: 1}) {
		t.Errorf("categories %+v", categories)
	}
	if auroc := evaluation.AUROC(); auroc != 1 {
		t.Errorf("AUROC %v, want 1", auroc)
	}
	if e := evaluation.CalibrationError(); e < .2 || e > .5 { // one in three is surely wrong
		t.Errorf("calibration error %v", e)
	}
	if v := evaluation[1]; v.Right || v.Why != "lacks 1711" || v.Answer.Entries[0].ID != "fire" {
		t.Errorf("got %+v", v)
	}
}
