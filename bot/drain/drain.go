// Package drain waits at the end for the work that is under way.
package drain

import "sync"

// Group is work that goes on side by side until the end of a door. Unlike a
// [sync.WaitGroup] it may be waited for while work still comes: after Close none is
// begun any more. The zero Group is open and empty; it is for many goroutines.
type Group struct {
	mu     sync.Mutex
	closed bool
	work   sync.WaitGroup
}

// Begin enters a piece of work, which must end with Done, and reports whether it may
// begin.
func (g *Group) Begin() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return false
	}
	g.work.Add(1)
	return true
}

// Go has do run in a goroutine, as a piece of work, and reports whether it may begin.
func (g *Group) Go(do func()) bool {
	if !g.Begin() {
		return false
	}
	go func() { defer g.Done(); do() }()
	return true
}

// Done ends a piece of work.
func (g *Group) Done() { g.work.Done() }

// Close has no more work begun.
func (g *Group) Close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}

// Wait waits until all work that was begun is done. It is called after Close.
func (g *Group) Wait() { g.work.Wait() }
