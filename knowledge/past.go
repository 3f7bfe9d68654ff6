package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// ofThePast reports whether a question asks for what an entry that has been
// superseded said in its own time: by a phrase ("back then", "formerly"), by a
// time that ends before the change or in its year, or by the abbreviation of
// something that is gone itself.
func (a *answerer) ofThePast(q question, e *Entry) bool {
	if e.Superseded == nil || q.now {
		return false
	}
	since := e.Superseded.Since.Year
	return containsPhrase(q.text, pastPhrases) ||
		slices.ContainsFunc(q.words, func(w string) bool { return a.gone[w] }) ||
		!q.span.isZero() && q.span.to != 0 && q.span.to <= since
}

var (
	nowPhrases = []string{"now", "today", "currently", "current", "still", "nowadays", "at present", "any more", "anymore", "no longer", "these days", "to this day", "as of today", "as of now", "right now", "at the moment", "what became of", "presently", "until now",
		"this year", "even now", "as things stand", "as it stands", "to date", "so far", "by now"}
	pastPhrases = []string{"back then", "at the time", "in those days", "used to", "former", "formerly", "previously", "originally", "back in", "in the past", "historically", "at first"}
)

// nowWords has the longest word of each of nowPhrases.
var nowWords = func() map[string]bool {
	m := make(map[string]bool)
	for _, phrase := range nowPhrases {
		m[slices.MaxFunc(strings.Fields(phrase), func(a, b string) int { return len(a) - len(b) })] = true
	}
	return m
}()

// asksOfNow reports whether a question asks how something is at present.
func asksOfNow(words []string, text string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return nowWords[w] }) && // as few have, and the rest takes time
		containsPhrase(text, nowPhrases)
}

// goneNames gives the abbreviations of terms that have been superseded.
func goneNames(entries []*Entry) map[string]bool {
	gone := make(map[string]bool)
	for _, e := range entries {
		if e.Term == nil || e.Status != Superseded {
			continue
		}
		if words := match.Words(e.Term.Abbreviation); len(words) == 1 {
			gone[words[0]] = true
		}
	}
	return gone
}
