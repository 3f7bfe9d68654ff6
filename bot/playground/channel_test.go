package playground_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"attache/knowledge"
)

// TestAsk asks in plain text, in the server and in a direct message.
func TestAsk(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.awaitText("#empty", "press / for the commands")
	p.shoot("empty")
	p.ask("when did belarus joni the pfp")
	p.awaitText("#log .embed-title", "Belarus joins the Partnership for Peace")
	p.awaitText("#log .lead", "when did belarus joni the pfp") // it is a reply
	p.awaitText("#panel-how .word.mended", "join")
	p.awaitText("#panel-how .candidate", "Belarus joins the Partnership for Peace")
	p.awaitText("#panel-how .stage", "an entry is likely enough to be meant")
	p.await("parseFloat(document.querySelector('#panel-how .fill').style.width) > 50")
	p.shoot("answer")

	p.press("@ Attaché direct message")
	p.awaitText("#place", "@ Attaché")
	p.awaitText("#empty", "press / for the commands")
	p.awaitText("#panel-how", "Ask something") // nothing was asked here
	p.ask("what is parp")
	p.awaitText("#log .embed-title", "Planning and Review Process")
	if text := value[string](p, "document.querySelector('#log .message .markdown').textContent"); text != "what is parp" {
		t.Errorf("the direct message is %q", text)
	}
	p.press("# questions")
	p.awaitText("#log .embed-title", "Belarus joins the Partnership for Peace")
	p.awaitText("#panel-how .quoted", "when did belarus joni the pfp")
	if n := p.messages(); n != 2 {
		t.Errorf("the channel has %d messages", n)
	}
}

// TestEnterTwice holds that what is sent is sent once, however hastily somebody
// presses Enter, and that what is typed on stays in the box.
func TestEnterTwice(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.do(chromedp.Focus(chromedp.ID("text")))
	p.keys("what is parp" + kb.Enter + kb.Enter + kb.Enter + "who led")
	p.awaitText("#log .embed-title", "Planning and Review Process")
	p.await("document.getElementById('text').value === 'who led'")
	p.keys(" the mine project" + kb.Enter)
	p.awaitText("#log .embed-title", "Who led the mine project")
	if n := p.messages(); n != 4 {
		t.Errorf("there are %d messages", n)
	}
	p.await("document.getElementById('text').value === ''")
}

// TestKeyboard fills in commands without a mouse.
func TestKeyboard(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.keys("/")
	p.awaitText("#palette .option", "/timeline [from] [to] [topic]")
	p.await("document.activeElement.getAttribute('aria-activedescendant') === 'suggestion-0'")
	p.keys(kb.ArrowDown)
	p.await("document.querySelector('#palette [aria-selected=true]').textContent.startsWith('/timeline')")
	p.keys(kb.ArrowUp + kb.Tab)
	p.awaitText("#fields .chip", "/ask")
	p.await("document.activeElement.id === 'option-question'")

	// Autocomplete: what is chosen is sent by its value.
	p.keys("polesie")
	p.awaitText("#palette .option", "polesie")
	p.shoot("autocomplete")
	p.keys(kb.ArrowDown)
	p.await("document.activeElement.getAttribute('aria-activedescendant') === 'suggestion-0'")
	chosen := value[string](p, "document.querySelector('#palette [aria-selected=true]').textContent")
	p.keys(kb.Tab)
	p.await(fmt.Sprintf("document.activeElement.value === %q", chosen))
	p.keys(kb.Enter)
	p.awaitText("#log .lead", "you used /ask")
	p.awaitText("#log .message", "olesie")
	p.do(chromedp.Click(chromedp.ID("tab-json")))
	p.awaitText("#panel-json pre", `"value": "entry:`)
	p.awaitText("#panel-json .verdict.good", "keeps the rules")

	// Typing the name and a space does as well; wrong options are told.
	p.keys("/timeline ")
	p.awaitText("#fields .chip", "/timeline")
	p.keys("soon" + kb.Enter)
	p.awaitText("#hint", "whole number")
	p.keys(kb.Backspace + kb.Backspace + kb.Backspace + kb.Backspace + "1800" + kb.Enter)
	p.awaitText("#hint", "is from 1992 to")
	p.keys(kb.Backspace + kb.Backspace + kb.Backspace + kb.Backspace + "2020")
	p.press("+ topic")
	p.await("document.activeElement.id === 'option-topic'")
	p.await("document.querySelectorAll('#palette .option').length > 1")
	p.keys(kb.ArrowDown + kb.Tab + kb.Enter)
	p.awaitText("#log .embed-title", "since 2020")

	// Escape closes the list, then leaves the command.
	p.keys("/term")
	p.keys(kb.Tab)
	p.await("document.activeElement.id === 'option-name'")
	p.awaitText("#palette .option", "PARP")
	p.keys(kb.Escape)
	p.await("document.getElementById('palette').hidden")
	p.keys(kb.Enter)
	p.awaitText("#hint", "required")
	p.keys(kb.Escape)
	p.await("document.activeElement.id === 'text' && document.getElementById('fields').hidden")
}

