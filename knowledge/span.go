package knowledge

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"attache/knowledge/match"
)

// span is the time that a question speaks of, in years; what was in it is listed
// by its months too.
type span struct {
	from, to int   // both included; 0 is open
	named    []int // the years as the question says them
	recent   bool  // counted back from the newest knowledge
	document int   // the year by which a document is named: "the 1911 page", "the 1911 town page"

	fromMonth, toMonth time.Month // of the years from and to; 0 is the whole year
}

// query selects what was in the span.
func (s span) query() Query {
	return Query{Kind: Milestone, From: s.from, To: s.to, FromMonth: s.fromMonth, ToMonth: s.toMonth}
}

func (s span) isZero() bool { return len(s.named) == 0 }

// admits reports whether something that has to do with these years can be
// meant: one of them is within the span or named as its bound ("before 1997").
func (s span) admits(years map[int]bool) bool {
	return s.isZero() || s.covers(years) || slices.ContainsFunc(s.named, func(y int) bool { return years[y] })
}

// covers reports whether one of these years is within the span.
func (s span) covers(years map[int]bool) bool {
	for y := range years {
		if (s.from == 0 || y >= s.from) && (s.to == 0 || y <= s.to) {
			return true
		}
	}
	return false
}

// holds reports whether a date is within the span, as exactly as both are known.
func (s span) holds(d Date) bool {
	from, to := Date{Year: s.from, Month: s.fromMonth}, Date{Year: s.to, Month: s.toMonth}
	return !from.after(d) && (s.to == 0 || !d.after(to))
}

// tells reports whether an entry can affirm that it was so in the span: it has no
// date, or one that is within, as exact, and where the span begins if it has no end.
func (s span) tells(e *Entry) bool {
	if s.isZero() || e.Date.IsZero() {
		return true
	}
	since := s.to == 0 && slices.Contains(s.named, s.from)
	return s.holds(e.Date) && (!s.monthly() || e.Date.Month != 0) && (!since || e.Date.Year == s.from)
}

// ofNamesake reports whether one of the years named is that of another thing of the
// entry's name: as the entry says, or as it stands behind a name that the entry has
// with other years, "the Regatta 1990" beside "the Regatta 1991".
func (q question) ofNamesake(e *Entry, f *facet) bool {
	if slices.ContainsFunc(q.span.named, func(year int) bool { return slices.Contains(e.Namesakes, year) }) {
		return true
	}
	for i, w := range q.words {
		if i > 0 && match.IsYear(w) {
			if editions := f.editions[q.words[i-1]]; len(editions) > 0 && !slices.Contains(editions, atoi(w)) {
				return true
			}
		}
	}
	return false
}

// precedes reports whether an entry that names no time of its own is asked for
// in a time before it was superseded, and not before the first of its years.
func (s span) precedes(e *Entry, years map[int]bool) bool {
	if !e.Date.IsZero() || e.Superseded == nil || s.to == 0 || s.to > e.Superseded.Since.Year {
		return false
	}
	for y := range years {
		if y <= s.to {
			return true
		}
	}
	return len(years) == 0
}

// titles reports whether an entry's title has one of the years that are named:
// "the regatta of 1990".
func (s span) titles(e *Entry) bool {
	return slices.ContainsFunc(s.named, func(year int) bool { return slices.Contains(match.Words(e.Title), strconv.Itoa(year)) })
}

// readSpan reads the years of a question:
//
//	in 1999                      1999 to 1999
//	between 1995 and 2004        1995 to 2004
//	from 1998 until 2004         1998 to 2004
//	before 1998                  up to 1997
//	after 2005, since 2006       from 2006
//	in the 1990s                 1990 to 1999
//	before the 1990s             up to 1989
//	1995 to today, 1995 or later from 1995
//	May to July 2004             May to July 2004, as readMonths reads them
func readSpan(words []string) span {
	var s span
	var at int // place of the last year
	for i, w := range words {
		from, to, ok := yearsOf(w)
		if ok && holdsAny(words[i+1:min(i+3, len(words))], documents) {
			s.document, ok = from, false
		}
		if !ok {
			continue
		}
		if s.named == nil {
			s.named = make([]int, 0, 2) // mostly no more are named
		}
		s.named = append(s.named, from)
		if s.from == 0 || from < s.from {
			s.from = from
		}
		s.to = max(s.to, to)
		at = i
	}
	if s.named == nil {
		return s
	}
	first, last := readMonths(words)
	if len(s.named) != 1 || first != last {
		s.fromMonth, s.toMonth = first, last
		return s
	}
	from, to := s.from, s.to
	switch boundAround(words[:at], words[at+1:]) {
	case beforeIt:
		s.from, s.to = 0, from-1
		if first > time.January {
			s.to, s.toMonth = to, first-1
		}
	case untilIt:
		s.from, s.toMonth = 0, last
	case afterIt:
		s.from, s.to = to+1, 0
		if last != 0 && last < time.December {
			s.from, s.fromMonth = from, last+1
		}
	case sinceIt:
		s.to, s.fromMonth = 0, first
	default:
		s.fromMonth, s.toMonth = first, last
	}
	return s
}

