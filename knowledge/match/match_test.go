package match

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"attache/knowledge/match/vectors"
)

func needVectors(t *testing.T) {
	t.Helper()
	if vectors.Len() == 0 {
		t.Skip("built without the table of words")
	}
}

// library is a small set of examples on a subject of its own.
func library() Examples {
	read := func(texts ...string) [][]string {
		words := make([][]string, len(texts))
		for i, text := range texts {
			words[i] = Words(text)
		}
		return words
	}
	return Examples{
		Labels: []Label{
			{Questions: read("when does the library open", "what are the opening hours", "at what time can I come in", "is the library open on sunday", "until when is it open"), Texts: read("Opening hours", "The library is open from nine to six.")},
			{Questions: read("how many books can I borrow", "what is the limit on loans", "how many items may a reader take home", "maximum number of borrowed books", "is there a limit for borrowing"), Texts: read("Loans", "A reader may borrow ten books.")},
			{Questions: read("who founded the library", "who was the founder", "which family gave the first books", "founder of the town library", "by whom was it established"), Texts: read("Founder", "The Lindqvist family founded it.")},
			{Questions: read("what does a membership card cost", "how much is a card", "price of the reader card", "is the membership free", "do children pay for a card"), Texts: read("Card", "The membership card is free.")},
		},
		Background: read("what is the weather today", "how do I cook rice", "who won the cup final", "book me a flight to lisbon", "tell me a joke", "how tall is the tower"),
		Aliases:    [][]string{{"membership card", "reader card", "library card"}},
		Keep:       0.95,
	}
}

func TestRank(t *testing.T) {
	m := New(library())
	for _, test := range []struct {
		text  string
		label int // -1: none
	}{
		{"when is the library open", 0},
		{"openning hours plese", 0},
		{"what is the maximum of books i can borow", 1},
		{"who was it founded by", 2},
		{"how much does the library card cost", 3},
		{"the libraryopening hours", 0},
		{"mem bership card price", 3},
		{"what is the weather tomorrow", -1},
		{"who won the final", -1},
		{"", -1},
	} {
		r := m.Rank(test.text, nil)
		label := -1
		if best := r.Candidates()[0]; best.Confidence >= m.Threshold() {
			label = best.Label
		}
		if label != test.label {
			t.Errorf("%q: label %d, want %d (%+v, none %.2f, threshold %.2f)", test.text, label, test.label, r.Candidates(), r.None, m.Threshold())
		}
		sum := r.None
		for _, c := range r.Candidates() {
			sum += c.Confidence
		}
		if test.text != "" && (sum < 0.999 || sum > 1.001) {
			t.Errorf("%q: the probabilities add up to %f", test.text, sum)
		}
	}
}

// TestDeterministic trains on one processor, on two and on more than there are.
func TestDeterministic(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	one := New(library()).Marshal()
	for _, n := range []int{2, 7} {
		runtime.GOMAXPROCS(n)
		if New(library()).Marshal() != one {
			t.Errorf("training on %d processors gives another matcher than on one", n)
		}
	}
}

func TestUnmarshal(t *testing.T) {
	examples := library()
	m := New(examples)
	data := m.Marshal()
	again, err := Unmarshal(data, examples.Aliases)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"when does it open", "who founded teh libary", "reader card", "unknown words here"} {
		if got, want := again.Explain(text), m.Explain(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v after reading back, %+v before", text, got, want)
		}
	}
	for _, n := range []int{0, 1, 100, len(data.Rest) / 2, len(data.Rest) - 1} {
		if _, err := Unmarshal(Stored{data.Rest[:n], data.Weights}, examples.Aliases); err == nil {
			t.Errorf("no error for the first %d of %d bytes", n, len(data.Rest))
		}
	}
	if _, err := Unmarshal(Stored{data.Rest, data.Weights[1:]}, examples.Aliases); err == nil {
		t.Error("no error where a weight is cut short")
	}
}

func TestExplain(t *testing.T) {
	m := New(library())
	x := m.Explain("who foundd the libary")
	if got := strings.Join(x.Words, " "); got != "who founded the library" {
		t.Errorf("corrected to %q", got)
	}
	if x.Type != Who || len(x.Candidates) == 0 || x.Candidates[0].Label != 2 {
		t.Errorf("%+v", x)
	}
	var sum float64
	for _, s := range x.Candidates[0].Shares {
		sum += s.Share
	}
	var none float64
	for _, s := range x.None.Shares {
		none += s.Share
	}
	if sum <= none {
		t.Errorf("the shares %.2f of the winner do not outweigh those of none, %.2f", sum, none)
	}
}

// TestWithout leaves one part out at a time: what rests on it is gone, the rest
// still ranks.
func TestWithout(t *testing.T) {
	needVectors(t)
	for part, test := range map[Part]struct {
		text string
		gone func(x Explanation) bool
	}{
		Pairs:      {"the founder of the library", nil},
		Vectors:    {"the founder of the library", func(x Explanation) bool { return x.Candidates[0].Shares[signalCentroid].Value == 0 }},
		Centroids:  {"the founder of the library", func(x Explanation) bool { return x.Candidates[0].Shares[signalCentroid].Value == 0 }},
		Speller:    {"foundr of the library", func(x Explanation) bool { return x.Words[0] == "foundr" }},
		Aliases:    {"library card", func(x Explanation) bool { return len(x.Terms) == 2 }},
		Types:      {"who is the founder", func(x Explanation) bool { return x.Candidates[0].Shares[signalWho].Value == 0 }},
		Things:     {"how many books", func(x Explanation) bool { return x.Candidates[0].Shares[signalCounted].Value == 0 }},
		Coverage:   {"the founder of the zoo", func(x Explanation) bool { return x.Candidates[0].Shares[signalCoverage].Value == 1 }},
		Nearest:    {"the founder of the library", func(x Explanation) bool { return x.Candidates[0].Shares[signalNearest].Value == 0 }},
		Background: {"the founder of the library", nil},
	} {
		examples := library()
		if test.gone != nil && test.gone(New(examples).Explain(test.text)) {
			t.Errorf("%q does not rest on part %b", test.text, part)
		}
		examples.Without = part
		m := New(examples)
		if test.gone != nil && !test.gone(m.Explain(test.text)) {
			t.Errorf("without part %b: %q is ranked by it all the same", part, test.text)
		}
		if r := m.Rank("who founded the library", nil); r.Candidates()[0].Label != 2 {
			t.Errorf("without part %b the founder is label %d", part, r.Candidates()[0].Label)
		}
	}
}

// A vocabulary has its bounds; beyond them words are unknown, and nothing else changes.
func TestManyWords(t *testing.T) {
	examples := library()
	words := 0
	for range 20 {
		text := make([]string, 4000)
		for i := range text {
			text[i] = fmt.Sprintf("w%dx", words)
			words++
		}
		examples.Background = append(examples.Background, text)
	}
	m := New(examples)
	if n := m.lexicon.ids.size(); n != maxTerms || words < maxTerms {
		t.Errorf("%d terms of %d words, want %d", n, words, maxTerms)
	}
	if r := m.Rank("who founded the library", nil); r.Candidates()[0].Label != 2 {
		t.Errorf("%+v", r)
	}
}
