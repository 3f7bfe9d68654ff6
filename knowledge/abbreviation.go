package knowledge

import (
	"slices"
	"strings"
)

// spellOut answers what the letters of a term stand for, whatever else
// stands around:
//
//	everyone here says HFC, what is that short for
func (a *answerer) spellOut(q question) (Answer, bool) {
	if !containsPhrase(q.text, ofLetters) {
		return Answer{}, false
	}
	var terms []*Entry
	for _, e := range a.entries {
		if e.Kind == Term && e.Term.Abbreviation != "" && slices.Contains(q.whole, strings.ToLower(e.Term.Abbreviation)) {
			terms = append(terms, e)
		}
	}
	if len(terms) > 1 { // the name of one whom the set is about may only say whose it is
		terms = slices.DeleteFunc(terms, func(e *Entry) bool {
			return slices.ContainsFunc(q.parties, func(m mention) bool { return m.text == strings.ToLower(e.Term.Abbreviation) })
		})
	}
	if len(terms) != 1 {
		return Answer{}, false
	}
	return a.render(q, terms[0], certainly), true
}

// ofLetters are phrases that ask what letters stand for.
var ofLetters = []string{
	"short for", "stand for", "stands for", "stood for", "standing for", "long form", "full form", "spelled out", "spelt out", "spell out", "written out", "write out",
	"letters mean", "letters stand", "acronym", "abbreviation", "initials",
}
