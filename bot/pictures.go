package bot

import (
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/bot/picture"
	"attache/knowledge"
)

// pictureRoute leads to a page of the timeline as a picture; its fields are
// those of [pageRoute].
const pictureRoute = "picture"

// turnPicture answers a click that asks for a page as a picture.
func (h *handling) turnPicture(c click) reply {
	if !c.in.lacks(discordgo.PermissionAttachFiles) {
		return h.turnTo(c, true)
	}
	r := h.turnTo(c, false)
	if r.share.page.page != 0 {
		r.embed.Description += "\n-# " + h.say("no-attach-files")
	}
	return r
}

// draw puts a picture of entries in the place of their lines.
func (h *handling) draw(r *reply, ref pageRef, shown []*knowledge.Entry) {
	key := strings.Join(pageRef{query: ref.query, page: ref.page}.fields(""), "|")
	p, err := h.edition().pictures.Picture(key, func() picture.Timeline { return h.drawing(ref, shown) })
	if err != nil {
		h.log.Error("a timeline is not drawn", "error", err)
		return
	}
	r.picture, r.embed.Description = &p, h.say("picture")
}

// drawing is the timeline of entries, by their titles: a picture is for seeing
// at a glance what the text tells in full.
func (h *handling) drawing(ref pageRef, shown []*knowledge.Entry) picture.Timeline {
	years := ref.query // those that the picture has, for it may go far from its page
	years.From, years.To = shown[0].Date.Year, shown[len(shown)-1].Date.Year
	t := picture.Timeline{
		Title:  h.listTitle(years),
		About:  h.say("picture-about", "name", h.set.Name, "subject", h.set.Subject),
		More:   h.say("picture-more"),
		Accent: h.set.Colour,
	}
	if asOf := newest(shown); !asOf.IsZero() {
		t.AsOf = h.say("as-of", "date", asOf.Spoken())
	}
	for _, e := range shown {
		r := picture.Row{Text: e.Title, Status: mark(e.Status), Note: h.standing(e)}
		if p := h.set.PhaseAt(e.Date); p != nil {
			r.Phase = p.Title
		}
		if !e.Date.IsZero() {
			r.Year = strconv.Itoa(e.Date.Year)
			r.Day = strings.TrimSpace(strings.TrimSuffix(e.Date.Spoken(), r.Year))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// mark gives the mark of a status.
func mark(s knowledge.Status) picture.Status {
	switch s {
	case knowledge.Historical:
		return picture.Historical
	case knowledge.Superseded:
		return picture.Superseded
	case knowledge.Disputed:
		return picture.Disputed
	}
	return picture.Current
}

// standing says how an entry stands today in a few words; nothing for what
// holds.
func (h *handling) standing(e *knowledge.Entry) string {
	switch {
	case e.Status == knowledge.Current:
		return ""
	case e.Superseded != nil && !e.Superseded.Since.IsZero():
		return h.say("superseded-since", "date", e.Superseded.Since.Spoken())
	}
	return h.status(e.Status)
}
