package bot

import (
	"strings"

	"github.com/bwmarrin/discordgo"
)

// picked begins the value of a choice that autocomplete proposed; the entry's
// short id follows. Any other value is a question as somebody typed it.
const picked = "entry:"

// ask answers /ask.
func (h *handling) ask(in *Interaction) reply {
	r := h.askFor(in.Data.text("question"))
	r.private = r.private || in.Data.flag("private")
	return r
}

func (h *handling) askFor(question string) reply {
	if question == "" {
		return h.noQuestion()
	}
	if id, ok := strings.CutPrefix(question, picked); ok {
		if e, ok := h.entry(id); ok {
			return h.present(h.set.AnswerWith(e), e.Questions[0])
		}
	}
	return h.answer(question)
}

// askCompletion proposes questions, no two with the same answer.
func (h *handling) askCompletion(typed string) []*discordgo.ApplicationCommandOptionChoice {
	var list choiceList
	for _, s := range h.set.Complete("", typed, maxChoices) {
		list.add(s.Question, picked+shortID(s.Entry.ID))
	}
	return list.choices
}

// noQuestion says how to ask to somebody who asked nothing.
func (h *handling) noQuestion() reply {
	r := h.private("no-question")
	if examples := h.set.Complete("", "", 1); len(examples) > 0 {
		r.embed.Description += " " + h.say("no-question-example", "example", examples[0].Question)
	}
	return r
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
