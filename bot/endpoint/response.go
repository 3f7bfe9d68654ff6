package endpoint

import (
	"cmp"
	"encoding/json"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
)

// callback is the answer to an interaction, with what its type allows in data:
// discordgo would send every unset field as well.
// https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object
type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

type completions struct {
	Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
}

type deferral struct {
	Flags discordgo.MessageFlags `json:"flags,omitempty"`
}

type modal struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

// message is what a message shows, its components made plain.
type message struct {
	*bot.ResponseData
	Components []any `json:"components"`
}

// encode gives the body of the HTTP response: JSON, or with files a form that
// has that JSON in its first part.
// https://discord.com/developers/docs/reference#uploading-files
func encode(response *bot.Response) (contentType string, body []byte, err error) {
	c := newCallback(response)
	if response.Data != nil && len(response.Data.Files) > 0 {
		return discordgo.MultipartBodyWithJSON(c, response.Data.Files)
	}
	body, err = json.Marshal(c)
	return "application/json", body, err
}

func newCallback(response *bot.Response) callback {
	c := callback{Type: response.Type}
	data := *cmp.Or(response.Data, &bot.ResponseData{})
	switch response.Type {
	case discordgo.InteractionResponseChannelMessageWithSource, discordgo.InteractionResponseUpdateMessage:
		// Left out, Discord would look for mentions in the text.
		data.AllowedMentions = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
		c.Data = message{&data, bot.PlainComponents(data.Components)}
	case discordgo.InteractionApplicationCommandAutocompleteResult:
		c.Data = completions{append([]*discordgo.ApplicationCommandOptionChoice{}, data.Choices...)}
	case discordgo.InteractionResponseModal:
		c.Data = modal{data.CustomID, data.Title, data.Components}
	case discordgo.InteractionResponseDeferredChannelMessageWithSource:
		c.Data = deferral{data.Flags}
	}
	return c
}
