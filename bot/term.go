package bot

import (
	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// term answers /term.
func (h *handling) term(in *Interaction) reply {
	typed := in.Data.text("name")
	if typed == "" {
		return private("Which term?", "Please name a term or an abbreviation; Discord proposes those I know as you type.")
	}
	e, ok := h.find(knowledge.Term, typed)
	if !ok {
		return h.didYouMean(knowledge.Term, "No such term", typed)
	}
	embed := h.entryEmbed(e, e.Answer)
	if t := e.Term; t != nil {
		var forms discordgo.MessageEmbed
		addField(&forms, "Abbreviation", t.Abbreviation, true)
		addField(&forms, "In full", t.Name, true)
		embed.Fields = append(forms.Fields, embed.Fields...)
	}
	return reply{embed: embed}
}
