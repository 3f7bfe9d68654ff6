package picture_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"attache/bot/picture"
)

func TestCacheDrawsOnce(t *testing.T) {
	c := picture.NewCache(2)
	var drawn atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			p, err := c.Picture("all", func() picture.Timeline {
				drawn.Add(1)
				return sample(1)
			})
			if err != nil || len(p.PNG) == 0 {
				t.Errorf("%d bytes, error %v", len(p.PNG), err)
			}
		})
	}
	wg.Wait()
	if n := drawn.Load(); n != 1 {
		t.Errorf("drawn %d times", n)
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := picture.NewCache(2)
	drawn := map[string]int{}
	for _, query := range []string{"a", "b", "a", "c", "a", "b"} { // c drives b out
		_, err := c.Picture(query, func() picture.Timeline { drawn[query]++; return sample(1) })
		if err != nil {
			t.Fatal(err)
		}
	}
	if drawn["a"] != 1 || drawn["b"] != 2 || drawn["c"] != 1 {
		t.Errorf("drawn %v", drawn)
	}
}

func TestCacheKeepsNoError(t *testing.T) {
	c := picture.NewCache(1)
	if _, err := c.Picture("all", func() picture.Timeline { return picture.Timeline{} }); !errors.Is(err, picture.ErrNoRows) {
		t.Errorf("error %v, want %v", err, picture.ErrNoRows)
	}
	if _, err := c.Picture("all", func() picture.Timeline { return sample(1) }); err != nil {
		t.Errorf("the error was kept: %v", err)
	}
}
