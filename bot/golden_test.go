package bot_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/knowledge"
)

var update = flag.Bool("update", false, "rewrite the golden payloads")

// golden compares v, as JSON, with a file of testdata/golden, and beside it,
// in the file whose name ends in .txt, what people see of it.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	goldenFile(t, name+".txt", []byte(transcript(t, encode(t, v))))
	goldenJSON(t, name, v)
}

func goldenJSON(t *testing.T, name string, v any) {
	t.Helper()
	var got bytes.Buffer
	if err := json.Indent(&got, encode(t, v), "", "  "); err != nil {
		t.Fatal(err)
	}
	got.WriteByte('\n')
	goldenFile(t, name+".json", got.Bytes())
}

func goldenFile(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run go test ./bot -run Golden -update", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("payload differs from %s; if that is meant, run go test ./bot -run Golden -update\ngot:\n%s", path, got)
	}
}

func TestGoldenCommands(t *testing.T) {
	goldenJSON(t, "commands", checkCommands(t, lightsHandler(t)))
}

// requests are the interactions of the golden payloads.
func requests(t testing.TB) map[string]string {
	t.Helper()
	return map[string]string{
		"ask-current":            command(t, "ask", "question", "when was the South Light lit?"),
		"ask-historical":         command(t, "ask", "question", "what fuel did the lamps burn"),
		"ask-superseded":         command(t, "ask", "question", "how many keepers does the north light have"),
		"ask-disputed":           command(t, "ask", "question", "how tall is the south light"),
		"ask-list":               command(t, "ask", "question", "which colours have the towers had"),
		"ask-list-selected":      command(t, "ask", "question", "list all projects"),
		"ask-none":               command(t, "ask", "question", "what happened in 1870"),
		"ask-missing":            command(t, "ask"),
		"timeline":               command(t, "timeline"),
		"timeline-topic":         command(t, "timeline", "from", 1801, "to", 1900, "topic", "building"),
		"timeline-empty":         command(t, "timeline", "from", 1960),
		"timeline-unknown-topic": command(t, "timeline", "topic", "cooking"),
		"projects":               command(t, "projects"),
		"projects-one":           command(t, "projects", "name", "beacon"),
		"projects-unknown":       command(t, "projects", "name", "logbok"),
		"term":                   command(t, "term", "name", "vbl"),
		"term-unknown":           command(t, "term", "name", "zzz"),
		"term-missing":           command(t, "term"),
		"help":                   command(t, "help"),
		"about":                  strings.Replace(command(t, "about"), "{", `{"application_id":"1000",`, 1),
		"sources":                command(t, "sources"),
		"ask-private":            command(t, "ask", "question", "when was the South Light lit?", "private", true),
		"ask-picked":             command(t, "ask", "question", "entry:keepers"),
		"ask-hello":              command(t, "ask", "question", "hi there"),
		"ask-project":            command(t, "ask", "question", "what was the beacon renewal"),
		"click-entry":            click(t, "1|entry||m1812"),
		"click-entry-other":      click(t, "1|entry|1njchs|m1812"),
		"click-entry-gone":       click(t, "1|entry||sold"),
		"click-none-of-these":    click(t, "1|none|"),
		"click-sources":          click(t, "1|cite|keepers"),
		"click-around":           click(t, "1|around||m1853"),
		"click-example":          click(t, "1|example|height"),
		"click-show":             click(t, "1|show|keepers"),
		"click-show-page":        click(t, "1|page|s|milestones||0|0|2"),
		"click-in-private":       strings.Replace(click(t, "1|entry||m1812"), "{", `{"message":{"flags":64},`, 1),
		"click-all-projects":     click(t, "1|page|f|projects||0|0|1|beacon|"),
		"answer-this-list":       answerThis(t, "list all projects"),
		"answer-this-refused":    answerThis(t, "what happened in 1870"),
		"click-help":             click(t, "1|help"),
		"choose-related":         choose(t, "1|related|", "m1850"),
		"choose-topic":           choose(t, "1|page|t|milestones||0|0|1", "building"),
		"choose-year":            choose(t, "1|page|y|milestones|building|0|0|1", "1850-1850"),
		"choose-any-topic":       choose(t, "1|page|t|milestones|building|0|0|1|m1853|", "*"),
		"answer-this":            answerThis(t, "hey <@55>, when was the South Light lit? <:lamp:123>"),
		"answer-this-empty":      answerThis(t, "<@55>"),
		"answer-this-gone":       `{"id":"1","token":"t","type":2,"data":{"name":"Answer this","type":3,"target_id":"7"}}`,
		"ask-goodbye":            command(t, "ask", "question", "goodbye"),
		"click-facts":            click(t, "1|page|f|facts||0|0|1"),
		"click-lists":            click(t, "1|page|f|lists||0|0|1"),
		"click-phases":           click(t, "1|page|f|phases||0|0|1"),
		"unknown-command":        command(t, "dance"),
		"empty-command":          `{"id":"1","token":"t","type":2}`,
		"unknown-type":           `{"id":"1","token":"t","type":99}`,
		"ping":                   `{"id":"1","token":"t","type":1}`,
		"complete-ask":           typing(t, "ask", "question", "when was the s"),
		"complete-projects":      typing(t, "projects", "name", "log"),
		"complete-term":          typing(t, "term", "name", ""),
		"complete-none":          typing(t, "ask", "question", "qqqqqqqqq"),
		"click-next":             click(t, "1|page|n|milestones||0|0|2"),
		"click-next-own":         strings.Replace(click(t, "1|page|n|milestones||0|0|2||9"), "{", `{"user":{"id":"9"},`, 1),
		"click-next-other":       strings.Replace(click(t, "1|page|n|milestones||0|0|2||1njchs"), "{", `{"user":{"id":"9"},`, 1),
		"click-picture":          click(t, "1|picture|o|milestones||0|0|1"),
		"click-picture-around":   click(t, "1|picture|o|milestones||1843|1863|1|m1853|"),
		"choose-topic-picture":   choose(t, "1|picture|t|milestones||0|0|2", "building"),
		"click-beyond":           click(t, "1|page|l|milestones||0|0|99"),
		"click-gone":             click(t, "1|page|f|milestones|sold|0|0|1"),
		"click-outdated":         click(t, "0|page|1"),
		"click-garbage":          click(t, "drop table"),
	}
}

