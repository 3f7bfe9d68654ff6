package bot

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
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

	drawn bool // as a picture; the route of the custom_id says so

	// A list that was opened below an answer leads back to its entry. It is
	// replaced in its place for whoever asked alone; anybody else gets the page
	// for themselves. Both may be empty: the first buttons had no asker, and turn
	// the page for all.
	back, asker string
}

// The places of the components of a page. A custom_id names its place, for all
// must differ within a message even where two lead to the same page.
const (
	first    = "f"
	previous = "p"
	next     = "n"
	last     = "l"

	topicMenu = "t" // the value chosen takes the topic's place
	yearMenu  = "y" // the value chosen takes the years' place

	toAll = "s" // shows the page in a message of its own

	otherForm = "o" // shows the page as a picture, or as text again
)

// route is that of the custom_id.
func (p pageRef) route() string {
	if p.drawn {
		return pictureRoute
	}
	return pageRoute
}

// fields are those of the custom_id.
func (p pageRef) fields(place string) []string {
	fields := []string{place, string(p.query.Kind), idWithin(maxPageID, p.query.Topic),
		yearField(p.query.From, p.query.FromMonth), yearField(p.query.To, p.query.ToMonth), strconv.Itoa(p.page)}
	if p.back != "" || p.asker != "" {
		fields = append(fields, idWithin(maxPageID, p.back), p.asker)
	}
	return fields
}

// decodePage undoes fields, but that topic and entry are still short ids; ok is
// false for what no fields has made.
func decodePage(fields []string) (p pageRef, ok bool) {
	if len(fields) != 6 && len(fields) != 8 {
		return pageRef{}, false
	}
	p.query.Kind, p.query.Topic = knowledge.Kind(fields[1]), fields[2]
	var from, to bool
	p.query.From, p.query.FromMonth, from = decodeYear(fields[3])
	p.query.To, p.query.ToMonth, to = decodeYear(fields[4])
	if p.page, ok = count(fields[5]); !ok || !from || !to {
		return pageRef{}, false
	}
	if len(fields) == 8 {
		p.back, p.asker = fields[6], fields[7]
	}
	return p, p.page >= 1 && (p.query.Kind == "" || kindTitle(p.query.Kind) != "")
}

// yearField writes a year, and a month of it unless that is 0: "2004", "2004.5".
func yearField(year int, month time.Month) string {
	if month == 0 {
		return strconv.Itoa(year)
	}
	return fmt.Sprintf("%d.%d", year, month)
}

// decodeYear undoes yearField.
func decodeYear(field string) (year int, month time.Month, ok bool) {
	field, m, monthly := strings.Cut(field, ".")
	year, ok = count(field)
	if monthly && ok {
		var n int
		n, ok = count(m)
		month, ok = time.Month(n), ok && n >= 1 && n <= 12
	}
	return year, month, ok
}

// count reads a number that is not negative.
func count(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0
}

// page shows one page of what ref selects: the last one when the page is beyond
// it. ok is false when it selects nothing.
func (h *handling) page(ref pageRef) (r reply, ok bool) {
	entries := h.set.Select(ref.query)
	if len(entries) == 0 {
		return reply{}, false
	}
	pages := (len(entries) + pageSize - 1) / pageSize
	at := min(ref.page, pages)
	shown := entries[(at-1)*pageSize : min(at*pageSize, len(entries))]

	embed := &discordgo.MessageEmbed{
		Title:       h.listTitle(ref.query),
		Description: h.lines(ref.query, shown),
		Color:       h.set.Colour,
		Footer:      h.asOf(newest(shown)),
	}
	addField(embed, h.say("field-source"), h.sourceLines(shown), false)
	ref.page, ref.drawn = at, ref.drawn && isTimeline(ref.query)
	if pages > 1 {
		embed.Footer = h.pageFooter(embed.Footer, at, pages, len(entries))
	}
	r = reply{
		embed: embed,
		share: share{page: pageRef{query: ref.query, page: at, drawn: ref.drawn}},
	}
	if ref.drawn {
		h.draw(&r, ref, shown)
	}
	r.rows = h.pageRows(ref, pages, shown)
	return r, true
}

// newest gives the last date up to which one of entries is known to hold.
func newest(entries []*knowledge.Entry) knowledge.Date {
	var date knowledge.Date
	for _, e := range entries {
		if e.AsOf.Compare(date) > 0 {
			date = e.AsOf
		}
	}
	return date
}

// isTimeline reports whether q selects milestones.
func isTimeline(q knowledge.Query) bool { return q.Kind == knowledge.Milestone || q.Kind == "" }

// pageFooter puts the page's number before what the footer says.
func (h *handling) pageFooter(f *discordgo.MessageEmbedFooter, at, pages, entries int) *discordgo.MessageEmbedFooter {
	text := h.say("page", "page", strconv.Itoa(at), "pages", strconv.Itoa(pages), "entries", strconv.Itoa(entries))
	if f != nil {
		text += " · " + f.Text
	}
	return &discordgo.MessageEmbedFooter{Text: text}
}

