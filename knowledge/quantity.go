package knowledge

import (
	"slices"
	"unicode/utf8"

	"attache/knowledge/match"
)

// larger answers which of two numbers is the larger with what is known of both:
//
//	were there more boats or more visitors
//	which is the higher number, the boats or the visitors
func (a *answerer) larger(q question) (Answer, bool) {
	if !holdsAny(q.words, comparatives) {
		return Answer{}, false
	}
	left, right, ok := cut(q.words, "or")
	if !ok {
		return Answer{}, false
	}
	first, p1 := a.quantity(left)
	second, p2 := a.quantity(right)
	if first == nil || second == nil || first == second || !a.admits(q, first) || !a.admits(q, second) {
		return Answer{}, false
	}
	answer := a.direct(first, min(p1, p2))
	answer.Text = first.Answer + " " + second.Answer
	if utf8.RuneCountInString(answer.Text) > MaxAnswer {
		return Answer{}, false
	}
	answer.Entries = []*Entry{first, second}
	return answer, true
}

var comparatives = []string{"more", "larger", "bigger", "higher", "greater", "fewer", "less", "smaller", "lower"}

// quantity gives the entry with a number that words mean, and how likely; nil when
// they mean none.
func (a *answerer) quantity(words []string) (*Entry, float64) {
	words = append([]string{"how", "many"}, slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return match.IsQuestionWord(w) || w == "number" || slices.Contains(comparatives, w)
	})...)
	r := a.matcher.RankWords(words, func(label int) bool {
		f := a.facets[a.entries[label]]
		return len(f.numbers) > 0 && f.types[match.HowMany]
	})
	if len(r.Candidates()) == 0 || r.Known() < a.orderAt() {
		return nil, 0
	}
	return a.entries[r.Candidates()[0].Label], r.Candidates()[0].Confidence
}
