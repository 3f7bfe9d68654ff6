package bot

import (
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

const (
	maxContent   = 2000 // of a message's plain text, in characters
	maxPlainNote = 200
)

// plainText says what an embed says without one, and note in small print.
func plainText(e *discordgo.MessageEmbed, note string) string {
	paragraphs := []string{"**" + e.Title + "**\n" + e.Description}
	var fields []string
	for _, f := range e.Fields {
		separator := " "
		if strings.Contains(f.Value, "\n") {
			separator = "\n"
		}
		fields = append(fields, "**"+f.Name+":**"+separator+f.Value)
	}
	if e.Footer != nil {
		fields = append(fields, "-# "+e.Footer.Text)
	}
	text := strings.Join(append(paragraphs, strings.Join(fields, "\n")), "\n\n")
	note = "\n-# " + clip(note, maxPlainNote)
	return clip(text, maxContent-utf8.RuneCountInString(note)) + note
}

// Plain is send for a channel where the bot lacks the permission Embed Links:
// its embed as plain text, with a line that says so.
func (h *Handler) Plain(send *discordgo.MessageSend) *discordgo.MessageSend {
	plain := *send
	plain.Embeds = nil
	for _, e := range send.Embeds {
		plain.Content = plainText(e, h.begin().say("no-embed-links"))
	}
	return &plain
}
