package knowledge

import (
	"fmt"
	"slices"
	"strings"
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
	answer := Answer{Kind: Direct, Text: e.Spoken(), Entries: []*Entry{e}, Confidence: confidence}
	switch {
	case a.ofThePast(q, e):
		answer.Text = e.SpokenThen()
	case q.now && e.Superseded == nil && present(e, &answer):
		return answer
	}
	if word, known := a.verdict(q, e); known && !strings.HasPrefix(answer.Text, word+".") && !strings.HasPrefix(answer.Text, word+",") && !strings.HasPrefix(answer.Text, word+":") {
		answer.Text = word + ". " + answer.Text
	}
	return answer
}

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
	return Answer{Kind: Direct, Text: e.Spoken(), Entries: []*Entry{e}, Confidence: confidence}
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
		if utf8.RuneCountInString(text) <= MaxAnswer {
			answer.Text = text
		} else {
			answer.Suggestions = []Suggestion{{near.Questions[0], near}}
		}
	}
	return answer
}

// listing is a list that carries its own lines; those that speak of other
// years than the question are left out.
func (a *answerer) listing(q question, e *Entry, confidence float64) Answer {
	var lines []string
	for _, item := range e.Items {
		years := make(map[int]bool)
		for _, w := range match.Words(item) {
			if match.IsYear(w) {
				years[atoi(w)] = true
			}
		}
		if len(years) == 0 || q.span.admits(years) {
			lines = append(lines, bullet+item)
		}
	}
	if len(lines) == 0 { // none is of that time: better all than none
		for _, item := range e.Items {
			lines = append(lines, bullet+item)
		}
	}
	text, _ := joinLines(e.Answer, lines)
	if note := e.StatusNote(); note != "" && utf8.RuneCountInString(text)+1+utf8.RuneCountInString(note) <= MaxList {
		text += "\n" + note
	}
	return Answer{Kind: Listing, Text: text, Entries: []*Entry{e}, Confidence: confidence}
}

// selection is a list of the entries that e selects within the question's time.
func (a *answerer) selection(q question, e *Entry, confidence float64) Answer {
	query := *e.Select
	query.From, query.To = q.span.from, q.span.to
	return a.selected(query, e.Answer, confidence)
}

// timeline lists the milestones within the question's time.
func (a *answerer) timeline(q question, confidence float64) Answer {
	return a.selected(Query{Kind: Milestone, From: q.span.from, To: q.span.to}, "", confidence)
}

func (a *answerer) selected(query Query, heading string, confidence float64) Answer {
	entries := a.set.Select(query)
	switch len(entries) {
	case 0:
		return a.nothingThen(query)
	case 1:
		return a.direct(entries[0], confidence)
	}
	if when := query.Spoken(); when != "" {
		heading = strings.ToUpper(when[:1]) + when[1:] + ":"
	}
	var headings []*Entry
	if query.Kind == "" || query.Kind == Milestone {
		headings = a.set.phaseHeadings(entries)
	}
	text, whole := joinLines(heading, linesOf(entries, headings, (*Entry).Line))
	if !whole {
		text, _ = joinLines(heading, linesOf(entries, headings, (*Entry).shortLine))
	}
	return Answer{Kind: Listing, Text: text, Entries: entries, Query: &query, Confidence: confidence}
}

// nothingThen refuses for a time in which nothing is known, and names what
// came before and after it.
func (a *answerer) nothingThen(query Query) Answer {
	answer := Answer{Kind: NoAnswer, Text: a.set.Refusal}
	var last, next *Entry
	for _, e := range a.set.Select(Query{Kind: query.Kind, Topic: query.Topic}) {
		switch {
		case e.Date.IsZero():
		case query.From != 0 && e.Date.Year < query.From:
			last = e
		case query.To != 0 && e.Date.Year > query.To && next == nil:
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

// Spoken says a query's years: "1999", "1995 to 2004", "since 2005", "until 1997".
func (q Query) Spoken() string {
	switch {
	case q.From == 0 && q.To == 0:
		return ""
	case q.From == q.To:
		return fmt.Sprint(q.From)
	case q.From == 0:
		return fmt.Sprintf("until %d", q.To)
	case q.To == 0:
		return fmt.Sprintf("since %d", q.From)
	}
	return fmt.Sprintf("%d to %d", q.From, q.To)
}

// Line is an entry as a line of a list.
func (e *Entry) Line() string {
	switch {
	case e.Term != nil && e.Term.Abbreviation != "":
		return e.Term.Abbreviation + ": " + e.Term.Name
	case e.Term != nil:
		return e.Term.Name
	case e.Kind == Milestone && strings.HasPrefix(e.Answer, e.Date.Spoken()):
		return e.Answer
	case e.Kind == Milestone:
		return e.Date.Spoken() + ": " + e.Answer
	case e.Kind == Phase && e.End.IsZero():
		return "since " + e.Date.Spoken() + ": " + e.Answer
	case e.Kind == Phase:
		return e.Date.Spoken() + " to " + e.End.Spoken() + ": " + e.Answer
	}
	return e.shortLine()
}

func (e *Entry) shortLine() string {
	switch {
	case e.Term != nil:
		return e.Line()
	case !e.Date.IsZero():
		return e.Date.Spoken() + ": " + e.Title
	}
	return e.Title
}

// joinLines puts lines under a heading, as many as the limit allows, and says
// how many were left out and whether none was.
func joinLines(heading string, lines []string) (text string, whole bool) {
	var b strings.Builder
	b.WriteString(heading)
	length := utf8.RuneCountInString(heading)
	for i, line := range lines {
		reserve := 0 // for the word on what is left out
		if i < len(lines)-1 {
			reserve = len("\n… and 9999 more")
		}
		length += 1 + utf8.RuneCountInString(line)
		if length+reserve > MaxList {
			fmt.Fprintf(&b, "\n… and %d more", len(lines)-i)
			return b.String(), false
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String(), true
}

const bullet = "• "

// linesOf gives the lines of entries, each below the heading of the phase that
// begins with it.
func linesOf(entries, headings []*Entry, line func(*Entry) string) []string {
	lines := make([]string, len(entries))
	for i, e := range entries {
		if headings != nil && headings[i] != nil {
			lines[i] = headings[i].Title + ":\n" + bullet + line(e)
		} else {
			lines[i] = bullet + line(e)
		}
	}
	return lines
}

// phaseHeadings gives for each dated entry the phase that begins with it in
// the list, or nil where the one before goes on or there is only one.
func (s *Set) phaseHeadings(entries []*Entry) []*Entry {
	headings := make([]*Entry, len(entries))
	var last *Entry
	changes := 0
	for i, e := range entries {
		if p := s.PhaseAt(e.Date); p != last && p != nil {
			headings[i], last = p, p
			changes++
		}
	}
	if changes < 2 {
		return nil
	}
	return headings
}
