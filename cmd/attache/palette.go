package main

import (
	"io"
	"os"

	"github.com/fatih/color"
	"golang.org/x/term"

	"attache/knowledge"
)

// palette is how the parts of a reply look.
type palette struct {
	answer, refusal, detail, question, current, past, doubtful *color.Color
}

func newPalette(colourful bool) palette {
	paint := func(attributes ...color.Attribute) *color.Color {
		c := color.New(attributes...)
		// Each colour is told, since the library's own switch looks at the
		// program's standard output only.
		if colourful {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return palette{
		answer:   paint(color.Bold),
		refusal:  paint(color.FgYellow),
		detail:   paint(color.Faint),
		question: paint(color.FgCyan),
		current:  paint(color.FgGreen),
		past:     paint(color.FgBlue),
		doubtful: paint(color.FgYellow),
	}
}

func (p palette) status(s knowledge.Status) *color.Color {
	switch s {
	case knowledge.Current:
		return p.current
	case knowledge.Historical:
		return p.past
	}
	return p.doubtful
}

// colourful reports whether w shows colours: a terminal does, unless NO_COLOR
// is set and not empty (https://no-color.org) or it is a dumb one.
func colourful(w io.Writer, environ map[string]string) bool {
	_, ok := terminal(w)
	return ok && environ["NO_COLOR"] == "" && environ["TERM"] != "dumb"
}

// terminal gives the file behind a stream when that is a terminal.
func terminal(stream any) (*os.File, bool) {
	f, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, false
	}
	return f, true
}
