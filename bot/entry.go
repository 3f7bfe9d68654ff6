package bot

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// Routes of what stands below an answer.
const (
	entryRoute   = "entry"   // asker, entry
	relatedRoute = "related" // asker; the entry is the value chosen
)

// entry finds an entry by its short id.
func (h *handling) entry(short string) (*knowledge.Entry, bool) {
	if e, ok := h.set.Entry(short); ok {
		return e, true
	}
	if !strings.HasPrefix(short, "#") {
		return nil, false
	}
	for _, e := range h.set.Entries {
		if digest(e.ID) == short {
			return e, true
		}
	}
	return nil, false
}

// forAsker leaves r in the place of the clicked message when whoever clicked
// had asked for it; anybody else gets it for themselves.
func (h *handling) forAsker(asker string, r reply) reply {
	r.private = r.private || asker != h.asker
	return r
}

// showEntry answers a click on the button of an entry.
func (h *handling) showEntry(c click) reply { return h.showChosen(c.field(0), c.field(1)) }

// showRelated answers a choice among related entries.
func (h *handling) showRelated(c click) reply {
	if len(c.values) == 0 {
		return h.unknownButton()
	}
	return h.showChosen(c.field(0), c.values[0])
}

func (h *handling) showChosen(asker, id string) reply {
	e, ok := h.entry(id)
	if !ok {
		return h.private("entry-gone")
	}
	return h.forAsker(asker, h.present(h.set.AnswerWith(e), e.Questions[0]))
}

// maxRelated is how many related entries an answer offers.
const maxRelated = 4

// related offers what leads on from e.
func (h *handling) related(e *knowledge.Entry) row {
	options := make([]discordgo.SelectMenuOption, 0, maxRelated)
	for _, other := range h.set.Related(e, maxRelated) {
		options = append(options, discordgo.SelectMenuOption{
			Label: label(other), Value: shortID(other.ID), Description: other.Date.Spoken(),
		})
	}
	return menu(h.say("related"), options, relatedRoute, h.asker)
}

// actions are the buttons below an entry.
func (h *handling) actions(e *knowledge.Entry) row {
	var r row
	r.button(h.say("button-sources"), citeRoute, shortID(e.ID), h.example(e))
	if year(e) != 0 {
		r.button(h.say("button-around"), aroundRoute, h.asker, shortID(e.ID))
	}
	h.mark(&r, shortID(e.ID))
	return r
}

// year gives the year that an entry has to do with; 0 when none.
func year(e *knowledge.Entry) int {
	switch {
	case !e.Date.IsZero():
		return e.Date.Year
	case e.Project != nil:
		return max(e.Project.Start.Year, e.Project.End.Year)
	case e.Superseded != nil:
		return e.Superseded.Since.Year
	}
	return 0
}
