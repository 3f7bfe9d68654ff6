package gateway

import (
	"testing"
	"testing/synctest"
	"time"
)

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
