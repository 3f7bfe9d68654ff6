package knowledge

import (
	"strings"

	"attache/knowledge/match"
)

// verdictFrames are the words, in lower case, in front of which or behind which a
// statement is put to be judged.
var verdictFrames = []string{
	"true or false", "true/false", "false or true", "true or not", "right or wrong", "right/wrong", "wrong or right", "correct or not",
	"yes or no", "yes/no", "fact or fiction", "fact or myth", "myth or fact", "fact check", "fact-check", "factcheck",
}

// asClaim gives a text that has a statement judged as the statement with a tag, which
// is how it is read; a question stays one. Any other text comes back as it is:
//
//	true or false: it opened in 1990 · it opened in 1990. Right or wrong? · did it open, yes or no?
func asClaim(text string) string {
	if !strings.Contains(text, " or ") && !strings.Contains(text, "/") && !strings.Contains(text, "heck") {
		return text
	}
	const around = " \t\n,.;:!?-–—()\"'"
	trimmed := strings.Trim(text, around)
	lower := strings.ToLower(trimmed)
	if len(lower) != len(trimmed) {
		return text // with letters of other scripts
	}
	for _, frame := range verdictFrames {
		claim, found := strings.CutPrefix(lower, frame)
		claim = trimmed[len(trimmed)-len(claim):]
		if !found {
			claim, found = strings.CutSuffix(lower, frame)
			claim = trimmed[:len(claim)]
		}
		claim = strings.Trim(claim, around)
		words := match.Words(claim)
		switch {
		case !found:
		case len(words) < 3:
			return text
		case match.TypeOf(words) == match.YesNo:
			return claim + "?"
		default:
			return claim + ", right?"
		}
	}
	return text
}
