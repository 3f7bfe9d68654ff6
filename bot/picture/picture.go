// Package picture draws a timeline as a PNG for a chat message, in type large
// enough for a phone. It knows rows and words, not where they come from: call
// [Render], or [Cache.Picture] to draw each picture once.
package picture

import "errors"

// Width of every picture in pixels. A phone shows it at about a third of that.
const Width = 1200

// MaxHeight of a picture in pixels. Discord fits an opened picture to the
// screen; twice the width still fills that of a phone held upright.
const MaxHeight = 2400

// Timeline is what a picture shows. Texts are plain: white space is collapsed,
// and what no font has is shown as an empty square. A text too long for its
// place ends with an ellipsis. Only Rows is required.
type Timeline struct {
	Title  string
	Rows   []Row  // in the order to show
	AsOf   string // how fresh the rows are: "As of 20 October 2012"
	About  string // what made the picture, in a line or two
	More   string // names the rows that do not fit: "Further entries"
	Accent int    // 0xRRGGBB; lightened as far as reading asks for
}

// Row is an entry of a timeline; every field may be empty. Text has room for
// five lines of some 40 characters.
type Row struct {
	Phase  string // heads the rows that follow each other with the same phase
	Year   string // stands once for the rows that follow each other with it; room for four digits
	Day    string // the rest of the date: "20 October"
	Text   string
	Status Status
	Note   string // says Status in words, as its mark alone would not
}

// Status is how an entry stands; each has a mark of its own shape.
type Status int

// The statuses of a row.
const (
	Current    Status = iota // ●
	Historical               // ○
	Superseded               // ◇
	Disputed                 // △
)

// Picture is a drawn timeline. Its PNG may be shared and must not be changed.
type Picture struct {
	PNG    []byte // the same for the same timeline
	Height int    // in pixels, at most MaxHeight
	Shown  int    // how many of the rows, from the first, were drawn: at least one
	Alt    string // tells the same in at most MaxAlt characters
}

// ErrNoRows is the error for a timeline that has nothing to show.
var ErrNoRows = errors.New("a timeline needs a row to be drawn")

// Render draws t. Rows that do not fit within [MaxHeight] are left out, and the
// picture says how many; it never cuts one in half. Render is safe for use by
// many goroutines. It holds some 7 MB while it works and, for the fonts, 4 MB
// for good.
func Render(t Timeline) (Picture, error) {
	if len(t.Rows) == 0 {
		return Picture{}, ErrNoRows
	}
	l := arrange(t)
	png, err := paint(l, t.Accent)
	if err != nil {
		return Picture{}, err
	}
	return Picture{PNG: png, Height: l.height, Shown: l.shown, Alt: alt(t, l.shown)}, nil
}
