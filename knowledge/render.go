package knowledge

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/knowledge/match"
)

// Limits of an answer's text in code points.
const (
	MaxAnswer = 400
	MaxList   = 2000
)

// render gives the answer of the entry that won.
func (a *answerer) render(q question, e *Entry, confidence float64) Answer {
	switch {
	case e.Kind == Gap:
		return gap(e, confidence)
	case e.Select != nil:
		return a.selection(q, e, confidence)
	case e.Kind == List:
		return a.listing(q, e, confidence)
	}
	answer := a.direct(e, confidence)
	switch {
	case a.ofThePast(q, e):
		answer.Text = e.SpokenThen()
	case e.Status == Historical && q.ofClosedPast() && tellsYear(e.Answer):
		answer.Text = e.Answer // which says itself when that was
	case q.now && e.Date.IsZero() && e.Superseded == nil && e.Kind != Term && !a.facets[e].present && present(e, &answer):
		return answer
	}
	if word, known := a.verdict(q, e, confidence); known && !opensWith(answer.Text, word) {
		answer.Text = word + ". " + answer.Text
	}
	return answer
}

// opensWith reports whether a text begins with a yes or no of its own.
func opensWith(text, word string) bool {
	rest, ok := strings.CutPrefix(text, word)
	return ok && rest != "" && strings.IndexByte(".,:", rest[0]) >= 0
}

// ofClosedPast reports whether a question wants to know how something was, and not how
// it is.
func (q question) ofClosedPast() bool {
	return (q.when || holdsAny(q.words, pastAuxiliaries)) && !q.now && !holdsAny(q.words, presentAuxiliaries)
}

// tellsYear reports whether a text names a year.
func tellsYear(text string) bool { return slices.ContainsFunc(match.Words(text), match.IsYear) }

// present has the answer of an older entry begin with how things stand now in
// one of its topics, and reports whether that is known.
func present(e *Entry, answer *Answer) bool {
	for _, t := range e.Topics {
		today := t.Today
		if today == nil || today == e || !today.Date.after(e.AsOf) {
			continue
		}
		answer.Entries = []*Entry{today, e}
		answer.Text = sentence(today.Brief+" since "+today.Date.Spoken()) + " Before that: " + continued(e.Answer)
		if utf8.RuneCountInString(answer.Text) > MaxAnswer {
			answer.Text = today.Spoken()
		}
		return true
	}
	return false
}

// direct is the answer of one entry.
func (a *answerer) direct(e *Entry, confidence float64) Answer {
	return Answer{Kind: Direct, Text: e.Spoken(), Entries: a.facets[e].alone, Confidence: confidence}
}

// Spoken is what an entry answers today: for one that is superseded what holds
// now, then what held before; for any other its answer, then how it stands.
func (e *Entry) Spoken() string {
	if e.Status == Superseded && e.Superseded != nil {
		return e.StatusNote() + " Before that: " + continued(e.Answer)
	}
	return e.SpokenThen()
}

// continued gives a sentence as it stands after a colon.
func continued(sentence string) string {
	first, _, _ := strings.Cut(sentence, " ")
	if slices.Contains([]string{"A", "About", "An", "As", "At", "By", "For", "From", "In", "It", "On", "Only", "Since", "The", "Until", "With"}, first) {
		return strings.ToLower(sentence[:1]) + sentence[1:]
	}
	return sentence
}

// counted gives a number of things: "1 year", "12 years".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// SpokenThen is what an entry answers to a question about its own time: its
// answer, then how it stands today.
func (e *Entry) SpokenThen() string {
	if note := e.StatusNote(); note != "" {
		return e.Answer + " " + note
	}
	return e.Answer
}

