package knowledge

import (
	"slices"
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
	ordered  []*Entry // dated ones by date, then the undated in the order of the files
	phases   []*Entry
	answerer *answerer

	neighbours *neighbours // filled as they are asked for

	sentences map[string]string // the set's own, by name

	questions, projects, terms *completer // filled when first asked
	layout                     layout
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
}

// Select gives the entries that q asks for: dated ones by date, then the
// undated in the order of the files. An entry without a date is never within
// From and To.
func (s *Set) Select(q Query) []*Entry {
	if q.Kind == "" {
		q.Kind = Milestone
	}
	n := 0
	for _, e := range s.ordered {
		if q.admits(e) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	selected := make([]*Entry, 0, n)
	for _, e := range s.ordered {
		if q.admits(e) {
			selected = append(selected, e)
		}
	}
	return selected
}

func (q Query) admits(e *Entry) bool {
	return e.Kind == q.Kind && (q.Topic == "" || e.hasTopic(q.Topic)) &&
		(q.From == 0 || e.Date.Year >= q.From) && (q.To == 0 || e.Date.Year <= q.To) &&
		(!e.Date.IsZero() || q.From == 0 && q.To == 0)
}

// order puts the dated entries by date, the undated behind them.
func (s *Set) order() {
	s.ordered = slices.Clone(s.Entries)
	slices.SortStableFunc(s.ordered, func(a, b *Entry) int {
		if a.Date.IsZero() != b.Date.IsZero() {
			return b.Date.Compare(a.Date)
		}
		return a.Date.Compare(b.Date)
	})
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
