package knowledge

import (
	"slices"
	"strconv"
	"strings"

	"attache/knowledge/match"
)

// What is asked of words, as the matcher reads them, wherever a question or an entry is
// looked at.

// holdsAny reports whether one of words is in list.
func holdsAny(words, list []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
}

// indexOf gives where some words stand among others, -1 where they do not.
func indexOf(words, some []string) int {
	for i := 0; i+len(some) <= len(words); i++ {
		if slices.Equal(words[i:i+len(some)], some) {
			return i
		}
	}
	return -1
}

// cut splits words around the first place where those of at stand and that has
// words on both sides.
func cut(words []string, at ...string) (left, right []string, ok bool) {
	i := 1 + indexOf(words[min(1, len(words)):], at)
	if i == 0 || i+len(at) == len(words) {
		return nil, nil, false
	}
	return words[:i], words[i+len(at):], true
}

// asRead gives a text as its words with a blank between each two.
func asRead(text string) string { return strings.Join(match.Words(text), " ") }

// textOf joins words with a blank around each, as containsPhrase wants them.
func textOf(words []string) string {
	size := 1
	for _, w := range words {
		size += len(w) + 1
	}
	var text strings.Builder
	text.Grow(size)
	text.WriteByte(' ')
	for _, w := range words {
		text.WriteString(w)
		text.WriteByte(' ')
	}
	return text.String()
}

// containsPhrase reports whether a text of textOf has one of these phrases.
func containsPhrase(text string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool {
		return strings.Contains(text, p) && strings.Contains(text, " "+p+" ") // the first is quick, and mostly false
	})
}

// contentOf gives the words that say something of the subject; numbers do not.
func contentOf(words []string) []string {
	content := make([]string, 0, len(words))
	for _, w := range words {
		if isContent(w) {
			content = append(content, w)
		}
	}
	return content
}

// countContent is how many contentOf gives.
func countContent(words []string) int {
	n := 0
	for _, w := range words {
		if isContent(w) {
			n++
		}
	}
	return n
}

// isContent reports whether a word says something of the subject.
func isContent(w string) bool { return !match.IsFiller(w) && (w[0] < '0' || w[0] > '9') }

// isCount reports whether a word is a number, and no year.
func isCount(w string) bool { return w[0] >= '0' && w[0] <= '9' && !match.IsYear(w) && atoi(w) > 0 }

// atoi gives the number that digits are, and 0 for what are none or too many.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// setOf makes a set of words that stand between blanks.
func setOf(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
