package bot_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"attache/bot/discordtest"
	"attache/bot/rules"
)

// walker uses the running bot as somebody does who reads what it shows and
// clicks on what it offers.
type walker struct {
	*testing.T
	fake  *discordtest.Fake
	where discordtest.Place
	seen      // what the bot showed last
	kind  int // of the callback: 4 a new message, 7 the same one, 9 a form
	files []rules.File
	id    string // of the form
}

func walkOn(t *testing.T, where discordtest.Place) *walker {
	return &walker{T: t, fake: start(t), where: where}
}

// use delivers an interaction and looks at the answer.
func (w *walker) use(interaction discordtest.Payload) *walker {
	w.Helper()
	callback := w.fake.Interact(interaction)
	w.seen, w.kind, w.files = seen{}, callback.Type, callback.Files
	if err := json.Unmarshal(callback.Data, &w.seen); err != nil {
		w.Fatal(err)
	}
	var form struct {
		CustomID string `json:"custom_id"`
	}
	if err := json.Unmarshal(callback.Data, &form); err != nil {
		w.Fatal(err)
	}
	w.id = form.CustomID
	return w
}

func (w *walker) ask(question string, options ...discordtest.Option) *walker {
	w.Helper()
	return w.use(discordtest.Slash(w.where, "ask", append(options, discordtest.String("question", question))...))
}

// message is the bot's message as Discord holds it now.
func (w *walker) message() discordtest.Payload {
	if w.private() {
		return discordtest.Message(w.where, "", discordtest.FromSelf(), discordtest.Ephemeral())
	}
	return discordtest.Message(w.where, "", discordtest.FromSelf())
}

// find gives the first component that is accepted.
func (w *walker) find(what string, accept func(seenComponent) bool) seenComponent {
	w.Helper()
	for _, r := range w.Components {
		if i := slices.IndexFunc(r.Components, accept); i >= 0 {
			return r.Components[i]
		}
	}
	w.Fatalf("there is no %s: %s", what, w.text())
	return seenComponent{}
}

func (w *walker) button(label string) seenComponent {
	w.Helper()
	return w.find("button "+label, func(c seenComponent) bool { return c.Type == 2 && strings.HasPrefix(c.Label, label) })
}

// click clicks on the button whose label begins so.
func (w *walker) click(label string) *walker {
	w.Helper()
	return w.use(discordtest.Click(w.where, w.button(label).CustomID, w.message()))
}

// clickOther has somebody else click.
func (w *walker) clickOther(label string) *walker {
	w.Helper()
	return w.use(discordtest.Click(w.where, w.button(label).CustomID, w.message()).By(discordtest.OtherID))
}

// choose takes an option of the menu whose placeholder begins so.
func (w *walker) choose(placeholder string, option int) *walker {
	w.Helper()
	menu := w.find("menu "+placeholder, func(c seenComponent) bool { return strings.HasPrefix(c.Placeholder, placeholder) })
	return w.use(discordtest.Choose(w.where, menu.CustomID, w.message(), menu.Options[option].Value))
}

func (w *walker) private() bool { return w.Flags&64 != 0 }

// wants checks how the bot answered, and that it says what is wanted.
func (w *walker) wants(kind int, private bool, texts ...string) *walker {
	w.Helper()
	if w.kind != kind || w.private() != private {
		w.Errorf("answered with type %d, private %t; want %d, %t", w.kind, w.private(), kind, private)
	}
	for _, text := range texts {
		if !strings.Contains(strings.ToLower(w.text()), strings.ToLower(text)) {
			w.Errorf("%q is missing: %s", text, w.text())
		}
	}
	return w
}

const (
	fresh   = 4
	inPlace = 7
	aForm   = 9
)

func TestWalkFromAnswer(t *testing.T) {
	for name, where := range places {
		t.Run(name, func(t *testing.T) {
			w := walkOn(t, where)
			w.ask("when did Belarus join the Partnership for Peace?").wants(fresh, false, "1995", "Status: Current", "Source: [")
			answer := w.text()
			w.click("Sources").wants(fresh, true, "Section", "captured")

			w.ask("when did Belarus join the Partnership for Peace?")
			w.choose("Related", 0).wants(inPlace, false, "As of")
			w.ask("when did Belarus join the Partnership for Peace?")
			w.click("Timeline around").wants(inPlace, false, "Timeline · 199", "1995")
			w.choose("Show only some years", 0).wants(inPlace, false, "Timeline")
			w.choose("Show only one topic", 1).wants(inPlace, false, "Timeline · ")
			w.click("Picture").wants(inPlace, false, "timeline.png: Timeline", "As text")
			if len(w.files) != 1 {
				t.Errorf("%d files, want the picture", len(w.files))
			}
			w.click("As text").wants(inPlace, false, "Picture").click("Picture")
			w.click("Back").wants(inPlace, false)
			if len(w.files) != 0 || len(w.Attachments) != 0 {
				t.Error("the picture stays below the answer")
			}
			// What the question was is no longer known, which only the marks remember.
			if w.text() != answer {
				t.Errorf("the way back leads to %s, not %s", w.text(), answer)
			}
			w.click("Timeline around").clickOther("Picture").wants(fresh, true, "timeline.png", "Back")
			w.ask("when did Belarus join the Partnership for Peace?")
			w.clickOther("Timeline around").wants(fresh, true, "Timeline · 199")
			w.click("Back") // the first asker has no part in that copy
		})
	}
}

