package bot

import (
	"bytes"
	"cmp"
	"encoding/json"

	"github.com/bwmarrin/discordgo"

	"attache/bot/picture"
)

// Response is the answer to an interaction. Unlike discordgo's it has alt texts
// for files, and its JSON names what its type allows and nothing else.
// https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object
type Response struct {
	Type discordgo.InteractionResponseType
	Data *ResponseData // nil for a type that shows nothing
}

// ResponseData is what a [Response] shows.
type ResponseData struct {
	// Of a message.
	Content    string
	Embeds     []*discordgo.MessageEmbed
	Components []discordgo.MessageComponent // of a form, too
	Flags      discordgo.MessageFlags
	Files      []*discordgo.File

	// Attachments are the files that the message has from now on: those in
	// Files, by their places there. On an update the empty list takes away what
	// the message had; nil leaves that.
	Attachments *[]Attachment

	// Of a completion.
	Choices []*discordgo.ApplicationCommandOptionChoice

	// Of a form.
	CustomID, Title string
}

// Attachment describes a file.
// https://discord.com/developers/docs/resources/message#attachment-object
type Attachment struct {
	ID          string `json:"id"` // its place in Files, from "0"
	Filename    string `json:"filename"`
	Description string `json:"description"` // the alt text, 1 to 1,024 characters
}

// pictureName is the name of a picture's file.
const pictureName = "timeline.png"

// attach adds a picture to what is shown.
func (d *ResponseData) attach(p picture.Picture) {
	d.Files = []*discordgo.File{{Name: pictureName, ContentType: "image/png", Reader: bytes.NewReader(p.PNG)}}
	d.Attachments = &[]Attachment{{ID: "0", Filename: pictureName, Description: p.Alt}}
}

// callback is the JSON of a response.
type callback struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

// shownMessage names all that our messages can have, since what an update leaves
// out stays as it was.
type shownMessage struct {
	Content         string                            `json:"content"`
	Embeds          []*discordgo.MessageEmbed         `json:"embeds"`
	Components      []any                             `json:"components"`
	AllowedMentions *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Flags           discordgo.MessageFlags            `json:"flags,omitempty"`
	Attachments     *[]Attachment                     `json:"attachments,omitempty"`
}

type shownForm struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

type shownChoices struct {
	Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
}

type shownFlags struct {
	Flags discordgo.MessageFlags `json:"flags,omitempty"`
}

// shown is the part of r's data that its type allows; nil for a type that has none.
func (r *Response) shown() any {
	d := cmp.Or(r.Data, &ResponseData{})
	switch r.Type {
	case discordgo.InteractionResponseChannelMessageWithSource, discordgo.InteractionResponseUpdateMessage:
		return shownMessage{d.Content, list(d.Embeds), list(PlainComponents(d.Components)), nobody(), d.Flags, d.Attachments}
	case discordgo.InteractionApplicationCommandAutocompleteResult:
		return shownChoices{list(d.Choices)}
	case discordgo.InteractionResponseModal:
		return shownForm{d.CustomID, d.Title, list(d.Components)}
	case discordgo.InteractionResponseDeferredChannelMessageWithSource:
		return shownFlags{d.Flags}
	}
	return nil
}

// list is s, or an empty list for nil, which would be written as null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// MarshalJSON gives the JSON of [Response.Body].
func (r *Response) MarshalJSON() ([]byte, error) { return json.Marshal(callback{r.Type, r.shown()}) }

// Body gives r as a door sends it: JSON, or with files a form that has that JSON
// in its first part. It reads the files.
// https://discord.com/developers/docs/reference#uploading-files
func (r *Response) Body() (contentType string, body []byte, err error) {
	return r.form(callback{r.Type, r.shown()})
}

// LaterBody is Body after Discord has been told that an answer would come: what r
// shows alone.
func (r *Response) LaterBody() (contentType string, body []byte, err error) {
	return r.form(r.shown())
}

func (r *Response) form(content any) (contentType string, body []byte, err error) {
	if r.Data != nil && len(r.Data.Files) > 0 {
		return discordgo.MultipartBodyWithJSON(content, r.Data.Files)
	}
	body, err = json.Marshal(content)
	return "application/json", body, err
}