// pageRows are what stands below a page: what narrows a timeline, what opens a
// project, what turns the pages, and the way back.
func (h *handling) pageRows(ref pageRef, pages int, shown []*knowledge.Entry) []row {
	var rows []row
	buttons := h.pageButtons(ref, pages)
	switch {
	case isTimeline(ref.query):
		rows = append(rows, h.topicMenu(ref), h.yearMenu(ref))
		other, label := ref, "button-picture"
		if other.drawn = !ref.drawn; ref.drawn {
			label = "button-text"
		}
		buttons.button(h.say(label), other.route(), other.fields(otherForm)...)
	case ref.query.Kind == knowledge.Project:
		rows = append(rows, h.projectMenu(shown))
	}
	var back row
	if ref.back != "" {
		back.button(h.say("button-back"), entryRoute, ref.asker, shortID(ref.back))
	}
	return append(rows, buttons, back)
}

// pageButtons gives the buttons that turn the pages of a list of entries.
func (h *handling) pageButtons(ref pageRef, pages int) row {
	return h.turnButtons(ref.page, pages, func(place string, page int) (string, []string) {
		ref.page = page
		return ref.route(), ref.fields(place)
	})
}

// turnButtons gives four buttons that turn pages, none where there is one page.
// Where each leads says to, from its place and the page.
func (h *handling) turnButtons(at, pages int, to func(place string, page int) (route string, fields []string)) row {
	if pages == 1 {
		return nil
	}
	var r row
	for _, b := range []struct {
		place, label string
		page         int
		dead         bool
	}{
		{first, "button-first", 1, at == 1},
		{previous, "button-previous", max(at-1, 1), at == 1},
		{next, "button-next", min(at+1, pages), at == pages},
		{last, "button-last", pages, at == pages},
	} {
		route, fields := to(b.place, b.page)
		add := r.button
		if b.dead {
			add = r.disabled
		}
		add(h.say(b.label), route, fields...)
	}
	return r
}

// turn answers a click on a button of a page, or a choice in a menu there.
func (h *handling) turn(c click) reply { return h.turnTo(c, false) }

func (h *handling) turnTo(c click, drawn bool) reply {
	ref, ok := decodePage(c.fields)
	if !ok {
		return h.unknownButton()
	}
	ref.drawn = drawn
	if len(c.values) > 0 {
		ref.choose(c.fields[0], c.values[0])
	}
	if t, ok := h.topic(ref.query.Topic); ok {
		ref.query.Topic = t.ID
	}
	asker, fresh := ref.asker, c.fields[0] == toAll
	shared := asker == "" && ref.back == ""
	if fresh || !shared {
		ref.asker = h.asker // what is shown now is for whoever clicked
	}
	r, ok := h.page(ref)
	if !ok {
		return h.private("page-gone")
	}
	if fresh || shared {
		r.fresh = fresh
		return r
	}
	return h.forAsker(asker, r)
}

// lines shows entries in a list, with what each says or, where that is too
// much, by their titles. Phases head the timeline.
func (h *handling) lines(q knowledge.Query, entries []*knowledge.Entry) string {
	full, short := make([]string, len(entries)), make([]string, len(entries))
	var phase *knowledge.Entry
	for i, e := range entries {
		full[i], short[i] = "- "+h.line(e, e.Answer, e.StatusNote()), "- "+h.line(e, e.Title, "")
		if p := h.set.PhaseAt(e.Date); q.Kind == knowledge.Milestone && p != nil && p != phase {
			phase = p
			heading := "**" + p.Title + "**\n"
			full[i], short[i] = heading+full[i], heading+short[i]
		}
	}
	text := strings.Join(full, "\n")
	if utf8.RuneCountInString(text) > maxDescription {
		text = h.joinLines(short, maxDescription)
	}
	if q.Kind == knowledge.Term { // whose lines say what they stand for
		return text
	}
	return h.spellOut("", text, maxDescription)
}

// line shows an entry in a list; text and note are what it says and how that
// stands, for entries that no name stands for.
func (h *handling) line(e *knowledge.Entry, text, note string) string {
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
		if span := h.span(e.Project.Start, e.Project.End); span != "" {
			text += " · " + span
		}
	case !e.Date.IsZero():
		date := e.Date.Spoken()
		if text == e.Answer {
			date, text = e.Dated()
			text = upperFirst(text)
		}
		if date != "" {
			text = fmt.Sprintf("**%s** · %s", date, text)
		}
	}
	switch {
	case note != "":
		text += " *" + note + "*"
	case e.Status != knowledge.Current || e.Project != nil:
		text += " *(" + h.status(e.Status) + ")*"
	}
	return text
}

func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// span says a stretch of time.
func (h *handling) span(from, to knowledge.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return h.say("span-since", "from", from.Spoken())
	case from.IsZero():
		return h.say("span-until", "to", to.Spoken())
	case from == to:
		return from.Spoken()
	}
	return h.say("span", "from", from.Spoken(), "to", to.Spoken())
}

// listTitle names what q selects, the same on every page.
func (h *handling) listTitle(q knowledge.Query) string {
	title := h.say(kindTitle(q.Kind))
	if t, ok := h.topic(q.Topic); ok {
		title += " · " + t.Title
	}
	if years := q.Spoken(); years != "" {
		title += " · " + years
	}
	return title
}

// kindTitle names the sentence that heads a list of entries of a kind; "" for a
// kind that cannot be listed.
func kindTitle(k knowledge.Kind) string {
	switch k {
	case "":
		return kindTitle(knowledge.Milestone)
	case knowledge.Milestone, knowledge.Project, knowledge.Term, knowledge.Fact, knowledge.List, knowledge.Phase:
		return "list-" + string(k)
	}
	return ""
}