func TestGoldenInteractions(t *testing.T) {
	h := lightsHandler(t)
	for name, raw := range requests(t) {
		t.Run(name, func(t *testing.T) { golden(t, name, interact(t, h, raw)) })
	}
}

// TestGoldenBare holds what is said of a set that leaves out what it can, and has
// titles as long as they may be.
func TestGoldenBare(t *testing.T) {
	set, err := knowledge.Load("testdata/bare")
	if err != nil {
		t.Fatal(err)
	}
	h := bot.NewHandler(always(set), bot.Build{}, nil, bot.WithClock(clock))
	for name, raw := range map[string]string{
		"bare-ask":      command(t, "ask", "question", "which towers stand on the rock"),
		"bare-projects": command(t, "projects"),
		"bare-timeline": command(t, "timeline"),
		"bare-picture":  click(t, "1|picture|o|milestones||0|0|1"),
		"bare-help":     command(t, "help"),
		"bare-about":    command(t, "about"),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, interact(t, h, raw)) })
	}
}

// TestGoldenApology holds what is said when the handler fails.
func TestGoldenApology(t *testing.T) {
	h := bot.NewHandler(always(nil), build, nil)
	golden(t, "apology", interact(t, h, command(t, "help")))
	golden(t, "apology-message", say(t, h, direct(t, "hello")))
}

// TestGoldenFairUse holds what is said, once, to who asks too much, and to what
// is about the servers.
func TestGoldenFairUse(t *testing.T) {
	set, err := lights()
	if err != nil {
		t.Fatal(err)
	}
	h := bot.NewHandler(always(set), build, nil, bot.WithClock(clock), bot.WithFairUse(bot.FairUse{User: 1, Channel: 1}))
	h.Joined(12_345)
	by := func(raw string) string { return strings.Replace(raw, "{", `{"channel_id":"8","user":{"id":"9"},`, 1) }
	golden(t, "about-servers", interact(t, h, by(command(t, "about"))))
	golden(t, "slow-down", interact(t, h, by(command(t, "ask", "question", "how tall is the south light"))))
	for _, raw := range []string{command(t, "help"), answerThis(t, "how tall is the south light"), submit(t, "1|wrong|height|1", "")} {
		if r := h.Interaction(t.Context(), unmarshal(t, by(raw))); r != nil {
			t.Errorf("%s is answered after the warning: %s", raw, encode(t, r))
		}
	}
	if r := h.Interaction(t.Context(), unmarshal(t, by(click(t, "1|help")))); r.Type != discordgo.InteractionResponseDeferredMessageUpdate {
		t.Errorf("a click after the warning gives %s", encode(t, r))
	}
}

// TestGoldenUnsure holds what is offered instead of a guess.
func TestGoldenUnsure(t *testing.T) {
	response := lightsHandler(t).DidYouMean("m1853", "height", "keepers")
	discordtest.CheckCallback(t, encode(t, response))
	golden(t, "ask-unsure", response)
}

// TestGoldenHelpWithIDs holds that commands are mentioned so that a click opens
// them, once Discord has told their ids.
func TestGoldenHelpWithIDs(t *testing.T) {
	h := lightsHandler(t)
	held := h.Commands()
	for i, c := range held {
		c.ID = strconv.Itoa(100 + i)
	}
	h.Registered(held)
	golden(t, "help-ids", interact(t, h, command(t, "help")))
}

