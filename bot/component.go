package bot

import (
	"encoding/json"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// Discord's limits for components, in numbers and code points.
// https://discord.com/developers/docs/components/reference
const (
	maxRows        = 5 // of a message
	maxRow         = 5 // buttons
	maxOptions     = 25
	maxLabel       = 80 // of a button
	maxPlaceholder = 150
	maxFormTitle   = 45
	maxInputLabel  = 45
	maxNote        = 300 // what a text input of ours takes
)

// row is a row of buttons, or of one select menu.
type row []discordgo.MessageComponent

// button adds a button. One whose custom_id would be too long is left out, and
// so is one for which there is no room.
func (r *row) button(label, route string, fields ...string) {
	r.add(discordgo.Button{Label: label, Style: discordgo.SecondaryButton}, route, fields...)
}

// disabled adds a button that cannot be clicked.
func (r *row) disabled(label, route string, fields ...string) {
	r.add(discordgo.Button{Label: label, Style: discordgo.SecondaryButton, Disabled: true}, route, fields...)
}

func (r *row) add(b discordgo.Button, route string, fields ...string) {
	id, err := encodeCustomID(route, fields...)
	if err != nil || len(*r) == maxRow {
		return
	}
	b.CustomID, b.Label = id, clip(b.Label, maxLabel)
	*r = append(slices.Grow(*r, maxRow-len(*r)), b)
}

// link adds a button that opens an address.
func (r *row) link(label, url string) {
	if len(*r) < maxRow && url != "" && len(url) <= maxButtonURL {
		*r = append(*r, discordgo.Button{Label: clip(label, maxLabel), Style: discordgo.LinkButton, URL: url})
	}
}

const maxButtonURL = 512

// menu gives a row of one select menu; an empty one when there is nothing to
// select.
func menu(placeholder string, options []discordgo.SelectMenuOption, route string, fields ...string) row {
	id, err := encodeCustomID(route, fields...)
	if err != nil || len(options) == 0 {
		return nil
	}
	options = options[:min(len(options), maxOptions)]
	for i := range options {
		options[i].Label = clip(options[i].Label, maxChoice)
		options[i].Description = clip(options[i].Description, maxChoice)
	}
	return row{discordgo.SelectMenu{
		MenuType:    discordgo.StringSelectMenu,
		CustomID:    id,
		Placeholder: clip(placeholder, maxPlaceholder),
		Options:     options,
	}}
}

// form is a modal with one text input that may stay empty.
type form struct {
	title, customID string
	label           string
}

// noteInput is the text input's custom_id.
const noteInput = "note"

func (f *form) response() *Response {
	return &Response{
		Type: discordgo.InteractionResponseModal,
		Data: &ResponseData{
			CustomID:   f.customID,
			Title:      clip(f.title, maxFormTitle),
			Components: []discordgo.MessageComponent{labelled{clip(f.label, maxInputLabel)}},
		},
	}
}

// labelled is a text input within a Label, which discordgo v0.29.0 lacks.
// https://discord.com/developers/docs/components/reference#label
type labelled struct{ label string }

const typeLabel = 18

// Type implements [discordgo.MessageComponent].
func (labelled) Type() discordgo.ComponentType { return typeLabel }

// MarshalJSON implements [discordgo.MessageComponent].
func (l labelled) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{
		"type":  typeLabel,
		"label": l.label,
		"component": map[string]any{
			"type": discordgo.TextInputComponent, "custom_id": noteInput,
			"style": discordgo.TextInputShort, "required": false, "max_length": maxNote,
		},
	})
}
