package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
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

// abbreviated gives the term that a word in lower case is the abbreviation of; nil for
// none.
func (a *answerer) abbreviated(word string) *Entry {
	i := slices.IndexFunc(a.entries, func(e *Entry) bool {
		return e.Kind == Term && strings.ToLower(e.Term.Abbreviation) == word
	})
	if i < 0 {
		return nil
	}
	return a.entries[i]
}

func (a *answerer) abbreviates(word string) bool { return a.abbreviated(word) != nil }

// termIn gives the first term whose abbreviation an entry's title or answer has; nil
// for none.
func (a *answerer) termIn(e *Entry) *Entry {
	for _, w := range match.Words(e.Title + " " + e.Answer) {
		if term := a.abbreviated(w); term != nil {
			return term
		}
	}
	return nil
}
