package playground_test

import (
	"encoding/json"
	"fmt"
	"testing"
)

// TestMarkdown holds what becomes of texts, as Discord renders them.
// https://support.discord.com/hc/en-us/articles/210298617
func TestMarkdown(t *testing.T) {
	const link = ` target="_blank" rel="noopener noreferrer"`
	p := open(t, server(t, ""), "/")
	for _, test := range []struct{ text, want string }{
		{"plain", "plain"},
		{"two\nlines", "two\nlines"},
		{"**bold** *em* _em_ __under__ ~~gone~~ `code`", "<strong>bold</strong> <em>em</em> <em>em</em> <u>under</u> <s>gone</s> <code>code</code>"},
		{"***both*** **bold *and em***", "<em><strong>both</strong></em> <strong>bold <em>and em</em></strong>"},
		{"snake_case_name 2*3*4", "snake_case_name 2<em>3</em>4"},
		{`\*not em\*`, "*not em*"},
		{"- one\n- two", "<ul><li>one</li><li>two</li></ul>"},
		{"**1995** · x\n- one\n  more\n**1996**\n- two", "<strong>1995</strong> · x\n<ul><li>one\nmore</li></ul><strong>1996</strong>\n<ul><li>two</li></ul>"},
		{"- one\n  - inner\n- two", "<ul><li>one\n<ul><li>inner</li></ul></li><li>two</li></ul>"},
		{"1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"},
		{"in 2010. Then\n3. three", "in 2010. Then\n<ol start=\"3\"><li>three</li></ol>"},
		{"a - b", "a - b"},
		{"# big\n## middle\n### small\n#### none", `<p class="heading-1">big</p><p class="heading-2">middle</p><p class="heading-3">small</p>#### none`},
		{"x\n-# in *small* print", "x\n<p class=\"subtext\">in <em>small</em> print</p>"},
		{"> quoted\n> more\nnot", "<blockquote>quoted\nmore</blockquote>not"},
		{"a > b", "a &gt; b"},
		{"```go\nx := 1\n```", "<pre><code>x := 1</code></pre>"},
		{"[text](https://example.org/a_b_c)", `<a href="https://example.org/a_b_c"` + link + `>text</a>`},
		{"see https://example.org/x.", `see <a href="https://example.org/x"` + link + `>https://example.org/x</a>.`},
		{"<https://example.org>", `<a href="https://example.org"` + link + `>https://example.org</a>`},
		{"[x](javascript:alert(1))", "<span>x (javascript:alert(1))</span>"},
		{"<@1>", `<span class="mention">@name of 1</span>`},
		{"</ask:5>", `<button type="button" class="mention">/ask</button>`},
		{"<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"},
		{"| a | b |\n|---|---|", "| a | b |\n|---|---|"},
		{"![alt](https://example.org/x.png)", `!<a href="https://example.org/x.png"` + link + `>alt</a>`},
		{"**open", "**open"},
		{"", ""},
	} {
		text, err := json.Marshal(test.text)
		if err != nil {
			t.Fatal(err)
		}
		p.await(fmt.Sprintf(`(window.rendered = null, import('/markdown.js').then(m => {
			const box = document.createElement('div')
			box.append(m.markdown(%s, { user: id => 'name of ' + id, command() {} }))
			window.rendered = box.innerHTML
		}), true)`, text))
		p.await("window.rendered !== null")
		if got := value[string](p, "window.rendered"); got != test.want {
			t.Errorf("%q becomes\n%q, not\n%q", test.text, got, test.want)
		}
	}
	p.await(`(import('/markdown.js').then(m => {
		const box = document.createElement('div')
		box.append(m.markdown('<t:1350734400:D> <t:0:R> <t:99999999999999:f> ||hidden||', { user: String, command() {} }))
		window.moments = [...box.querySelectorAll('time')].map(t => t.dateTime)
		window.spoilt = box.querySelector('.spoiler').outerHTML
	}), window.moments?.length === 2)`)
	if got := value[[]string](p, "window.moments"); got[0] != "2012-10-20T12:00:00.000Z" || got[1] != "1970-01-01T00:00:00.000Z" {
		t.Errorf("the moments are %v", got)
	}
	if got := value[string](p, "window.spoilt"); got != `<span class="spoiler" role="button" tabindex="0" aria-label="Spoiler"><span hidden="">hidden</span></span>` {
		t.Errorf("the spoiler is %s", got)
	}
}
