package knowledge

import (
	"slices"
	"strconv"

	"attache/knowledge/match"
)

// span is the time that a question speaks of, in years.
type span struct {
	from, to int   // both included; 0 is open
	named    []int // the years as the question says them
}

func (s span) isZero() bool { return len(s.named) == 0 }

// admits reports whether something that has to do with these years can be
// meant: one of them is within the span or named as its bound ("before 1997").
func (s span) admits(years map[int]bool) bool {
	if s.isZero() {
		return true
	}
	for y := range years {
		if (s.from == 0 || y >= s.from) && (s.to == 0 || y <= s.to) || slices.Contains(s.named, y) {
			return true
		}
	}
	return false
}

// readSpan reads the years of a question:
//
//	in 1999                      1999 to 1999
//	between 1995 and 2004        1995 to 2004
//	from 1998 until 2004         1998 to 2004
//	before 1998                  up to 1997
//	after 2005, since 2006       from 2006
//	in the 1990s                 1990 to 1999
func readSpan(words []string) span {
	var s span
	var at []int // places of the years
	for i, w := range words {
		isDecade := len(w) == 5 && w[4] == 's' && match.IsYear(w[:4])
		if !isDecade && !match.IsYear(w) {
			continue
		}
		year := atoi(w[:4])
		s.named = append(s.named, year)
		at = append(at, i)
		if isDecade && len(s.named) == 1 {
			s.from, s.to = year, year+9
		}
	}
	switch {
	case len(at) == 0 || s.from != 0 && len(at) == 1:
		return s
	case len(at) > 1:
		s.from, s.to = slices.Min(s.named), slices.Max(s.named)
		return s
	}
	year := s.named[0]
	switch boundBefore(words[:at[0]]) {
	case "before":
		s.to = year - 1
	case "until":
		s.to = year
	case "after":
		s.from = year + 1
	case "since":
		s.from = year
	default:
		next := words[at[0]+1:]
		if len(next) > 0 && slices.Contains([]string{"onward", "onwards", "on", "forward"}, next[0]) {
			s.from = year
		} else {
			s.from, s.to = year, year
		}
	}
	return s
}

// boundBefore gives the kind of bound that the words before a year set.
func boundBefore(words []string) string {
	for back := 1; back <= 4 && back <= len(words); back++ {
		switch w := words[len(words)-back]; w {
		case "before", "prior", "earlier", "preceding", "predating":
			return "before"
		case "until", "till", "untill", "til", "by":
			return "until"
		case "to":
			if back+1 <= len(words) && slices.Contains([]string{"up", "prior"}, words[len(words)-back-1]) {
				continue
			}
			return "until"
		case "up":
			return "until"
		case "after", "later", "following", "past", "post":
			return "after"
		case "since", "from", "starting", "beginning":
			return "since"
		case "the", "year", "than", "of", "in", "about", "around":
			continue
		}
		return ""
	}
	return ""
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // only called for what are digits
	return n
}
