package knowledge

import (
	"fmt"
	"slices"
	"time"

	"attache/knowledge/match"
)

// elapsed answers how much time lies between two dated things:
//
//	how long was it from the opening to the fire
//	how many years passed between the opening and the fire
//	how long after the opening did it burn
func (a *answerer) elapsed(q question) (Answer, bool) {
	if !q.span.isZero() || !q.asksHowLong() {
		return Answer{}, false
	}
	for _, form := range stretches {
		_, rest, ok := cut(q.words, form.from)
		at := slices.IndexFunc(rest, func(w string) bool { return slices.Contains(form.to, w) })
		if !ok || at < 1 || at == len(rest)-1 {
			continue
		}
		first, second, confidence := a.two(rest[:at], rest[at+1:])
		if confidence < a.answerAt {
			return Answer{}, false
		}
		late := first.Date.after(second.Date)
		if form.order != unsaid && (confidence < plainly || late != (form.order == isBefore)) {
			return Answer{}, false // another thing of that name is meant
		}
		if late {
			first, second = second, first
		}
		return stretch(first, second, confidence), true
	}
	return Answer{}, false
}

// stretch tells the time from one thing to a later one.
func stretch(first, second *Entry, confidence float64) Answer {
	text := fmt.Sprintf("%s: %s (%s); %s (%s).",
		first.Date.until(second.Date), first.Title, first.Date.Spoken(), second.Title, second.Date.Spoken())
	return Answer{Kind: Direct, Text: text, Entries: []*Entry{first, second}, Confidence: confidence}
}

// stretches are the words in front of the two ends of a stretch of time, and what they
// say of the second.
var stretches = []struct {
	from  string
	to    []string
	order order
}{
	{"between", []string{"and"}, unsaid},
	{"from", []string{"to", "until"}, unsaid},
	{"after", pastAuxiliaries, isAfter},
	{"before", pastAuxiliaries, isBefore},
}

// asksHowLong reports whether the question asks for a stretch of time: "how long", "how
// much time", "how many years".
func (q question) asksHowLong() bool {
	if match.TypeOf(q.words) == match.HowLong {
		return !holdsAny(q.words, []string{"kilometres", "kilometers", "km", "miles", "metres", "meters"})
	}
	return containsPhrase(q.text, []string{"how much time", "how many years", "how many months", "how many days"})
}

// until says how much time lies between two dates, as exactly as both are known:
// to the month, else to the year.
func (d Date) until(e Date) string {
	years := e.Year - d.Year
	if d.Month == 0 || e.Month == 0 {
		if years == 0 {
			return "Less than a year"
		}
		return "About " + counted(years, "year")
	}
	months := years*12 + int(e.Month-d.Month)
	if d.Day != 0 && e.Day != 0 {
		from := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
		to := time.Date(e.Year, e.Month, e.Day, 0, 0, 0, 0, time.UTC)
		if days := int(to.Sub(from) / (24 * time.Hour)); days < 60 {
			return counted(days, "day")
		}
		if e.Day < d.Day {
			months--
		}
	}
	switch {
	case months == 0:
		return "Less than a month"
	case months < 12:
		return counted(months, "month")
	case months%12 == 0:
		return counted(months/12, "year")
	}
	return counted(months/12, "year") + " and " + counted(months%12, "month")
}
