package match

import (
	"strings"

	"attache/knowledge/match/vectors"
)

// mendByDictionary gives the most frequent dictionary word that is one edit away
// from a word that no dictionary has, empty when none is. A regular form of a
// dictionary word ("payed") is left alone: its stem says more.
//
// Idea: Peter Norvig, "How to Write a Spelling Corrector", 2007. Cost: some
// microseconds.
func mendByDictionary(w string) string {
	if len(w) < minMended || strings.Trim(w, letters) != "" {
		return ""
	}
	if v, ok := vectors.Find(w); ok && v.Spelt() || isRegularForm(w) {
		return ""
	}
	best, least := vectors.Word(-1), rareRank
	vectors.Near(w, func(v vectors.Word) {
		if v.Spelt() && v.Rank() < least {
			best, least = v, v.Rank()
		}
	})
	if best < 0 {
		return ""
	}
	return best.Text()
}

const (
	letters   = "abcdefghijklmnopqrstuvwxyz"
	minMended = 5 // letters: shorter words have too many neighbours
)

// isRegularForm reports whether a word is one of the dictionary's with an ending.
func isRegularForm(w string) bool {
	for _, ending := range []string{"s", "es", "d", "ed", "ing", "er", "ly"} {
		if base, ok := strings.CutSuffix(w, ending); ok && len(base) >= 3 {
			if v, ok := vectors.Find(base); ok && v.Spelt() {
				return true
			}
		}
	}
	return false
}