func TestWalkDidYouMean(t *testing.T) {
	w := walkOn(t, discordtest.Guild)
	set, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	unsure := unsureOf(t, set)
	first := set.Answer(unsure).Suggestions[0]
	w.ask(unsure).wants(fresh, false, "Did you mean", first.Question, "None of these")
	label := []rune(first.Question)
	w.clickOther(string(label[:min(len(label), 60)])).wants(fresh, true, first.Entry.Title)
	w.ask(unsure).click(string(label[:min(len(label), 60)])).wants(inPlace, false, first.Entry.Title)
	w.ask(unsure).click("None of these").wants(inPlace, false, "Not in my sources", "You could ask")
	w.ask(unsure).clickOther("None of these").wants(fresh, true, "Not in my sources")
}

func TestWalkFromRefusal(t *testing.T) {
	w := walkOn(t, discordtest.Guild)
	const question = "what is the best recipe for a carbonara tonight"
	w.ask(question).wants(fresh, false, "Not in my sources", "Knowledge as of", "You could ask")
	if offered := w.Components[0].Components; len(offered) != 2 {
		t.Errorf("%d questions are offered, want 2", len(offered))
	}
	w.click("").wants(inPlace, false, "Source: [")
}

func TestWalkMarks(t *testing.T) {
	w := walkOn(t, discordtest.Guild)
	const question = "when did Belarus join the Partnership for Peace?"
	w.ask(question).click("Helpful").wants(fresh, true, "Thank you")
	w.ask(question).click("Wrong?").wants(aForm, false, "What is wrong")
	w.use(discordtest.Submit(w.where, w.id, map[string]string{"note": "It was 1994"})).wants(fresh, true, "Thank you")
	w.use(discordtest.Slash(w.where, "about")).wants(fresh, true, "1 helpful, 1 wrong", "Servers: 1", "Add to a server", "Privacy")
}

// A list stays as it is when somebody else turns its pages, who gets a copy.
func TestWalkListOfAnother(t *testing.T) {
	w := walkOn(t, discordtest.Guild)
	for _, name := range []string{"timeline", "sources"} {
		start := func() *walker { return w.use(discordtest.Slash(w.where, name)).wants(fresh, false, "Page 1/") }
		start().click("Next").wants(inPlace, false, "Page 2/")
		start().clickOther("Next").wants(fresh, true, "Page 2/")
		w.clickOther("Prev").wants(inPlace, false, "Page 1/") // the copy is theirs
	}
	timeline := func() *walker { return w.use(discordtest.Slash(w.where, "timeline")) }
	timeline().clickOther("Picture").wants(fresh, true, "timeline.png", "Show to all")
	w.clickOther("As text").wants(inPlace, false, "Show to all")
	w.clickOther("Show to all").wants(fresh, false, "Page 1/")
	w.clickOther("Next").wants(inPlace, false, "Page 2/") // it belongs to whoever shows it
	w.click("Next").wants(fresh, true, "Page 3/")
	timeline()
	menu := w.find("menu", func(c seenComponent) bool { return strings.HasPrefix(c.Placeholder, "Show only some years") })
	choice := discordtest.Choose(w.where, menu.CustomID, w.message(), menu.Options[3].Value)
	w.use(choice.By(discordtest.OtherID)).wants(fresh, true, "Timeline · ")
	w.ask("list all milestones").click("Next").wants(inPlace, false, "Page 2/")
	w.ask("list all milestones").clickOther("Next").wants(fresh, true, "Page 2/")
}

func TestWalkPrivate(t *testing.T) {
	w := walkOn(t, discordtest.Guild)
	const question = "when did Belarus join the Partnership for Peace?"
	w.ask(question, discordtest.Boolean("private", true)).wants(fresh, true, "1995", "Show to all")
	w.choose("Related", 0).wants(inPlace, false, "Show to all") // still private, as what it replaces
	w.click("Show to all").wants(fresh, false, "Source: [")
	target := discordtest.Message(w.where, question)
	w.use(discordtest.MessageMenu(w.where, "Answer this", target)).wants(fresh, true, "1995")
	w.click("Show to all").wants(fresh, false, "1995")
	w.use(discordtest.MessageMenu(w.where, "Answer this", discordtest.Message(w.where, "projects of nato in belarus"))).wants(fresh, true, "Show to all")
	w.click("Show to all").wants(fresh, false)
}

func TestWalkWithoutPermission(t *testing.T) {
	w := walkOn(t, discordtest.Guild)
	ask := discordtest.Slash(w.where, "ask", discordtest.String("question", "when did Belarus join the Partnership for Peace?"))
	w.use(ask.With("app_permissions", "2048")).wants(fresh, false, "**Status:** Current", "1995", "permission Embed Links")
	around := discordtest.Click(w.where, w.button("Timeline around").CustomID, w.message())
	w.use(around.With("app_permissions", "2048")).wants(inPlace, false, "permission Embed Links")
	byUser := discordtest.Slash(w.where, "ask", discordtest.String("question", "what is PARP")).
		With("authorizing_integration_owners", map[string]string{"1": discordtest.UserID}).With("app_permissions", "18432")
	w.use(byUser).wants(fresh, true, "permission Use External Apps")
}

