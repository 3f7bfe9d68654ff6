package knowledge

import (
	"slices"
	"time"
)

// Set is a loaded knowledge set, ready to answer. It is read-only and safe
// for use by many goroutines.
type Set struct {
	Name      string   // "Town library"
	Subject   string   // completes "I answer questions about …"
	Colour    int      // accent colour, 0xRRGGBB
	Refusal   string   // first sentence of every refusal
	About     string   // what answers here, in a paragraph
	Parties   []string // names of those whom the set is about
	Greeting  string   // how a conversation opens; may be empty
	Languages []string // of the sources, as BCP 47 tags; may be empty
	AsOf      Date     // the newest date an entry is known to hold

	Entries []*Entry // in the order of the files, kinds mixed
	Topics  []*Topic
	Sources []*Source

	byID     map[string]*Entry
	ordered  map[Kind]series
	phases   []*Entry
	answerer *answerer

	neighbours *neighbours // filled as they are asked for

	sentences map[string]string // the set's own, by name

	questions, projects, terms *completer // filled when first asked
	layout                     func() layout
}

// Entry finds an entry by its id.
func (s *Set) Entry(id string) (*Entry, bool) {
	e, ok := s.byID[id]
	return e, ok
}

// Count gives the number of entries of a kind.
func (s *Set) Count(kind Kind) int {
	n := 0
	for _, e := range s.Entries {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// Query selects the entries of a list. Its zero value selects every milestone.
type Query struct {
	Kind     Kind   // Milestone when empty
	Topic    string // a topic's id; any when empty
	From, To int    // years, both included; 0 is open

	// FromMonth and ToMonth narrow the first and the last of the years; 0 is
	// the whole year. What is known to the year only stands before its months.
	FromMonth, ToMonth time.Month
}

// Select gives the entries that q asks for: dated ones by date, then the
// undated in the order of the files. An entry without a date is never within
// From and To. The slice is read-only.
func (s *Set) Select(q Query) []*Entry {
	kind := q.Kind
	if kind == "" {
		kind = Milestone
	}
	of := s.ordered[kind]
	selected := of.entries
	if q.From != 0 || q.To != 0 {
		selected = selected[:of.dated]
	}
	if q.From != 0 {
		first := Date{Year: q.From, Month: q.FromMonth}
		from, _ := slices.BinarySearchFunc(selected, first, compareDate)
		selected = selected[from:]
	}
	if q.To != 0 {
		last := Date{Year: q.To, Month: q.ToMonth}
		to, _ := slices.BinarySearchFunc(selected, last, func(e *Entry, d Date) int {
			if e.Date.after(d) {
				return 1
			}
			return -1
		})
		selected = selected[:to]
	}
	if q.Topic == "" {
		return slices.Clip(selected)
	}
	return slices.DeleteFunc(slices.Clone(selected), func(e *Entry) bool { return !e.hasTopic(q.Topic) })
}

func compareDate(e *Entry, d Date) int { return e.Date.Compare(d) }

// series is the entries of a kind: dated ones by date, then the undated in the
// order of the files.
type series struct {
	entries []*Entry
	dated   int // how many of them have a date
}

// order makes the series of every kind.
func (s *Set) order() {
	s.ordered = make(map[Kind]series)
	for _, e := range s.Entries {
		of := s.ordered[e.Kind]
		of.entries = append(of.entries, e)
		if !e.Date.IsZero() {
			of.dated++
		}
		s.ordered[e.Kind] = of
	}
	for _, of := range s.ordered {
		slices.SortStableFunc(of.entries, func(a, b *Entry) int {
			if a.Date.IsZero() != b.Date.IsZero() {
				return b.Date.Compare(a.Date)
			}
			return a.Date.Compare(b.Date)
		})
	}
}

// PhaseAt gives the phase that a date falls into, the later one where two
// meet; nil when there is none.
func (s *Set) PhaseAt(d Date) *Entry {
	var found *Entry
	for _, e := range s.phases {
		if e.Date.Compare(d) <= 0 && (e.End.IsZero() || !d.after(e.End)) && (found == nil || found.Date.Compare(e.Date) < 0) {
			found = e
		}
	}
	return found
}

func (e *Entry) hasTopic(id string) bool {
	return slices.ContainsFunc(e.Topics, func(t *Topic) bool { return t.ID == id })
}