// TestPaging turns pages, narrows them by a menu, and has a page as a picture.
func TestPaging(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.keys("/timeline" + kb.Tab + kb.Enter)
	p.awaitText("#log .embed-footer", "Page 1/")
	p.press("Next")
	p.awaitText("#log .embed-footer", "Page 2/")
	p.awaitText("#log .edited", "(edited)")
	p.await("document.activeElement.textContent === 'Next'") // whoever turns goes on turning
	p.keys(kb.Enter)
	p.awaitText("#log .embed-footer", "Page 3/")

	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('#log .select')")))
	p.await("document.querySelector('[role=listbox].popup .option')")
	p.await("document.activeElement.textContent.startsWith('All topics')")
	p.keys(kb.ArrowDown + kb.ArrowDown)
	p.shoot("menu")
	p.keys(kb.Enter)
	p.await("!document.querySelector('[role=listbox].popup[popover]')")
	p.await("document.querySelector('#log .select').textContent.indexOf('All topics') < 0")

	p.press("Picture")
	p.await("document.querySelector('#log img')?.complete && document.querySelector('#log img').naturalWidth > 100")
	if alt := value[string](p, "document.querySelector('#log img').alt"); len(alt) < 50 {
		t.Errorf("the picture's alt text is %q", alt)
	}
	p.await("document.activeElement.textContent === 'As text'")
	p.do(chromedp.Evaluate[chromedp.Void]("document.querySelector('#log img').scrollIntoView({ block: 'center' })"))
	p.shoot("picture")
	p.press("As text")
	p.await("!document.querySelector('#log img')")
}

// TestRelated follows a related entry, and the sources, which are private.
func TestRelated(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.ask("what is parp")
	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('#log .select')")))
	p.await("document.querySelector('[role=listbox].popup .option')")
	related := value[string](p, "document.activeElement.querySelector('.option-label').textContent")
	p.keys(kb.Enter)
	p.await("document.querySelector('#log .edited')")
	p.awaitText("#panel-json", `"values": [`)
	t.Logf("related: %s", related)
	p.press("Sources")
	p.awaitText("#log .only-you", "Only you can see this")
	p.shoot("sources")
	p.press("Dismiss message")
	p.await("!document.querySelector('#log .only-you')")
	p.do(chromedp.Reload())
	p.await("document.documentElement.dataset.live !== undefined")
	p.await("document.querySelector('#log .embed') && !document.querySelector('#log .only-you')")
}

// TestTwoUsers holds that what one is asked privately, or opens in another's
// answer, is not seen by the other: did-you-mean, its buttons, a reload.
func TestTwoUsers(t *testing.T) {
	dir := lights(t)
	p := open(t, server(t, dir), "/")
	p.ask(unsureOf(t, dir))
	p.awaitText("#log .embed-title", "Did you mean")
	p.await("document.querySelectorAll('#log .message:last-child .row .button').length > 0")
	p.shoot("did-you-mean")
	suggestion := value[string](p, "document.querySelector('#log .row .button').textContent")
	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('[name=user][value=\"1\"]')")))
	p.press(suggestion)
	p.awaitText("#log .only-you", "Only you can see this")
	if n := p.messages(); n != 3 {
		t.Errorf("someone else sees %d messages", n)
	}
	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('[name=user][value=\"0\"]')")))
	p.await("!document.querySelector('#log .only-you')")
	p.press(suggestion)
	p.await("document.querySelector('#log .edited')") // one's own is replaced

	// The switches are the tab's, and outlast a reload.
	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('[name=user][value=\"1\"]')")))
	p.do(chromedp.Reload())
	p.await("document.documentElement.dataset.live !== undefined")
	p.awaitText("#log .only-you", "Only you can see this")
	p.await("document.querySelector('[name=user][value=\"1\"]').checked")
}

// TestForm marks an answer as wrong, with a note.
func TestForm(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.ask("what is parp")
	p.press("Wrong?")
	p.await("document.querySelector('dialog[open] input') === document.activeElement")
	p.prefer("prefers-color-scheme", "dark")
	p.shoot("form")
	p.keys(kb.Escape)
	p.await("!document.querySelector('dialog[open]')")
	p.press("Wrong?")
	p.await("document.querySelector('dialog[open] input') === document.activeElement")
	p.keys("it is older than that" + kb.Enter)
	p.await("!document.querySelector('dialog[open]')")
	p.awaitText("#log .only-you", "Only you can see this")
	p.awaitText("#panel-json pre", `"value": "it is older than that"`)
}

