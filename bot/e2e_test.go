package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"go.uber.org/goleak"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/gateway"
	"attache/knowledge"
)

// start runs the bot on the built-in set, through the real discordgo, against a
// Discord on loopback, until the test ends.
func start(t *testing.T) *discordtest.Fake {
	t.Helper()
	set, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return startOn(t, set)
}

// startOn is start for any set.
func startOn(t *testing.T, set *knowledge.Set) *discordtest.Fake {
	t.Helper()
	t.Cleanup(func() { goleak.VerifyNone(t) })
	fake := discordtest.New(t)
	h := bot.NewHandler(always(set), build, nil)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- gateway.Run(ctx, gateway.Options{
			Token: discordtest.Token, APIURL: fake.URL(), Handler: h, Commands: h.Commands(),
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the bot ended with %v", err)
		}
	})
	fake.AwaitReady(1)
	return fake
}

// shown is what a user sees of a reply.
type shown struct {
	Embeds []discordgo.MessageEmbed
	Flags  discordgo.MessageFlags
	Rows   []struct {
		Components []discordgo.Button
	} `json:"components"`
	Choices []discordgo.ApplicationCommandOptionChoice
}

func see(t *testing.T, body []byte) shown {
	t.Helper()
	var s shown
	if err := json.Unmarshal(body, &s); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return s
}

// read is a reply's one embed as text.
func (s shown) read() string {
	if len(s.Embeds) != 1 {
		return fmt.Sprintf("%d embeds", len(s.Embeds))
	}
	text := s.Embeds[0].Title + "\n" + s.Embeds[0].Description
	for _, f := range s.Embeds[0].Fields {
		text += "\n" + f.Name + ": " + f.Value
	}
	return text
}

func (s shown) button(label string) (discordgo.Button, bool) {
	for _, row := range s.Rows {
		for _, b := range row.Components {
			if b.Label == label {
				return b, true
			}
		}
	}
	return discordgo.Button{}, false
}

var places = map[string]discordtest.Place{
	"server": discordtest.Guild, "direct": discordtest.Direct, "private": discordtest.Private,
}

func TestEndToEndCommands(t *testing.T) {
	fake := start(t)
	var registered []struct{ Name string }
	if err := json.Unmarshal(fake.AwaitCommands(1).Body, &registered); err != nil {
		t.Fatal(err)
	}
	if n := len(embeddedHandler(t).Commands()); len(registered) != n {
		t.Errorf("%d commands are registered, want %d", len(registered), n)
	}
	const question = "when did Belarus join the Partnership for Peace?"
	for name, where := range places {
		target := discordtest.Message(where, "so "+question, discordtest.Components(discordtest.UnknownComponent()))
		for _, test := range []struct {
			use  discordtest.Payload
			want string
		}{
			{discordtest.Slash(where, "ask", discordtest.String("question", question)), "1995"},
			{discordtest.Slash(where, "timeline"), "1992"},
			{discordtest.Slash(where, "timeline", discordtest.Integer("from", 2004), discordtest.Integer("to", 2004)), "2004"},
			{discordtest.Slash(where, "projects"), "Projects"},
			{discordtest.Slash(where, "term", discordtest.String("name", "PARP")), "Planning and Review Process"},
			{discordtest.Slash(where, "help"), "For example"},
			{discordtest.Slash(where, "about"), "milestones"},
			{discordtest.MessageMenu(where, "Answer this", target), "1995"},
			{discordtest.Slash(where, "ask"), "What would you like to know?"},
			{discordtest.Slash(where, "dance"), "I do not know that command"},
		} {
			callback := fake.Interact(test.use)
			text := see(t, callback.Data).read()
			if callback.Type != 4 || !strings.Contains(text, test.want) {
				t.Errorf("%s: %s gives type %d without %q: %s", name, test.use.JSON(), callback.Type, test.want, text)
			}
		}
		for _, test := range []struct{ command, option, typed string }{
			{"ask", "question", "when did"}, {"projects", "name", ""}, {"term", "name", "pa"},
		} {
			callback := fake.Interact(discordtest.Autocomplete(where, test.command, discordtest.Focused(test.option, test.typed)))
			if n := len(see(t, callback.Data).Choices); callback.Type != 8 || n == 0 {
				t.Errorf("%s: /%s %s:%s gives type %d and %d choices", name, test.command, test.option, test.typed, callback.Type, n)
			}
		}
	}
}

func TestEndToEndMessages(t *testing.T) {
	fake := start(t)
	const question = "when did Belarus join the Partnership for Peace?"
	self := "<@" + discordtest.BotID + "> "
	for name, m := range map[string]discordtest.Payload{
		"mention":           discordtest.Message(discordtest.Guild, self+question, discordtest.Mention()),
		"direct":            discordtest.Message(discordtest.Direct, question),
		"unknown component": discordtest.Message(discordtest.Direct, question, discordtest.Components(discordtest.UnknownComponent())),
	} {
		sent := fake.Reply(m)
		if text := see(t, sent.Body).read(); !strings.Contains(text, "1995") || sent.ReplyTo != m.ID() {
			t.Errorf("%s: reply to %q of %q: %s", name, sent.ReplyTo, m.ID(), text)
		}
	}
	if text := see(t, fake.Reply(discordtest.Message(discordtest.Guild, self, discordtest.Mention())).Body).read(); !strings.Contains(text, "What you can ask me") {
		t.Errorf("a mention alone is answered with %s", text)
	}
	earlier := discordtest.Message(discordtest.Guild, "hello") // not the bot's
	for _, m := range []discordtest.Payload{
		discordtest.Message(discordtest.Guild, question),
		discordtest.Message(discordtest.Guild, "@everyone "+question, discordtest.MentionEveryone()),
		discordtest.Message(discordtest.Guild, "<@&"+discordtest.RoleID+"> "+question, discordtest.MentionRole(discordtest.RoleID)),
		discordtest.Message(discordtest.Guild, question, discordtest.ReplyTo(earlier), discordtest.Mention()),
		discordtest.Message(discordtest.Guild, self+question, discordtest.Mention(), discordtest.FromBot()),
		discordtest.Message(discordtest.Guild, self+question, discordtest.Mention(), discordtest.FromWebhook()),
		discordtest.Message(discordtest.Guild, self+question, discordtest.Mention(), discordtest.FromSelf()),
		discordtest.Message(discordtest.Direct, question, discordtest.FromBot()),
	} {
		fake.NoReply(m)
	}
}

