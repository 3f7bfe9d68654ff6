package knowledge

import (
	"slices"
	"sync"
)

// How close two entries are: what one says of the other counts most, then what
// both are about, then when they happened.
const (
	closeNamed = 100 // one names the other: as its successor, as what comes nearest, twice that as what it details
	closeAbout = 40  // both detail the same entry
	closeTopic = 10  // for each topic that they share
	closeYear  = 8   // less one for each year between them
)

// neighbours keeps what was found to be related: looking takes longer than many
// an answer. It is safe for use by many goroutines.
type neighbours struct{ of sync.Map } // from *Entry to []*Entry, the maxNeighbours closest

const maxNeighbours = 8

// Related gives up to n entries, eight at most, that somebody who read e may want
// to read next, the closest first. None is a gap, and none is a list unless e is.
// They are not to be changed.
func (s *Set) Related(e *Entry, n int) []*Entry {
	found, ok := s.neighbours.of.Load(e)
	if !ok {
		found, _ = s.neighbours.of.LoadOrStore(e, s.closest(e, maxNeighbours))
	}
	related := found.([]*Entry)
	return related[:min(len(related), n):min(len(related), n)]
}

// closest gives the n entries that are the closest to e.
func (s *Set) closest(e *Entry, n int) []*Entry {
	related := make([]*Entry, 0, n+1)
	for _, other := range s.Entries {
		c := closenessOf(e, other)
		if c == 0 || n == len(related) && c <= closenessOf(e, related[n-1]) {
			continue
		}
		at := 0
		for at < len(related) && closenessOf(e, related[at]) >= c {
			at++
		}
		related = slices.Insert(related, at, other)
		related = related[:min(len(related), n)]
	}
	return related
}

func closenessOf(e, other *Entry) int {
	if other == e || other.Kind == Gap || other.Kind == List && e.Kind != List {
		return 0
	}
	c := 0
	if e.About == other {
		c += 2 * closeNamed
	}
	if other.About == e || e.SupersededBy == other || other.SupersededBy == e || e.Nearest == other {
		c += closeNamed
	}
	if e.About != nil && e.About == other.About {
		c += closeAbout
	}
	for _, t := range e.Topics {
		if slices.Contains(other.Topics, t) {
			c += closeTopic
		}
	}
	if c > 0 && !e.Date.IsZero() && !other.Date.IsZero() {
		c += max(closeYear-max(e.Date.Year-other.Date.Year, other.Date.Year-e.Date.Year), 0)
	}
	return c
}
