package knowledge

import (
	"slices"

	"attache/knowledge/match"
)

// verdict says whether an entry's answer affirms or denies a yes/no question.
// What the question supposes decides first: another's name, another year or
// another number than the entry has is denied, and so is that something
// superseded or ended still holds. Else it is as with the most similar of the entry's
// own questions that are marked yes or no, turned round where one of the two is
// negated and the other is not; without such a question nothing is said.
func (a *answerer) verdict(q question, e *Entry) (word string, known bool) {
	if !q.supposes || slices.Contains(q.words, "or") {
		return "", false
	}
	f := a.facets[e]
	switch {
	case q.now && !q.negated && (e.Superseded != nil || e.Status == Historical),
		slices.ContainsFunc(q.others, func(m mention) bool { return !f.others[m.id] }),
		!q.now && !q.span.admits(f.years) && !q.span.precedes(e, f.years),
		!f.counts(q.words):
		return "No", true
	}
	if e.Superseded != nil && asksOfPresent(q.words) {
		return "", false // of what was so and is no longer, the answer tells both
	}
	asked := a.matcher.Text(q.words)
	var yes, no, open float64 // the similarity of the nearest
	for _, v := range f.verdicts() {
		nearest := &open
		if v.marked {
			if nearest = &no; v.yes == (v.negated == q.negated) {
				nearest = &yes
			}
		}
		*nearest = max(*nearest, asked.Similarity(v.text))
	}
	switch {
	case yes >= max(similarEnough, no+clearly, open):
		return "Yes", true
	case no >= max(similarEnough, yes+clearly, open):
		return "No", true
	}
	return "", false
}

// asksOfPresent reports whether a yes/no question stands in the present tense.
func asksOfPresent(words []string) bool {
	return slices.Contains([]string{"is", "are", "do", "does", "can", "has", "have"}, words[0])
}

const (
	similarEnough = 0.5 // how similar a question must be to one that is marked …
	clearly       = 0.2 // … and by how much more than to the nearest marked otherwise
)

// verdict is a yes/no question among the entry's examples, and whether the
// answer affirms or denies it; where it is not marked it does neither.
type verdict struct {
	text    match.Text
	marked  bool
	yes     bool
	negated bool
}

// verdictsOf reads the yes/no questions of an entry. That takes longer than an
// answer, so it is done when the entry is first asked one.
func (a *answerer) verdictsOf(e *Entry) []verdict {
	if len(e.Yes)+len(e.No) == 0 {
		return nil
	}
	var all []verdict
	for i, question := range e.Questions {
		words := match.Words(question)
		marked := i >= len(e.Questions)-len(e.Yes)-len(e.No)
		if marked || match.TypeOf(words) == match.YesNo {
			all = append(all, verdict{a.matcher.Text(words), marked, i < len(e.Questions)-len(e.No), isNegated(words, textOf(words))})
		}
	}
	return all
}

// counts reports whether every number in words is one that the entry has too,
// or the entry has none. A bound ("more than fifty") is no number that it could
// have.
func (f *facet) counts(words []string) bool {
	if len(f.numbers) == 0 {
		return true
	}
	for i, w := range words {
		if isCount(w) && !f.numbers[w] && !holdsAny(words[max(i-2, 0):i], []string{"than", "over", "least", "under", "most", "above", "below", "up"}) {
			return false
		}
	}
	return true
}

// isCount reports whether a word is a number, and no year.
func isCount(w string) bool { return w[0] >= '0' && w[0] <= '9' && !match.IsYear(w) && atoi(w) > 0 }
