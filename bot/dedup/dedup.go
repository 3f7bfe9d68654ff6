// Package dedup knows an event again that is delivered twice.
package dedup

import "sync"

// Window remembers the ids that were seen last. It is for many goroutines, and
// gives the garbage collector no pointer to follow for each id.
type Window struct {
	mu     sync.Mutex
	size   int
	known  map[uint64]struct{}
	ids    []uint64 // as they came, from oldest on and round
	oldest int
}

// NewWindow gives a window of the last size ids; size must be above 0.
func NewWindow(size int) *Window { return &Window{size: size, known: make(map[uint64]struct{})} }

// First reports whether id is new in the window, and remembers it. Where the window
// is full, that makes it forget the oldest.
func (w *Window) First(id uint64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, again := w.known[id]; again {
		return false
	}
	w.known[id] = struct{}{}
	if len(w.ids) < w.size {
		w.ids = append(w.ids, id)
		return true
	}
	delete(w.known, w.ids[w.oldest])
	w.ids[w.oldest] = id
	w.oldest = (w.oldest + 1) % w.size
	return true
}

// Has reports whether id is in the window.
func (w *Window) Has(id uint64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, has := w.known[id]
	return has
}
