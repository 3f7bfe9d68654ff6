package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// sequence puts three or more things in the order of their dates:
//
//	put these in order: the fire, the opening and the repair
func (a *answerer) sequence(text string, q question) (Answer, bool) {
	if !q.asksForOrder() {
		return Answer{}, false
	}
	if _, items, ok := strings.Cut(text, ":"); ok {
		text = items
	}
	var entries []*Entry
	confidence := 1.0
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		words := a.matcher.Correct(match.Words(part))
		for _, words := range a.things(words) {
			e, p := a.milestone(words)
			if e == nil || p < a.orderAt() || slices.Contains(entries, e) {
				return Answer{}, false
			}
			entries, confidence = append(entries, e), min(confidence, p)
		}
	}
	if len(entries) < 3 {
		return Answer{}, false
	}
	slices.SortStableFunc(entries, func(x, y *Entry) int { return x.Date.Compare(y.Date) })
	var lines []byte
	lines, _ = appendLines([]byte("In the order of their dates:"), len(entries), func(dst []byte, i int) []byte {
		return entries[i].appendShort(append(dst, bullet...))
	})
	return Answer{Kind: Listing, Text: string(lines), Entries: entries, Confidence: confidence}, true
}

// asksForOrder reports whether the question asks to put things in order.
func (q question) asksForOrder() bool {
	return len(q.whole) > 0 && slices.Contains([]string{"order", "sort", "arrange", "put", "rank"}, q.whole[0]) ||
		holdsAny(q.whole, []string{"chronological", "chronologically"}) ||
		containsPhrase(q.text, []string{"right order", "correct order", "what order", "which order", "these in order", "following in order"})
}

// things cuts words at "and", and leaves out what only says that there are things.
func (a *answerer) things(words []string) [][]string {
	var all [][]string
	for _, thing := range cutAll(words, "and") {
		if countContent(thing) > 0 {
			all = append(all, thing)
		}
	}
	return all
}

// cutAll cuts words wherever at stands.
func cutAll(words []string, at string) [][]string {
	var parts [][]string
	for {
		i := slices.Index(words, at)
		if i < 0 {
			return append(parts, words)
		}
		parts, words = append(parts, words[:i]), words[i+1:]
	}
}
