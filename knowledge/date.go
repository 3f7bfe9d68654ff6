package knowledge

import (
	"fmt"
	"strconv"
	"time"
)

// Date is a calendar date known to the year, the month or the day.
// The zero Date is "no date".
type Date struct {
	Year  int        // 1..9999; 0 in the zero Date
	Month time.Month // 0 when only the year is known
	Day   int        // 0 when only the month is known
}

// monthNames are the names of the months in English, for regular expressions.
const monthNames = "January|February|March|April|May|June|July|August|September|October|November|December"

// ParseDate reads 1995, 1998-04 or 2012-10-20. The error says what is wrong
// and names the three forms.
func ParseDate(s string) (Date, error) {
	const full = "2006-01-02"
	fault := fmt.Errorf("%q is not a calendar date; write a year (1995), a month (1998-04) or a day (2012-10-20)", s)
	if len(s) != len("2006") && len(s) != len("2006-01") && len(s) != len(full) {
		return Date{}, fault
	}
	t, err := time.Parse(full[:len(s)], s)
	if err != nil || t.Year() == 0 {
		return Date{}, fault
	}
	d := Date{Year: t.Year()}
	if len(s) > len("2006") {
		d.Month = t.Month()
	}
	if len(s) > len("2006-01") {
		d.Day = t.Day()
	}
	return d, nil
}

// IsZero reports whether d is no date at all.
func (d Date) IsZero() bool { return d.Year == 0 }

// Compare orders dates; a less precise date stands before the days it contains.
func (d Date) Compare(e Date) int {
	return d.key() - e.key()
}

func (d Date) key() int { return d.Year*10000 + int(d.Month)*100 + d.Day }

// after reports whether all of d lies after all of e, so that nothing is held
// against a date for being vague: 2004-05 is not after 2004.
func (d Date) after(e Date) bool {
	if e.Month == 0 {
		e.Month = time.December
	}
	if e.Day == 0 {
		e.Day = 31
	}
	return d.key() > e.key()
}

// String gives the form that ParseDate reads.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Spoken gives the date as prose says it: "1995", "April 1998", "20 October 2012".
func (d Date) Spoken() string {
	var longest [len("30 September 2012")]byte
	return string(d.appendSpoken(longest[:0]))
}

func (d Date) appendSpoken(dst []byte) []byte {
	if d.IsZero() {
		return dst
	}
	if d.Day != 0 {
		dst = append(strconv.AppendInt(dst, int64(d.Day), 10), ' ')
	}
	if d.Month != 0 {
		dst = append(append(dst, d.Month.String()...), ' ')
	}
	return strconv.AppendInt(dst, int64(d.Year), 10)
}
