package match

import (
	"slices"
	"strings"
)

// Explanation is what each stage made of a text.
type Explanation struct {
	Read       []string     // the words as they stand in the text
	Words      []string     // the words corrected
	Type       QuestionType // what is asked for
	Terms      []TermUse
	Candidates []Weighed // best first
	None       Weighed   // that no label is right
	Threshold  float64   // how likely it must be that any label is right for the best one to answer
}

// TermUse is a term of a text.
type TermUse struct {
	Text    string // its stem, or in brackets the name that all its aliases share
	Words   string // what stands for it in the text
	Known   bool   // whether an example holds it
	Content bool   // whether it says something of the subject
}

// Weighed is an option with what speaks for it.
type Weighed struct {
	Label      int // none's is -1
	Confidence float64
	Shares     []Share
}

// Share is what a signal adds to an option's utility, of which the confidence
// is the softmax.
type Share struct {
	Signal string
	Value  float64 // the signal itself
	Share  float64 // times its weight
}

// Explain ranks as [Matcher.Rank] does, and tells what each stage did.
func (m *Matcher) Explain(text string) Explanation {
	read := Words(text)
	x := Explanation{Read: slices.Clone(read), Threshold: m.threshold}
	x.Words = m.read(read)
	x.Type = TypeOf(x.Words)
	s := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	ranking := m.rankWith(s, x.Words, nil)
	at := 0
	for _, t := range s.terms {
		n := m.lexicon.length(x.Words[at:])
		x.Terms = append(x.Terms, TermUse{t.text, strings.Join(x.Words[at:at+n], " "), t.id != unknownTerm, !t.filler})
		at += n
	}
	for _, c := range ranking.Candidates() {
		x.Candidates = append(x.Candidates, m.weighed(c.Label, c.Confidence, &s.options[slices.Index(s.order, c.Label)]))
	}
	x.None = m.weighed(-1, ranking.None, &s.options[len(s.order)])
	return x
}

func (m *Matcher) weighed(label int, confidence float64, o *option) Weighed {
	w := Weighed{Label: label, Confidence: confidence}
	for i, value := range o {
		none := i >= signalNone
		if none == (label < 0) {
			w.Shares = append(w.Shares, Share{signalNames[i], value, value * m.choice[i]})
		}
	}
	return w
}
