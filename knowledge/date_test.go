package knowledge_test

import (
	"testing"

	"attache/knowledge"
)

func TestParseDate(t *testing.T) {
	for _, tt := range []struct {
		in, spoken string
		want       knowledge.Date
	}{
		{"1995", "1995", knowledge.Date{Year: 1995}},
		{"1998-04", "April 1998", knowledge.Date{Year: 1998, Month: 4}},
		{"2012-10-20", "20 October 2012", knowledge.Date{Year: 2012, Month: 10, Day: 20}},
		{"2020-02-29", "29 February 2020", knowledge.Date{Year: 2020, Month: 2, Day: 29}},
		{"0001-01-01", "1 January 1", knowledge.Date{Year: 1, Month: 1, Day: 1}},
		{"9999", "9999", knowledge.Date{Year: 9999}},
	} {
		got, err := knowledge.ParseDate(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("ParseDate(%q) = %v, %v", tt.in, got, err)
		}
		if got.String() != tt.in || got.Spoken() != tt.spoken {
			t.Errorf("%q prints as %q and %q", tt.in, got, got.Spoken())
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, in := range []string{
		"", " ", "0", "95", "0000", "0000-01", "19955", "1995-1", "1995-00", "1995-13", "1995-04-00", "1995-04-31",
		"2019-02-29", "2012-10-20T00:00", "20-10-2012", "2012/10/20", "+995", "1995 ", " 1995", "19x5", "١٩٩٥", "1995-04-3١",
	} {
		if d, err := knowledge.ParseDate(in); err == nil {
			t.Errorf("ParseDate(%q) = %v", in, d)
		} else if d != (knowledge.Date{}) {
			t.Errorf("ParseDate(%q) gave %v beside its error", in, d)
		}
	}
}

func TestZeroDate(t *testing.T) {
	var d knowledge.Date
	if !d.IsZero() || d.String() != "" || d.Spoken() != "" {
		t.Errorf("the zero date is %q, %q", d, d.Spoken())
	}
}

func TestCompare(t *testing.T) {
	ordered := []string{"1994", "1995", "1995-01", "1995-01-01", "1995-01-31", "1995-02", "1995-12-31", "1996"}
	for i, a := range ordered {
		for j, b := range ordered {
			da, errA := knowledge.ParseDate(a)
			db, errB := knowledge.ParseDate(b)
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			if c := da.Compare(db); (c < 0) != (i < j) || (c == 0) != (i == j) {
				t.Errorf("%s compared with %s gives %d", a, b, c)
			}
		}
	}
}

// FuzzParseDate holds that what is read prints back as it was written.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"1995", "1998-04", "2012-10-20", "2019-02-29", "", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := knowledge.ParseDate(s); err == nil && d.String() != s {
			t.Errorf("%q prints as %q", s, d)
		}
	})
}
