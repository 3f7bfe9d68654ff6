package gateway_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"attache/bot/discordtest"
	"attache/bot/gateway"
)

const mention = "<@" + discordtest.BotID + "> "

func TestIdentifiesWithoutPrivilegedIntents(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	if got := fake.Identifies()[0]; got.Intents != 4608 {
		t.Errorf("intents are %d, want 4608: guild and direct messages", got.Intents)
	}
}

func TestInteractions(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	unknown := discordtest.Components(discordtest.UnknownComponent())
	for _, tt := range []struct {
		name string
		in   discordtest.Payload
		want int
	}{
		{"slash in a server", discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "what is this")), 4},
		{"slash in a direct message", discordtest.Slash(discordtest.Direct, "about"), 4},
		{"slash among others", discordtest.Slash(discordtest.Private, "help"), 4},
		{"option missing", discordtest.Slash(discordtest.Guild, "ask"), 4},
		{"option of another type", discordtest.Slash(discordtest.Guild, "timeline", discordtest.Raw("from", 3, "soon")), 4},
		{"unknown command", discordtest.Slash(discordtest.Guild, "no-such-command"), 4},
		{"no data", discordtest.Slash(discordtest.Guild, "ask").With("data", nil), 4},
		{"completion", discordtest.Autocomplete(discordtest.Guild, "ask", discordtest.Focused("question", "w")), 8},
		{"completion that finds nothing", discordtest.Autocomplete(discordtest.Guild, "ask", discordtest.Focused("question", "zzzzzzqqqq")), 8},
		{"completion of a half-typed number", discordtest.Autocomplete(discordtest.Guild, "timeline", discordtest.Focused("from", "19")), 8},
		{"menu", discordtest.MessageMenu(discordtest.Guild, "Answer this", discordtest.Message(discordtest.Guild, "what is this")), 4},
		{"menu over an unknown component", discordtest.MessageMenu(discordtest.Guild, "Answer this", discordtest.Message(discordtest.Guild, "what is this", unknown)), 4},
		{"garbage button", discordtest.Click(discordtest.Guild, "\x00garbage", nil), 4},
		{"button under an unknown component", discordtest.Click(discordtest.Guild, "garbage", discordtest.Message(discordtest.Guild, "", discordtest.FromSelf(), unknown)), 4},
		{"unknown modal", discordtest.Submit(discordtest.Guild, "modal", map[string]string{"a": "b"}), 4},
		{"unknown type", discordtest.Slash(discordtest.Guild, "ask").With("type", 77), 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := fake.Interact(tt.in)
			if c.Type != tt.want {
				t.Errorf("answered with type %d, want %d: %s", c.Type, tt.want, c.Body)
			}
			if tt.want == 8 && !strings.Contains(string(c.Body), `"choices":[`) {
				t.Errorf("completions name no list: %s", c.Body)
			}
		})
	}
	if n := fake.Refused(); n > 0 {
		t.Errorf("%d callbacks were refused", n)
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)

	for name, m := range map[string]discordtest.Payload{
		"mention":           discordtest.Message(discordtest.Guild, mention+"what is this", discordtest.Mention()),
		"direct":            discordtest.Message(discordtest.Direct, "what is this"),
		"empty direct":      discordtest.Message(discordtest.Direct, ""),
		"unknown component": discordtest.Message(discordtest.Direct, "what is this", discordtest.Components(discordtest.UnknownComponent())),
	} {
		sent := fake.Reply(m)
		if sent.ChannelID != m["channel_id"] {
			t.Errorf("%s: the reply went to channel %s", name, sent.ChannelID)
		}
		var body struct {
			Nonce   string `json:"nonce"`
			Enforce bool   `json:"enforce_nonce"`
		}
		if err := json.Unmarshal(sent.Body, &body); err != nil || body.Nonce != m.ID() || !body.Enforce {
			t.Errorf("%s: the reply may be sent twice: %s", name, sent.Body)
		}
	}

	original := discordtest.Message(discordtest.Guild, "") // not the bot's
	for name, m := range map[string]discordtest.Payload{
		"not addressed": discordtest.Message(discordtest.Guild, "what is this"),
		"everyone":      discordtest.Message(discordtest.Guild, "@everyone what is this", discordtest.MentionEveryone()),
		"role":          discordtest.Message(discordtest.Guild, "<@&1> what is this", discordtest.MentionRole(discordtest.RoleID)),
		"reply chip":    discordtest.Message(discordtest.Guild, "thanks", discordtest.Mention(), discordtest.ReplyTo(original)),
		"bot":           discordtest.Message(discordtest.Guild, mention+"hello", discordtest.Mention(), discordtest.FromBot()),
		"direct bot":    discordtest.Message(discordtest.Direct, "hello", discordtest.FromBot()),
		"webhook":       discordtest.Message(discordtest.Guild, mention+"hello", discordtest.Mention(), discordtest.FromWebhook()),
		"self":          discordtest.Message(discordtest.Direct, "hello", discordtest.FromSelf()),
		"no author":     discordtest.Message(discordtest.Direct, "hello").With("author", nil),
	} {
		t.Run("ignores "+name, func(*testing.T) { fake.NoReply(m) })
	}
}

func TestDuplicateEventIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	in := discordtest.Slash(discordtest.Guild, "help")
	message := discordtest.Message(discordtest.Direct, "what is this")
	for range 3 {
		fake.Deliver(in)
		fake.Say(message)
	}
	fake.AwaitReply(message)
	fake.Settle()
	// What Discord takes counts: a request may be repeated whose answer is late.
	callbacks := slices.DeleteFunc(fake.Callbacks(), func(c discordtest.Callback) bool { return c.InteractionID != in.ID() })
	if len(callbacks) != 1 {
		t.Errorf("a thrice delivered interaction has %d callbacks", len(callbacks))
	}
	replies := slices.DeleteFunc(fake.Messages(), func(s discordtest.Sent) bool { return s.ReplyTo != message.ID() })
	if len(replies) != 1 {
		t.Errorf("a thrice delivered message has %d replies", len(replies))
	}
}

