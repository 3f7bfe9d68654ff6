package bot_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/bot/discordtest"
)

// A message names all that ours can have, and pings nobody; a type that shows
// less names that alone.
func TestBody(t *testing.T) {
	embeds := []*discordgo.MessageEmbed{{Title: "t"}}
	for name, tt := range map[string]struct {
		response bot.Response
		want     string
	}{
		"pong": {bot.Response{Type: 1}, `{"type":1}`},
		"message": {bot.Response{Type: 4, Data: &bot.ResponseData{Embeds: embeds, Flags: 64}},
			`{"type":4,"data":{"content":"","embeds":[{"title":"t"}],"components":[],"allowed_mentions":{"parse":[],"replied_user":false},"flags":64}}`},
		"update": {bot.Response{Type: 7, Data: &bot.ResponseData{Content: "c", Attachments: &[]bot.Attachment{}}},
			`{"type":7,"data":{"content":"c","embeds":[],"components":[],"allowed_mentions":{"parse":[],"replied_user":false},"attachments":[]}}`},
		"deferred":        {bot.Response{Type: 5, Data: &bot.ResponseData{Flags: 64}}, `{"type":5,"data":{"flags":64}}`},
		"deferred update": {bot.Response{Type: 6}, `{"type":6}`},
		"no completions":  {bot.Response{Type: 8}, `{"type":8,"data":{"choices":[]}}`},
		"completions": {bot.Response{Type: 8, Data: &bot.ResponseData{
			Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "n", Value: "v"}}}},
			`{"type":8,"data":{"choices":[{"name":"n","value":"v"}]}}`},
		"form": {bot.Response{Type: 9, Data: &bot.ResponseData{CustomID: "c", Title: "t", Content: "not of a form"}},
			`{"type":9,"data":{"custom_id":"c","title":"t","components":[]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			contentType, body, err := tt.response.Body()
			if err != nil || contentType != "application/json" || string(body) != tt.want {
				t.Errorf("%s %s, %v\nwant %s", contentType, body, err, tt.want)
			}
			if name != "form" { // Discord wants components in one
				discordtest.CheckCallback(t, body)
			}
			var whole struct{ Data json.RawMessage }
			if err := json.Unmarshal(body, &whole); err != nil {
				t.Fatal(err)
			}
			if _, later, err := tt.response.LaterBody(); err != nil || whole.Data != nil && string(later) != string(whole.Data) {
				t.Errorf("later %s, %v\nwant %s", later, err, whole.Data)
			}
		})
	}
}

// Files follow the JSON in a form.
func TestBodyFiles(t *testing.T) {
	data := &bot.ResponseData{
		Embeds: []*discordgo.MessageEmbed{{Title: "t", Image: &discordgo.MessageEmbedImage{URL: "attachment://a.png"}}},
		Files: []*discordgo.File{
			{Name: "a.png", ContentType: "image/png", Reader: strings.NewReader("picture")},
			{Name: "b.txt", ContentType: "text/plain", Reader: strings.NewReader("text")},
		},
	}
	data.Attachments = &[]bot.Attachment{{ID: "0", Filename: "a.png", Description: "a picture"}, {ID: "1", Filename: "b.txt", Description: "a text"}}
	contentType, body, err := (&bot.Response{Type: 4, Data: data}).Body()
	if err != nil {
		t.Fatal(err)
	}
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" {
		t.Fatalf("the type is %q, %v", contentType, err)
	}
	form := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for _, want := range []struct{ field, file, contentType, content string }{
		{"payload_json", "", "application/json", ""},
		{"files[0]", "a.png", "image/png", "picture"},
		{"files[1]", "b.txt", "text/plain", "text"},
	} {
		part, err := form.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if part.FormName() != want.field || part.FileName() != want.file || part.Header.Get("Content-Type") != want.contentType {
			t.Errorf("got part %v, want %v", part.Header, want)
		}
		if want.field == "payload_json" {
			discordtest.CheckCallback(t, content)
		} else if string(content) != want.content {
			t.Errorf("%s holds %q", want.file, content)
		}
	}
	if _, err := form.NextPart(); err != io.EOF {
		t.Errorf("there are more parts: %v", err)
	}
}
