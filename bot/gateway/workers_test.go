package gateway

import (
	"slices"
	"testing"
	"testing/synctest"
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