// documents are what a year in front of dates, rather than what is asked for: "the
// 1911 list of books".
var documents = []string{"page", "list", "timeline", "chronology", "version", "text", "article", "document", "edition", "overview", "milestone", "milestones"}

// yearsOf reads a year or a decade.
func yearsOf(w string) (from, to int, ok bool) {
	switch {
	case w == "millennium":
		return 2000, 2000, true
	case match.IsYear(w):
		return atoi(w), atoi(w), true
	case len(w) == 5 && w[4] == 's' && match.IsYear(w[:4]):
		return atoi(w[:4]), atoi(w[:4]) + 9, true
	}
	return 0, 0, false
}

// bound is the side of a year on which a time lies.
type bound int

const (
	noBound bound = iota
	beforeIt
	untilIt
	afterIt
	sinceIt
)

// boundAround gives the bound that the words around a year make it: those behind it
// count first.
func boundAround(before, after []string) bound {
	for i, w := range after {
		switch w {
		case "onward", "onwards", "forward", "later", "today", "present", "now":
			return sinceIt
		case "earlier":
			return untilIt
		case "on":
			if i == 0 && (len(after) == 1 || len(before) > 0 && before[len(before)-1] == "from") {
				return sinceIt
			}
		case "to", "and", "or", "the", "until":
			continue
		}
		break
	}
	return boundBefore(before)
}

// boundBefore gives the bound that the words in front of a year make it.
func boundBefore(words []string) bound {
	for i := len(words) - 1; i >= max(len(words)-farthestBound, 0); i-- {
		if m, _ := partOfYear(words[i]); m != 0 || isDayOf(words, i) {
			continue
		}
		previous := ""
		if i > 0 {
			previous = words[i-1]
		}
		negated := previous == "no" || previous == "not"
		switch words[i] {
		case "before", "prior", "earlier", "preceding", "predating":
			if negated {
				return sinceIt
			}
			return beforeIt
		case "until", "by", "up":
			return untilIt
		case "to":
			if previous == "up" || previous == "prior" {
				continue
			}
			return untilIt
		case "after", "later", "following", "past", "post":
			if negated {
				return untilIt
			}
			return afterIt
		case "since", "from", "starting", "beginning":
			return sinceIt
		case "the", "year", "than", "of", "in", "about", "around", "turn", "start", "end", "dawn":
			continue
		}
		return noBound
	}
	return noBound
}

// farthestBound is how many words before a year may tell its bound.
const farthestBound = 6

// isDayOf reports whether words[i] is the day of a month beside it: "after 3 May 1911",
// "before May 3rd, 1911", "on 3–4 May".
func isDayOf(words []string, i int) bool {
	day := strings.TrimRight(words[i], "sthndr")
	if n := atoi(day); n == 0 || n > 31 {
		return false
	}
	month := func(k int) bool {
		if k < 0 || k >= len(words) {
			return false
		}
		first, _ := partOfYear(words[k])
		return first != 0
	}
	return month(i-1) || month(i+1) || month(i+2) && isCount(words[i+1])
}

// readRecent reads a time counted back from the last year of which anything is
// known, not from a clock: the same question has the same answer.
//
//	in the last five years       2021 to 2025, with 2025 the last
//	over the past two decades    2006 to 2025
//	five years ago               2020 to 2021, as the last may be over
//	this year                    from 2025
func readRecent(words []string, last int) span {
	if last == 0 {
		return span{}
	}
	for i, w := range words {
		switch w {
		case "ago":
			if i < 2 {
				continue
			}
			if years := yearsIn(words[i-2], words[i-1]); 0 < years && years < last {
				return span{from: last - years, to: min(last-years+1, last), named: []int{last - years}, recent: true}
			}
		case "this":
			if i+1 < len(words) && words[i+1] == "year" {
				return span{from: last, named: []int{last}, recent: true}
			}
		case "last", "past":
			if i == 0 || !slices.Contains(recentCues, before(words, i)) {
				continue
			}
			if years := countYears(words[i+1:], last); years > 0 {
				return span{from: last - min(years, last-1) + 1, to: last, named: []int{last}, recent: true}
			}
		}
	}
	return span{}
}

// countYears gives the years that words count, as in "few years" or "2 decades", at most
// so many of a unit; 0 where they count none.
func countYears(words []string, most int) int {
	count := 1
	for _, w := range words {
		switch w {
		case "few", "couple", "several":
			count = 3
		case "of":
		case "year", "years":
			return count
		case "decade", "decades":
			return 10 * count
		default:
			if count = min(atoi(w), most); count <= 0 {
				return 0
			}
		}
	}
	return 0
}

// yearsIn gives the years in a number of them or of decades, 0 for what is neither.
func yearsIn(number, unit string) int {
	count := atoi(number)
	if number == "a" {
		count = 1
	}
	switch unit {
	case "year", "years":
		return count
	case "decade", "decades":
		return 10 * min(count, 1000)
	}
	return 0
}

// counting are the words of a time that is counted back.
var counting = []string{"year", "years", "decade", "decades", "ago", "past", "last", "this"}

var recentCues = []string{"in", "over", "during", "within", "for", "of", "happened", "events"}
