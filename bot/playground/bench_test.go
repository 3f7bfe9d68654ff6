package playground_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stopwatch has measured() give the milliseconds from the next press of Enter
// until an embed is in the page, and until its frame is drawn. With instant set
// a copy of the last answer is put into the page right then: what the browser
// itself takes.
const stopwatch = `(() => {
	const log = document.getElementById('log')
	let start = 0, done
	addEventListener('keydown', e => {
		if (e.key !== 'Enter') return
		start = e.timeStamp
		if (window.instant) log.append(log.lastElementChild.cloneNode(true))
	}, true)
	new MutationObserver(changes => {
		if (!start || !changes.some(c => [...c.addedNodes].some(n => n.querySelector('.embed')))) return
		const from = start, inPage = performance.now() - from
		start = 0
		requestAnimationFrame(() => scheduler.postTask(() => done([inPage, performance.now() - from]), { priority: 'user-blocking' }))
	}).observe(log, { childList: true })
	window.measured = () => new Promise(resolve => { done = resolve })
})()`

// timed types, presses Enter and gives what the stopwatch has measured.
func (p *tab) timed(text string) (inPage, drawn float64) {
	p.Helper()
	p.do(chromedp.Focus(chromedp.ID("text")))
	p.keys(text)
	p.do(chromedp.Sleep(100 * time.Millisecond)) // nobody types without a pause
	p.do(chromedp.Evaluate[chromedp.Void]("window.result = measured()"))
	p.keys(kb.Enter)
	took, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]float64]("window.result", chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatal(err)
	}
	return took[0], took[1]
}

// BenchmarkPage tells how fast the page is in this browser, by the medians: of a first
// paint, and from Enter until the answer is in the page and until its frame is drawn.
// Of that a mere copy of an answer shows what the browser itself takes.
func BenchmarkPage(b *testing.B) {
	base := server(b, "")
	questions := []string{"when did belarus join the pfp", "what is parp", "which projects are there", "who led the mine project", "when was the mission opened"}
	for _, test := range []struct {
		name    string
		another bool // profile each time
		instant bool
	}{{"first answer", true, false}, {"answer", false, false}, {"copy of an answer", false, true}} {
		b.Run(test.name, func(b *testing.B) {
			var paints, inPages, drawns []float64
			var p *tab
			for i := 0; b.Loop(); i++ {
				if p == nil || test.another {
					p = open(b, base, "/")
					p.await("performance.getEntriesByName('first-contentful-paint').length > 0")
					paints = append(paints, value[float64](p, "performance.getEntriesByName('first-contentful-paint')[0].startTime"))
					p.do(chromedp.Evaluate[chromedp.Void](stopwatch))
					if !test.another {
						p.timed(questions[0]) // the first takes longer
					}
					p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("window.instant = %t", test.instant)))
				}
				text := questions[i%len(questions)]
				if test.instant {
					text = ""
				}
				inPage, drawn := p.timed(text)
				inPages, drawns = append(inPages, inPage), append(drawns, drawn)
			}
			if test.another {
				b.ReportMetric(median(paints), "paint-ms")
			}
			b.ReportMetric(median(inPages), "page-ms")
			b.ReportMetric(median(drawns), "frame-ms")
			b.ReportMetric(0, "ns/op") // says nothing
		})
	}
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}
