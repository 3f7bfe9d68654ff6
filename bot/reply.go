package bot

import (
	"github.com/bwmarrin/discordgo"

	"attache/bot/picture"
)

// reply is what a route gives back: one embed, perhaps with components below;
// or a form to fill in.
type reply struct {
	embed   *discordgo.MessageEmbed
	content string // in the embed's place, where embeds are not allowed
	rows    []row
	picture *picture.Picture
	private bool  // only for the eyes of whoever asked, where Discord can do that
	fresh   bool  // a message of its own, even as the answer to a click
	form    *form // instead of a message; only as the answer to a click
	share   share // the button that shows the same to all
}

// response gives r the shape of an interaction's callback.
func (r reply) response(kind discordgo.InteractionResponseType) *Response {
	if r.form != nil {
		return r.form.response()
	}
	data := &ResponseData{Content: r.content, Embeds: r.embeds(), Components: r.components()}
	if r.private {
		data.Flags = discordgo.MessageFlagsEphemeral
	}
	switch {
	case r.picture != nil:
		data.attach(*r.picture)
	case kind == discordgo.InteractionResponseUpdateMessage:
		data.Attachments = &[]Attachment{} // a picture that was there is gone
	}
	return &Response{Type: kind, Data: data}
}

// shown answers an interaction with a new message.
func (r reply) shown() *Response {
	return r.response(discordgo.InteractionResponseChannelMessageWithSource)
}

// clicked answers a click by replacing the clicked message, unless the reply
// wants to be a message of its own.
func (r reply) clicked() *Response {
	if r.private || r.fresh {
		return r.shown()
	}
	return r.response(discordgo.InteractionResponseUpdateMessage)
}

// to answers the message m.
func (r reply) to(m *Message) *discordgo.MessageSend {
	send := &discordgo.MessageSend{
		Embeds:          r.embeds(),
		Components:      r.components(),
		AllowedMentions: nobody(),
	}
	if m.ID != "" {
		// A question deleted meanwhile must not cost the answer.
		mustExist := false
		send.Reference = &discordgo.MessageReference{
			MessageID:       m.ID,
			ChannelID:       m.ChannelID,
			GuildID:         m.GuildID,
			FailIfNotExists: &mustExist,
		}
	}
	return send
}

// embeds gives the embed, or an empty list: on an update that clears what the
// message had.
func (r reply) embeds() []*discordgo.MessageEmbed {
	if r.content != "" {
		return []*discordgo.MessageEmbed{}
	}
	return []*discordgo.MessageEmbed{clamp(r.embed)}
}

// components gives the rows, or an empty list, for the same reason.
func (r reply) components() []discordgo.MessageComponent {
	rows := make([]discordgo.MessageComponent, 0, len(r.rows))
	for _, row := range r.rows {
		if len(row) > 0 && len(rows) < maxRows {
			rows = append(rows, discordgo.ActionsRow{Components: row})
		}
	}
	return rows
}

// nobody lets no mention ping. Left out, Discord would look for mentions in the
// text; a nil Parse would be sent as null.
// https://discord.com/developers/docs/resources/message#allowed-mentions-object
func nobody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

// choices answers an autocomplete.
func choices(list []*discordgo.ApplicationCommandOptionChoice) *Response {
	return &Response{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &ResponseData{Choices: list},
	}
}