func TestWalkHelp(t *testing.T) {
	w := walkOn(t, discordtest.Guild)
	w.use(discordtest.Slash(w.where, "help"))
	for range 1000 { // until the bot has taken in what Discord made of its commands
		if strings.Contains(w.text(), "</ask:") {
			break
		}
		w.use(discordtest.Slash(w.where, "help"))
	}
	w.wants(fresh, true, "</ask:", "</sources:")
	for _, b := range w.Components[0].Components {
		w.use(discordtest.Click(w.where, b.CustomID, w.message())).wants(fresh, true, "Source: [")
	}
	w.use(discordtest.Click(w.where, "1|help", nil)).wants(fresh, true, "What you can ask me")
	w.use(discordtest.Slash(w.where, "sources")).wants(fresh, false, "What I know rests on")
	w.click("Next").wants(inPlace, false, "Page 2/")
	w.use(discordtest.Slash(w.where, "projects")).choose("Show one project", 1).wants(inPlace, false, "Lead")
	w.click("All projects").wants(inPlace, false, "Projects")
	w.click("Back").wants(inPlace, false, "Lead")
}

func TestWalkSmallTalk(t *testing.T) {
	fake := start(t)
	for text, want := range map[string]string{
		"hi": "Hello!", "help": "What you can ask me", "Thanks!": "You are welcome", "who are you?": "I am a bot",
	} {
		if got := string(fake.Reply(discordtest.Message(discordtest.Direct, text)).Body); !strings.Contains(got, want) || strings.Contains(got, "Not in my sources") {
			t.Errorf("%q gets %s", text, got)
		}
	}
}

func TestWalkOtherScripts(t *testing.T) {
	w := walkOn(t, discordtest.Guild)
	for question, want := range map[string]string{
		"متى انضمت بيلاروسيا إلى الشراكة": "English", "מתי הצטרפה בלארוס": "English", "Калі Беларусь далучылася": "English", strings.Repeat("ж", 500): "English",
		"👩‍👩‍👧‍👦🏳️‍🌈": "Knowledge as of",
	} {
		w.ask(question).wants(fresh, false, want)
		w.ask(question, discordtest.Boolean("private", true)).wants(fresh, true)
	}
}

// through walks over what any set has, by way of the gateway.
func (w *walker) through(question string) {
	w.Helper()
	w.ask(question).wants(fresh, false)
	w.click("Timeline around").wants(inPlace, false).click("Picture").wants(inPlace, false, "timeline.png")
	if len(w.files) != 1 {
		w.Errorf("%d files, want the picture", len(w.files))
	}
	w.click("As text").wants(inPlace, false).click("Back").wants(inPlace, false)
	w.use(discordtest.Slash(w.where, "timeline")).click("Last").wants(inPlace, false).click("Picture").wants(inPlace, false)
	w.choose("Show only some years", 3).wants(inPlace, false).choose("Show only one topic", 1).wants(inPlace, false)
	w.use(discordtest.Slash(w.where, "projects")).choose("Show one project", 1).wants(inPlace, false)
	w.click("All projects").wants(inPlace, false).click("Back").wants(inPlace, false)
	for _, name := range []string{"sources", "help", "about"} {
		w.use(discordtest.Slash(w.where, name)).wants(fresh, name != "sources")
	}
}

// TestWalkEverything clicks on everything that it is shown, far from where it
// began, and gets a message each time.
func TestWalkEverything(t *testing.T) {
	h := embeddedHandler(t)
	todo := []string{command(t, "ask", "question", "what is PARP"), command(t, "timeline"), command(t, "projects"), command(t, "sources"), command(t, "help"), command(t, "about")}
	done := map[string]bool{}
	for len(todo) > 0 && len(done) < 3000 {
		raw := todo[0]
		todo = todo[1:]
		if done[raw] {
			continue
		}
		done[raw] = true
		var m seen
		response := interact(t, h, raw)
		if err := json.Unmarshal(encode(t, response.Data), &m); err != nil {
			t.Fatal(err)
		}
		if text := m.text(); strings.Contains(text, "DO NOT KNOW") || strings.Contains(text, "ANY MORE") || strings.Contains(text, "WENT WRONG") {
			t.Errorf("%s leads to %s", raw, text)
		}
		for _, r := range m.Components {
			for _, c := range r.Components {
				if c.CustomID != "" && len(c.Options) == 0 && !c.Disabled {
					todo = append(todo, click(t, c.CustomID))
				}
				for _, o := range c.Options {
					todo = append(todo, choose(t, c.CustomID, o.Value))
				}
			}
		}
	}
	if len(done) < 500 {
		t.Error(fmt.Sprint("only ", len(done), " things to click on"))
	}
}
