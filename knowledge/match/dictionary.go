package match

import (
	"strings"

	"attache/knowledge/match/vectors"
)

// mendByDictionary gives the most frequent dictionary word that is one edit away
// from a word that no dictionary has, empty when none is. A regular form of a dictionary word ("payed")
// is left alone: its stem says more.
//
// Method: Peter Norvig, "How to Write a Spelling Corrector", 2007. Cost: a look-up
// for each of some 54 edits a letter.
func mendByDictionary(w string) string {
	if len(w) < minMended || len(w) > maxMended || strings.Trim(w, letters) != "" {
		return ""
	}
	if v, ok := vectors.Find(w); ok && v.Spelt() || isRegularForm(w) {
		return ""
	}
	var room, best [maxMended + 1]byte
	length, least := 0, rareRank
	try := func(candidate []byte) {
		if v, ok := vectors.Find(string(candidate)); ok && v.Spelt() && v.Rank() < least {
			length, least = copy(best[:], candidate), v.Rank()
		}
	}
	for i := range len(w) {
		short := append(append(room[:0], w[:i]...), w[i+1:]...)
		try(short)
		same := append(room[:0], w...)
		for _, c := range []byte(letters) {
			same[i] = c
			try(same)
		}
		if i > 0 {
			same[i-1], same[i] = w[i], w[i-1]
			try(same)
		}
	}
	for i := range len(w) + 1 {
		long := append(append(append(room[:0], w[:i]...), 0), w[i:]...)
		for _, c := range []byte(letters) {
			long[i] = c
			try(long)
		}
	}
	return string(best[:length])
}

const (
	letters   = "abcdefghijklmnopqrstuvwxyz"
	minMended = 5  // letters: shorter words have too many neighbours …
	maxMended = 24 // … and the table has no longer ones
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
