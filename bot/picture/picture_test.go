package picture_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"attache/bot/picture"
)

// ExampleRender draws a timeline on as many pictures as it needs.
func ExampleRender() {
	t := sample(40)
	for len(t.Rows) > 0 {
		p, err := picture.Render(t)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(t.Rows[0].Year, "to", t.Rows[p.Shown-1].Year)
		t.Rows = t.Rows[p.Shown:]
	}
	// Output:
	// 1992 to 1994
	// 1994 to 1997
	// 1997 to 1999
	// 2000 to 2002
	// 2002 to 2005
}

// maxPNG is what a picture may weigh on a phone's connection.
const maxPNG = 500 << 10

// odd texts must neither crash nor leave their place.
var odd = map[string]string{
	"nothing":       "",
	"white space":   " \n\t\u2003 ",
	"long":          strings.Repeat("many words ", 120),
	"one long word": strings.Repeat("Donaudampfschifffahrt", 60),
	"emoji":         "Party 🎉 👩‍👩‍👧 🇫🇷 ❤️ and ☢",
	"right to left": "שלום עולם and مرحبا بالعالم 123",
	"no font":       "日本語 and ᚠᚢᚦ",
	"controls":      "a\x00b\u202Ec\u200Bd\u00ADe\r\nf",
	"not UTF-8":     "a\xff\xfeb",
	"many marks":    "Z" + strings.Repeat("\u0301\u0323", 200),
	"wide":          strings.Repeat("ﷺ", 50),
	"tabs":          "a\tb\tc",
}

func everywhere(text string) picture.Timeline {
	row := picture.Row{Phase: text, Year: text, Day: text, Text: text, Note: text}
	other := row
	other.Status = picture.Disputed
	other.Phase += "'"
	return picture.Timeline{
		Title: text, AsOf: text, About: text, More: text,
		Rows: []picture.Row{row, other, row, other, row, other, row, other, row},
	}
}

func TestPicture(t *testing.T) {
	tests := map[string]picture.Timeline{
		"one row":    sample(1),
		"ten rows":   sample(10),
		"forty rows": sample(40),
		"bare":       {Rows: make([]picture.Row, 3)},
		"bad status": {Rows: []picture.Row{{Text: "x", Status: -1}, {Text: "y", Status: 99}}},
		"bad accent": {Rows: []picture.Row{{Text: "x"}}, Accent: -1},
	}
	for name, text := range odd {
		tests["everywhere "+name] = everywhere(text)
	}
	for name, tl := range tests {
		t.Run(name, func(t *testing.T) { check(t, tl) })
	}
}

// check holds what is true of every picture.
func check(t *testing.T, tl picture.Timeline) {
	t.Helper()
	p := render(t, tl)
	img := decode(t, p)
	if got := img.Rect.Dx(); got != picture.Width {
		t.Errorf("%d pixels wide, want %d", got, picture.Width)
	}
	if got := img.Rect.Dy(); got != p.Height || got > picture.MaxHeight {
		t.Errorf("%d pixels high, says %d, at most %d", got, p.Height, picture.MaxHeight)
	}
	if len(p.PNG) > maxPNG {
		t.Errorf("%d bytes, at most %d", len(p.PNG), maxPNG)
	}
	if p.Shown < 1 || p.Shown > len(tl.Rows) {
		t.Errorf("shows %d of %d rows", p.Shown, len(tl.Rows))
	}
	if n := utf8.RuneCountInString(p.Alt); n > picture.MaxAlt || !utf8.ValidString(p.Alt) {
		t.Errorf("alt text of %d characters: %q", n, p.Alt)
	}
	if again := render(t, tl); !bytes.Equal(again.PNG, p.PNG) {
		t.Error("drawn twice, differs")
	}
	labels, height := picture.Labels(tl)
	for _, l := range labels {
		if l.Left < 60 || l.Right > picture.Width-60 || l.Baseline-l.Size < 0 || l.Baseline+l.Size/2 > height {
			t.Errorf("%q leaves its place: %+v of %d", l.Text, l, height)
		}
		if l.Size < 30 {
			t.Errorf("%q is too small for a phone: %d pixels", l.Text, l.Size)
		}
		if l.Contrast < 4.5 {
			t.Errorf("%q has contrast %.2f", l.Text, l.Contrast)
		}
		if l.Missing {
			t.Errorf("%q has a sign that its font lacks", l.Text)
		}
	}
}

