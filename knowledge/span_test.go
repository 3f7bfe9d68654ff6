package knowledge

import (
	"testing"

	"attache/knowledge/match"
)

func TestReadSpan(t *testing.T) {
	for _, test := range []struct {
		text     string
		from, to int
	}{
		{"what happened", 0, 0},
		{"in 1999", 1999, 1999},
		{"2011", 2011, 2011},
		{"between 1995 and 2004", 1995, 2004},
		{"from 1998 until 2004", 1998, 2004},
		{"1998-2004", 1998, 2004},
		{"2004 to 1998", 1998, 2004},
		{"before 1998", 0, 1997},
		{"prior to 1998", 0, 1997},
		{"up to 1998", 0, 1998},
		{"until 1998", 0, 1998},
		{"after 2005", 2006, 0},
		{"after the year 2005", 2006, 0},
		{"since 2005", 2005, 0},
		{"from 2005 on", 2005, 0},
		{"2005 onwards", 2005, 0},
		{"in the 1990s", 1990, 1999},
		{"in the nineties", 1990, 1999},
		{"in nineteen ninety nine", 1999, 1999},
		{"since '04", 2004, 0},
		{"700,000 mines", 0, 0},
	} {
		if s := readSpan(match.Words(test.text)); s.from != test.from || s.to != test.to {
			t.Errorf("readSpan(%q) = %d to %d, want %d to %d", test.text, s.from, s.to, test.from, test.to)
		}
	}
}

func TestReadSpanMonths(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"in July 2021", "July 2021"},
		{"on 23 May 2021", "May 2021"},
		{"between may and july 2021", "May to July 2021"},
		{"from July till December of 2025", "July to December 2025"},
		{"from nov 2021 to march 2022", "November 2021 to March 2022"},
		{"in the second half of 2021", "July to December 2021"},
		{"autumn 2021", "September to November 2021"},
		{"after July 2021", "since August 2021"},
		{"after December 2021", "since 2022"},
		{"after 3 October 2005", "since November 2005"},
		{"before October 3rd, 2005", "until September 2005"},
		{"since May 2004", "since May 2004"},
		{"before May 1995", "until April 1995"},
		{"before January 1995", "until 1994"},
		{"until may 1995", "until May 1995"},
		{"may they join in 2004", "2004"},
		{"did soldiers march in 2004", "2004"},
		{"in July", ""},
	} {
		if got := readSpan(match.Words(test.text)).query().Spoken(); got != test.want {
			t.Errorf("readSpan(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestReadRecent(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"in the last five years", "2021 to 2025"},
		{"in the last decade", "2016 to 2025"},
		{"what happened five years ago", "2020 to 2021"},
		{"what happened a decade ago", "2015 to 2016"},
		{"what happened a year ago", "2024 to 2025"},
		{"what happened two days ago", ""},
		{"what happened this year", "since 2025"},
		{"why ago", ""},
	} {
		if got := readRecent(match.Words(test.text), 2025).query().Spoken(); got != test.want {
			t.Errorf("readRecent(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestSpanAdmits(t *testing.T) {
	in1995 := map[int]bool{1995: true}
	for _, test := range []struct {
		text  string
		years map[int]bool
		want  bool
	}{
		{"when", in1995, true},
		{"in 1995", in1995, true},
		{"in 1996", in1995, false},
		{"before 1996", in1995, true},
		{"before 1995", in1995, true}, // named as the bound
		{"after 1995", in1995, true},
		{"after 1996", in1995, false},
		{"in 1995", nil, false},
	} {
		if got := readSpan(match.Words(test.text)).admits(test.years); got != test.want {
			t.Errorf("%q admits %v: %t, want %t", test.text, test.years, got, test.want)
		}
	}
}
