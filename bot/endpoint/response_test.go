package endpoint

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/bot/discordtest"
)

func showing(data discordgo.InteractionResponseData) *bot.ResponseData {
	return &bot.ResponseData{InteractionResponseData: data}
}

func TestEncode(t *testing.T) {
	embed := []*discordgo.MessageEmbed{{Title: "t"}}
	for name, tt := range map[string]struct {
		response bot.Response
		want     string
	}{
		"pong": {bot.Response{Type: 1}, `{"type":1}`},
		"message": {bot.Response{Type: 4, Data: showing(discordgo.InteractionResponseData{Embeds: embed, Flags: 64})},
			`{"type":4,"data":{"tts":false,"content":"","embeds":[{"title":"t"}],"allowed_mentions":{"parse":[],"replied_user":false},"flags":64,"components":null}}`},
		"update": {bot.Response{Type: 7, Data: showing(discordgo.InteractionResponseData{Embeds: embed})},
			`{"type":7,"data":{"tts":false,"content":"","embeds":[{"title":"t"}],"allowed_mentions":{"parse":[],"replied_user":false},"components":null}}`},
		"deferred":        {bot.Response{Type: 5, Data: showing(discordgo.InteractionResponseData{Flags: 64})}, `{"type":5,"data":{"flags":64}}`},
		"deferred update": {bot.Response{Type: 6}, `{"type":6}`},
		"no completions":  {bot.Response{Type: 8}, `{"type":8,"data":{"choices":[]}}`},
		"completions": {bot.Response{Type: 8, Data: showing(discordgo.InteractionResponseData{
			Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "n", Value: "v"}}})},
			`{"type":8,"data":{"choices":[{"name":"n","value":"v"}]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			contentType, body, err := encode(&tt.response)
			if err != nil || contentType != "application/json" || string(body) != tt.want {
				t.Errorf("%s %s, %v\nwant %s", contentType, body, err, tt.want)
			}
			discordtest.CheckCallback(t, body)
		})
	}
}

// A modal goes without what only messages have.
func TestEncodeModal(t *testing.T) {
	_, body, err := encode(&bot.Response{Type: 9, Data: showing(discordgo.InteractionResponseData{
		CustomID: "c", Title: "t", Components: []discordgo.MessageComponent{},
	})})
	if want := `{"type":9,"data":{"custom_id":"c","title":"t","components":[]}}`; err != nil || string(body) != want {
		t.Errorf("%s, %v\nwant %s", body, err, want)
	}
}

// Files follow the JSON in a form.
func TestEncodeFiles(t *testing.T) {
	data := showing(discordgo.InteractionResponseData{
		Embeds: []*discordgo.MessageEmbed{{Title: "t", Image: &discordgo.MessageEmbedImage{URL: "attachment://a.png"}}},
		Files: []*discordgo.File{
			{Name: "a.png", ContentType: "image/png", Reader: strings.NewReader("picture")},
			{Name: "b.txt", ContentType: "text/plain", Reader: strings.NewReader("text")},
		},
	})
	data.Attachments = &[]bot.Attachment{{ID: "0", Filename: "a.png", Description: "a picture"}, {ID: "1", Filename: "b.txt", Description: "a text"}}
	contentType, body, err := encode(&bot.Response{Type: 4, Data: data})
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
