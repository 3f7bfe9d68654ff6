package playground_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// fits is true when nothing is cut off or makes the page scroll sideways.
const fits = `(() => {
	const wide = document.scrollingElement.scrollWidth > innerWidth
	const out = [...document.querySelectorAll('#log *, #composer *, #filters *')].filter(e => {
		const r = e.getBoundingClientRect()
		return r.width > 0 && (r.right > innerWidth + 1 || r.left < -1) && !e.closest('pre, .lead, #scroll, .table, .tools')
	})
	return wide ? 'the page is ' + document.scrollingElement.scrollWidth + ' wide' : out.length ? out[0].outerHTML.slice(0, 200) : ''
})()`

// TestSizes holds that nothing is cut off from a small phone to a large screen.
func TestSizes(t *testing.T) {
	base := server(t, "")
	p := open(t, base, "/")
	p.ask("does belarus take part in the PARP today?")
	p.ask(strings.Repeat("incomprehensibilities", 12) + " https://example.org/" + strings.Repeat("path", 60))
	p.keys("/timeline ")
	line := open(t, base, "/timeline")
	for _, size := range [][2]int64{{320, 568}, {390, 844}, {768, 1024}, {1280, 800}, {1920, 1080}, {3840, 2160}} {
		for _, page := range []*tab{p, line} {
			page.size(size[0], size[1])
			page.await("innerWidth === " + fmt.Sprint(size[0]))
			if problem := value[string](page, fits); problem != "" {
				t.Errorf("at %dx%d: %s", size[0], size[1], problem)
			}
		}
		if size[0] != 1280 && size[0] != 768 {
			p.shoot(fmt.Sprintf("size-%d", size[0]))
		}
	}
}

// TestPhoneWidth has the channel as wide as a phone, beside the switches.
func TestPhoneWidth(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.ask("does belarus take part in the PARP today?")
	p.do(chromedp.Click(chromedp.CSS("[name=phone]")))
	p.await("document.querySelector('main').getBoundingClientRect().width === 390")
	p.await("new Set([...document.querySelectorAll('.field')].map(f => f.getBoundingClientRect().left)).size === 1") // fields stand below each other
	p.shoot("phone-width")
	p.do(chromedp.Reload())
	p.await("document.querySelector('main')?.getBoundingClientRect().width === 390")
}

// TestNarrow reaches everything on a phone: the switches, the panel.
func TestNarrow(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.size(390, 844)
	p.ask("what is parp")
	p.shoot("phone")
	p.do(chromedp.Click(chromedp.ID("open-side")))
	p.await("document.getElementById('side').getBoundingClientRect().left === 0")
	p.shoot("phone-side")
	p.press("@ Attaché direct message")
	p.await("getComputedStyle(document.getElementById('side')).visibility === 'hidden'")
	p.press("# questions") // not in sight, but there
	p.do(chromedp.Click(chromedp.ID("open-inspector")))
	p.await("Math.round(document.getElementById('inspector').getBoundingClientRect().right) === 390")
	p.shoot("phone-panel")
	p.do(chromedp.Click(chromedp.ID("close-inspector")))
	p.await("document.activeElement.id === 'text'")
}

// TestPreferences holds that the page follows the system: dark or light, and
// motion.
func TestPreferences(t *testing.T) {
	p := open(t, server(t, ""), "/")
	brightness := "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0)"
	p.prefer("prefers-color-scheme", "light")
	light := value[float64](p, brightness)
	p.prefer("prefers-color-scheme", "dark")
	if dark := value[float64](p, brightness); dark > 300 || light < 600 {
		t.Errorf("the brightness is %v in the dark and %v in the light", dark, light)
	}
	p.ask("when did belarus join the pfp")
	p.awaitText("#panel-how .stage", "Verdict")
	p.shoot("dark")
	p.size(1000, 800)
	duration := "getComputedStyle(document.getElementById('inspector')).transitionDuration"
	p.prefer("prefers-reduced-motion", "no-preference")
	if d := value[string](p, duration); d == "0s" {
		t.Error("nothing moves")
	}
	p.prefer("prefers-reduced-motion", "reduce")
	if d := value[string](p, duration); d != "0s" {
		t.Errorf("with reduced motion the panel moves for %s", d)
	}
}

// TestAccessibility lets axe-core look at every state of the pages, in both
// themes.
func TestAccessibility(t *testing.T) {
	axe, err := os.ReadFile(".tools/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("no axe-core: run npm --prefix bot/playground/.tools ci")
	}
	base := server(t, lights(t))
	p := open(t, base, "/")
	p.do(chromedp.Evaluate[chromedp.Void](string(axe)))
	check := func(p *tab, state string) {
		t.Helper()
		for _, theme := range []string{"light", "dark"} {
			p.prefer("prefers-color-scheme", theme)
			found, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`axe.run().then(r => JSON.stringify(r.violations.map(v =>
				({ rule: v.id, help: v.help, nodes: v.nodes.map(n => n.html + ' ' + n.any.map(a => a.message).join('; ')) }))))`, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			var violations []struct {
				Rule, Help string
				Nodes      []string
			}
			if err := json.Unmarshal([]byte(found), &violations); err != nil {
				t.Fatal(err)
			}
			for _, v := range violations {
				t.Errorf("%s, %s: %s: %s: %.400s", state, theme, v.Rule, v.Help, strings.Join(v.Nodes, "\n"))
			}
		}
	}
	check(p, "empty")
	p.ask("how tall is the south light")
	p.press("Sources")
	p.awaitText("#log .only-you", "Only you")
	check(p, "answer")
	p.do(chromedp.Click(chromedp.ID("tab-json")))
	check(p, "JSON")
	p.do(chromedp.Click(chromedp.ID("tab-knowledge")))
	check(p, "knowledge")
	p.do(chromedp.Click(chromedp.ID("tab-how")))
	p.do(chromedp.Focus(chromedp.ID("text")))
	p.keys("/")
	p.await("document.querySelectorAll('#palette .option').length > 1")
	check(p, "palette")
	p.keys("timeline ")
	p.await("document.querySelector('#fields .chip')")
	check(p, "options")
	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('#log .select')")))
	p.await("document.querySelector('.popup[popover]')")
	check(p, "menu")
	p.keys("\x1b")
	p.press("Wrong?")
	p.await("document.querySelector('dialog[open]')")
	check(p, "form")
	p.press("Cancel")
	p.size(390, 844)
	check(p, "phone")
	p.do(chromedp.Click(chromedp.ID("open-side")))
	check(p, "phone, side")

	line := open(t, base, "/timeline")
	line.do(chromedp.Evaluate[chromedp.Void](string(axe)))
	check(line, "timeline")
	line.size(320, 600)
	check(line, "timeline, small")
}

// TestRehearsal holds that what the page draws beforehand, to be quick when
// somebody asks, asks nothing itself and leaves nothing behind.
func TestRehearsal(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.await("performance.getEntriesByName('rehearsed').length === 1")
	const asked = `performance.getEntriesByType('resource').filter(r => /messages|interactions|explain/.test(r.name)).length`
	if n := value[int](p, asked); n > 0 {
		t.Errorf("%d requests before anybody has asked", n)
	}
	if n := value[int](p, "document.querySelectorAll('[inert], .message').length"); n > 0 {
		t.Errorf("%d elements are left", n)
	}
	if value[bool](p, "document.getElementById('empty').hidden") {
		t.Error("the empty channel offers no questions")
	}
	p.ask("when did belarus join the pfp")
	p.awaitText("#log .embed", "1995")
}
