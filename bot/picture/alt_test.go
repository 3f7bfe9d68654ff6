package picture_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"attache/bot/picture"
)

func TestAltTellsThePicture(t *testing.T) {
	tl := picture.Timeline{
		Title: "Timeline", AsOf: "As of 2012", About: "A library's bot.",
		Rows: []picture.Row{
			{Phase: "Early", Year: "1992", Day: "10 March", Text: "The  library\nopens"},
			{Phase: "Early", Year: "1993", Text: "A hall is added", Status: picture.Superseded, Note: "Replaced in 1999"},
			{Phase: "Late", Text: "Cards are free"},
		},
	}
	want := `Timeline
Early
1992, 10 March: The library opens
1993: A hall is added (Replaced in 1999)
Late
Cards are free
As of 2012
A library's bot.`
	if got := render(t, tl).Alt; got != want {
		t.Errorf("tells\n%s\nwant\n%s", got, want)
	}
}

// Long texts are cut, but no row that is drawn goes untold while there is room.
func TestAltCutsTheLongestTexts(t *testing.T) {
	tl := sample(5)
	tl.Rows[2].Text = strings.Repeat("long ", 400)
	alt := render(t, tl).Alt
	for i, r := range tl.Rows {
		told := r.Text
		if i == 2 {
			told = "long long long"
		}
		if !strings.Contains(alt, told) {
			t.Errorf("row %d is not told in %q", i, alt)
		}
	}
	if n := utf8.RuneCountInString(alt); n < picture.MaxAlt-10 || n > picture.MaxAlt {
		t.Errorf("%d characters: leaves room unused or takes too much", n)
	}
}

// More rows than there are words for are counted.
func TestAltCountsRows(t *testing.T) {
	const year = "1992 by the old calendar"
	tl := picture.Timeline{More: "More"}
	for range 30 {
		tl.Rows = append(tl.Rows, picture.Row{Year: year, Text: "Something of some length happens"})
	}
	p := render(t, tl)
	told := strings.Count(p.Alt, year)
	if told == 0 || told >= p.Shown {
		t.Fatalf("tells %d rows of %d: not what this test is about", told, p.Shown)
	}
	if rest := fmt.Sprintf("More: %d", 30-told); !strings.HasSuffix(p.Alt, rest) {
		t.Errorf("does not say %q: %q", rest, p.Alt)
	}
}
