package bot

import (
	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

const showRoute = "show" // entry

// share is what the button "Show to all" leads to: an entry, or a page of a
// list. Its zero value is no button.
type share struct {
	entry *knowledge.Entry
	page  pageRef
}

// offerToShare adds the button to what only one person sees, where there are
// others.
func (h *handling) offerToShare(in *Interaction, r reply) reply {
	// What replaces a private message is private too.
	private := r.private || !r.fresh && in.Message != nil && in.Message.Flags&int(discordgo.MessageFlagsEphemeral) != 0
	if !private || in.Context == contextDirect {
		return r
	}
	var button row
	switch {
	case r.share.entry != nil:
		button.button(h.say("button-show"), showRoute, shortID(r.share.entry.ID))
	case r.share.page.page != 0:
		button.button(h.say("button-show"), r.share.page.route(), r.share.page.fields(toAll)...)
	}
	if n := len(r.rows); n > 0 && len(r.rows[n-1]) > 0 && len(r.rows[n-1]) < maxRow {
		r.rows[n-1] = append(r.rows[n-1], button...)
	} else {
		r.rows = append(r.rows, button)
	}
	return r
}

// showToAll answers a click on that button.
func (h *handling) showToAll(c click) reply {
	e, ok := h.entry(c.field(0))
	if !ok {
		return h.private("entry-gone")
	}
	r := h.present(h.set.AnswerWith(e), e.Questions[0])
	r.fresh = true
	return r
}
