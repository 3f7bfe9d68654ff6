package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/textproto"
	"os"
	"strings"
	"testing"

	"attache/bot/discordtest"
	"attache/bot/rules"
)

const quiet = `"allowed_mentions":{"parse":[]}`

func reply(data string) string { return `{"type":4,"data":{` + quiet + `,` + data + `}}` }

// TestRules has a payload a line, and a part of the one complaint it must get.
// An empty complaint means that the payload is fine.
func TestRules(t *testing.T) {
	long := func(n int) string { return strings.Repeat("ж", n) }
	button := func(id string) string {
		return `{"type":2,"style":1,"label":"b","custom_id":"` + id + `"}`
	}
	row := func(parts ...string) string {
		return `"content":"x","components":[{"type":1,"components":[` + strings.Join(parts, ",") + `]}]`
	}
	embed := func(s string) string { return `"embeds":[{` + s + `}]` }
	command := func(s string) string { return `[{"name":"ask","description":"d",` + s + `}]` }

	for _, tt := range []struct {
		name, kind, body, want string
	}{
		{"plain", "callback", reply(`"content":"hello"`), ""},
		{"nulls", "callback", reply(`"content":"hello","embeds":null,"components":null,"tts":false`), ""},
		{"mentions missing", "callback", `{"type":4,"data":{"content":"x"}}`, "allowed_mentions is missing"},
		{"mentions null", "callback", `{"type":4,"data":{"content":"x","allowed_mentions":{"parse":null}}}`, "parse is null"},
		{"mentions users", "callback", `{"type":7,"data":{"content":"x","allowed_mentions":{"parse":["users"]}}}`, "pinged"},
		{"mentions author", "message", `{"content":"x","allowed_mentions":{"parse":[],"replied_user":true}}`, "pinged"},
		{"unknown type", "callback", `{"type":3}`, "type 3"},
		{"empty", "callback", reply(`"content":" "`), "message is empty"},
		{"content at the limit", "callback", reply(`"content":"` + long(2000) + `"`), ""},
		{"content over the limit", "message", `{"content":"` + long(2001) + `",` + quiet + `}`, "at most 2000"},
		{"ephemeral", "callback", reply(`"content":"x","flags":64`), ""},
		{"ephemeral channel message", "message", `{"content":"x","flags":64,` + quiet + `}`, "flags 64"},
		{"hard reference", "message", `{"content":"x","message_reference":{"message_id":"1"},` + quiet + `}`, "fail_if_not_exists"},
		{"long nonce", "message", `{"content":"x","nonce":"` + strings.Repeat("1", 26) + `",` + quiet + `}`, "nonce"},
		{"title", "callback", reply(embed(`"title":"` + long(257) + `"`)), "at most 256"},
		{"description", "callback", reply(embed(`"description":"` + long(4096) + `"`)), ""},
		{"field without name", "callback", reply(embed(`"fields":[{"name":"","value":"v"}]`)), "fields[0].name is empty"},
		{"field value", "callback", reply(embed(`"fields":[{"name":"n","value":"` + long(1025) + `"}]`)), "at most 1024"},
		{"total", "callback", reply(`"embeds":[{"description":"` + long(3001) + `"},{"description":"` + long(3000) + `"}]`), "over all embeds"},
		{"empty embed", "callback", reply(embed(`"color":1`)), "embeds[0] is empty"},
		{"attachment", "callback", reply(`"content":"x","attachments":[{"id":"0","filename":"a.png","description":"a"}]`), ""},
		{"no attachments", "callback", `{"type":7,"data":{"content":"x",` + quiet + `,"attachments":[]}}`, ""},
		{"attachment without alt text", "callback", reply(`"content":"x","attachments":[{"id":"0","filename":"a.png"}]`), "attachments[0].description is empty"},
		{"long alt text", "callback", reply(`"content":"x","attachments":[{"id":"0","filename":"a.png","description":"` + long(1025) + `"}]`), "at most 1024"},
		{"embed of an attachment", "callback", reply(embed(`"image":{"url":"attachment://a.png"}`) + `,"attachments":[{"id":"0","filename":"a.png","description":"a"}]`), ""},
		{"embed of what is not attached", "callback", reply(embed(`"image":{"url":"attachment://a.png"}`)), "which is not attached"},
		{"colour", "callback", reply(embed(`"title":"t","color":16777216`)), "colour"},
		{"address", "callback", reply(embed(`"title":"t","url":"ftp://example.org"`)), "no http(s) address"},
		{"timestamp", "callback", reply(embed(`"title":"t","timestamp":"today"`)), "ISO 8601"},
		{"buttons", "callback", reply(row(button("a"), button("b"))), ""},
		{"same custom_id", "callback", reply(row(button("a"), button("a"))), "used twice"},
		{"long custom_id", "callback", reply(row(button(strings.Repeat("a", 101)))), "at most 100"},
		{"six buttons", "callback", reply(row(button("1"), button("2"), button("3"), button("4"), button("5"), button("6"))), "at most 5"},
		{"empty row", "callback", reply(row()), "empty action row"},
		{"no custom_id", "callback", reply(row(`{"type":2,"style":1,"label":"b"}`)), "custom_id is empty"},
		{"link", "callback", reply(row(`{"type":2,"style":5,"label":"b","url":"https://example.org"}`)), ""},
		{"link with custom_id", "callback", reply(row(`{"type":2,"style":5,"label":"b","custom_id":"a","url":"https://example.org"}`)), "may not have a custom_id"},
		{"button at the top", "callback", reply(`"content":"x","components":[` + button("a") + `]`), "only action rows"},
		{"no choices", "callback", `{"type":8,"data":{"choices":[]}}`, ""},
		{"choice", "callback", `{"type":8,"data":{"choices":[{"name":"n","value":"v"}]}}`, ""},
		{"long choice", "callback", `{"type":8,"data":{"choices":[{"name":"n","value":"` + long(101) + `"}]}}`, "at most 100"},
		{"26 choices", "callback", `{"type":8,"data":{"choices":[` + strings.Repeat(`{"name":"n","value":"v"},`, 25) + `{"name":"n","value":"v"}]}}`, "at most 25"},
		{"deferred", "callback", `{"type":5,"data":{"flags":64}}`, ""},
		{"deferred V2", "callback", `{"type":5,"data":{"flags":32768}}`, "flags 32768"},
		{"modal title", "callback", `{"type":9,"data":{"custom_id":"m","title":"` + long(46) + `","components":[{"type":1,"components":[{"type":4,"custom_id":"i","style":1,"label":"l"}]}]}}`, "at most 45"},

		{"command", "commands", command(`"options":[{"type":3,"name":"question","description":"d","required":true,"autocomplete":true}]`), ""},
		{"permissions", "commands", command(`"default_member_permissions":"0"`), ""},
		{"menu", "commands", `[{"name":"Answer this","type":3,"options":null}]`, ""},
		{"menu with description", "commands", `[{"name":"Answer this","type":3,"description":"d"}]`, "context menu"},
		{"capital", "commands", `[{"name":"Ask","description":"d"}]`, "lower case"},
		{"space", "commands", `[{"name":"ask me","description":"d"}]`, "1 to 32 letters"},
		{"no description", "commands", `[{"name":"ask"}]`, "description is empty"},
		{"twice", "commands", `[{"name":"ask","description":"d"},{"name":"ask","description":"d"}]`, "stands twice"},
		{"order", "commands", command(`"options":[{"type":3,"name":"a","description":"d"},{"type":3,"name":"b","description":"d","required":true}]`), "behind an optional one"},
		{"option twice", "commands", command(`"options":[{"type":3,"name":"a","description":"d"},{"type":3,"name":"a","description":"d"}]`), "stands twice"},
		{"autocomplete and choices", "commands", command(`"options":[{"type":3,"name":"a","description":"d","autocomplete":true,"choices":[{"name":"n","value":"v"}]}]`), "both autocomplete and choices"},
		{"locale", "commands", command(`"description_localizations":{"be":"d"}`), "no locale"},
		{"context", "commands", command(`"contexts":[0,1,3]`), "unknown context"},
		{"size", "commands", command(`"options":[` + manyChoices(4, 25, 100) + `]`), "at most 8000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !json.Valid([]byte(tt.body)) {
				t.Fatalf("the test's body is no JSON: %s", tt.body)
			}
			check := map[string]func([]byte) []string{
				"callback": discordtest.CallbackProblems,
				"message":  discordtest.MessageProblems,
				"commands": discordtest.CommandProblems,
			}[tt.kind]
			got := strings.Join(check([]byte(tt.body)), "\n")
			if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func manyChoices(options, choices, length int) string {
	all := make([]string, options)
	for i := range all {
		list := make([]string, choices)
		for j := range list {
			list[j] = fmt.Sprintf(`{"name":"%d","value":"%s"}`, j, strings.Repeat("v", length))
		}
		all[i] = fmt.Sprintf(`{"type":3,"name":"o%d","description":"d","choices":[%s]}`, i, strings.Join(list, ","))
	}
	return strings.Join(all, ",")
}

func TestSchemaIsUsed(t *testing.T) {
	if os.Getenv(discordtest.SchemaVariable) == "" {
		t.Skip("set DISCORD_OPENAPI to Discord's openapi.json to check against its schema")
	}
	body := reply(`"content":"x","tts":"yes"`)
	if got := discordtest.CallbackProblems([]byte(body)); len(got) != 1 || !strings.Contains(got[0], "schema") {
		t.Errorf("a wrongly typed field gives %q, want the schema's complaint", got)
	}
}

// TestUploads has a form a line, and a part of the one complaint it must get.
func TestUploads(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	const described = `{"type":4,"data":{"content":"x",` + quiet + `,"attachments":[{"id":"0","filename":"a.png","description":"a"}]}}`
	type part struct{ name, file, kind, content string }
	first := part{"payload_json", "", "application/json", described}
	for _, tt := range []struct {
		name  string
		parts []part
		want  string
	}{
		{"picture", []part{first, {"files[0]", "a.png", "image/png", picture.String()}}, ""},
		{"no payload", []part{{"files[0]", "a.png", "image/png", picture.String()}}, "no part payload_json"},
		{"wrong number", []part{first, {"files[1]", "a.png", "image/png", picture.String()}}, "want payload_json or files[0]"},
		{"other name", []part{first, {"files[0]", "b.png", "image/png", picture.String()}}, "not there by that name"},
		{"missing", []part{first}, "not there by that name"},
		{"not described", []part{{"payload_json", "", "application/json", reply(`"content":"x"`)}, {"files[0]", "a.png", "image/png", picture.String()}}, "no alt text"},
		{"empty", []part{first, {"files[0]", "a.png", "text/plain", ""}}, "0 bytes"},
		{"no picture", []part{first, {"files[0]", "a.png", "image/png", "text"}}, "not image/png"},
		{"half a picture", []part{first, {"files[0]", "a.png", "image/png", picture.String()[:20]}}, "is no picture"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var body bytes.Buffer
			form := multipart.NewWriter(&body)
			for _, p := range tt.parts {
				header := textproto.MIMEHeader{"Content-Type": {p.kind}, "Content-Disposition": {fmt.Sprintf("form-data; name=%q; filename=%q", p.name, p.file)}}
				w, err := form.CreatePart(header)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.WriteString(w, p.content); err != nil {
					t.Fatal(err)
				}
			}
			if err := form.Close(); err != nil {
				t.Fatal(err)
			}
			u, err := rules.ReadUpload(form.FormDataContentType(), body.Bytes())
			got := strings.Join(discordtest.CallbackUploadProblems(u), "\n")
			if err != nil {
				got = err.Error()
			}
			if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
