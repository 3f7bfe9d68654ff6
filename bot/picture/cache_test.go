package picture_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"attache/bot/picture"
)

func newCache(t *testing.T, size int) *picture.Cache {
	t.Helper()
	c, err := picture.NewCache(size)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCacheDrawsOnce(t *testing.T) {
	c := newCache(t, 2)
	var drawn atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			p, err := c.Picture(picture.Key{Query: "all"}, func() picture.Timeline {
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

func TestCacheTellsKeysApart(t *testing.T) {
	c := newCache(t, 8)
	keys := []picture.Key{
		{Language: "b", Query: "c"},
		{Language: "b", Query: "d"},
		{Language: "x", Query: "c"},
		{Language: "bc"},
		{Language: `b" "c`},
	}
	drawn := 0
	for range 2 {
		for _, k := range keys {
			if _, err := c.Picture(k, func() picture.Timeline { drawn++; return sample(1) }); err != nil {
				t.Fatal(err)
			}
		}
	}
	if drawn != len(keys) {
		t.Errorf("drawn %d times, want %d", drawn, len(keys))
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := newCache(t, 2)
	drawn := map[string]int{}
	for _, query := range []string{"a", "b", "a", "c", "a", "b"} { // c drives b out
		_, err := c.Picture(picture.Key{Query: query}, func() picture.Timeline { drawn[query]++; return sample(1) })
		if err != nil {
			t.Fatal(err)
		}
	}
	if drawn["a"] != 1 || drawn["b"] != 2 || drawn["c"] != 1 {
		t.Errorf("drawn %v", drawn)
	}
}

func TestCacheKeepsNoError(t *testing.T) {
	c := newCache(t, 1)
	key := picture.Key{Query: "all"}
	if _, err := c.Picture(key, func() picture.Timeline { return picture.Timeline{} }); !errors.Is(err, picture.ErrNoRows) {
		t.Errorf("error %v, want %v", err, picture.ErrNoRows)
	}
	if _, err := c.Picture(key, func() picture.Timeline { return sample(1) }); err != nil {
		t.Errorf("the error was kept: %v", err)
	}
}

func TestCacheSize(t *testing.T) {
	for _, size := range []int{0, -1} {
		if _, err := picture.NewCache(size); err == nil {
			t.Errorf("size %d is taken", size)
		}
	}
}
