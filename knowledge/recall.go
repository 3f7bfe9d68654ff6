package knowledge

import (
	"slices"
	"strings"
	"unicode"
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
	return Context{Entry: id, Question: asRead(e.Questions[example])}
}

// RecallList is [Set.Recall] for what a Listing selected.
func (s *Set) RecallList(q Query) Context {
	selected := s.Select(q)
	if len(selected) == 0 {
		return Context{}
	}
	c := s.Recall(selected[0].ID, 0)
	if q.From != 0 || q.To != 0 {
		c.Question = asRead("what happened " + q.Spoken())
	}
	return c
}

// Example tells which of the entry's examples may stand for question: the first
// that begins with the same word, so that both ask when, or who, or how many.
func (e *Entry) Example(question string) int {
	opening := firstWord(question)
	return max(0, slices.IndexFunc(e.Questions, func(example string) bool {
		return strings.EqualFold(firstWord(example), opening)
	}))
}

func firstWord(s string) string {
	s = strings.TrimSpace(s)
	if end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		return s[:end]
	}
	return s
}
