package playground_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestLinks holds that an address carries its question, back and forward too.
func TestLinks(t *testing.T) {
	p := open(t, server(t, ""), "/#q=what+is+parp")
	p.awaitText("#log .embed-title", "Planning and Review Process")
	p.do(chromedp.Reload()) // asks nothing anew
	p.await("document.documentElement.dataset.live !== undefined")
	p.awaitText("#log .embed-title", "Planning and Review Process")
	p.ask("what is the polesie project")
	p.await("location.hash === '#q=what+is+the+polesie+project'")
	p.do(chromedp.NavigateBack())
	p.await("location.hash === '#q=what+is+parp'")
	p.awaitText("#log .message.chosen .embed-title", "Planning and Review Process")
	p.awaitText("#panel-how .quoted", "what is parp")
	p.do(chromedp.NavigateForward())
	p.awaitText("#log .message.chosen", "olesie")
	if n := p.messages(); n != 4 {
		t.Errorf("going back and forward asked anew: there are %d messages", n)
	}
	p.press("@ Attaché direct message")
	p.ask("who led the mine project")
	p.await("location.hash === '#q=who+led+the+mine+project'")
	p.do(chromedp.NavigateBack()) // to where it was asked
	p.awaitText("#place", "# questions")
	p.awaitText("#log .message.chosen", "olesie")
	p.do(chromedp.NavigateForward())
	p.awaitText("#place", "@ Attaché")
	p.awaitText("#log .message.chosen .embed-title", "Who led the mine project")
	before := p.messages()
	p.do(chromedp.Evaluate[chromedp.Void]("location.hash = '#q=what+is+pfp'")) // as somebody edits the address
	p.awaitText("#log .message.chosen", "Partnership for Peace")
	p.ask("what is parp") // comes behind all that the address has asked
	p.await("[...document.querySelectorAll('#log .embed-title')].at(-1).textContent.includes('Planning and Review Process')")
	if n := p.messages(); n != before+4 {
		t.Errorf("a new address and a question have made %d messages, want 4", n-before)
	}
}

// TestTwoTabs holds that two tabs show the same channel, each as its own user.
func TestTwoTabs(t *testing.T) {
	p := open(t, server(t, ""), "/")
	other := p.another("/")
	p.ask("what is parp")
	other.awaitText("#log .embed-title", "Planning and Review Process")
	other.do(chromedp.Click(chromedp.JSPath("document.querySelector('[name=user][value=\"1\"]')")))
	other.press("Sources")
	other.awaitText("#log .only-you", "Only you can see this")
	other.ask("what is the polesie project")
	p.awaitText("#log .author", "someone else")
	p.await("document.querySelectorAll('#log .message').length === 4")
}

// TestReloadInTheMiddle holds that a page that is loaded again goes on where it was.
func TestReloadInTheMiddle(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.ask("what is parp")
	p.keys("/ask when")
	p.do(chromedp.Reload())
	p.await("document.documentElement.dataset.live !== undefined")
	p.awaitText("#log .embed-title", "Planning and Review Process")
	p.press("Sources") // works on what was there before
	p.awaitText("#log .only-you", "Only you can see this")
}

// TestLostConnection stops the server and starts another in its place: the page
// says so, finds it, and asks there what its address asks.
func TestLostConnection(t *testing.T) {
	base, stop := run(t, "")
	p := open(t, base, "/#q=what+is+parp")
	p.awaitText("#log .embed-title", "Planning and Review Process")
	stop()
	p.await("!document.getElementById('lost').hidden")
	p.keys("who pays" + kb.Enter)
	p.awaitText("#hint", "Not sent")
	p.await("document.getElementById('text').value === 'who pays'") // it can be sent once more
	runAt(t, "", strings.TrimPrefix(base, "http://"))
	p.await("document.getElementById('lost').hidden")
	p.await("document.querySelectorAll('#log .message').length === 2")
	p.awaitText("#log .embed-title", "Planning and Review Process")
	p.ask("")
}

