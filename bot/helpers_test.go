package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/knowledge"
)

// self is the bot's own user id in these tests.
const self = "1000"

var build = bot.Build{Version: "v1.2.3", Commit: "0123abc", Go: "go1.26", Source: "https://example.org/attache"}

// clock stands still.
func clock() time.Time { return time.Date(2026, time.January, 31, 12, 0, 0, 0, time.UTC) }

// always gives set to a handler for good.
func always(set *knowledge.Set) func() *knowledge.Set {
	return func() *knowledge.Set { return set }
}

// lights is the small set of testdata/set.
var lights = sync.OnceValues(func() (*knowledge.Set, error) { return knowledge.Load("testdata/set") })

// embedded is the set that is built into the program.
var embedded = sync.OnceValues(knowledge.Embedded)

// lightsHandler is a new handler on the small set.
func lightsHandler(t testing.TB) *bot.Handler {
	t.Helper()
	set, err := lights()
	if err != nil {
		t.Fatal(err)
	}
	return bot.NewHandler(always(set), build, slog.New(slog.DiscardHandler), bot.WithClock(clock))
}

func embeddedHandler(t testing.TB) *bot.Handler {
	t.Helper()
	set, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return bot.NewHandler(always(set), build, nil)
}

// interact lets h answer an interaction given as JSON and checks the answer
// against Discord's rules.
func interact(t testing.TB, h *bot.Handler, raw string) *bot.Response {
	t.Helper()
	var in bot.Interaction
	if err := json.Unmarshal([]byte(raw), &in); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return handle(t, h, &in)
}

func handle(t testing.TB, h *bot.Handler, in *bot.Interaction) *bot.Response {
	t.Helper()
	response := h.Interaction(context.Background(), in)
	if response == nil {
		t.Fatal("no response")
	}
	discordtest.CheckCallback(t, encode(t, response))
	if d := response.Data; d != nil && response.Type != discordgo.InteractionApplicationCommandAutocompleteResult &&
		response.Type != discordgo.InteractionResponseModal {
		if d.Content != "" || len(d.Embeds) != 1 {
			t.Errorf("reply has content %q and %d embeds; want one embed alone", d.Content, len(d.Embeds))
		}
	}
	return response
}

// say lets h answer a message given as JSON; nil when h does not.
func say(t testing.TB, h *bot.Handler, raw string) *discordgo.MessageSend {
	t.Helper()
	var m bot.Message
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	send := h.Message(context.Background(), &m, self)
	if send == nil {
		return nil
	}
	discordtest.CheckMessage(t, encode(t, send))
	checkQuiet(t, send.AllowedMentions)
	return send
}

// checkQuiet checks that nobody is pinged.
func checkQuiet(t testing.TB, allowed *discordgo.MessageAllowedMentions) {
	t.Helper()
	if got := string(encode(t, allowed)); got != `{"parse":[],"replied_user":false}` {
		t.Errorf("allowed_mentions = %s", got)
	}
}

func encode(t testing.TB, v any) []byte {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// command is the JSON of a command with its options as name, value pairs.
func command(t testing.TB, name string, options ...any) string {
	t.Helper()
	type option struct {
		Name  string `json:"name"`
		Value any    `json:"value"`
	}
	list := []option{}
	for i := 0; i < len(options); i += 2 {
		list = append(list, option{options[i].(string), options[i+1]})
	}
	return fmt.Sprintf(`{"id":"1","token":"t","type":2,"data":{"name":%s,"options":%s}}`,
		encode(t, name), encode(t, list))
}

// typing is the JSON of an autocomplete.
func typing(t testing.TB, command, option, typed string) string {
	t.Helper()
	return fmt.Sprintf(`{"id":"1","token":"t","type":4,"data":{"name":%s,"options":[{"name":%s,"value":%s,"focused":true}]}}`,
		encode(t, command), encode(t, option), encode(t, typed))
}

// click is the JSON of a click on a button.
func click(t testing.TB, customID string) string {
	t.Helper()
	return fmt.Sprintf(`{"id":"1","token":"t","type":3,"data":{"component_type":2,"custom_id":%s}}`, encode(t, customID))
}

// choose is the JSON of a choice in a select menu.
func choose(t testing.TB, customID, value string) string {
	t.Helper()
	return fmt.Sprintf(`{"id":"1","token":"t","type":3,"data":{"component_type":3,"custom_id":%s,"values":[%s]}}`,
		encode(t, customID), encode(t, value))
}

// submit is the JSON of a form that was sent with one text input.
func submit(t testing.TB, customID, note string) string {
	t.Helper()
	return fmt.Sprintf(`{"id":"1","token":"t","type":5,"data":{"custom_id":%s,"components":[
		{"type":18,"id":1,"component":{"type":4,"id":2,"custom_id":"note","value":%s}}]}}`, encode(t, customID), encode(t, note))
}

// answerThis is the JSON of the context menu's command on a message.
func answerThis(t testing.TB, content string) string {
	t.Helper()
	return fmt.Sprintf(`{"id":"1","token":"t","type":2,"data":{"name":"Answer this","type":3,"target_id":"7",
		"resolved":{"messages":{"7":{"id":"7","content":%s,"components":[{"type":99}]}}}}}`, encode(t, content))
}

// direct is the JSON of a direct message.
func direct(t testing.TB, content string) string {
	t.Helper()
	return fmt.Sprintf(`{"id":"7","channel_id":"8","author":{"id":"9"},"content":%s}`, encode(t, content))
}

// mention is the JSON of a message in a server that mentions the bot.
func mention(t testing.TB, content string) string {
	t.Helper()
	return fmt.Sprintf(`{"id":"7","channel_id":"8","guild_id":"6","author":{"id":"9"},"mentions":[{"id":%q}],"content":%s}`,
		self, encode(t, content))
}

func private(r *bot.Response) bool {
	return r.Data != nil && r.Data.Flags&discordgo.MessageFlagsEphemeral != 0
}

// unsureOf gives a question that set takes for perhaps one of several, the first
// of which is one fact: a list shows another title.
func unsureOf(t testing.TB, set *knowledge.Set) string {
	t.Helper()
	for _, e := range set.Entries {
		for _, q := range e.Questions {
			words := strings.Fields(q)
			for n := (len(words) + 1) / 2; n < len(words); n++ {
				for _, end := range []string{"", " then and there"} {
					q := strings.Join(words[:n], " ") + end
					if a := set.Answer(q); set.Unsure(a) && a.Suggestions[0].Entry.Kind != knowledge.List {
						return q
					}
				}
			}
		}
	}
	t.Fatal("no question is unsure")
	return ""
}

// says reports whether text has what answer says, with abbreviations perhaps
// spelt out.
func says(text, answer string) bool {
	pattern := regexp.MustCompile(`\b[A-Z]\w*[A-Z]\w*\b`).ReplaceAllString(regexp.QuoteMeta(answer), `$0( \([^)]*\))?`)
	return regexp.MustCompile("(?i)" + pattern).MatchString(text)
}

// told reports whether a list has what e says, its date once.
func told(text string, e *knowledge.Entry) bool {
	date, rest := e.Dated()
	if date != "" {
		date = "**" + date + "** · "
	}
	return says(text, date+rest)
}
