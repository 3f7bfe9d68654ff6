package match

import (
	"fmt"
	"math"
	"testing"
)

func TestShelf(t *testing.T) {
	m := New(library())
	rowOf := func(text string) *row {
		r := m.features.row(m.lexicon.terms(Words(text)))
		return &r
	}
	nearest := func(s *shelf, text string) float64 {
		var told telling
		told.read(rowOf(text), m.features)
		return s.nearest(&told)
	}
	s := newShelf([]*row{rowOf("when does the library open"), rowOf("who founded the library")}, m.features)
	same := nearest(&s, "who founded the library")
	near := nearest(&s, "who founded it")
	far := nearest(&s, "who founded the unheard of")
	none := nearest(&s, "unheard of words")
	if math.Abs(same-1) > 1e-6 || near >= same || far >= near || none != 0 {
		t.Errorf("nearness %v of a text that is there, %v and %v of some that are less so, %v of one that shares nothing", same, near, far, none)
	}
	var empty shelf
	if got := nearest(&empty, "who founded the library"); got != 0 {
		t.Errorf("nearness %v to an empty shelf", got)
	}
	many := make([]*row, 3*shelfSize)
	for i := range many {
		many[i] = rowOf("who founded the library")
	}
	if s := newShelf(many, m.features); len(s.scale) != shelfSize {
		t.Errorf("%d texts on a shelf, want at most %d", len(s.scale), shelfSize)
	}
}

// A text like one of the background is refused although all its words are a label's.
func TestNearestRefusal(t *testing.T) {
	examples := library()
	question := []string{"who", "founded", "the", "first", "reader", "card"}
	before := New(examples).RankWords(question, nil)
	for i := range 20 {
		examples.Background = append(examples.Background, append(question[:len(question):len(question)], fmt.Sprint("n", i)))
	}
	after := New(examples).RankWords(question, nil)
	if after.Known() >= before.Known() || after.Known() > 0.3 {
		t.Errorf("known with %.2f where it must be refused, %.2f before", after.Known(), before.Known())
	}
}
