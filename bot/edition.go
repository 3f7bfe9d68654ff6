package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/bot/picture"
	"attache/knowledge"
)

// edition is what is made of one set, once.
type edition struct {
	set           *knowledge.Set
	pictures      *picture.Cache
	abbreviations map[string]string // in full
	begin         [256]bool         // whether an abbreviation begins with this byte
}

// maxPictures is how many pictures of a set are kept, of some 100 KB each.
const maxPictures = 64

// edition gives that of the set that answers; a former one is dropped.
func (h *handling) edition() *edition {
	kept := h.made.Load()
	if kept != nil && kept.set == h.set {
		return kept
	}
	made := &edition{set: h.set, pictures: picture.NewCache(maxPictures), abbreviations: abbreviations(h.set)}
	for abbreviation := range made.abbreviations {
		made.begin[abbreviation[0]] = true
	}
	h.made.CompareAndSwap(kept, made) // or somebody else was faster
	return made
}

// abbreviations gives those of the terms of a set, but what its very name takes
// for known.
func abbreviations(set *knowledge.Set) map[string]string {
	full := map[string]string{}
	for _, e := range set.Entries {
		if t := e.Term; t != nil && t.Abbreviation != "" && t.Name != "" {
			full[t.Abbreviation] = t.Name
		}
	}
	for _, text := range []string{set.Name, set.Subject} {
		for word := range words(text) {
			delete(full, text[word.from:word.to])
		}
	}
	return full
}

// spellOut adds to the first use of each abbreviation in text what it stands
// for, unless text or head says so: "VBL (Vell Bay Lights)". It
// leaves a text as it is that would become longer than most characters.
func (h *handling) spellOut(head, text string, most int) string {
	known := h.edition()
	var b strings.Builder
	done := 0
	var told []string
	for w := range words(text) {
		if !known.begin[text[w.from]] {
			continue
		}
		abbreviation := text[w.from:w.to]
		name, ok := known.abbreviations[abbreviation]
		if !ok || slices.Contains(told, abbreviation) || strings.HasPrefix(text[w.to:], "'") || strings.HasPrefix(text[w.to:], "-") {
			continue
		}
		told = append(told, abbreviation)
		if containsFold(text, name) || containsFold(head, name) {
			continue
		}
		b.WriteString(text[done:w.to] + " (" + name + ")")
		done = w.to
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	if spelt := b.String(); utf8.RuneCountInString(spelt) <= most {
		return spelt
	}
	return text
}

func containsFold(text, part string) bool {
	return strings.Contains(text, part) || strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// place is where something stands in a text, in bytes.
type place struct{ from, to int }

// words goes over the words of a text.
func words(text string) func(yield func(place) bool) {
	return func(yield func(place) bool) {
		from := -1
		for i, r := range text {
			letter := unicode.IsLetter(r) || unicode.IsDigit(r)
			switch {
			case letter && from < 0:
				from = i
			case !letter && from >= 0:
				if !yield(place{from, i}) {
					return
				}
				from = -1
			}
		}
		if from >= 0 {
			yield(place{from, len(text)})
		}
	}
}