// TestMessageMenu answers a message from its menu, by mouse and by keyboard.
func TestMessageMenu(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.ask("what is parp")
	at := value[struct{ X, Y float64 }](p, "document.querySelector('#log .markdown').getBoundingClientRect().toJSON()")
	p.do(chromedp.MouseClickXY(at.X+30, at.Y+5, chromedp.ButtonRight))
	p.await("document.querySelector('[role=menu]')?.contains(document.activeElement)")
	p.awaitText("[role=menu] .option", "Answer this")
	p.shoot("message-menu")
	p.keys(kb.Enter)
	p.awaitText("#log .lead", "you used Answer this")
	p.awaitText("#log .only-you", "Only you can see this")
	p.awaitText("#panel-json pre", `"resolved": {`)

	p.do(chromedp.Focus(chromedp.JSPath("document.querySelector('#log .tool[aria-haspopup=menu]')")))
	p.keys(kb.Enter)
	p.await("document.querySelector('[role=menu]')?.contains(document.activeElement)")
	p.keys("c" + kb.Escape)
	p.await("!document.querySelector('[role=menu]') && document.activeElement.classList.contains('tool')")
	p.keys(kb.Enter + kb.End + kb.Home + kb.Enter)
	p.await("[...document.querySelectorAll('#log .lead')].filter(l => l.textContent === 'you used Answer this').length === 2")
}

// TestFollowUp asks on, in a server by a reply, in a direct message just so.
func TestFollowUp(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.ask("who led the mine project")
	p.do(chromedp.Focus(chromedp.JSPath("document.querySelector('#log .message:last-of-type [title=Reply]')")))
	p.keys(kb.Enter)
	p.await("document.activeElement.id === 'text' && document.getElementById('replying').textContent.includes('Attaché')")
	p.ask("and who paid for it?")
	p.await("document.querySelectorAll('#log .embed').length === 2 && document.querySelectorAll('#log .embed')[1].textContent.includes('Lithuania')")
	p.await("document.getElementById('replying').hidden")
	p.awaitText("#panel-json pre", `"referenced_message": {`)
	p.awaitText("#panel-how .stage", "in the light of the message before")
	p.shoot("follow-up")

	p.press("@ Attaché direct message")
	p.awaitText("#place", "@ Attaché")
	p.ask("who led the mine project")
	p.ask("and who paid for it?")
	p.await("document.querySelectorAll('#log .embed').length === 2 && document.querySelectorAll('#log .embed')[1].textContent.includes('Lithuania')")
}

// TestInstalledByMe holds that a mention does not reach a bot that is no member,
// while its commands answer.
func TestInstalledByMe(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.do(chromedp.Click(chromedp.JSPath("document.querySelector('[name=install][value=user]')")))
	p.do(chromedp.Focus(chromedp.ID("text")))
	p.keys("what is parp" + kb.Enter)
	p.awaitText("#hint", "The bot is not in this server")
	p.keys(strings.Repeat(kb.Backspace, len("what is parp")) + "/term parp")
	p.awaitText("#palette .option", "PARP")
	p.keys(kb.Escape + kb.Enter)
	p.awaitText("#log .embed-title", "Planning and Review Process")
	p.awaitText("#panel-json pre", `"authorizing_integration_owners": {`)
	if n := p.messages(); n != 1 {
		t.Errorf("there are %d messages", n)
	}
}

// TestLacks holds that what the bot may not do changes what it says.
func TestLacks(t *testing.T) {
	p := open(t, server(t, ""), "/")
	p.do(chromedp.Click(chromedp.JSPath("[...document.querySelectorAll('#lacks label')].find(l => l.textContent === 'Embed Links')")))
	p.ask("what is parp")
	p.await("!document.querySelector('#log .embed')")
	p.awaitText("#log .subtext", "Embed Links")
	p.shoot("no-embeds")
	p.do(chromedp.Click(chromedp.JSPath("[...document.querySelectorAll('#lacks label')].find(l => l.textContent === 'Send Messages')")))
	p.do(chromedp.Focus(chromedp.ID("text")))
	p.keys("what is parp" + kb.Enter)
	p.awaitText("#hint", "Missing Permissions")
	if n := p.messages(); n != 3 {
		t.Errorf("there are %d messages", n)
	}
}

// unsureOf finds a question of which the set in dir is not sure what it means:
// the first words of an example.
func unsureOf(t *testing.T, dir string) string {
	t.Helper()
	set, err := knowledge.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range set.Entries {
		words := strings.Fields(e.Questions[0])
		for n := len(words) - 1; n > 0; n-- {
			for _, end := range []string{"", " then and there"} {
				if q := strings.Join(words[:n], " ") + end; set.Unsure(set.Answer(q)) {
					return q
				}
			}
		}
	}
	t.Fatal("the set is sure of everything")
	return ""
}
