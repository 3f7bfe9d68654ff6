package bot

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// Lists are shown a page at a time. A page is computed from the set by the
// query in the button's custom_id: nothing is remembered between clicks.

// pageSize is how many entries a page has.
const pageSize = 10

const pageRoute = "page"

// pageRef names a page of a list.
type pageRef struct {
	query knowledge.Query
	page  int // from 1
}

// The places of the four buttons. A custom_id names its place, for all must
// differ within a message even where two lead to the same page.
const (
	first    = "f"
	previous = "p"
	next     = "n"
	last     = "l"
)

func (p pageRef) encode(place string) (string, error) {
	return encodeCustomID(pageRoute, place, string(p.query.Kind), shortID(p.query.Topic),
		strconv.Itoa(p.query.From), strconv.Itoa(p.query.To), strconv.Itoa(p.page))
}

// decodePage undoes encode, but that the topic is still a short id; ok is false
// for fields that no encode has made.
func decodePage(fields []string) (p pageRef, ok bool) {
	if len(fields) != 6 {
		return pageRef{}, false
	}
	p.query.Kind, p.query.Topic = knowledge.Kind(fields[1]), fields[2]
	for i, to := range []*int{&p.query.From, &p.query.To, &p.page} {
		n, err := strconv.Atoi(fields[3+i])
		if err != nil || n < 0 {
			return pageRef{}, false
		}
		*to = n
	}
	return p, p.page >= 1 && (p.query.Kind == "" || kindTitle(p.query.Kind) != "")
}

// page shows one page of what q selects: the last one when page is beyond it.
// ok is false when q selects nothing.
func (h *handling) page(ref pageRef) (r reply, ok bool) {
	entries := h.set.Select(ref.query)
	if len(entries) == 0 {
		return reply{}, false
	}
	pages := (len(entries) + pageSize - 1) / pageSize
	at := min(ref.page, pages)
	shown := entries[(at-1)*pageSize : min(at*pageSize, len(entries))]

	newest := knowledge.Date{}
	for _, e := range shown {
		if e.AsOf.Compare(newest) > 0 {
			newest = e.AsOf
		}
	}
	embed := &discordgo.MessageEmbed{
		Title:       h.listTitle(ref.query),
		Description: h.lines(ref.query, shown),
		Color:       h.set.Colour,
		Footer:      asOf(newest),
	}
	addField(embed, "Source", sources(shown), false)
	r = reply{embed: embed}
	if pages == 1 {
		return r, true
	}
	if embed.Footer == nil {
		embed.Footer = &discordgo.MessageEmbedFooter{}
	} else {
		embed.Footer.Text = " · " + embed.Footer.Text
	}
	embed.Footer.Text = fmt.Sprintf("Page %d/%d · %d entries", at, pages, len(entries)) + embed.Footer.Text
	r.buttons = pageButtons(ref.query, at, pages)
	return r, true
}

// pageButtons gives the four buttons of a page, or none for a query too long
// for a custom_id.
func pageButtons(q knowledge.Query, at, pages int) []discordgo.MessageComponent {
	buttons := []struct {
		place, label string
		page         int
		dead         bool
	}{
		{first, "First", 1, at == 1},
		{previous, "Prev", max(at-1, 1), at == 1},
		{next, "Next", min(at+1, pages), at == pages},
		{last, "Last", pages, at == pages},
	}
	var row []discordgo.MessageComponent
	for _, b := range buttons {
		id, err := pageRef{q, b.page}.encode(b.place)
		if err != nil {
			return nil
		}
		row = append(row, discordgo.Button{
			Label: b.label, Style: discordgo.SecondaryButton, Disabled: b.dead, CustomID: id,
		})
	}
	return row
}

// turn answers a click on one of the buttons.
func (h *handling) turn(fields []string) reply {
	ref, ok := decodePage(fields)
	if !ok {
		return unknownButton()
	}
	if t, ok := h.topic(ref.query.Topic); ok {
		ref.query.Topic = t.ID
	}
	r, ok := h.page(ref)
	if !ok {
		return private("Nothing here any more",
			"My knowledge has changed since this list was made, and nothing is left on it. Please ask again.")
	}
	return r
}

// lines shows entries in a list, with what each says or, where that is too
// much, by their titles. Phases head the timeline.
func (h *handling) lines(q knowledge.Query, entries []*knowledge.Entry) string {
	full, short := make([]string, len(entries)), make([]string, len(entries))
	var phase *knowledge.Entry
	for i, e := range entries {
		full[i], short[i] = "- "+line(e, e.Answer, e.StatusNote()), "- "+line(e, e.Title, "")
		if p := h.set.PhaseAt(e.Date); q.Kind == knowledge.Milestone && p != nil && p != phase {
			phase = p
			heading := "**" + p.Title + "**\n"
			full[i], short[i] = heading+full[i], heading+short[i]
		}
	}
	if text := strings.Join(full, "\n"); utf8.RuneCountInString(text) <= maxDescription {
		return text
	}
	return joinLines(short, maxDescription)
}

// line shows an entry in a list; text and note are what it says and how that
// stands, for entries that no name stands for.
func line(e *knowledge.Entry, text, note string) string {
	if e.Term != nil || e.Project != nil {
		note = ""
	}
	switch {
	case e.Term != nil && e.Term.Abbreviation != "":
		text = fmt.Sprintf("**%s** · %s", e.Term.Abbreviation, e.Term.Name)
	case e.Term != nil:
		text = "**" + e.Term.Name + "**"
	case e.Project != nil:
		text = "**" + e.Title + "**"
		if span := span(e.Project.Start, e.Project.End); span != "" {
			text += " · " + span
		}
	case !e.Date.IsZero():
		text = fmt.Sprintf("**%s** · %s", e.Date.Spoken(), text)
	}
	switch {
	case note != "":
		text += " *" + note + "*"
	case e.Status != knowledge.Current:
		text += fmt.Sprintf(" *(%s)*", e.Status)
	}
	return text
}

// span says a stretch of time.
func span(from, to knowledge.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return "from " + from.Spoken()
	case from.IsZero():
		return "until " + to.Spoken()
	case from == to:
		return from.Spoken()
	}
	return from.Spoken() + " – " + to.Spoken()
}

// listTitle names what q selects, the same on every page.
func (h *handling) listTitle(q knowledge.Query) string {
	title := kindTitle(q.Kind)
	for _, t := range h.set.Topics {
		if t.ID == q.Topic {
			title += " · " + t.Title
		}
	}
	if years := q.Spoken(); years != "" {
		title += " · " + years
	}
	return title
}

// kindTitle heads a list of entries of a kind; "" for a kind that cannot be listed.
func kindTitle(k knowledge.Kind) string {
	switch k {
	case knowledge.Milestone, "":
		return "Timeline"
	case knowledge.Project:
		return "Projects"
	case knowledge.Term:
		return "Terms"
	case knowledge.Fact:
		return "Facts"
	case knowledge.List:
		return "Lists"
	case knowledge.Phase:
		return "Phases"
	}
	return ""
}
