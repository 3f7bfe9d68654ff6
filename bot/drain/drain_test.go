package drain_test

import (
	"testing"
	"testing/synctest"

	"attache/bot/drain"
)

func TestGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g drain.Group
		if !g.Begin() {
			t.Fatal("an open group begins nothing")
		}
		g.Close()
		if g.Begin() || g.Go(func() { t.Error("a closed group runs more") }) {
			t.Error("a closed group begins more")
		}
		waited := make(chan struct{})
		go func() { defer close(waited); g.Wait() }()
		synctest.Wait()
		select {
		case <-waited:
			t.Error("what is under way is not waited for")
		default:
		}
		g.Done()
		<-waited
	})
}
