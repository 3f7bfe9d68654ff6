package knowledge_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"attache/knowledge"
	"attache/knowledge/match"
)

const tinySet = `set:
  name: Mill
  subject: the mill
  colour: "#7a3e1d"
  refusal: That is not in my sources.
  about: I answer questions about the mill.
  sentences:
    - name: as-of
      text: True until {date}
sources:
  - {id: ledger, title: Ledger, publisher: Mill House, captured: 1900}
facts:
  - {id: sails, title: Sails, answer: The mill has four sails., source: ledger, as_of: 1900, status: current, questions: [how many sails does the mill have, thanks a lot]}
`

func tiny(t testing.TB) *knowledge.Set {
	t.Helper()
	set, err := knowledge.LoadFS(fstest.MapFS{"set.yaml": {Data: []byte(tinySet)}}, "tiny")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestSentence(t *testing.T) {
	set := tiny(t)
	for _, test := range []struct {
		set   *knowledge.Set
		name  string
		pairs []string
		want  string
	}{
		{set, "as-of", []string{"date", "1900"}, "True until 1900"},
		{nil, "as-of", []string{"date", "1900"}, "As of 1900"},
		{set, "greeting", []string{"subject", "the mill"}, "I answer questions about the mill."},
		{set, "field-date", nil, "Date"},
		{set, "no-such-name", nil, "no-such-name"},
	} {
		if got := test.set.Sentence(test.name, test.pairs...); got != test.want {
			t.Errorf("Sentence(%q, %q) = %q, want %q", test.name, test.pairs, got, test.want)
		}
	}
}

// Every phrase of small talk is of the kind that it stands under.
func TestTalkPhrases(t *testing.T) {
	text, err := os.ReadFile("talk.txt")
	if err != nil {
		t.Fatal(err)
	}
	set := embedded(t)
	var kind knowledge.Talk
	read := map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		phrase, indented := strings.CutPrefix(line, "  ")
		switch {
		case strings.HasPrefix(line, "#"):
			continue
		case !indented:
			if kind = knowledge.Talk(line); set.Sentence("talk-"+line) == "talk-"+line {
				t.Errorf("%q has no sentence", kind)
			}
			continue
		case strings.Contains(phrase, "{"):
			continue // needs a party's name
		}
		if got := set.Answer(phrase).Talk; got != kind {
			t.Errorf("%q is of kind %q, and stands under %q", phrase, got, kind)
		}
		words := strings.Join(match.Words(phrase), " ")
		if twin := read[words]; twin != "" {
			t.Errorf("%q is read as %q is", phrase, twin)
		}
		read[words] = phrase
	}
}

func TestSmallTalk(t *testing.T) {
	if got := embedded(t).Answer("are you a nato bot").Talk; got != knowledge.Official {
		t.Errorf("in whose name a party's bot speaks is talk of kind %q", got)
	}
	for _, set := range []*knowledge.Set{embedded(t), tiny(t)} {
		for text, want := range map[string]knowledge.Talk{
			"hi": knowledge.Hello, "Hello there!": knowledge.Hello, "good morning": knowledge.Hello,
			"help": knowledge.Help, "Hello, what can you do?": knowledge.Help, "please help me": knowledge.Help,
			"Thanks!": knowledge.Thanks, "thank you so much": knowledge.Thanks, "thx": knowledge.Thanks, "ty!": knowledge.Thanks,
			"who are you?": knowledge.WhoAreYou, "hey who are you": knowledge.WhoAreYou,
			"are you ai": knowledge.Machine, "Is this bot biased?": knowledge.Official, "can you be wrong?": knowledge.Accuracy,
			"do you store my messages": knowledge.Privacy, "Sprichst du Deutsch?": knowledge.Language, "Когда это было?": knowledge.Language,
			"invite link pls": knowledge.Invite, "are you sure it opened in 1992": knowledge.NoTalk,
			"bye": knowledge.Goodbye, "ok thanks, bye": knowledge.Goodbye, "nice one, thank you very much!": knowledge.Thanks, "": knowledge.NoTalk, "hi when was it built": knowledge.NoTalk,
			"who are the partners": knowledge.NoTalk, "help for victims": knowledge.NoTalk,
		} {
			a := set.Answer(text)
			if a.Talk != want {
				t.Errorf("%q is talk of kind %q, want %q", text, a.Talk, want)
			}
			if want != knowledge.NoTalk && (a.Kind != knowledge.NoAnswer || a.Text == "" || a.Text == set.Refusal || len(a.Entries) > 0) {
				t.Errorf("Answer(%q) = %+v", text, a)
			}
		}
	}
	if a := tiny(t).Answer("thanks a lot"); a.Kind != knowledge.Direct {
		t.Errorf("an example question of the set is taken for small talk: %+v", a)
	}
}
