package bot

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// projects answers /projects: one project in full, or all in a list.
func (h *handling) projects(in *Interaction) reply {
	typed := in.Data.text("name")
	if typed == "" {
		if r, ok := h.page(pageRef{knowledge.Query{Kind: knowledge.Project}, 1}); ok {
			return r
		}
		return private("Projects", "My sources name no project.")
	}
	e, ok := h.find(knowledge.Project, typed)
	if !ok {
		return h.didYouMean(knowledge.Project, "No such project", typed)
	}
	embed := h.entryEmbed(e, e.Answer)
	if p := e.Project; p != nil {
		var details discordgo.MessageEmbed
		addField(&details, "Lead", p.Lead, true)
		addField(&details, "Funded by", strings.Join(p.Funders, ", "), true)
		addField(&details, "Partners", strings.Join(p.Partners, ", "), true)
		addField(&details, "Time", span(p.Start, p.End), true)
		for _, f := range p.Figures {
			addField(&details, f.Name, f.Value, true)
		}
		// Status and source come last and stay, however many figures there are.
		room := max(maxFields-len(embed.Fields), 0)
		embed.Fields = append(details.Fields[:min(len(details.Fields), room)], embed.Fields...)
	}
	return reply{embed: embed}
}

// nameCompletion proposes the entries of a kind by their names.
func nameCompletion(kind knowledge.Kind) completion {
	return func(h *handling, typed string) []*discordgo.ApplicationCommandOptionChoice {
		var list choiceList
		for _, s := range h.set.Complete(kind, typed, maxChoices) {
			if s.Entry != nil {
				list.add(label(s.Entry), shortID(s.Entry.ID))
			}
		}
		return list.choices
	}
}

// label names an entry where it is to be picked.
func label(e *knowledge.Entry) string {
	if e.Term != nil && e.Term.Abbreviation != "" && e.Term.Name != "" && e.Term.Abbreviation != e.Term.Name {
		return e.Term.Abbreviation + " (" + e.Term.Name + ")"
	}
	return e.Title
}

// find finds the entry of a kind that was picked, or named by anyone who did
// not pick: autocomplete only proposes.
func (h *handling) find(kind knowledge.Kind, typed string) (*knowledge.Entry, bool) {
	if e, ok := h.set.Entry(typed); ok && e.Kind == kind {
		return e, true
	}
	for _, e := range h.set.Entries {
		if e.Kind != kind {
			continue
		}
		names := []string{e.Title, label(e), shortID(e.ID)}
		if e.Term != nil {
			names = append(names, e.Term.Abbreviation, e.Term.Name)
		}
		for _, name := range names {
			if strings.EqualFold(name, typed) {
				return e, true
			}
		}
	}
	// "the mines one" is no name, but perhaps a question about one.
	if a := h.set.Answer(typed); a.Kind == knowledge.Direct && len(a.Entries) > 0 {
		if e := a.Entries[0]; e.Kind == kind {
			return e, true
		}
	}
	return nil, false
}

// didYouMean says that a name is unknown and offers those near it.
func (h *handling) didYouMean(kind knowledge.Kind, title, typed string) reply {
	const most = 3
	r := private(title, "I know nothing by that name.")
	var lines []string
	for _, s := range h.set.Complete(kind, typed, most) {
		if s.Entry != nil {
			lines = append(lines, "- "+label(s.Entry))
		}
	}
	addField(r.embed, "Did you mean", joinLines(lines, maxFieldValue), false)
	return r
}
