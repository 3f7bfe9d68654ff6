package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// defined gives the term that a question names and of which it says nothing but that it
// is to be explained, whatever the words for that are; nil for none:
//
//	explain the HFC to a child · what was the HFC set up to do · why is there an HFC
func (a *answerer) defined(q question) *Entry {
	if !q.span.isZero() || q.supposes || q.forecast {
		return nil
	}
	words, explains := q.words, holdsAny(q.words, explaining)
	if to := slices.Index(words, "to"); explains && to > 0 {
		words = words[:to] // to whom
	}
	if asksParticular(words) || !explains && !holdsAny(words, []string{"what", "why", "how"}) {
		return nil
	}
	rest := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(defining, w) || slices.Contains(explaining, w) })
	if !explains && a.namesAlone(rest) {
		return nil // what somebody by name is for is more than the name
	}
	e := a.terms[strings.Join(a.matcher.Content(rest), " ")]
	if e == nil || slices.ContainsFunc(q.others, func(m mention) bool { return !a.facets[e].others[m.id] }) {
		return nil
	}
	return e
}

// termsByName finds the terms by what their names and abbreviations say; of those that
// say the same, the first.
func (a *answerer) termsByName() map[string]*Entry {
	terms := make(map[string]*Entry)
	for _, e := range slices.Backward(a.entries) {
		if e.Kind == Term {
			for _, name := range []string{e.Term.Name, e.Term.Abbreviation} {
				terms[strings.Join(a.matcher.Content(match.Words(name)), " ")] = e
			}
		}
	}
	delete(terms, "")
	return terms
}

// The words that ask for an explanation; defining are those that say no more of what is to
// be explained.
var (
	explaining = []string{"explain", "describe", "define", "clarify", "introduce", "explanation", "definition", "summarise", "summarize"}
	defining   = strings.Fields(`purpose point aim idea goal function role sense use exist exists existed work works worked set up created founded established made make formed
		do does did thing actually basically really exactly simple simply plain english words word sentence line short brief briefly nutshell layman terms dummies beginner
		beginners heard hear never know idea old need please quick quickly like five`)
)
