package bot

import (
	"bytes"

	"github.com/bwmarrin/discordgo"

	"attache/bot/picture"
)

// Response is the answer to an interaction as discordgo has it, but that its
// files have alt texts, for which discordgo v0.29.0 has no place. Its JSON is
// that of Discord; Data.Files, if any, go beside it as parts of a form, which
// [discordgo.MultipartBodyWithJSON] makes.
// https://discord.com/developers/docs/reference#uploading-files
type Response struct {
	Type discordgo.InteractionResponseType `json:"type,omitempty"`
	Data *ResponseData                     `json:"data,omitempty"`
}

// ResponseData is what a [Response] shows.
type ResponseData struct {
	discordgo.InteractionResponseData

	// Attachments are the files that the message has from now on: those in
	// Files, by their places there. On an update the empty list takes away what
	// the message had; nil leaves that.
	Attachments *[]Attachment `json:"attachments,omitempty"`
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
