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
	var rest, joint []string
	ok := false
	for _, form := range stretches {
		if _, rest, ok = cut(q.words, form.from); ok {
			joint = form.to
			break
		}
	}
	if !ok {
		return Answer{}, false
	}
	at := slices.IndexFunc(rest, func(w string) bool { return slices.Contains(joint, w) })
	if at < 1 || at == len(rest)-1 {
		return Answer{}, false
	}
	first, second, confidence := a.two(rest[:at], rest[at+1:])
	if confidence < a.answerAt {
		return Answer{}, false
	}
	if first.Date.after(second.Date) {
		first, second = second, first
	}
	text := fmt.Sprintf("%s: %s (%s); %s (%s).",
		first.Date.until(second.Date), first.Title, first.Date.Spoken(), second.Title, second.Date.Spoken())
	return Answer{Kind: Direct, Text: text, Entries: []*Entry{first, second}, Confidence: confidence}, true
}

// stretches are the words in front of the two ends of a stretch of time.
var stretches = []struct {
	from string
	to   []string
}{
	{"between", []string{"and"}},
	{"from", []string{"to", "until"}},
	{"after", auxiliaries},
	{"before", auxiliaries},
}

var auxiliaries = []string{"did", "was", "were", "had"}

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
		return "About " + count(years, "year")
	}
	months := years*12 + int(e.Month-d.Month)
	if d.Day != 0 && e.Day != 0 {
		from := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
		to := time.Date(e.Year, e.Month, e.Day, 0, 0, 0, 0, time.UTC)
		if days := int(to.Sub(from) / (24 * time.Hour)); days < 60 {
			return count(days, "day")
		}
		if e.Day < d.Day {
			months--
		}
	}
	switch {
	case months == 0:
		return "Less than a month"
	case months < 12:
		return count(months, "month")
	case months%12 == 0:
		return count(months/12, "year")
	}
	return count(months/12, "year") + " and " + count(months%12, "month")
}

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