// TestEndToEndTimeline turns the pages over every year of the source and back.
func TestEndToEndTimeline(t *testing.T) {
	fake := start(t)
	set, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	walk := func(at shown, label string) (end shown, pages []string) {
		for {
			pages = append(pages, at.Embeds[0].Description)
			b, ok := at.button(label)
			if !ok || b.Disabled {
				return at, pages
			}
			callback := fake.Interact(discordtest.Click(discordtest.Guild, b.CustomID, nil))
			if callback.Type != 7 {
				t.Fatalf("a click on %s gives type %d: %s", b.CustomID, callback.Type, callback.Data)
			}
			at = see(t, callback.Data)
		}
	}
	all := set.Select(knowledge.Query{})
	from, to := all[0].Date.Year, all[len(all)-1].Date.Year
	if from != 1992 || to < 2011 {
		t.Errorf("the milestones run from %d to %d", from, to)
	}
	begin := see(t, fake.Interact(discordtest.Slash(discordtest.Guild, "timeline")).Data)
	end, forward := walk(begin, "Next")
	begun, backward := walk(end, "Prev")
	text := strings.Join(forward, "\n")
	for _, e := range all {
		if !told(text, e) {
			t.Errorf("%s is on no page", e.ID)
		}
	}
	if len(forward) != (len(all)+9)/10 || len(backward) != len(forward) || begun.read() != begin.read() {
		t.Errorf("%d pages forward, %d back for %d milestones", len(forward), len(backward), len(all))
	}
	for year := from; year <= to; year++ {
		first := see(t, fake.Interact(discordtest.Slash(discordtest.Guild, "timeline",
			discordtest.Integer("from", int64(year)), discordtest.Integer("to", int64(year)))).Data)
		_, pages := walk(first, "Next")
		events := set.Select(knowledge.Query{From: year, To: year})
		if len(events) == 0 && first.Flags&discordgo.MessageFlagsEphemeral == 0 {
			t.Errorf("%d: an empty year is answered to everybody: %s", year, first.read())
		}
		for _, e := range events {
			if !told(strings.Join(pages, "\n"), e) {
				t.Errorf("%d: %s is missing", year, e.ID)
			}
		}
	}
	for _, id := range []string{"1|page|n|milestones||0|0|0", "0|page", "9|page|f", "garbage"} {
		callback := fake.Interact(discordtest.Click(discordtest.Guild, id, nil))
		if callback.Type != 4 || see(t, callback.Data).Flags&discordgo.MessageFlagsEphemeral == 0 {
			t.Errorf("a click on %q gives type %d: %s", id, callback.Type, callback.Data)
		}
	}
}

// Each hostile text is answered, whichever way it comes, and repeated nowhere.
func TestEndToEndHostile(t *testing.T) {
	fake := start(t)
	const marker = " xyzzyplugh"
	for _, text := range hostile {
		text += marker
		target := discordtest.Message(discordtest.Guild, text)
		for way, use := range map[string]discordtest.Payload{
			"ask":          discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", text)),
			"term":         discordtest.Slash(discordtest.Direct, "term", discordtest.String("name", text)),
			"projects":     discordtest.Slash(discordtest.Direct, "projects", discordtest.String("name", text)),
			"timeline":     discordtest.Slash(discordtest.Guild, "timeline", discordtest.String("topic", text)),
			"wrong type":   discordtest.Slash(discordtest.Guild, "timeline", discordtest.Raw("from", 3, text)),
			"autocomplete": discordtest.Autocomplete(discordtest.Guild, "ask", discordtest.Focused("question", text)),
			"answer this":  discordtest.MessageMenu(discordtest.Guild, "Answer this", target),
			"click":        discordtest.Click(discordtest.Guild, text, nil),
		} {
			callback := fake.Interact(use)
			if want := map[bool]int{true: 8, false: 4}[way == "autocomplete"]; callback.Type != want || strings.Contains(string(callback.Body), marker[1:]) {
				t.Errorf("%s of %.40q gives type %d: %s", way, text, callback.Type, callback.Body)
			}
		}
		self := "<@" + discordtest.BotID + "> "
		for way, m := range map[string]discordtest.Payload{
			"direct":  discordtest.Message(discordtest.Direct, text),
			"mention": discordtest.Message(discordtest.Guild, self+text, discordtest.Mention()),
		} {
			if sent := fake.Reply(m); strings.Contains(string(sent.Body), marker[1:]) {
				t.Errorf("%s of %.40q gives %s", way, text, sent.Body)
			}
		}
	}
}
