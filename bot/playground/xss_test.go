package playground_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/chromedp"

	"attache/knowledge"
)

// attacks are strings known to become code where text becomes HTML.
func attacks(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(all) < 200 {
		t.Fatalf("there are only %d attacks", len(all))
	}
	return all
}

// foreign finds what the page never makes of a text: elements that load or run
// something, attributes with code, links that lead elsewhere than to the web.
const foreign = `[...document.querySelectorAll('#log *, #inspector *, #source *, #scroll *, #entries *, #sources *, #top *')].flatMap(e =>
	['SCRIPT','IFRAME','OBJECT','EMBED','LINK','META','BASE','STYLE','FORM','VIDEO','AUDIO','MATH','IMG','TEXTAREA','SELECT','MARQUEE','FOREIGNOBJECT']
		.includes(e.tagName.toUpperCase()) ? [e.outerHTML.slice(0, 200)] :
	[...e.attributes].filter(a => /^on/i.test(a.name) || a.name === 'srcdoc' || a.name === 'style' && !/^(width|left|--accent)/.test(a.value) ||
		/href|src|action/i.test(a.name) && !/^(https?:|\/#|#|\/$)/.test(a.value)).map(a => a.name + '=' + a.value))`

// disarm notes what an attack would do; the page's policy forbids it anyway,
// which the console would tell.
const disarm = `for (const f of ['alert', 'confirm', 'prompt']) window[f] = () => { window.pwned = true }`

func (p *tab) unharmed() {
	p.Helper()
	if found := value[[]string](p, foreign); len(found) > 0 {
		p.Errorf("text has become %d elements or attributes, such as %s", len(found), found[0])
	}
	if value[bool](p, "window.pwned === true") {
		p.Error("an attack ran")
	}
}

// TestAttacksInQuestions asks every attack.
func TestAttacksInQuestions(t *testing.T) {
	all := attacks(t)
	p := open(t, server(t, ""), "/")
	p.do(chromedp.Evaluate[chromedp.Void](disarm))
	for i, attack := range all {
		quoted, err := json.Marshal(attack)
		if err != nil {
			t.Fatal(err)
		}
		p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
			const text = document.getElementById('text')
			text.value = %s
			text.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
		})()`, quoted)))
		p.await(fmt.Sprintf("document.querySelectorAll('#log .message').length >= Math.min(%d, 390)", 2*(i+1)))
		if i%20 == 0 {
			p.unharmed()
		}
	}
	p.unharmed()
	p.do(chromedp.Click(chromedp.ID("tab-json")))
	p.unharmed()
	if text := value[string](p, "document.getElementById('log').textContent"); !strings.Contains(text, all[len(all)-1]) {
		t.Error("the last attack is not shown as it was typed")
	}
}

// TestAttacksInAddress asks attacks by the page's address.
func TestAttacksInAddress(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.do(chromedp.Evaluate[chromedp.Void](disarm))
	for _, attack := range attacks(t)[:20] {
		quoted, err := json.Marshal(attack)
		if err != nil {
			t.Fatal(err)
		}
		before := p.messages()
		p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf("location.hash = '#' + new URLSearchParams({ q: %s })", quoted)))
		p.await(fmt.Sprintf("document.querySelectorAll('#log .message').length >= %d", before+2))
	}
	p.unharmed()

	// This would be noticed:
	p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById('log').append(document.createElement('iframe'))`))
	if found := value[[]string](p, foreign); len(found) != 1 {
		t.Errorf("an iframe in the log counts as %v", found)
	}
}

// TestAttacksInKnowledge has every attack in a set: in titles, answers,
// questions, sources.
func TestAttacksInKnowledge(t *testing.T) {
	type m = map[string]any
	var facts, sources []m
	for i, attack := range attacks(t) {
		title := attack
		for utf8.RuneCountInString(title) > 90 {
			title = title[:len(title)/2]
		}
		title = strings.ToValidUTF8(title, "?")
		id := fmt.Sprintf("e%d", i)
		sources = append(sources, m{"id": "s" + id, "title": title + " ", "publisher": attack, "url": "https://example.org/" + id, "captured": "2024"})
		facts = append(facts, m{
			"id": id, "title": title, "answer": clip(attack, 390), "topics": []string{"t"}, "source": "s" + id, "section": attack, "as_of": "2024",
			"status": "current", "date": "1990", "questions": []string{fmt.Sprintf("question number %d", i), clip(attack, 200) + fmt.Sprint(" ", i)},
		})
	}
	set := m{
		"set":     m{"name": attacks(t)[0], "subject": attacks(t)[1], "colour": "#336699", "refusal": "No.", "about": attacks(t)[2]},
		"sources": sources, "topics": []m{{"id": "t", "title": attacks(t)[3]}}, "facts": facts,
	}
	dir := t.TempDir()
	text, err := json.Marshal(set) // JSON is YAML
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "set.yaml"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := knowledge.Load(dir); err != nil {
		t.Fatalf("the set does not load: %.2000s", err)
	}

	base := server(t, dir)
	p := open(t, base, "/")
	p.do(chromedp.Evaluate[chromedp.Void](disarm))
	for i := range attacks(t) {
		p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
			const text = document.getElementById('text')
			text.value = 'question number %d'
			text.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
		})()`, i)))
		p.await(fmt.Sprintf("document.querySelectorAll('#log .message').length >= Math.min(%d, 390)", 2*(i+1)))
		if i%20 == 0 {
			p.unharmed()
		}
	}
	p.unharmed()
	p.keys("/ask question number")
	p.await("document.querySelectorAll('#palette .option').length > 1")
	p.unharmed()
	p.do(chromedp.Click(chromedp.ID("tab-knowledge")), chromedp.Click(chromedp.ID("tab-how")))
	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('#panel-how .behind button')")))
	p.await("document.querySelector('#source[open] .line')")
	p.unharmed()

	line := open(t, base, "/timeline")
	line.do(chromedp.Evaluate[chromedp.Void](disarm))
	line.await("document.querySelectorAll('#entries li').length > 200 && document.querySelectorAll('#scroll a').length > 200")
	line.unharmed()
}

// clip cuts a text to n characters.
func clip(s string, n int) string {
	r := []rune(s)
	return string(r[:min(len(r), n)])
}
