package knowledge

import (
	"fmt"
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
	case e.Select != nil:
		return a.selection(q, e, confidence)
	case e.Kind == List:
		return a.listing(q, e, confidence)
	}
	return a.direct(e, confidence)
}

// direct is the answer of one entry.
func (a *answerer) direct(e *Entry, confidence float64) Answer {
	return Answer{Kind: Direct, Text: e.Spoken(), Entries: []*Entry{e}, Confidence: confidence}
}

// Spoken is what an entry answers: its answer, then how it stands today.
func (e *Entry) Spoken() string {
	return strings.TrimSpace(e.Answer + " " + e.StatusNote())
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
			lines = append(lines, item)
		}
	}
	text := joinLines(e.Answer, lines)
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
	full, short := make([]string, len(entries)), make([]string, len(entries))
	for i, e := range entries {
		full[i], short[i] = e.Line(), e.shortLine()
	}
	text := joinLines(heading, full)
	if utf8.RuneCountInString(text) > MaxList {
		text = joinLines(heading, short)
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
	case e.Kind == Milestone:
		return e.Date.Spoken() + ": " + e.Answer
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

// joinLines puts bullets under a heading, as many as the limit allows, and
// says how many were left out.
func joinLines(heading string, lines []string) string {
	text := heading
	for i, line := range lines {
		longer := strings.TrimPrefix(text+"\n• "+line, "\n")
		rest := ""
		if left := len(lines) - i - 1; left > 0 {
			rest = fmt.Sprintf("\n… and %d more", left)
		}
		if utf8.RuneCountInString(longer+rest) > MaxList {
			return fmt.Sprintf("%s\n… and %d more", text, len(lines)-i)
		}
		text = longer
	}
	return text
}
