package gateway

import (
	"encoding/json"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
)

// messageBody is the reply to m, or the same as a plain message, with the nonce
// by which Discord knows one that is sent twice; discordgo v0.29.0 has none.
// https://discord.com/developers/docs/resources/message#create-message
func messageBody(send *discordgo.MessageSend, m *bot.Message, asReply bool) ([]byte, error) {
	body := struct {
		Content         string                            `json:"content,omitempty"`
		Embeds          []*discordgo.MessageEmbed         `json:"embeds,omitempty"`
		Components      []any                             `json:"components,omitempty"`
		AllowedMentions *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
		Reference       *discordgo.MessageReference       `json:"message_reference,omitempty"`
		Nonce           string                            `json:"nonce"`
		EnforceNonce    bool                              `json:"enforce_nonce"`
	}{send.Content, send.Embeds, bot.PlainComponents(send.Components), send.AllowedMentions, nil, m.ID, true}
	if asReply {
		body.Reference = send.Reference
	}
	return json.Marshal(body)
}
