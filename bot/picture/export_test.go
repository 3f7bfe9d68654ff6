package picture

import "image/color"

// Label is a line of text in its place, for tests.
type Label struct {
	Text           string
	Left, Right    int // of what it advances over, in pixels
	Baseline, Size int // in pixels
	Contrast       float64
	Missing        bool // has a sign that its font lacks
}

// Labels gives the lines of text on the picture of t, in the order they were
// placed, and the height of the picture.
func Labels(t Timeline) ([]Label, int) {
	l := arrange(t)
	palette := newPalette(t.Accent)
	colour := func(i uint8) color.RGBA { return palette[i].(color.RGBA) }
	var labels []Label
	for _, from := range l.labels {
		var missing bool
		for _, r := range from.runs {
			for _, g := range r.Glyphs {
				missing = missing || g.GlyphID == 0
			}
		}
		labels = append(labels, Label{
			Text: from.text, Left: from.x, Right: from.x + from.width,
			Baseline: from.baseline, Size: from.size, Missing: missing,
			Contrast: contrast(colour(from.ink.shade(shades-1)), colour(0)),
		})
	}
	return labels, l.height
}
