package knowledge

import (
	"slices"
	"time"
)

// readMonths gives the first and the last of the months in words; zero for none:
//
//	in July 2021                     July to July
//	from July to December of 2021    July to December
//	in the second half of 2021       July to December
//	in autumn 2021                   September to November
//	23 May 2021                      May to May
//
// A month is one of the year that the question names, or the first and the last
// year's where it names two.
func readMonths(words []string) (first, last time.Month) {
	for i, w := range words {
		from, to := partOfYear(w)
		switch {
		case w == "half" && i > 0 && slices.Contains([]string{"first", "1st"}, words[i-1]):
			from, to = time.January, time.June
		case w == "half" && i > 0 && slices.Contains([]string{"second", "2nd", "latter", "last", "other"}, words[i-1]):
			from, to = time.July, time.December
		case from == 0 || isVerbToo(w) && !datedBeside(words, i):
			continue
		}
		if first == 0 {
			first = from
		}
		last = to
	}
	return first, last
}

// monthly reports whether the span has months.
func (s span) monthly() bool { return s.fromMonth != 0 || s.toMonth != 0 }

// namesPartOfYear reports whether a word is, or belongs to, the name of some of a
// year's months.
func namesPartOfYear(w string) bool {
	m, _ := partOfYear(w)
	return m != 0 || slices.Contains([]string{"half", "1st", "2nd", "second", "latter", "other"}, w)
}

// isMonth reports whether a word names some of a year's months and is no verb.
func isMonth(w string) bool {
	m, _ := partOfYear(w)
	return m != 0 && !isVerbToo(w)
}

// tellsMoreThanTime reports whether words say something of a subject.
func tellsMoreThanTime(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return isContent(w) && !namesPartOfYear(w) })
}

// partOfYear gives the months that a word names; zero for none.
func partOfYear(w string) (first, last time.Month) {
	if p, ok := partsOfYear[w]; ok {
		return p[0], p[1]
	}
	return 0, 0
}

var partsOfYear = map[string][2]time.Month{
	"spring": {time.March, time.May}, "summer": {time.June, time.August},
	"autumn": {time.September, time.November}, "fall": {time.September, time.November},
	"q1": {time.January, time.March}, "q2": {time.April, time.June}, "q3": {time.July, time.September}, "q4": {time.October, time.December},
	"january": {1, 1}, "jan": {1, 1}, "february": {2, 2}, "feb": {2, 2}, "march": {3, 3}, "mar": {3, 3},
	"april": {4, 4}, "apr": {4, 4}, "may": {5, 5}, "june": {6, 6}, "jun": {6, 6}, "july": {7, 7}, "jul": {7, 7},
	"august": {8, 8}, "aug": {8, 8}, "september": {9, 9}, "sep": {9, 9}, "sept": {9, 9}, "october": {10, 10}, "oct": {10, 10},
	"november": {11, 11}, "nov": {11, 11}, "december": {12, 12}, "dec": {12, 12},
}

// isVerbToo reports whether the name of a part of the year is a verb as well.
func isVerbToo(w string) bool { return slices.Contains([]string{"may", "march", "spring", "fall"}, w) }

// datedBeside reports whether what stands beside words[i] tells that it is a time:
// a number, or another part of the year.
func datedBeside(words []string, i int) bool {
	beside := func(k int) bool {
		if k < 0 || k >= len(words) {
			return false
		}
		w := words[k]
		m, _ := partOfYear(w)
		return m != 0 || '0' <= w[0] && w[0] <= '9'
	}
	joins := func(w string) bool { return slices.Contains([]string{"and", "to", "until", "through"}, w) }
	if i+1 < len(words) && (words[i+1] == "of" || joins(words[i+1])) {
		return beside(i + 2)
	}
	return beside(i+1) || beside(i-1) || i > 1 && joins(words[i-1]) && beside(i-2)
}
