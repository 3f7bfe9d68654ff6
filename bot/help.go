package bot

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// maxExamples is how many questions /help shows.
const maxExamples = 5

// help answers /help.
func (h *handling) help(*Interaction) reply {
	r := h.guide()
	r.private = true
	return r
}

// guide says what can be asked, and how.
func (h *handling) guide() reply {
	embed := &discordgo.MessageEmbed{
		Title:       "What you can ask me",
		Description: fmt.Sprintf("I answer questions about %s, with the date and the source of every answer. What my sources do not say, I do not answer.", h.set.Subject),
		Color:       h.set.Colour,
		Footer:      asOf(h.set.AsOf),
	}
	var lines []string
	for _, question := range h.examples(maxExamples) {
		lines = append(lines, "- "+question)
	}
	addField(embed, "For example", joinLines(lines, maxFieldValue), false)
	lines = nil
	for _, c := range h.commands() {
		if c.Type == discordgo.ChatApplicationCommand {
			lines = append(lines, fmt.Sprintf("- `/%s` %s", c.Name, lowerFirst(c.Description)))
		}
	}
	addField(embed, "Commands", joinLines(lines, maxFieldValue), false)
	addField(embed, "Without a command", fmt.Sprintf(
		"Mention me in a message, write to me directly, or pick “%s” from a message's Apps menu.", answerThisName), false)
	return reply{embed: embed}
}

// examples gives up to n questions of the set, from all over it.
func (h *handling) examples(n int) []string {
	var all []string
	for _, e := range h.set.Entries {
		if len(e.Questions) > 0 && e.Kind != knowledge.Gap {
			all = append(all, e.Questions[0])
		}
	}
	n = min(n, len(all))
	picked := make([]string, n)
	for i := range picked {
		picked[i] = all[i*len(all)/n]
	}
	return picked
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
