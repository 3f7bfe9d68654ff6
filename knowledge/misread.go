package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// misread reports whether a question that asks for nothing but a word was read as the
// abbreviation that an entry explains, although other letters were written: those of
// another abbreviation, as like as not. The same letters in another order, or one of them twice, are a slip.
func misread(text string, e *Entry) bool {
	if e.Kind != Term || e.Term.Abbreviation == "" {
		return false
	}
	written := match.Words(text)
	known := match.Words(e.Term.Abbreviation + " " + e.Term.Name + " " + strings.Join(e.Questions, " "))
	content := slices.DeleteFunc(contentOf(written), func(w string) bool { return slices.Contains(ofLetterWords, w) })
	return len(content) == 1 && !slices.Contains(known, content[0]) && letters(content[0]) != letters(strings.ToLower(e.Term.Abbreviation))
}

// ofLetterWords are what a question for an abbreviation says beside it.
var ofLetterWords = []string{"stand", "stands", "abbreviation", "acronym", "letters", "define", "definition", "full", "form", "initials", "standing", "spell", "spelled"}

// letters gives the letters of a word in the order of the alphabet, each once.
func letters(word string) string {
	all := []rune(word)
	slices.Sort(all)
	return string(slices.Compact(all))
}
