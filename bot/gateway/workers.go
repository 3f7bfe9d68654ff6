package gateway

import (
	"sync"
	"sync/atomic"
	"time"
)

// workers run tasks in the order in which they come, most of them at a time. A worker
// goes from one task to the next, since a new goroutine would have to grow its stack
// again for each, and ends when none is due.
type workers struct {
	most     int
	patience time.Duration // after which a task loses its place to another; 0 is never

	mu   sync.Mutex
	busy int
	due  []task
}

// task is run by a worker; it may leave its place to another once it only waits.
type task func(leave func())

// run has a task run, and returns at once.
func (w *workers) run(t task) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.due = append(w.due, t)
	if w.busy < w.most {
		w.busy++
		go w.work()
	}
}

func (w *workers) work() {
	for next := w.next(); next != nil; next = w.next() {
		var left atomic.Bool // by this task: a late alarm must not touch the next
		leave := func() {
			if left.CompareAndSwap(false, true) {
				go w.work()
			}
		}
		if w.patience > 0 {
			alarm := time.AfterFunc(w.patience, leave)
			next(leave)
			alarm.Stop()
		} else {
			next(leave)
		}
		if !left.CompareAndSwap(false, true) {
			return
		}
	}
}

// next gives the task that is due, or nil to a worker who is to end.
func (w *workers) next() task {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.due) == 0 {
		w.busy--
		return nil
	}
	t := w.due[0]
	w.due[0] = nil
	w.due = w.due[1:]
	return t
}
