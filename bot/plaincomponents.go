package bot

import (
	"cmp"

	"github.com/bwmarrin/discordgo"
)

// PlainComponents gives components without their MarshalJSON, whose output encoding/json
// checks and copies once for each level: that would take most of an answer's time.
func PlainComponents(components []discordgo.MessageComponent) []any {
	type (
		button     discordgo.Button
		selectMenu discordgo.SelectMenu
	)
	if components == nil {
		return nil
	}
	all := make([]any, len(components))
	for i, c := range components {
		switch c := c.(type) {
		case discordgo.ActionsRow:
			all[i] = struct {
				Type       discordgo.ComponentType `json:"type"`
				ID         int                     `json:"id,omitempty"`
				Components []any                   `json:"components"`
			}{c.Type(), c.ID, PlainComponents(c.Components)}
		case discordgo.Button:
			c.Style = cmp.Or(c.Style, discordgo.PrimaryButton)
			all[i] = struct {
				*button
				Type discordgo.ComponentType `json:"type"`
			}{(*button)(&c), c.Type()}
		case discordgo.SelectMenu:
			all[i] = struct {
				*selectMenu
				Type discordgo.ComponentType `json:"type"`
			}{(*selectMenu)(&c), c.Type()}
		default:
			all[i] = c
		}
	}
	return all
}
