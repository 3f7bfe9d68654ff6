package knowledge

import (
	"strings"

	"github.com/sahilm/fuzzy"
)

// Complete gives up to n suggestions for what somebody has typed so far, best
// first, never two of one entry. Of projects and terms it completes the names,
// of any other kind the example questions of the whole set, but for those that
// it can only refuse. An empty text
// gives the first of them in the order of the files.
//
// The matching is fuzzy's: the typed letters in their order, wherever they
// stand; it serves names and beginnings, not sentences.
func (s *Set) Complete(kind Kind, typed string, n int) []Suggestion {
	typed = strings.TrimSpace(typed)
	if len(typed) > maxTyped {
		typed = strings.ToValidUTF8(typed[:maxTyped], "")
	}
	candidates := s.completions(kind)
	order := make([]int, 0, len(candidates))
	if typed == "" {
		for i := range candidates {
			order = append(order, i)
		}
	} else {
		for _, m := range fuzzy.FindFrom(typed, candidates) {
			order = append(order, m.Index)
		}
	}
	var out []Suggestion
	seen := make(map[*Entry]bool)
	for _, i := range order {
		if len(out) == n {
			break
		}
		if c := candidates[i]; !seen[c.Entry] {
			seen[c.Entry] = true
			out = append(out, c)
		}
	}
	return out
}

// maxTyped bounds what is looked at, in bytes: no name is longer.
const maxTyped = 100

// completions are texts that can be completed; it is a fuzzy.Source.
type completions []Suggestion

func (c completions) String(i int) string { return c[i].Question }
func (c completions) Len() int            { return len(c) }

func (s *Set) completions(kind Kind) completions {
	var c completions
	for _, e := range s.Entries {
		switch {
		case kind == Term && e.Kind == Term:
			if a := e.Term.Abbreviation; a != "" {
				c = append(c, Suggestion{a + " (" + e.Term.Name + ")", e})
			} else {
				c = append(c, Suggestion{e.Term.Name, e})
			}
		case kind == Project && e.Kind == Project:
			c = append(c, Suggestion{e.Title, e})
		case kind != Term && kind != Project && e.Kind != Gap:
			for _, q := range e.Questions {
				c = append(c, Suggestion{q, e})
			}
		}
	}
	return c
}