func TestGoldenMarks(t *testing.T) {
	h, _ := missing(t)
	for _, test := range []struct{ name, raw string }{
		{"click-helpful", click(t, "1|helpful|height|1")},
		{"click-wrong", click(t, "1|wrong|height|1")},
		{"form-wrong", submit(t, "1|wrong|height|1", "The survey is right")},
		{"about-misses", command(t, "about")},
	} {
		t.Run(test.name, func(t *testing.T) { golden(t, test.name, interact(t, h, test.raw)) })
	}
}

// TestGoldenPermissions holds what is said where something is not allowed.
func TestGoldenPermissions(t *testing.T) {
	h := lightsHandler(t)
	const (
		nothing   = `"app_permissions":"0",`
		noEmbeds  = `"app_permissions":"1125899906844672",` // but Use External Apps
		inServer  = `"guild_id":"6","authorizing_integration_owners":{"0":"6"},`
		byOneUser = `"guild_id":"6","authorizing_integration_owners":{"1":"9"},`
	)
	for name, test := range map[string]struct{ raw, more string }{
		"plain-ask":        {command(t, "ask", "question", "how many keepers does the north light have"), noEmbeds + inServer},
		"plain-timeline":   {command(t, "timeline"), noEmbeds + inServer},
		"plain-click":      {click(t, "1|entry||m1812"), noEmbeds + inServer},
		"plain-term":       {command(t, "term", "name", "zzz"), nothing},
		"external-ask":     {command(t, "ask", "question", "how tall is the south light"), `"app_permissions":"16384",` + byOneUser},
		"external-nothing": {command(t, "ask", "question", "how tall is the south light"), nothing + byOneUser},
		"plain-picture":    {click(t, "1|picture|o|milestones||0|0|1"), `"app_permissions":"1125899906875392",` + inServer}, // but Attach Files
		"no-attach-files":  {click(t, "1|picture|o|milestones||0|0|1"), `"app_permissions":"1125899906859008",` + inServer},
		"external-allowed": {command(t, "ask", "question", "how tall is the south light"), `"app_permissions":"1125899906859008",` + byOneUser},
	} {
		t.Run(name, func(t *testing.T) {
			raw := strings.Replace(test.raw, "{", "{"+test.more, 1)
			response := h.Interaction(t.Context(), unmarshal(t, raw))
			discordtest.CheckCallback(t, encode(t, response))
			golden(t, name, response)
		})
	}
}

// TestPlainLimits holds that a text in an embed's place fits, however long.
func TestPlainLimits(t *testing.T) {
	h := bot.NewHandler(always(monster(t)), build, nil)
	for _, name := range []string{"help", "about", "timeline", "projects"} {
		raw := strings.Replace(command(t, name), "{", `{"app_permissions":"0",`, 1)
		discordtest.CheckCallback(t, encode(t, h.Interaction(t.Context(), unmarshal(t, raw))))
	}
	send := h.Plain(say(t, h, direct(t, "help")))
	discordtest.CheckMessage(t, encode(t, send))
	if len(send.Embeds) != 0 || !strings.HasSuffix(send.Content, "Embed Links here.") {
		t.Errorf("not plain: %s", encode(t, send))
	}
}

func TestGoldenMessages(t *testing.T) {
	h := lightsHandler(t)
	for name, raw := range map[string]string{
		"message-mention":  mention(t, "<@1000> when was the South Light lit?"),
		"message-direct":   direct(t, "when was the great storm"),
		"message-timeline": direct(t, "what happened between 1801 and 1990"),
		"message-none":     direct(t, "what happened in 1700"),
		"message-hello":    direct(t, "hello!"),
		"message-thanks":   direct(t, "Thank you so much"),
		"message-who":      mention(t, "<@1000> who are you?"),
		"message-machine":  mention(t, "<@1000> are you an AI?"),
		"message-official": mention(t, "<@1000> are you official?"),
		"message-accuracy": mention(t, "<@1000> can you be wrong?"),
		"message-privacy":  mention(t, "<@1000> do you store my messages?"),
		"message-language": mention(t, "<@1000> parlez-vous français ?"),
		"message-invite":   mention(t, "<@1000> how do I add you to my server?"),
		"message-help-me":  direct(t, "help"),
		"message-help":     mention(t, "<@!1000>"),
		"message-reply":    replyTo(t, clickable("1|cite|m1853|0"), "and what came next?"),
		"message-goodbye":  direct(t, "bye"),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, say(t, h, raw)) })
	}
}

// checkCommands gives the commands of h, checked against Discord's rules.
func checkCommands(t testing.TB, h *bot.Handler) []*discordgo.ApplicationCommand {
	t.Helper()
	commands := h.Commands()
	discordtest.CheckCommands(t, encode(t, commands))
	return commands
}
