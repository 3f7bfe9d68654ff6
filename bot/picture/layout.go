package picture

import "image"

// The grid, in pixels from the left: years, the axis with its marks, texts.
const (
	margin = 60
	axisX  = 240
	textX  = 290
	rightX = Width - margin
)

// Space in pixels between the parts, from the top down.
const (
	topBar     = 14
	above      = 48 // the title, the phases and what is below the axis
	belowHead  = 24
	belowRow   = 36
	aroundMark = 24 // from its middle to the axis
)

var (
	titleStyle  = style{size: 62, bold: true, ink: bright}
	phaseStyle  = style{size: 40, bold: true, ink: accent}
	yearStyle   = style{size: 50, bold: true, ink: bright}
	dayStyle    = style{size: 33, ink: muted}
	textStyle   = style{size: 40, ink: bright}
	moreStyle   = style{size: 36, bold: true, ink: bright}
	footerStyle = style{size: 32, ink: muted}
)

// look is how a status is shown.
type look struct {
	mark string
	ink  ink
}

func (s Status) look() look {
	switch s {
	case Historical:
		return look{"○", sepia}
	case Superseded:
		return look{"◇", amber}
	case Disputed:
		return look{"△", amber}
	}
	return look{"●", accent}
}

// label is a line of text in its place, in pixels.
type label struct {
	line
	style
	x, baseline int
}

// bar is a filled rectangle.
type bar struct {
	image.Rectangle
	ink ink
}

// layout is a picture before it is painted.
type layout struct {
	labels []label
	bars   []bar
	height int
	shown  int // rows
}

// arranger places a timeline from the top down.
type arranger struct {
	*typesetter
	layout
	y int // the top of what comes next
}

func arrange(t Timeline) layout {
	a := arranger{typesetter: newTypesetter()}
	a.fill(image.Rect(0, 0, Width, topBar), accent)
	a.y = topBar + above
	a.write(t.Title, titleStyle, margin, 3)
	a.y += belowHead

	footer := a.set(t.AsOf, footerStyle, rightX-margin, 2)
	footer = append(footer, a.set(t.About, footerStyle, rightX-margin, 4)...)
	footerHeight := above + len(footer)*footerStyle.height() + above
	a.rows(t, MaxHeight-footerHeight)
	a.fill(image.Rect(margin, a.y+above/2-1, rightX, a.y+above/2+1), dim)
	a.y += above
	a.put(footer, footerStyle, margin)
	a.height = a.y + above
	return a.layout
}

// rows places as many rows as end above bottom, but at least one, and counts
// the rest.
func (a *arranger) rows(t Timeline, bottom int) {
	var previous Row
	for i, row := range t.Rows {
		before, rest := *a, len(t.Rows)-i
		a.row(row, previous, i == 0)
		room := bottom
		if rest > 1 {
			room -= moreStyle.height()
		}
		if i > 0 && a.y > room {
			*a = before
			a.more(t.More, rest)
			return
		}
		a.shown++
		previous = row
	}
}

// row places a row with the headings that it does not share with the previous.
func (a *arranger) row(r, previous Row, first bool) {
	heads := first || r.Phase != previous.Phase
	if heads {
		a.phase(r.Phase)
	}
	top, opening := a.y, textStyle
	if r.Day != "" {
		opening = dayStyle
	}
	// The year and the mark stand beside the first line.
	middle := top + opening.baseline() - opening.rise()
	if heads || r.Year != previous.Year {
		for _, l := range a.set(r.Year, yearStyle, axisX-aroundMark-margin, 1) {
			a.place(l, yearStyle, margin, middle+yearStyle.rise())
		}
	}
	look := r.Status.look()
	a.mark(look.mark, look.ink, middle)
	a.write(r.Day, dayStyle, textX, 1)
	a.write(r.Text, textStyle, textX, 5)
	noteStyle := style{size: dayStyle.size, ink: look.ink}
	a.write(r.Note, noteStyle, textX, 3)
	a.y = max(a.y, top+textStyle.height()) + belowRow

	if !heads {
		a.axis(top, middle-aroundMark)
	}
	a.axis(middle+aroundMark, a.y)
}

// phase places the heading of a phase, with a rule up to the right margin.
func (a *arranger) phase(name string) {
	lines := a.set(name, phaseStyle, rightX-margin, 2)
	if len(lines) == 0 {
		return
	}
	a.y += above - belowRow
	a.put(lines, phaseStyle, margin)
	last := a.labels[len(a.labels)-1]
	middle := last.baseline - phaseStyle.rise()
	if from := margin + last.width + 24; from < rightX {
		a.fill(image.Rect(from, middle-1, rightX, middle+1), dim)
	}
	a.y += belowHead
}

// mark places a sign on the axis.
func (a *arranger) mark(sign string, i ink, middle int) {
	s := style{size: 40, bold: true, ink: i}
	for _, l := range a.set(sign, s, textX-axisX, 1) {
		a.place(l, s, axisX-l.width/2, middle+s.rise())
	}
}

func (a *arranger) axis(from, to int) {
	a.fill(image.Rect(axisX-2, from, axisX+2, to), dim)
}

// more says how many rows are left out.
func (a *arranger) more(name string, rows int) {
	a.mark("⋮", muted, a.y+moreStyle.baseline()-moreStyle.rise())
	a.write(countLeft(name, rows), moreStyle, textX, 1)
}

// write sets text from x to the right margin, in at most so many lines.
func (a *arranger) write(text string, s style, x, most int) {
	a.put(a.set(text, s, rightX-x, most), s, x)
}

// put places lines below each other.
func (a *arranger) put(lines []line, s style, x int) {
	for _, l := range lines {
		a.place(l, s, x, a.y+s.baseline())
		a.y += s.height()
	}
}

func (a *arranger) place(l line, s style, x, baseline int) {
	a.labels = append(a.labels, label{l, s, x, baseline})
}

func (a *arranger) fill(r image.Rectangle, i ink) {
	a.bars = append(a.bars, bar{r, i})
}