// Nothing is painted in the side margins, whatever the layout believes.
func TestMarginsStayEmpty(t *testing.T) {
	for name, text := range odd {
		img := decode(t, render(t, everywhere(text)))
		for y := 20; y < img.Rect.Dy(); y++ {
			row := img.Pix[img.PixOffset(0, y):][:picture.Width]
			for x, shade := range row {
				if (x < 50 || x >= picture.Width-50) && shade != 0 {
					t.Fatalf("%s: painted at %d, %d", name, x, y)
				}
			}
		}
	}
}

func TestEveryTextIsShown(t *testing.T) {
	tl := sample(8)
	labels, _ := picture.Labels(tl)
	var all strings.Builder
	for _, l := range labels {
		all.WriteString(l.Text)
	}
	rest := all.String()
	next := func(text string) {
		t.Helper()
		_, after, ok := strings.Cut(rest, text)
		if !ok {
			t.Fatalf("%q is missing after what comes before it, in %q", text, rest)
		}
		rest = after
	}
	next(tl.Title)
	var before picture.Row
	for _, r := range tl.Rows {
		if r.Phase != before.Phase {
			next(r.Phase)
		}
		if r.Year != before.Year || r.Phase != before.Phase {
			next(r.Year)
		}
		next(r.Day)
		next(r.Text)
		next(r.Note)
		before = r
	}
	next(tl.AsOf)
	next(tl.About)
}

// Lines in a column stand clear of each other.
func TestLinesDoNotOverlap(t *testing.T) {
	labels, _ := picture.Labels(sample(40))
	for i, a := range labels {
		for _, b := range labels[i+1:] {
			apart := a.Right <= b.Left || b.Right <= a.Left || max(a.Baseline-b.Baseline, b.Baseline-a.Baseline) >= min(a.Size, b.Size)
			if !apart {
				t.Errorf("%q and %q overlap", a.Text, b.Text)
			}
		}
	}
}

func TestHeadingsAreNotRepeated(t *testing.T) {
	rows := []picture.Row{
		{Phase: "Early", Year: "1992", Text: "a"},
		{Phase: "Early", Year: "1992", Text: "b"},
		{Phase: "Late", Year: "1992", Text: "c"},
		{Phase: "Late", Year: "1993", Text: "d"},
	}
	labels, _ := picture.Labels(picture.Timeline{Rows: rows})
	var texts []string
	for _, l := range labels {
		texts = append(texts, l.Text)
	}
	want := []string{
		"Early", "1992", "●", "a", "●", "b",
		"Late", "1992", "●", "c", "1993", "●", "d",
	}
	if !slices.Equal(texts, want) {
		t.Errorf("shows %q, want %q", texts, want)
	}
}

// Colours alone would leave out those who do not see them.
func TestStatusesHaveMarksOfTheirOwn(t *testing.T) {
	seen := map[string]picture.Status{}
	for _, s := range []picture.Status{picture.Current, picture.Historical, picture.Superseded, picture.Disputed} {
		labels, _ := picture.Labels(picture.Timeline{Rows: []picture.Row{{Status: s}}})
		mark := labels[0].Text
		if other, ok := seen[mark]; ok {
			t.Errorf("statuses %d and %d share the mark %s", s, other, mark)
		}
		seen[mark] = s
	}
}

// Where a mark stands is a matter of its font: in DejaVu Sans it is 4 pixels lower.
func TestMarksStandBesideTheirLines(t *testing.T) {
	const most = 4 // half pixels
	for _, s := range []picture.Status{picture.Current, picture.Historical, picture.Superseded, picture.Disputed} {
		for name, row := range map[string]picture.Row{
			"text": {Text: "HHH", Status: s}, "day": {Day: "HHH", Text: "HHH", Status: s},
		} {
			tl := picture.Timeline{Rows: []picture.Row{row}}
			img := decode(t, render(t, tl))
			labels, _ := picture.Labels(tl)
			markTop, markBottom := painted(img, labels[0])
			top, bottom := painted(img, labels[1])
			if markBottom-markTop < 20 || bottom-top < 20 {
				t.Fatalf("%s is painted in rows %d to %d, the %s in %d to %d", labels[0].Text, markTop, markBottom, name, top, bottom)
			}
			if lower := markTop + markBottom - top - bottom; lower < -most || lower > most {
				t.Errorf("the middle of %s is %.1f pixels below that of the %s's capitals, want at most %d up or down", labels[0].Text, float64(lower)/2, name, most/2)
			}
		}
	}
}

