package gateway

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/bot/discordtest"
)

func TestCallbackBody(t *testing.T) {
	embed := []*discordgo.MessageEmbed{{Title: "t"}}
	for _, tt := range []struct {
		name     string
		response *bot.Response
		want     string
	}{
		{"message", &bot.Response{Type: 4, Data: showing(discordgo.InteractionResponseData{Embeds: embed})},
			`{"data":{"allowed_mentions":{"parse":[],"replied_user":false},"embeds":[{"title":"t"}]},"type":4}`},
		{"update clears what it does not name", &bot.Response{Type: 7, Data: showing(discordgo.InteractionResponseData{Embeds: embed})},
			`{"data":{"allowed_mentions":{"parse":[],"replied_user":false},"components":[],"content":"","embeds":[{"title":"t"}]},"type":7}`},
		{"no completions", &bot.Response{Type: 8}, `{"data":{"choices":[]},"type":8}`},
		{"deferred", &bot.Response{Type: 5, Data: showing(discordgo.InteractionResponseData{Flags: 64})}, `{"data":{"flags":64},"type":5}`},
		{"deferred update", &bot.Response{Type: 6}, `{"type":6}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			contentType, got, err := callbackBody(tt.response)
			if err != nil || contentType != contentJSON || string(got) != tt.want {
				t.Errorf("%s, %v\nwant %s", got, err, tt.want)
			}
			discordtest.CheckCallback(t, got)
		})
	}
}

func showing(data discordgo.InteractionResponseData) *bot.ResponseData {
	return &bot.ResponseData{InteractionResponseData: data}
}

func TestMessageBody(t *testing.T) {
	send := &discordgo.MessageSend{Content: "hello", AllowedMentions: &discordgo.MessageAllowedMentions{}}
	m := &bot.Message{ID: "1", ChannelID: "2"}
	for asReply, want := range map[bool]string{
		true:  `{"allowed_mentions":{"parse":[],"replied_user":false},"content":"hello","enforce_nonce":true,"message_reference":{"message_id":"1","channel_id":"2","fail_if_not_exists":false},"nonce":"1"}`,
		false: `{"allowed_mentions":{"parse":[],"replied_user":false},"content":"hello","enforce_nonce":true,"nonce":"1"}`,
	} {
		got, err := messageBody(send, m, asReply)
		if err != nil || string(got) != want {
			t.Errorf("%s, %v\nwant %s", got, err, want)
		}
		discordtest.CheckMessage(t, got)
	}
}

// What a failure says must not hold a token, neither the bot's nor, in an
// address, an interaction's.
func TestClean(t *testing.T) {
	d, err := newDoor(Options{Token: "sesame", Handler: &bot.Handler{}, APIURL: "http://127.0.0.1:1/api"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	err = d.postCallback(ctx, "1", "interaction-secret", contentJSON, nil)
	if err == nil {
		t.Fatal("a callback to nowhere succeeds")
	}
	if text := d.clean(err); strings.Contains(text, "secret") || strings.Contains(text, "sesame") || text == "" {
		t.Errorf("the failure is told as %q", text)
	}
}
