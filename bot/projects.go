package bot

import (
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// projects answers /projects: one project in full, or all in a list.
func (h *handling) projects(in *Interaction) reply {
	typed := in.Data.text("name")
	if typed == "" {
		if r, ok := h.page(pageRef{query: knowledge.Query{Kind: knowledge.Project}, page: 1, asker: h.asker}); ok {
			return r
		}
		return h.private("no-projects")
	}
	e, ok := h.find(knowledge.Project, typed)
	if !ok {
		return h.unknownName(knowledge.Project, "unknown-project", typed)
	}
	return h.entryAnswer(e.SpokenThen(), e)
}

// projectMenu opens one of the projects of a page.
func (h *handling) projectMenu(shown []*knowledge.Entry) row {
	var options []discordgo.SelectMenuOption
	for _, e := range shown {
		options = append(options, discordgo.SelectMenuOption{Label: e.Title, Value: shortID(e.ID)})
	}
	return menu(h.say("pick-project"), options, relatedRoute, h.asker)
}

// maxSiblings leaves room in a row for the way to the list of all.
const maxSiblings = maxRow - 1

// siblings are buttons to the projects that follow e in the list, from its end
// on to its beginning, and to the list itself.
func (h *handling) siblings(e *knowledge.Entry) row {
	if e.Kind != knowledge.Project {
		return nil
	}
	query := knowledge.Query{Kind: knowledge.Project}
	all := h.set.Select(query)
	at := slices.Index(all, e)
	var r row
	for _, other := range slices.Concat(all[at+1:], all[:at])[:min(maxSiblings, len(all)-1)] {
		r.button(other.Title, entryRoute, h.asker, shortID(other.ID))
	}
	r.button(h.say("button-projects"), pageRoute, pageRef{query: query, page: 1, back: e.ID, asker: h.asker}.fields(first)...)
	return r
}

// nameCompletion proposes the entries of a kind by their names.
func nameCompletion(kind knowledge.Kind) completion {
	return func(h *handling, typed string) []*discordgo.ApplicationCommandOptionChoice {
		var list choiceList
		for _, s := range h.set.Complete(kind, typed, maxChoices) {
			list.add(label(s.Entry), shortID(s.Entry.ID))
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

// unknownName says that a name is unknown and offers those near it.
func (h *handling) unknownName(kind knowledge.Kind, name, typed string) reply {
	const most = 3
	r := h.private(name)
	var lines []string
	var buttons row
	for _, s := range h.set.Complete(kind, typed, most) {
		lines = append(lines, "- "+label(s.Entry))
		buttons.button(label(s.Entry), entryRoute, h.asker, shortID(s.Entry.ID))
	}
	addField(r.embed, h.say("did-you-mean-title"), h.joinLines(lines, maxFieldValue), false)
	r.rows = []row{buttons}
	return r
}