func TestEveryAccentCanBeRead(t *testing.T) {
	for _, accent := range []int{0, 0xFFFFFF, 0x1A1C22, 0x0000FF, 0x00FF00, 0xFF0000, 0xFFFF00, 0x1F4E8C, 0x7F0000, -5, 1 << 40} {
		tl := sample(5)
		tl.Accent = accent
		check(t, tl)
	}
}

// Names are spelt in these scripts; a box in place of a letter is not a name.
func TestNamesAreSpelt(t *testing.T) {
	for _, name := range []string{
		"Łukasz Żółć", "Юрий Щёголев", "Аляксандр Ў Іван Ґ Їжак", "Geoană", "Çağlar Şahin", "Nguyễn", "Ελλάδα", "Ķēniņš Ġorġ", "Þór Æ ø ß",
		"שלום", "مرحبا", "Հայաստան", "თბილისი",
	} {
		for _, row := range []picture.Row{{Text: name}, {Phase: name}} {
			labels, _ := picture.Labels(picture.Timeline{Rows: []picture.Row{row}})
			if !slices.ContainsFunc(labels, func(l picture.Label) bool { return l.Text == name && !l.Missing }) {
				t.Errorf("%q is not spelt: %+v", name, labels)
			}
		}
	}
}

func TestSignsWithoutFont(t *testing.T) {
	labels, _ := picture.Labels(picture.Timeline{Rows: []picture.Row{{Text: "日本語 and 🎉\ufe0f"}}})
	if got, want := labels[1].Text, "□ and □"; got != want {
		t.Errorf("shows %q, want %q", got, want)
	}
}

func TestRowsLeftOutAreCounted(t *testing.T) {
	tl := sample(40)
	p := render(t, tl)
	want := fmt.Sprintf("Further entries: %d", 40-p.Shown)
	labels, _ := picture.Labels(tl)
	if !slices.ContainsFunc(labels, func(l picture.Label) bool { return l.Text == want }) {
		t.Errorf("the picture does not say %q", want)
	}
	if !strings.Contains(p.Alt, want) {
		t.Errorf("the alt text does not say %q: %s", want, p.Alt)
	}
	// All that fit are shown: one more row would be too high.
	tl.Rows = tl.Rows[:p.Shown+1]
	if more := render(t, tl); more.Shown != p.Shown && more.Height < picture.MaxHeight-60 {
		t.Errorf("shows %d rows though %d fit", p.Shown, more.Shown)
	}
}

func TestNoRows(t *testing.T) {
	if _, err := picture.Render(picture.Timeline{Title: "Empty"}); !errors.Is(err, picture.ErrNoRows) {
		t.Errorf("error %v, want %v", err, picture.ErrNoRows)
	}
}

func TestRenderConcurrently(t *testing.T) {
	tl := sample(6)
	want := render(t, tl).PNG
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if p, err := picture.Render(tl); err != nil || !bytes.Equal(p.PNG, want) {
				t.Errorf("differs from one drawn alone, error %v", err)
			}
		})
	}
	wg.Wait()
}

func FuzzRender(f *testing.F) {
	for _, text := range odd {
		f.Add(text, text, 3, 0x1F4E8C, 2)
	}
	f.Fuzz(func(t *testing.T, text, other string, rows, accent, status int) {
		tl := picture.Timeline{Title: text, AsOf: other, About: text, More: other, Accent: accent}
		for i := range min(max(rows, 1), 3) {
			r := picture.Row{Phase: text, Year: other, Day: text, Text: other, Note: text, Status: picture.Status(status + i)}
			if i%2 == 1 {
				r = picture.Row{Phase: other, Year: text, Text: text}
			}
			tl.Rows = append(tl.Rows, r)
		}
		check(t, tl)
	})
}
