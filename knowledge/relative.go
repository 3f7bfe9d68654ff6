package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// relative answers what there was so many years after a milestone or before it:
//
//	what did they join five years after the war
//	ten years after the project ended, what was destroyed
//	what happened the year before the mission opened
//
// The year that this makes stands for the words; the rest is a question like
// any other.
func (a *answerer) relative(q question) (Answer, bool) {
	if !q.span.isZero() {
		return Answer{}, false
	}
	years, anchor, rest, ok := q.yearsFrom()
	if !ok {
		return Answer{}, false
	}
	event, p := a.milestone(anchor)
	if event == nil || p < a.orderAt() {
		return Answer{}, false
	}
	year := event.Date.Year + years
	asked := a.read(rest)
	asked.span = span{from: year, to: year, named: []int{year}}
	if !asked.onlyEvents() {
		r := a.matcher.RankWords(rest, func(label int) bool { return a.admits(asked, a.entries[label]) })
		if len(r.Candidates()) > 0 && r.Known() >= a.answerAt {
			return a.render(asked, a.entries[r.Candidates()[0].Label], r.Candidates()[0].Confidence), true
		}
	}
	return a.timeline(asked, p), true
}

// yearsFrom cuts a question that asks for a time so far from something into how many
// years that is, below 0 for before it, what it is counted from and what is asked:
//
//	what did they join / five years after / the war
func (q question) yearsFrom() (years int, anchor, asked []string, ok bool) {
	at := slices.IndexFunc(q.words, func(w string) bool { return unitMonths(w) > 0 })
	if at < 1 || at+2 >= len(q.words) {
		return 0, nil, nil, false
	}
	var step int
	switch q.words[at+1] {
	case "after", "following", "since", "from":
		step = 1
	case "before", "preceding":
		step = -1
	default:
		return 0, nil, nil, false
	}
	count := atoi(q.words[at-1])
	if count == 0 {
		if strings.HasSuffix(q.words[at], "s") || !slices.Contains([]string{"a", "one", "the", "an"}, q.words[at-1]) {
			return 0, nil, nil, false
		}
		count = 1
	}
	anchor, asked = q.words[at+2:], slices.Clone(q.words[:at-1])
	if end := slices.IndexFunc(anchor, match.IsQuestionWord); end > 0 {
		anchor, asked = anchor[:end], append(asked, anchor[end:]...)
	}
	return step * (count*unitMonths(q.words[at]) + 6) / 12, anchor, asked, true
}

// unitMonths is how many months a unit of time has; 0 for what is none.
func unitMonths(w string) int {
	switch w {
	case "month", "months":
		return 1
	case "year", "years":
		return 12
	case "decade", "decades":
		return 120
	}
	return 0
}