// TestEdit saves files and sees the page follow.
func TestEdit(t *testing.T) {
	dir := lights(t)
	p := open(t, server(t, dir), "/")
	p.ask("how tall is the south light")
	p.awaitText("#log .embed", "41 metres")
	p.awaitText("#panel-how .place", "set.yaml:51:")
	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('#panel-how .behind button')")))
	p.awaitText("#source[open] .line", "id: height")
	p.shoot("source")
	p.press("Close")

	path := filepath.Join(dir, "set.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	save := func(before, after string) {
		t.Helper()
		changed := strings.Replace(string(text), before, after, 1)
		if changed == string(text) {
			t.Fatalf("the file has no %q", before)
		}
		if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	save("stands 41 metres", "stands 43 metres")
	p.awaitText("#log .divider", "The knowledge was read again")
	p.awaitText("#log .message:last-of-type .embed", "43 metres") // asked again by itself
	p.awaitText("#log .embed", "41 metres")                       // and what was said stays
	p.do(chromedp.Click(chromedp.ID("tab-knowledge")))
	p.awaitText("#panel-knowledge", "Advice (")
	p.shoot("edit")

	save("status: disputed", "status: doubtful")
	p.awaitText("#panel-knowledge .problems", "doubtful")
	p.awaitText("#tab-knowledge .count", "1")
	p.shoot("problem")
	p.ask("how tall is the south light")
	p.await("[...document.querySelectorAll('#log .embed')].at(-1).textContent.includes('43 metres')") // the former answers

	save("stands 41 metres", "stands 45 metres")
	p.await("!document.querySelector('#panel-knowledge .problems')")
	p.await("[...document.querySelectorAll('#log .embed')].at(-1).textContent.includes('45 metres')")
}

// TestTimelinePage filters and zooms the timeline and goes from an entry to its
// question.
func TestTimelinePage(t *testing.T) {
	p := open(t, server(t, ""), "/timeline")
	p.await("document.documentElement.dataset.live !== undefined")
	p.await("document.querySelectorAll('#scroll a.mark').length > 80")
	if cut := value[int](p, `[...document.querySelectorAll('#scroll text')].filter(t => t.getBoundingClientRect().right > document.querySelector('#scroll svg').getBoundingClientRect().right).length`); cut > 0 {
		t.Errorf("%d titles are cut off", cut)
	}
	p.shoot("timeline")
	width := value[float64](p, "document.querySelector('#scroll svg').getBoundingClientRect().width")
	p.do(chromedp.Click(chromedp.ID("zoom-in")))
	p.do(chromedp.Focus(chromedp.ID("scroll")))
	p.keys("+")
	if wider := value[float64](p, "document.querySelector('#scroll svg').getBoundingClientRect().width"); wider < width*2 {
		t.Errorf("zoomed in, the timeline has %v pixels after %v", wider, width)
	}
	p.press("All")
	p.do(chromedp.Focus(chromedp.CSS("[name=words]")))
	p.keys("mines")
	p.awaitText("#count", " of ")
	p.await("document.querySelectorAll('#entries li').length < 60")
	p.await("location.hash === '#words=mines'")
	p.shoot("timeline-filtered")
	p.keys("zzz")
	p.awaitText("#entries", "Nothing matches")
	p.await("!document.getElementById('nothing-dated').hidden")
	p.press("Clear")
	p.await("document.querySelectorAll('#scroll a.mark').length > 80")
	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('#sources button')")))
	p.await("document.querySelector('[name=source]').value !== ''")
	p.await("document.querySelectorAll('#entries li').length < 60") // else what is awaited next is there already
	p.press("Clear")
	p.await("document.querySelectorAll('#scroll a.mark').length > 80 && document.querySelectorAll('#entries li').length > 200")
	question := value[string](p, "new URLSearchParams(document.querySelector('#entries a').hash.slice(1)).get('q')")
	if _, err := chromedp.RunResponse(p.ctx, chromedp.Click(chromedp.CSS("#entries a"))); err != nil {
		t.Fatal(err)
	}
	p.await("document.documentElement.dataset.live !== undefined")
	p.awaitText("#log .message", question)
	p.awaitText("#panel-how .quoted", question)
}
