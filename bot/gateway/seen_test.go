package gateway

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestRecentForgetsTheOldest(t *testing.T) {
	r := newRecent(2)
	for i, step := range []struct {
		id    string
		first bool
	}{{"a", true}, {"a", false}, {"b", true}, {"a", false}, {"c", true}, {"b", false}, {"a", true}} {
		if got := r.first(step.id); got != step.first {
			t.Errorf("step %d: first(%q) is %t", i, step.id, got)
		}
	}
	if n := r.ids.Len(); n != 2 {
		t.Errorf("%d ids are remembered, want 2", n)
	}
}

func TestSilenceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSilences()
		if s.has("1") {
			t.Error("a channel is muted from the start")
		}
		for range silenceAfter - 1 {
			s.note("1", true)
			s.note("2", true)
		}
		if s.has("1") {
			t.Error("a channel is muted too early")
		}
		s.note("2", false)
		s.note("2", true)
		s.note("1", true)
		if !s.has("1") || s.has("2") {
			t.Error("not the one channel is muted")
		}
		time.Sleep(silenceTime)
		if s.has("1") {
			t.Error("the channel is muted for longer than said")
		}
	})
}