// gap refuses with what the sources are known not to say, and tells what comes
// nearest as far as it fits.
func gap(e *Entry, confidence float64) Answer {
	answer := Answer{Kind: NoAnswer, Text: e.Answer, Entries: []*Entry{e}, Confidence: confidence}
	if near := e.Nearest; near != nil {
		text := e.Answer + " What I do know: " + near.SpokenThen()
		if near.Kind != List && utf8.RuneCountInString(text) <= MaxAnswer {
			answer.Text = text
		} else {
			answer.Suggestions = []Suggestion{{near.Questions[0], near}}
		}
	}
	return answer
}

// shownItems are the lines of a list of its own, less those that speak of other years
// than the question; all where none is of its time.
func shownItems(e *Entry, q question) []string {
	var shown []string
	for _, item := range e.Items {
		if years := yearsOfText(item); len(years) == 0 || q.span.covers(years) {
			shown = append(shown, item)
		}
	}
	if len(shown) == 0 {
		return e.Items
	}
	return shown
}

// listing is a list that carries its own lines.
func (a *answerer) listing(q question, e *Entry, confidence float64) Answer {
	items := shownItems(e, q)
	list, _ := appendLines([]byte(e.Answer), len(items), func(dst []byte, i int) []byte { return append(append(dst, bullet...), items[i]...) })
	text := string(list)
	if note := e.StatusNote(); note != "" && utf8.RuneCountInString(text)+1+utf8.RuneCountInString(note) <= MaxList {
		text += "\n" + note
	}
	return Answer{Kind: Listing, Text: text, Entries: a.facets[e].alone, Confidence: confidence}
}

// selection is a list of the entries that e selects within the question's time.
func (a *answerer) selection(q question, e *Entry, confidence float64) Answer {
	return a.selected(q.selects(e), e.Answer, confidence)
}

// selects is what a list selects within the question's time.
func (q question) selects(e *Entry) Query {
	query := q.span.query()
	query.Kind, query.Topic = e.Select.Kind, e.Select.Topic
	return query
}

// timeline lists the milestones within the question's time.
func (a *answerer) timeline(q question, confidence float64) Answer {
	return a.selected(q.span.query(), "", confidence)
}

func (a *answerer) selected(query Query, heading string, confidence float64) Answer {
	entries := a.set.Select(query)
	switch len(entries) {
	case 0:
		return a.nothingThen(query)
	case 1:
		return a.direct(entries[0], confidence)
	}
	memory := a.lists.Get().(*[]byte)
	defer a.lists.Put(memory)
	text := query.appendSpoken((*memory)[:0])
	if len(text) == 0 {
		text = append(text, heading...)
	} else {
		text[0] = byte(unicode.ToUpper(rune(text[0]))) // a digit, or a letter of "since"
		text = append(text, ':')
	}
	opening := len(text)
	phased := (query.Kind == "" || query.Kind == Milestone) && a.set.inPhases(entries)
	text, whole := a.set.appendEntries(text, entries, phased, (*Entry).appendLine)
	if !whole {
		text, _ = a.set.appendEntries(text[:opening], entries, phased, (*Entry).appendShort)
	}
	*memory = text
	room := &struct { // both in one piece
		query      Query
		candidates [match.MaxCandidates]Candidate
	}{query: query}
	return Answer{Kind: Listing, Text: string(text), Entries: entries, Query: &room.query, Candidates: room.candidates[:0], Confidence: confidence}
}

// nothingThen refuses for a time in which nothing is known, and names what
// came before and after it.
func (a *answerer) nothingThen(query Query) Answer {
	answer := Answer{Kind: NoAnswer, Text: a.set.Refusal}
	var last, next *Entry
	for _, e := range a.set.Select(Query{Kind: query.Kind, Topic: query.Topic}) {
		switch {
		case e.Date.IsZero():
		case query.From != 0 && e.Date.Compare(Date{Year: query.From, Month: query.FromMonth}) < 0:
			last = e
		case query.To != 0 && e.Date.after(Date{Year: query.To, Month: query.ToMonth}) && next == nil:
			next = e
		}
	}
	for _, e := range []*Entry{last, next} {
		if e != nil {
			answer.Suggestions = append(answer.Suggestions, Suggestion{e.Questions[0], e})
		}
	}
	return answer
}

