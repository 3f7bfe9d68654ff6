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

func TestMessageBody(t *testing.T) {
	m := &bot.Message{ID: "1", ChannelID: "2"}
	mustExist := false
	send := &discordgo.MessageSend{
		Content:         "hello",
		AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
		Reference:       &discordgo.MessageReference{MessageID: "1", ChannelID: "2", FailIfNotExists: &mustExist},
	}
	for asReply, want := range map[bool]string{
		true:  `{"content":"hello","allowed_mentions":{"parse":[],"replied_user":false},"message_reference":{"message_id":"1","channel_id":"2","fail_if_not_exists":false},"nonce":"1","enforce_nonce":true}`,
		false: `{"content":"hello","allowed_mentions":{"parse":[],"replied_user":false},"nonce":"1","enforce_nonce":true}`,
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
	err = d.postCallback(ctx, func() {}, "1", "interaction-secret", "application/json", nil)
	if err == nil {
		t.Fatal("a callback to nowhere succeeds")
	}
	if text := d.clean(err); strings.Contains(text, "secret") || strings.Contains(text, "sesame") || text == "" {
		t.Errorf("the failure is told as %q", text)
	}
}