// A failing request is repeated for as long as that may help.
func TestFailingREST(t *testing.T) {
	t.Parallel()
	const callbacks, messages = "POST /interactions/", "POST /channels/" + discordtest.DirectID + "/messages"
	for _, tt := range []struct {
		name    string
		request string
		fault   discordtest.Response
	}{
		{"callback 500", callbacks, discordtest.Failing(500)},
		{"callback 502", callbacks, discordtest.Failing(502)},
		{"callback 429", callbacks, discordtest.TooMany(100*time.Millisecond, false)},
		{"message 500", messages, discordtest.Failing(500)},
		{"message 502", messages, discordtest.Failing(502)},
		{"message 429", messages, discordtest.TooMany(100*time.Millisecond, false)},
		{"message without history", messages, discordtest.Refusing(400, 160002)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			start(t, fake)
			fake.AwaitReady(1)
			fake.Fail(tt.request, 1, tt.fault)
			if tt.request == callbacks {
				works(t, fake)
				return
			}
			m := discordtest.Message(discordtest.Direct, "what is this")
			fake.Say(m)
			fake.AwaitMessages(1)
			fake.Settle()
			if n := len(fake.Messages()); n != 1 {
				t.Errorf("%d replies were taken, want 1", n)
			}
		})
	}
}

// A limit on everything else does not hold callbacks back: for Discord they do
// not count.
func TestGlobalLimitSparesCallbacks(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	fake.Fail("POST /channels/"+discordtest.DirectID+"/messages", 1, discordtest.TooMany(time.Hour, true))
	fake.Say(discordtest.Message(discordtest.Direct, "what is this"))
	fake.AwaitRequests("POST /channels/"+discordtest.DirectID+"/messages", 1)
	works(t, fake)
}

// What cannot help is not repeated: every refused request brings the bot
// nearer to being locked out.
func TestHopelessREST(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]discordtest.Response{
		"forbidden": discordtest.Refusing(403, 50013),
		"banned":    discordtest.Banned(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			start(t, fake)
			fake.AwaitReady(1)
			fake.Fail("POST /channels/"+discordtest.DirectID+"/messages", 9, fault)
			fake.Say(discordtest.Message(discordtest.Direct, "what is this"))
			fake.AwaitRequests("POST /channels/"+discordtest.DirectID+"/messages", 1)
			fake.Settle()
			if all := fake.Requests(); count(all, "POST /channels/"+discordtest.DirectID+"/messages") != 1 {
				t.Errorf("a hopeless request was repeated: %q", all)
			}
		})
	}
}

// A reply that takes its time is announced, one that does not is not.
func TestTyping(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	channel := "POST /channels/" + discordtest.DirectID
	fake.Fail(channel+"/messages", 1, discordtest.TooMany(2*time.Second, false))
	fake.Reply(discordtest.Message(discordtest.Direct, "what is this"))
	if count(fake.Requests(), channel+"/typing") != 1 {
		t.Errorf("typing was not shown: %q", fake.Requests())
	}
}

// What the handler itself takes counts, too.
func TestTypingWhileThinking(t *testing.T) {
	t.Parallel()
	slow, goOn := slowHandler(t)
	fake := discordtest.New(t)
	start(t, fake, func(o *gateway.Options) { o.Handler = slow })
	fake.AwaitReady(1)
	fake.Say(discordtest.Message(discordtest.Guild, mention+"what does VBL mean", discordtest.Mention()))
	fake.AwaitRequests("POST /channels/"+discordtest.ChannelID+"/typing", 1)
	close(goOn)
	fake.AwaitRequests("POST /channels/"+discordtest.ChannelID+"/messages", 1)
}

// Where the bot may not embed, it answers in plain text and says why.
func TestWithoutEmbedLinks(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	fake.Fail("POST /channels/"+discordtest.ChannelID+"/messages", 1, discordtest.Refusing(403, 50013))
	sent := fake.Reply(discordtest.Message(discordtest.Guild, "<@"+discordtest.BotID+"> help", discordtest.Mention()))
	if !strings.Contains(sent.Content, "Embed Links") || strings.Contains(string(sent.Body), `"embeds":[{`) {
		t.Errorf("the bot says %s", sent.Body)
	}
}

func count(all []string, prefix string) int {
	n := 0
	for _, s := range all {
		if strings.HasPrefix(s, prefix) {
			n++
		}
	}
	return n
}

func TestWrongOptions(t *testing.T) {
	for name, tt := range map[string]struct {
		options gateway.Options
		want    string
	}{
		"no token":   {gateway.Options{Handler: handler(t)}, "set DISCORD_TOKEN"},
		"no handler": {gateway.Options{Token: "x"}, "no handler"},
		"address":    {gateway.Options{Token: "x", Handler: handler(t), APIURL: "discord"}, "set DISCORD_API_URL"},
	} {
		err := gateway.Run(t.Context(), tt.options)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}

// A direct message that forwards one from a server, or replies to such a one, is one to
// the bot all the same.
func TestForwards(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	forward := discordtest.Message(discordtest.Direct, "what is PARP?").With("message_reference",
		discordtest.Payload{"type": 1, "message_id": "900000000000000077", "channel_id": "900000000000000078", "guild_id": discordtest.GuildID})
	fake.Reply(forward)
	fake.Reply(discordtest.Message(discordtest.Direct, "what is PARP?", discordtest.ReplyTo(forward)))
}
