package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// Recall gives a [Context] to whoever kept only which entry answered, and which
// of its examples stands for what was asked; one that is not there stands for
// the first. The zero Context is for an entry that is not there.
func (s *Set) Recall(id string, example int) Context {
	e, ok := s.byID[id]
	if !ok {
		return Context{}
	}
	if example < 0 || example >= len(e.Questions) {
		example = 0
	}
	return Context{Entry: id, Question: strings.Join(match.Words(e.Questions[example]), " ")}
}

// RecallList is [Set.Recall] for what a Listing selected.
func (s *Set) RecallList(q Query) Context {
	selected := s.Select(q)
	if len(selected) == 0 {
		return Context{}
	}
	c := s.Recall(selected[0].ID, 0)
	if q.From != 0 || q.To != 0 {
		c.Question = strings.Join(match.Words("what happened "+q.Spoken()), " ")
	}
	return c
}

// Example tells which of the entry's examples is most like question: the one
// that shares most of its words, the shorter one of two.
func (e *Entry) Example(question string) int {
	asked := match.Words(question)
	best, most, least := 0, -1, 0
	for i, example := range e.Questions {
		words := match.Words(example)
		shared := 0
		for _, w := range words {
			if slices.Contains(asked, w) {
				shared++
			}
		}
		if shared > most || shared == most && len(words) < least {
			best, most, least = i, shared, len(words)
		}
	}
	return best
}
