package bot_test

import (
	"strings"
	"testing"
)

func TestMessageAddressed(t *testing.T) {
	h := lightsHandler(t)
	const question = "when was the South Light lit"
	for _, test := range []struct {
		name, raw string
		want      string // in the description; "" when there must be no reply
	}{
		{"mention", mention(t, "<@1000> "+question), "1853"},
		{"old form of mention", mention(t, "<@!1000> "+question), "1853"},
		{"mention at the end", mention(t, question+" <@1000>"), "1853"},
		{"mention among others", mention(t, "<@&3> <@4> <@1000> <#5> "+question), "1853"},
		{"mention twice", mention(t, "<@1000> "+question+" <@1000>"), "1853"},
		{"mention alone", mention(t, " <@1000> "), "I answer questions about"},
		{"direct", direct(t, question), "1853"},
		{"direct with mention", direct(t, "<@1000> "+question), "1853"},
		{"direct by name", direct(t, "hey Attaché, "+question), "1853"},
		{"direct by name alone", direct(t, "attache?"), "I answer questions about"},
		{"direct without text", direct(t, ""), "I answer questions about"},
		{"a reply that mentions", `{"type":19,"guild_id":"6","author":{"id":"9"},"mentions":[{"id":"1000"}],"content":"<@1000> ` + question + `"}`, "1853"},
		{"a direct reply", `{"type":19,"author":{"id":"9"},"content":"` + question + `"}`, "1853"},

		{"no mention", `{"guild_id":"6","author":{"id":"9"},"content":"` + question + `"}`, ""},
		{"reply chip alone", `{"type":19,"guild_id":"6","author":{"id":"9"},"mentions":[{"id":"1000"}],"content":"` + question + `"}`, ""},
		{"text alone", `{"guild_id":"6","author":{"id":"9"},"mentions":[],"content":"<@1000> ` + question + `"}`, ""},
		{"everyone", `{"guild_id":"6","author":{"id":"9"},"mention_everyone":true,"content":"@everyone ` + question + `"}`, ""},
		{"role", `{"guild_id":"6","author":{"id":"9"},"mention_roles":["1000"],"content":"<@&1000> ` + question + `"}`, ""},
		{"somebody else", `{"guild_id":"6","author":{"id":"9"},"mentions":[{"id":"10001"}],"content":"<@10001> ` + question + `"}`, ""},
		{"a bot", `{"author":{"id":"9","bot":true},"content":"` + question + `"}`, ""},
		{"a bot that mentions", `{"guild_id":"6","author":{"id":"9","bot":true},"mentions":[{"id":"1000"}],"content":"<@1000> ` + question + `"}`, ""},
		{"a webhook", `{"webhook_id":"5","author":{"id":"9"},"content":"` + question + `"}`, ""},
		{"itself", `{"author":{"id":"1000"},"content":"` + question + `"}`, ""},
		{"a pin", `{"type":6,"author":{"id":"9"},"content":""}`, ""},
		{"no author", `{"content":"` + question + `"}`, ""},
		{"null author", `{"author":null,"content":"` + question + `"}`, ""},
		{"wrong types", `{"author":7,"content":[],"mentions":{}}`, ""},
		{"empty", `{}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			send := say(t, h, test.raw)
			switch {
			case send == nil && test.want != "":
				t.Fatal("no reply")
			case send != nil && test.want == "":
				t.Fatalf("a reply: %s", encode(t, send))
			case send != nil && !strings.Contains(send.Embeds[0].Description, test.want):
				t.Errorf("reply %q lacks %q", send.Embeds[0].Description, test.want)
			}
		})
	}
}

func TestMessageReference(t *testing.T) {
	send := say(t, lightsHandler(t), mention(t, "<@1000> when was the South Light lit"))
	if send == nil || send.Reference == nil {
		t.Fatal("the answer is not a reply")
	}
	got := string(encode(t, send.Reference))
	if want := `{"message_id":"7","channel_id":"8","guild_id":"6","fail_if_not_exists":false}`; got != want {
		t.Errorf("reference %s, want %s", got, want)
	}
}
