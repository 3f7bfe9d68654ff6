package bot

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// Routes of help.
const (
	helpRoute    = "help"
	exampleRoute = "example" // entry
)

// maxExamples is how many questions /help shows.
const maxExamples = 5

// help answers /help.
func (h *handling) help(*Interaction) reply {
	r := h.guide()
	r.private = true
	return r
}

// showHelp answers a click on a button that promises help.
func (h *handling) showHelp(c click) reply { return h.help(c.in) }

// runExample answers a click on an example in a message of its own, so that
// the other examples stay: in a direct message in the open, elsewhere for whoever
// clicked.
func (h *handling) runExample(c click) reply {
	e, ok := h.entry(c.field(0))
	if !ok {
		return h.private("entry-gone")
	}
	r := h.present(h.set.AnswerWith(e), e.Questions[0])
	r.fresh, r.private = true, c.in.Context != contextDirect
	return r
}

// guide says what can be asked, and how.
func (h *handling) guide() reply {
	embed := &discordgo.MessageEmbed{
		Title:       h.say("help-title"),
		Description: h.say("help", "subject", h.set.Subject),
		Color:       h.set.Colour,
		Footer:      h.knowledgeAsOf(),
	}
	var lines []string
	var buttons row
	for _, s := range h.set.Complete("", "", maxExamples) {
		lines = append(lines, "- "+s.Question)
		buttons.button(s.Question, exampleRoute, shortID(s.Entry.ID))
	}
	addField(embed, h.say("help-examples"), h.joinLines(lines, maxFieldValue), false)
	lines = nil
	for _, c := range h.commands() {
		if c.Type == discordgo.ChatApplicationCommand {
			lines = append(lines, fmt.Sprintf("- %s %s", h.mention(c.Name), lowerFirst(c.Description)))
		}
	}
	addField(embed, h.say("help-commands"), h.joinLines(lines, maxFieldValue), false)
	addField(embed, h.say("help-otherwise-title"), h.say("help-otherwise", "menu", answerThisName), false)
	return reply{embed: embed, rows: []row{buttons}}
}

func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToLower(first)) + s[size:]
}
