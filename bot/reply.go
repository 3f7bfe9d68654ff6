package bot

import (
	"github.com/bwmarrin/discordgo"
)

// reply is what a route gives back: one embed, perhaps with buttons.
type reply struct {
	embed   *discordgo.MessageEmbed
	buttons []discordgo.MessageComponent
	private bool // only for the eyes of whoever asked, where Discord can do that
}

// response gives r the shape of an interaction's callback.
func (r reply) response(kind discordgo.InteractionResponseType) *discordgo.InteractionResponse {
	data := &discordgo.InteractionResponseData{
		Embeds:          []*discordgo.MessageEmbed{clamp(r.embed)},
		Components:      r.components(),
		AllowedMentions: nobody(),
	}
	if r.private {
		data.Flags = discordgo.MessageFlagsEphemeral
	}
	return &discordgo.InteractionResponse{Type: kind, Data: data}
}

// shown answers an interaction with a new message.
func (r reply) shown() *discordgo.InteractionResponse {
	return r.response(discordgo.InteractionResponseChannelMessageWithSource)
}

// updated answers a click by replacing the clicked message.
func (r reply) updated() *discordgo.InteractionResponse {
	return r.response(discordgo.InteractionResponseUpdateMessage)
}

// to answers the message m.
func (r reply) to(m *Message) *discordgo.MessageSend {
	send := &discordgo.MessageSend{
		Embeds:          []*discordgo.MessageEmbed{clamp(r.embed)},
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

// components gives the buttons, or an empty list: on an update that clears
// what the message had.
func (r reply) components() []discordgo.MessageComponent {
	if len(r.buttons) == 0 {
		return []discordgo.MessageComponent{}
	}
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: r.buttons}}
}

// nobody lets no mention ping. Left out, Discord's defaults would apply; a nil
// Parse would be sent as null.
func nobody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

// choices answers an autocomplete.
func choices(list []*discordgo.ApplicationCommandOptionChoice) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{Choices: list},
	}
}
