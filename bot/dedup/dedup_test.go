package dedup_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"attache/bot/dedup"
)

func TestWindowForgetsTheOldest(t *testing.T) {
	w := dedup.NewWindow(2)
	for i, step := range []struct {
		id    uint64
		first bool
	}{{7, true}, {7, false}, {8, true}, {7, false}, {9, true}, {8, false}, {7, true}, {9, false}, {8, true}} {
		if has := w.Has(step.id); has == step.first {
			t.Errorf("step %d: Has(%d) is %t", i, step.id, has)
		}
		if first := w.First(step.id); first != step.first {
			t.Errorf("step %d: First(%d) is %t", i, step.id, first)
		}
	}
}

func TestWindowForManyGoroutines(t *testing.T) {
	const ids = 1000
	w := dedup.NewWindow(ids)
	var firsts atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for id := range uint64(ids) {
				if w.First(id) {
					firsts.Add(1)
				}
			}
		})
	}
	all.Wait()
	if n := firsts.Load(); n != ids {
		t.Errorf("%d ids are new, want each of %d once", n, ids)
	}
}
