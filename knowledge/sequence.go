package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// sequence puts things in the order of their dates:
//
//	put these in order: the fire, the opening and the repair
//	which came first: the fire, the opening or the repair
func (a *answerer) sequence(text string, q question) (Answer, bool) {
	if !q.asksForOrder(text) {
		return Answer{}, false
	}
	if _, items, ok := strings.Cut(text, ":"); ok {
		text = items
	}
	var entries []*Entry
	confidence := 1.0
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;/", r) }) {
		for _, words := range things(a.matcher.Correct(match.Words(part))) {
			e, p := a.milestone(words)
			if e == nil || p < a.orderAt() || slices.Contains(entries, e) {
				return Answer{}, false
			}
			entries, confidence = append(entries, e), min(confidence, p)
		}
	}
	if len(entries) < 2 {
		return Answer{}, false
	}
	slices.SortStableFunc(entries, func(x, y *Entry) int { return x.Date.Compare(y.Date) })
	return inLines("In the order of their dates:", entries, confidence), true
}

// inLines answers with entries, a line each.
func inLines(heading string, entries []*Entry, confidence float64) Answer {
	lines, _ := appendLines([]byte(heading), len(entries), func(dst []byte, i int) []byte {
		return entries[i].appendShort(append(dst, bullet...))
	})
	return Answer{Kind: Listing, Text: string(lines), Entries: entries, Confidence: confidence}
}

// asksForOrder reports whether the question asks to put things in order, or which of
// the things behind a colon came first.
func (q question) asksForOrder(text string) bool {
	if head, items, ok := strings.Cut(text, ":"); ok && strings.Count(items, ",") > 0 && holdsAny(match.Words(head), []string{"first", "earlier", "sooner", "older", "order", "sequence", "last", "later"}) {
		return true
	}
	orders := []string{"order", "sort", "arrange", "rank"}
	if holdsAny(q.whole, []string{"order", "sequence", "date", "dates"}) {
		orders = append(orders, "put") // or it may be "put simply"
	}
	return len(q.whole) > 0 && slices.Contains(orders, q.whole[0]) ||
		holdsAny(q.whole, []string{"chronological", "chronologically"}) ||
		slices.Contains(q.whole, "order") && ordered(textOf(q.whole))
}

func ordered(text string) bool {
	return containsPhrase(text, []string{"right order", "correct order", "what order", "which order", "in order"}) && !containsPhrase(text, []string{"in order to"})
}

// things cuts words wherever "and" or "or" stands, and leaves out what only says that there
// are things.
func things(words []string) [][]string {
	var all [][]string
	for len(words) > 0 {
		thing := words
		if i := slices.IndexFunc(words, func(w string) bool { return w == "and" || w == "or" }); i >= 0 {
			thing, words = words[:i], words[i+1:]
		} else {
			words = nil
		}
		if countContent(thing) > 0 {
			all = append(all, thing)
		}
	}
	return all
}