// Spoken says a query's time: "1999", "1995 to 2004", "May to July 2004",
// "since 2005", "until April 1997".
func (q Query) Spoken() string { return string(q.appendSpoken(nil)) }

func (q Query) appendSpoken(dst []byte) []byte {
	from, to := Date{Year: q.From, Month: q.FromMonth}, Date{Year: q.To, Month: q.ToMonth}
	switch {
	case from.IsZero() && to.IsZero():
		return dst
	case from.IsZero():
		dst = append(dst, "until "...)
	case to.IsZero():
		return from.appendSpoken(append(dst, "since "...))
	case from.Year == to.Year && from.Month != to.Month && from.Month != 0 && to.Month != 0:
		dst = append(append(dst, from.Month.String()...), " to "...)
	case from != to:
		dst = append(from.appendSpoken(dst), " to "...)
	}
	return to.appendSpoken(dst)
}

// Line is an entry as a line of a list.
func (e *Entry) Line() string { return string(e.appendLine(nil)) }

func (e *Entry) appendLine(dst []byte) []byte {
	switch {
	case e.Term != nil && e.Term.Abbreviation != "":
		return append(append(append(dst, e.Term.Abbreviation...), ": "...), e.Term.Name...)
	case e.Term != nil:
		return append(dst, e.Term.Name...)
	case e.Kind == Milestone:
		date, text := e.Dated()
		if date != "" {
			dst = append(append(dst, date...), ": "...)
		}
		return append(dst, text...)
	case e.Kind == Phase && e.End.IsZero():
		dst = e.Date.appendSpoken(append(dst, "since "...))
	case e.Kind == Phase:
		dst = e.End.appendSpoken(append(e.Date.appendSpoken(dst), " to "...))
	default:
		return e.appendShort(dst)
	}
	return append(append(dst, ": "...), e.Answer...)
}

// appendShort appends the line with the entry's title for its answer.
func (e *Entry) appendShort(dst []byte) []byte {
	if e.Term != nil {
		return e.appendLine(dst)
	}
	if !e.Date.IsZero() {
		dst = append(e.Date.appendSpoken(dst), ": "...)
	}
	return append(dst, e.Title...)
}

// appendLines appends n lines to a heading, as many as the limit allows, and
// says how many were left out and whether none was.
func appendLines(text []byte, n int, line func(dst []byte, i int) []byte) (list []byte, whole bool) {
	length := countRunes(text)
	for i := range n {
		reserve := 0 // for the word on what is left out
		if i < n-1 {
			reserve = len("\n… and 9999 more")
		}
		end := len(text)
		if end > 0 {
			text = append(text, '\n')
		}
		begin := len(text)
		text = line(text, i)
		length += 1 + countRunes(text[begin:])
		if length+reserve > MaxList {
			return fmt.Appendf(text[:end], "\n… and %d more", n-i), false
		}
	}
	return text, true
}

// countRunes is utf8.RuneCount for what is valid, without its allocation.
func countRunes(text []byte) int {
	n := 0
	for _, c := range text {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

const bullet = "• "

// appendEntries appends the lines of entries to a heading, where phased each
// phase's first below its title.
func (s *Set) appendEntries(text []byte, entries []*Entry, phased bool, line func(*Entry, []byte) []byte) (list []byte, whole bool) {
	var last *Entry
	return appendLines(text, len(entries), func(dst []byte, i int) []byte {
		if phased {
			if p := s.PhaseAt(entries[i].Date); p != nil && p != last {
				last = p
				dst = append(append(dst, p.Title...), ":\n"...)
			}
		}
		return line(entries[i], append(dst, bullet...))
	})
}

// inPhases reports whether more than one phase begins among dated entries.
func (s *Set) inPhases(entries []*Entry) bool {
	var last *Entry
	changes := 0
	for _, e := range entries {
		if p := s.PhaseAt(e.Date); p != last && p != nil {
			last = p
			changes++
		}
	}
	return changes > 1
}
