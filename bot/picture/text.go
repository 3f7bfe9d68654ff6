package picture

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Inter and DejaVu Sans with the letters that are drawn; fonts/Inter.txt and
// fonts/DejaVu.txt have their licences.
//
//go:generate sh fonts/subset.sh
//go:embed fonts/Inter-Medium.otf.gz
var interMedium []byte

//go:embed fonts/Inter-Bold.otf.gz
var interBold []byte

//go:embed fonts/DejaVuSans.ttf.gz
var dejaVuSans []byte

// fonts are parsed once. DejaVu Sans lends the scripts and signs, Hebrew and
// Arabic among them, that Inter, with Latin, Greek and Cyrillic, lacks.
var fonts = sync.OnceValue(func() (f struct{ medium, bold, fallback *font.Font }) {
	f.medium, f.bold, f.fallback = parse(interMedium), parse(interBold), parse(dejaVuSans)
	return f
})

// parse reads a font that is built in; no test would have passed with one that it
// cannot read.
func parse(compressed []byte) *font.Font {
	r, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		panic(err)
	}
	whole, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	face, err := font.ParseTTF(bytes.NewReader(whole))
	if err != nil {
		panic(err)
	}
	return face.Font
}

// style is how a text is set.
type style struct {
	size int // in pixels
	bold bool
	ink  ink
}

// height of a line of text in pixels.
func (s style) height() int { return s.size * 27 / 20 }

// baseline is how far below its top the text of a line stands.
func (s style) baseline() int { return s.size * 21 / 20 }

// rise is how far above the baseline the middle of Inter's capitals is.
func (s style) rise() int { return s.size * 4 / 11 }

// line is a line of set text.
type line struct {
	text  string           // what it says, but for an ellipsis
	runs  []shaping.Output // from left to right
	width int              // in pixels, rounded up
}

// typesetter turns text into lines. It is for one goroutine.
type typesetter struct {
	medium, bold faces
	segmenter    shaping.Segmenter
	shaper       shaping.HarfbuzzShaper
	wrapper      shaping.LineWrapper
}

func newTypesetter() *typesetter {
	f := fonts()
	fallback := font.NewFace(f.fallback)
	return &typesetter{
		medium: faces{font.NewFace(f.medium), fallback},
		bold:   faces{font.NewFace(f.bold), fallback},
	}
}

// faces are fonts in the order of preference.
type faces []*font.Face

// ResolveFace gives the first face that has r, or the first one.
func (f faces) ResolveFace(r rune) *font.Face {
	if i := slices.IndexFunc(f, func(face *font.Face) bool { return has(face, r) }); i >= 0 {
		return f[i]
	}
	return f[0]
}

func has(face *font.Face, r rune) bool {
	_, ok := face.NominalGlyph(r)
	return ok
}

func (t *typesetter) faces(s style) faces {
	if s.bold {
		return t.bold
	}
	return t.medium
}

// set breaks text into at most most lines of at most width pixels, at words
// where it can. The last line ends with an ellipsis if text is longer.
func (t *typesetter) set(text string, s style, width, most int) []line {
	runes := t.clean(text, s)
	if len(runes) == 0 {
		return nil
	}
	config := shaping.WrapConfig{TruncateAfterLines: most, Truncator: t.shape([]rune("…"), s)[0]}
	runs := shaping.NewSliceIterator(t.shape(runes, s))
	wrapped, cut := t.wrapper.WrapParagraph(config, width, runes, runs)
	lines := make([]line, len(wrapped))
	for i, runs := range wrapped {
		lines[i] = newLine(runes[:len(runes)-cut], runs)
	}
	return lines
}

// newLine makes a line of runs of the text that is shown.
func newLine(shown []rune, runs shaping.Line) line {
	var l line
	var width fixed.Int26_6
	for _, r := range runs {
		width += r.Advance
		if end := r.Runes.Offset + r.Runes.Count; end <= len(shown) { // not the ellipsis
			l.text += string(shown[r.Runes.Offset:end])
		}
	}
	l.width = width.Ceil()
	l.runs = slices.Clone(runs) // the wrapper uses its slice again
	slices.SortFunc(l.runs, func(a, b shaping.Output) int { return int(a.VisualIndex - b.VisualIndex) })
	return l
}

func (t *typesetter) shape(text []rune, s style) []shaping.Output {
	inputs := t.segmenter.Split(shaping.Input{
		Text:      text,
		RunEnd:    len(text),
		Direction: di.DirectionLTR,
		Size:      fixed.I(s.size),
		Language:  language.NewLanguage("en"), // else the machine's, which may change the shapes
	}, t.faces(s))
	runs := make([]shaping.Output, len(inputs))
	for i, input := range inputs {
		// With extents: without, the wrapper takes the last sign for a space.
		runs[i] = t.shaper.Shape(input)
	}
	return runs
}

// maxRunes is more than any place in a picture has room for.
const maxRunes = 1000

// clean leaves of text what can be set: single spaces, no controls, and one
// square for signs in a row that no face has.
func (t *typesetter) clean(text string, s style) []rune {
	const square = '□'
	var kept []rune
	faces := t.faces(s)
	for _, r := range clip(text, maxRunes) {
		if unicode.In(r, unicode.C, unicode.Variation_Selector) {
			continue
		}
		if !has(faces.ResolveFace(r), r) {
			r = square
		}
		if n := len(kept); r == square && n > 0 && kept[n-1] == square {
			continue
		}
		kept = append(kept, r)
	}
	return kept
}
