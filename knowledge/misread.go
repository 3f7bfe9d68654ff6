package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// misread reports whether a question that asks for nothing but a short word was read as
// the abbreviation that an entry explains, although other letters were written: those of
// another abbreviation, as like as not. The same letters in another order, or one of
// them twice, are a slip, and so is a plural.
func (a *answerer) misread(text string, e *Entry) bool {
	if e.Kind != Term || e.Term.Abbreviation == "" {
		return false
	}
	abbreviation := strings.ToLower(e.Term.Abbreviation)
	content := slices.DeleteFunc(contentOf(match.Words(text)), func(w string) bool { return slices.Contains(ofLetterWords, w) })
	if len(content) != 1 || len(content[0]) > len(abbreviation)+2 {
		return false
	}
	written := strings.TrimSuffix(content[0], "s")
	return letters(written) != letters(strings.TrimSuffix(abbreviation, "s")) &&
		!slices.Contains(match.Words(e.Term.Name+" "+strings.Join(e.Questions, " ")), content[0]) && !a.isAlias(content[0])
}

// isAlias reports whether a word stands by itself for another in the set.
func (a *answerer) isAlias(word string) bool {
	return slices.ContainsFunc(a.synonyms, func(group []string) bool {
		return slices.ContainsFunc(group, func(name string) bool { return strings.EqualFold(name, word) })
	})
}

// ofLetterWords are what a question for an abbreviation says beside it.
var ofLetterWords = []string{"stand", "stands", "standing", "abbreviation", "acronym", "letters", "initials", "define", "definition", "full", "form", "spell", "spelled"}

// letters gives the letters of a word in the order of the alphabet, each once.
func letters(word string) string {
	all := []rune(word)
	slices.Sort(all)
	return string(slices.Compact(all))
}
