package gateway

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var (
			w       = workers{most: 2}
			begins  = make(chan int, 6)
			began   []int
			proceed [6]chan bool // true to leave the place and go on
		)
		for i := range proceed {
			proceed[i] = make(chan bool)
			w.run(func(leave func()) {
				begins <- i
				for <-proceed[i] {
					leave()
				}
			})
			synctest.Wait()
		}
		expect := func(after string, want ...int) {
			t.Helper()
			synctest.Wait()
			for len(begins) > 0 {
				began = append(began, <-begins)
			}
			if !slices.Equal(began, want) {
				t.Errorf("%s: %v have begun, want %v", after, began, want)
			}
		}
		expect("at first", 0, 1)
		proceed[1] <- true
		expect("one has left its place", 0, 1, 2)
		proceed[1] <- true
		expect("and once more", 0, 1, 2)
		proceed[1] <- false
		expect("who has left ends", 0, 1, 2)
		proceed[0] <- false
		expect("one with a place ends", 0, 1, 2, 3)
		proceed[2] <- false
		proceed[3] <- false
		expect("both end", 0, 1, 2, 3, 4, 5)
		proceed[4] <- false
		proceed[5] <- true
		proceed[5] <- false
		synctest.Wait()
		if w.busy != 0 || len(w.due) != 0 {
			t.Errorf("%d workers and %d tasks are left", w.busy, len(w.due))
		}
	})
}

// What takes longer than their patience holds nothing up: not what is queued, and
// when it ends at last, not the place of another.
func TestWorkersArePatientForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := workers{most: 1, patience: time.Second}
		began := time.Now()
		var slow, quick []time.Duration
		var mu sync.Mutex
		for range 3 {
			w.run(func(func()) {
				time.Sleep(10 * time.Second)
				mu.Lock()
				defer mu.Unlock()
				slow = append(slow, time.Since(began))
			})
		}
		for range 2 {
			w.run(func(func()) {
				time.Sleep(time.Second / 2)
				mu.Lock()
				defer mu.Unlock()
				quick = append(quick, time.Since(began))
			})
		}
		time.Sleep(time.Minute)
		mu.Lock()
		defer mu.Unlock()
		const s = time.Second
		if !slices.Equal(quick, []time.Duration{3*s + s/2, 4 * s}) || !slices.Equal(slow, []time.Duration{10 * s, 11 * s, 12 * s}) {
			t.Errorf("quick tasks end after %v, slow ones after %v", quick, slow)
		}
	})
}
