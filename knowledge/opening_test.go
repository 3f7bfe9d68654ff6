package knowledge

import "testing"

func TestDated(t *testing.T) {
	for _, tt := range []struct{ date, answer, spoken, text string }{
		{"1992", "The mill burnt down.", "1992", "The mill burnt down."},
		{"1992", "The mill burnt down in 1992.", "1992", "The mill burnt down in 1992."},
		{"1992-06-04", "4 June 1992: the mill burnt down.", "4 June 1992", "the mill burnt down."},
		{"1992-06-04", "On 4 June 1992 Ann bought the mill.", "4 June 1992", "Ann bought the mill."},
		{"1992-06-04", "On 4 June 1992, it is said, Ann bought it.", "4 June 1992", "it is said, Ann bought it."},
		{"1992-06-04", "4 June 1992, Ghent: Ann bought it.", "4 June 1992", "Ghent: Ann bought it."},
		{"1992-06-04", "4–6 June 1992: the fair.", "4–6 June 1992", "the fair."},
		{"1992-06-04", "On 4 and 9 June 1992 it burnt.", "4 and 9 June 1992", "it burnt."},
		{"1992-06-04", "4 June to 9 July 1992: the fair.", "4 June to 9 July 1992", "the fair."},
		{"1992-06-30", "30 June 1992 – 2 July 1993: the fair.", "30 June 1992 – 2 July 1993", "the fair."},
		{"1992-06", "In June 1992 Ann bought it.", "June 1992", "Ann bought it."},
		{"1992-05", "In May and June 1992 Ann paid.", "May and June 1992", "Ann paid."},
		{"2011", "In 2011 and 2012 the wheel turned.", "2011 and 2012", "the wheel turned."},
		{"2021", "2020–2021: the wheel stood.", "2020–2021", "the wheel stood."},
		{"1992", "In 1992 21 wheels turned.", "1992", "21 wheels turned."},
		{"1992-06-04", "4 June 1992 is the day of the fair.", "", "4 June 1992 is the day of the fair."},
		{"1992", "June 1992 for the roof, July for the rest.", "", "June 1992 for the roof, July for the rest."},
		// What does not open with the date, or with another, keeps its words.
		{"1992-06-04", "By 4 June 1992 the mill was Ann's.", "4 June 1992", "By 4 June 1992 the mill was Ann's."},
		{"1992-06-04", "On 5 June 1992 Ann bought it.", "4 June 1992", "On 5 June 1992 Ann bought it."},
		{"1992-06-04", "14 June 1992: the fair.", "4 June 1992", "14 June 1992: the fair."},
		{"1992", "1993: the fair.", "1992", "1993: the fair."},
		{"1992", "19920 wheels: all of them.", "1992", "19920 wheels: all of them."},
		{"1992", "1992", "1992", "1992"},
		{"", "4 June 1992: the fair.", "", "4 June 1992: the fair."},
	} {
		var date Date
		if tt.date != "" {
			var err error
			if date, err = ParseDate(tt.date); err != nil {
				t.Fatal(err)
			}
		}
		if got := newDated(date, tt.answer); got != (dated{tt.spoken, tt.text}) {
			t.Errorf("%s, %q: %q, %q; want %q, %q", tt.date, tt.answer, got.date, got.text, tt.spoken, tt.text)
		}
	}
}
