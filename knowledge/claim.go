package knowledge

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/knowledge/match"
)

// verdictFrames are the words, in lower case, in front of which or behind which a
// statement is put to be judged; each has one of frameMarks.
var (
	verdictFrames = []string{
		"true or false", "true/false", "false or true", "true or not", "right or wrong", "right/wrong", "wrong or right", "correct or not",
		"yes or no", "yes/no", "fact or fiction", "fact or myth", "myth or fact", "fact check", "fact-check", "factcheck",
	}
	frameMarks = []string{" or ", " Or ", " OR ", "/", "heck", "HECK"}
)

// asClaim gives a text that has a statement judged as the statement with a tag, which
// is how it is read; a question stays one. Any other text comes back as it is:
//
//	true or false: it opened in 1990 · it opened in 1990. Right or wrong? · did it open, yes or no?
func asClaim(text string) string {
	if !slices.ContainsFunc(frameMarks, func(mark string) bool { return strings.Contains(text, mark) }) {
		return text // as most are, and the rest takes time
	}
	text = strings.TrimSpace(text)
	claim, ok := unframed(text)
	words := match.Words(claim)
	switch {
	case !ok || len(words) < 3 || strings.ContainsAny(claim, "?;") || strings.Contains(claim, ". "):
		return text
	case match.TypeOf(words) == match.YesNo:
		return claim + "?"
	case beginsQuestion(words) || holdsAny(words, []string{"it", "they", "he", "she", "this"}):
		return text // no statement, or not a whole one
	}
	return claim + ", right?"
}

// unframed gives a text without the words that ask for a verdict.
func unframed(text string) (claim string, ok bool) {
	const around = " \t\n,.;:!?-–—()\"'"
	trimmed := strings.Trim(text, around)
	lower := strings.ToLower(trimmed)
	if len(lower) != len(trimmed) {
		return "", false // with letters of other scripts
	}
	for _, frame := range verdictFrames {
		if rest, ok := strings.CutPrefix(lower, frame); ok && !isWord(utf8.DecodeRuneInString(rest)) {
			return strings.Trim(trimmed[len(frame):], around), true
		}
		if rest, ok := strings.CutSuffix(lower, frame); ok && !isWord(utf8.DecodeLastRuneInString(rest)) {
			return strings.Trim(trimmed[:len(rest)], around), true
		}
	}
	return "", false
}

// isWord reports whether a rune of this size is part of a word.
func isWord(r rune, size int) bool { return size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
