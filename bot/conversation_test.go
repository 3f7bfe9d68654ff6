package bot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"attache/bot"
	"attache/bot/discordtest"
)

// replyTo is the JSON of a message in a server that replies to one of the bot's
// with these components, without mentioning it in its text.
func replyTo(t testing.TB, components any, content string) string {
	t.Helper()
	return fmt.Sprintf(`{"id":"7","type":19,"channel_id":"8","guild_id":"6","author":{"id":"9"},"mentions":[{"id":%q}],"content":%s,
		"referenced_message":{"id":"5","author":{"id":%q,"bot":true},"components":%s}}`, self, encode(t, content), self, encode(t, components))
}

// clickable is a message's one row with a button of that custom_id.
func clickable(customID string) any {
	return []any{map[string]any{"type": 1, "components": []any{map[string]any{"type": 2, "custom_id": customID}}}}
}

// TestFollowUp replies to what the bot has said.
func TestFollowUp(t *testing.T) {
	h := lightsHandler(t)
	for _, test := range []struct{ first, then, want string }{
		{"when was the South Light lit?", "and what came before that?", "South Light began in 1850"},
		{"when was the South Light lit?", "what happened next?", "1877"},
		{"what happened in 1850", "and in 1853?", "lit on"},
		{"list all projects", "tell me more", ""},
	} {
		send := say(t, h, mention(t, "<@1000> "+test.first))
		again := say(t, h, replyTo(t, send.Components, test.then))
		if again == nil {
			t.Errorf("%q is not answered", test.then)
			continue
		}
		if text := transcript(t, encode(t, again)); !strings.Contains(text, test.want) || strings.Contains(text, "NOT IN MY SOURCES") {
			t.Errorf("%q after %q gives %s", test.then, test.first, text)
		}
	}
}

// TestFrozenFollowUp holds that replies to messages of earlier releases are
// understood. No line may ever change.
func TestFrozenFollowUp(t *testing.T) {
	h := lightsHandler(t)
	for id, want := range map[string]string{
		"1|cite|m1853":                                "1877",
		"1|cite|m1853|0":                              "1877",
		"1|cite|m1853|4711":                           "1877",
		"1|cite|m1853|x":                              "1877",
		"1|page|n|milestones||1850|1850|1":            "1853",
		"1|page|n|milestones||0|0|2|m1853|":           "1877",
		"1|picture|t|milestones|building|1850|1850|1": "1853",
		"1|cite|sold":                                 "not in my sources",
		"1|helpful|m1853|z":                           "not in my sources",
		"2|cite|m1853":                                "not in my sources",
		"1|page|n|milestones||0|0|0":                  "not in my sources",
		"garbage":                                     "not in my sources",
		"":                                            "not in my sources",
	} {
		send := say(t, h, replyTo(t, clickable(id), "what came next?"))
		if text := transcript(t, encode(t, send)); !strings.Contains(strings.ToLower(text), want) {
			t.Errorf("after %q: %s", id, text)
		}
	}
}

// A direct message is not written as a reply, so a door may look for the message
// before it where that helps.
func TestWantsEarlier(t *testing.T) {
	h := lightsHandler(t)
	for raw, want := range map[string]bool{
		direct(t, "who paid for it?"):                       true,
		direct(t, "what came next?"):                        true,
		direct(t, "who lit it first?"):                      true,
		direct(t, "when was the South Light lit?"):          false,
		direct(t, "thanks"):                                 false,
		direct(t, ""):                                       false,
		mention(t, "<@1000> who paid for it?"):              false,
		replyTo(t, clickable("1|cite|m1853"), "what next?"): false,
	} {
		var m bot.Message
		if err := json.Unmarshal([]byte(raw), &m); err != nil {
			t.Fatal(err)
		}
		if got := h.WantsEarlier(&m, self); got != want {
			t.Errorf("%s: %t", raw, got)
		}
	}
}

// Nobody looks for an earlier message where no answer would follow.
func TestWantsEarlierWithinFairUse(t *testing.T) {
	set, err := lights()
	if err != nil {
		t.Fatal(err)
	}
	var m bot.Message
	if err := json.Unmarshal([]byte(direct(t, "what came next?")), &m); err != nil {
		t.Fatal(err)
	}
	for perMinute, want := range map[int][]bool{0: {true, true, true}, 1: {true, false, false}} {
		h := bot.NewHandler(always(set), build, nil, bot.WithClock(clock), bot.WithFairUse(bot.FairUse{User: perMinute}))
		for i := range want {
			if got := h.WantsEarlier(&m, self); got != want[i] {
				t.Errorf("%d a minute, message %d: %t", perMinute, i, got)
			}
			h.Message(t.Context(), &m, self)
		}
	}
}

// The context of a reply may be anything.
func FuzzReply(f *testing.F) {
	for id := range frozen {
		f.Add(id, "what came next?")
		f.Add(id, "and in 1853?")
	}
	h := lightsHandler(f)
	f.Fuzz(func(t *testing.T, id, content string) {
		if say(t, h, replyTo(t, clickable(id), content)) == nil && strings.TrimSpace(content) != "" {
			t.Error("a reply is not answered")
		}
	})
}

// TestWalkFollowUp converses in a server and directly, through the gateway.
func TestWalkFollowUp(t *testing.T) {
	fake := start(t)
	const question = "when did Belarus join the Partnership for Peace?"
	for name, where := range map[string]discordtest.Place{"server": discordtest.Guild, "direct": discordtest.Direct} {
		first := fake.Reply(discordtest.Message(where, "<@"+discordtest.BotID+"> "+question, discordtest.Mention()))
		then := fake.Reply(discordtest.Message(where, "what came next?", discordtest.ReplyTo(first.Message(where)), discordtest.Mention()))
		if text := see(t, then.Body).read(); !strings.Contains(text, "1996") && !strings.Contains(text, "1995") {
			t.Errorf("%s: the reply is answered with %s", name, text)
		}
	}
	// Directly nobody needs to reply for that.
	fake.Reply(discordtest.Message(discordtest.Direct, question))
	then := fake.Reply(discordtest.Message(discordtest.Direct, "what came next?"))
	if text := see(t, then.Body).read(); !strings.Contains(text, "1995") {
		t.Errorf("what comes next is answered with %s", text)
	}
	// Without a ping Discord keeps the text of a reply in a server back.
	fake.NoReply(discordtest.Message(discordtest.Guild, "what came next?", discordtest.ReplyTo(discordtest.Message(discordtest.Guild, "", discordtest.FromSelf()))))
}
