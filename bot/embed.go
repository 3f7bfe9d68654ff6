package bot

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// The colours of embeds; what holds today has the set's own.
const (
	amber = 0xE0A030 // superseded or disputed
	sepia = 0x8A7350 // historical
	grey  = 0x80848E // no answer, or not an answer at all
)

// colour gives the colour that a status is shown in.
func (h *handling) colour(s knowledge.Status) int {
	switch s {
	case knowledge.Superseded, knowledge.Disputed:
		return amber
	case knowledge.Historical:
		return sepia
	}
	return h.set.Colour
}

// entryEmbed shows e with text as its answer. Further entries that the answer
// rests on lend their sources.
func (h *handling) entryEmbed(e *knowledge.Entry, text string, further ...*knowledge.Entry) *discordgo.MessageEmbed {
	embed := &discordgo.MessageEmbed{
		Title:  e.Title,
		Color:  h.colour(e.Status),
		Footer: asOf(e.AsOf),
	}
	embed.Description = strings.TrimSpace(text) // with how the entry stands today
	addField(embed, "Date", e.Date.Spoken(), true)
	addField(embed, "Source", sources(append([]*knowledge.Entry{e}, further...)), false)
	return embed
}

// noteEmbed is a word of the bot's own.
func noteEmbed(title, text string) *discordgo.MessageEmbed {
	return &discordgo.MessageEmbed{Title: title, Description: text, Color: grey}
}

// addField adds a field unless it has nothing to say.
func addField(e *discordgo.MessageEmbed, name, value string, inline bool) {
	if value != "" {
		e.Fields = append(e.Fields, &discordgo.MessageEmbedField{Name: name, Value: value, Inline: inline})
	}
}

// asOf is the footer that says how fresh the knowledge is.
func asOf(d knowledge.Date) *discordgo.MessageEmbedFooter {
	if d.IsZero() {
		return nil
	}
	return &discordgo.MessageEmbedFooter{Text: "As of " + d.Spoken()}
}

// maxSources is how many sources an embed names; more would bury the answer.
const maxSources = 3

// sources names where entries come from, a line each: of one entry the places,
// of several the documents alone.
func sources(entries []*knowledge.Entry) string {
	var lines []string
	seen := map[string]bool{}
	add := func(c knowledge.Citation) {
		if len(entries) > 1 {
			c.Section = ""
		}
		if line := cite(c); line != "" && !seen[line] {
			seen[line] = true
			lines = append(lines, line)
		}
	}
	for _, e := range entries {
		add(e.Citation)
		for _, note := range e.Notes() {
			add(note.Citation)
		}
	}
	if len(lines) > maxSources {
		lines = append(lines[:maxSources], leftOut(len(lines)-maxSources))
	}
	return joinLines(lines, maxFieldValue)
}

// maxCite keeps maxSources lines within a field, so that no link is cut.
const maxCite = 330

// cite names a place in a source, linked where the link fits.
func cite(c knowledge.Citation) string {
	if c.Source == nil {
		return ""
	}
	rest := ""
	if c.Source.Publisher != "" {
		rest += ", " + c.Source.Publisher
	}
	if c.Section != "" {
		rest += fmt.Sprintf(", “%s”", c.Section)
	}
	if c.Source.URL == "" || len(c.Source.URL) > maxURL {
		return clip(c.Source.Title+rest, maxCite)
	}
	linked := fmt.Sprintf("[%s](%s)", c.Source.Title, c.Source.URL)
	if full := linked + rest; len(full) <= maxCite {
		return full
	}
	if len(linked) <= maxCite {
		return linked
	}
	return clip(c.Source.Title+rest, maxCite)
}
