package picture_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"slices"
	"testing"

	"attache/bot/picture"
)

// sample gives a timeline with rows of every look.
func sample(rows int) picture.Timeline {
	t := picture.Timeline{
		Title:  "Timeline of the town library",
		AsOf:   "As of 20 October 2012",
		About:  "I answer questions about the library from dated sources.",
		More:   "Further entries",
		Accent: 0x1F4E8C,
	}
	for i := range rows {
		r := picture.Row{
			Phase:  fmt.Sprintf("Phase %d", i/4+1),
			Year:   fmt.Sprint(1992 + i/3),
			Text:   fmt.Sprintf("Łukasz and Аляксандр open reading room %d and praise its shelves", i+1),
			Status: picture.Status(i % 4),
		}
		if i%3 != 0 {
			r.Day = "20 September"
		}
		if r.Status != picture.Current {
			r.Note = fmt.Sprintf("Replaced in November %d", 2000+i)
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func render(t *testing.T, tl picture.Timeline) picture.Picture {
	t.Helper()
	p, err := picture.Render(tl)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func decode(t *testing.T, p picture.Picture) *image.Paletted {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		t.Fatal(err)
	}
	return img.(*image.Paletted)
}

// painted gives the rows from the first painted one, below the bar at the top, up
// to the next empty one, in the columns that a label advances over.
func painted(img *image.Paletted, l picture.Label) (top, bottom int) {
	const belowBar = 20
	empty := func(y int) bool {
		row := img.Pix[img.PixOffset(l.Left, y):img.PixOffset(l.Right, y)]
		return !slices.ContainsFunc(row, func(shade uint8) bool { return shade != 0 })
	}
	top = belowBar
	for top < img.Rect.Max.Y && empty(top) {
		top++
	}
	bottom = top
	for bottom < img.Rect.Max.Y && !empty(bottom) {
		bottom++
	}
	return top, bottom
}
