package knowledge

import "strings"

// sentencePart is a part of a text between full stops, colons and their like.
type sentencePart struct {
	text string
	asks bool // ends in a question mark
}

// sentencesOf cuts a text into sentences; nil when it is one.
func sentencesOf(text string) []sentencePart {
	var parts []sentencePart
	for start, cuts := 0, 0; start < len(text); cuts++ {
		from, to := sentenceEnd(text, start)
		if cuts == maxSentences {
			from, to = len(text), len(text)
		}
		if cuts == 0 && strings.TrimSpace(text[to:]) == "" {
			return nil
		}
		if s := strings.TrimSpace(text[start:from]); s != "" {
			parts = append(parts, sentencePart{s, strings.Contains(text[from:to], "?")})
		}
		start = to
	}
	return parts
}

const maxSentences = 8

// sentenceEnd gives the next end of a sentence, or that of the text: stops and
// their like with blanks behind them, line ends, dashes between blanks, but
// not "2003 - 2017".
func sentenceEnd(text string, start int) (from, to int) {
	for i := start; i < len(text); i++ {
		rest := text[i:]
		switch {
		case strings.IndexByte(".!?;:", rest[0]) >= 0:
			behind := strings.TrimLeft(rest, ".!?;:")
			if blank := strings.TrimLeft(behind, blanks); blank == "" || len(blank) < len(behind) {
				return i, len(text) - len(blank)
			}
			i = len(text) - len(behind) - 1
		case rest[0] == '\n':
			return i, len(text) - len(strings.TrimLeft(rest, "\n"))
		case strings.IndexByte(blanks, rest[0]) >= 0:
			behind := strings.TrimLeft(rest[1:], "-–—")
			if len(behind) < len(rest)-1 && behind != "" && strings.IndexByte(blanks, behind[0]) >= 0 && !(isDigitAt(text, i-1) && isDigitAt(behind, 1)) {
				return i, len(text) - len(behind) + 1
			}
		}
	}
	return len(text), len(text)
}

const blanks = " \t\n\f\r"

func isDigitAt(text string, i int) bool {
	return i >= 0 && i < len(text) && '0' <= text[i] && text[i] <= '9'
}

// askingFirst puts what ends in a question mark before what does not.
func askingFirst(a, b sentencePart) int {
	switch {
	case a.asks == b.asks:
		return 0
	case a.asks:
		return -1
	}
	return 1
}
