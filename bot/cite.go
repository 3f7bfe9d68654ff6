package bot

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

const citeRoute = "cite" // entry, and for a reply the example that was asked

// cite answers a click on Sources: where exactly an answer comes from.
func (h *handling) cite(c click) reply {
	e, ok := h.entry(c.field(0))
	if !ok {
		return h.private("entry-gone")
	}
	citations := []knowledge.Citation{e.Citation}
	for _, n := range e.Notes() {
		citations = append(citations, n.Citation)
	}
	var lines []string
	for _, c := range citations {
		if line := h.citation(c); line != "" {
			lines = append(lines, line)
		}
	}
	embed := noteEmbed(h.say("cite-title", "title", e.Title), h.joinLines(lines, maxDescription))
	embed.Color = h.colour(e.Status)
	embed.Footer = h.asOf(e.AsOf)
	return reply{embed: embed, private: true}
}

// citation tells a place in a source in full.
func (h *handling) citation(c knowledge.Citation) string {
	if c.Source == nil {
		return ""
	}
	parts := []string{linked(c.Source)}
	if c.Section != "" {
		parts = append(parts, h.say("cite-section", "section", c.Section))
	}
	parts = append(parts, h.say("cite-captured", "date", moment(c.Source.Captured)))
	return "- " + strings.Join(parts, "\n  ")
}

// Cited gives the entry to whose sources a button among the components of a
// reply leads; ok is false when there is none.
func (h *Handler) Cited(components []discordgo.MessageComponent) (e *knowledge.Entry, ok bool) {
	now := h.begin()
	for _, c := range components {
		row, _ := c.(discordgo.ActionsRow)
		for _, c := range row.Components {
			button, _ := c.(discordgo.Button)
			if route, fields, err := decodeCustomID(button.CustomID); err == nil && route == citeRoute && len(fields) > 0 {
				return now.entry(fields[0])
			}
		}
	}
	return nil, false
}
