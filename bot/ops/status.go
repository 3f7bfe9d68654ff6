package ops

import (
	"slices"
	"sync"
)

// Status says what the program still waits for before it is ready. It is safe
// for use by many goroutines.
type Status struct {
	mu      sync.Mutex
	waiting []string
}

// NewStatus gives the status of a program that waits for what is named.
func NewStatus(what ...string) *Status { return &Status{waiting: what} }

// Set says whether what is named is there or waited for.
func (s *Status) Set(what string, there bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = slices.DeleteFunc(s.waiting, func(w string) bool { return w == what })
	if !there {
		s.waiting = append(s.waiting, what)
	}
}

// Waiting names what the program waits for; nothing when it is ready.
func (s *Status) Waiting() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.waiting)
}
