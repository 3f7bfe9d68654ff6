package bot

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// ask answers /ask.
func (h *handling) ask(in *Interaction) reply {
	question := in.Data.text("question")
	if question == "" {
		return h.noQuestion()
	}
	return h.answer(question)
}

// askCompletion proposes example questions.
func (h *handling) askCompletion(typed string) []*discordgo.ApplicationCommandOptionChoice {
	var list choiceList
	for _, s := range h.set.Complete("", typed, maxChoices) {
		list.add(s.Question, s.Question)
	}
	return list.choices
}

// noQuestion says how to ask to somebody who asked nothing.
func (h *handling) noQuestion() reply {
	text := "There is no question in that."
	if examples := h.examples(1); len(examples) > 0 {
		text += " You could ask, for example: " + examples[0]
	}
	return private("What would you like to know?", text)
}

// answer answers a question in free text, wherever it was asked.
func (h *handling) answer(question string) reply {
	a := h.set.Answer(question)
	switch {
	case a.Kind == knowledge.Direct && len(a.Entries) > 0:
		return reply{embed: h.entryEmbed(a.Entries[0], a.Text, a.Entries[1:]...)}
	case a.Kind == knowledge.Listing:
		return h.listing(a)
	}
	return h.refusal(a)
}

// listing shows a list: page by page when the set can select it again.
func (h *handling) listing(a knowledge.Answer) reply {
	if a.Query != nil {
		if r, ok := h.page(pageRef{*a.Query, 1}); ok {
			return r
		}
	}
	if len(a.Entries) == 0 {
		return h.refusal(a)
	}
	// The answer is plain text; Discord knows lists.
	text := strings.ReplaceAll(a.Text, "\n• ", "\n- ")
	return reply{embed: h.entryEmbed(a.Entries[0], text, a.Entries[1:]...)}
}

// refusal says that the sources do not answer, what they do answer nearby and
// until when they reach.
func (h *handling) refusal(a knowledge.Answer) reply {
	embed := noteEmbed("Not in my sources", a.Text)
	embed.Footer = asOf(h.set.AsOf)
	if embed.Footer != nil {
		embed.Footer.Text = "Knowledge as of " + h.set.AsOf.Spoken()
	}
	var lines []string
	for _, s := range a.Suggestions {
		lines = append(lines, "- "+s.Question)
	}
	addField(embed, "You could ask", joinLines(lines, maxFieldValue), false)
	return reply{embed: embed}
}

// choiceList collects choices within Discord's limits, each once.
type choiceList struct {
	choices []*discordgo.ApplicationCommandOptionChoice
	seen    map[string]bool
}

func (l *choiceList) add(name, value string) {
	name, value = clip(name, maxChoice), clip(value, maxChoice)
	if name == "" || value == "" || len(l.choices) == maxChoices || l.seen["n"+name] || l.seen["v"+value] {
		return
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	l.seen["n"+name], l.seen["v"+value] = true, true
	l.choices = append(l.choices, &discordgo.ApplicationCommandOptionChoice{Name: name, Value: value})
}
