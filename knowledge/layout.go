package knowledge

import (
	"slices"
	"strings"
)

// layout says where in the files a set's parts stand, as far as advice points
// at them; entries themselves keep no more than their first line.
type layout struct {
	entries map[string]entryPlaces // by id
	sources map[string]Position    // by id
	names   map[string]bool        // abbreviations that the set explains, or that are names in it
}

type entryPlaces struct {
	answer, date, status Position
	questions            []lineColumn // in the order of Entry.Questions, in the file of the answer
}

// lineColumn is a Position without its file: there are many of them.
type lineColumn struct{ line, column int32 }

// question gives the place of the question at index i of Entry.Questions.
func (p entryPlaces) question(i int) Position {
	return Position{p.answer.File, int(p.questions[i].line), int(p.questions[i].column)}
}

// layout notes it; it is called when everything is checked.
func (c *checker) layout() layout {
	p := layout{
		entries: make(map[string]entryPlaces, len(c.drafts)),
		sources: make(map[string]Position, len(c.sources.items)),
		names:   make(map[string]bool),
	}
	for id, s := range c.sources.items {
		p.sources[id] = c.sources.at[id]
		p.name(s.Publisher)
	}
	for _, d := range c.drafts {
		at := entryPlaces{answer: d.raw.Answer.At, date: d.raw.Date.At, status: d.raw.Status.At}
		questions := d.raw.questions()
		at.questions = make([]lineColumn, len(questions))
		for i, q := range questions {
			at.questions[i] = lineColumn{int32(q.At.Line), int32(q.At.Column)}
		}
		p.entries[d.entry.ID] = at
		if t := d.entry.Term; t != nil {
			p.name(t.Abbreviation, t.Name)
		}
	}
	for _, n := range slices.Concat(c.material.parties, c.material.outsiders, c.material.unstated) {
		p.name(n.Name)
		p.name(n.Aliases...)
		p.name(n.Cities...)
	}
	for _, group := range c.material.synonyms {
		p.name(group...)
	}
	return p
}

// name notes the abbreviations in names, and those that are made of a name's
// capitals: whoever reads "US" where "United States" is known needs no term.
func (p layout) name(texts ...string) {
	for _, text := range texts {
		for _, a := range abbreviation.FindAllString(strings.ToUpper(text), -1) {
			p.names[a] = true
		}
		capitals := strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' {
				return r
			}
			return -1
		}, text)
		p.names[capitals] = true
	}
}
