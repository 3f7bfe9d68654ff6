package bot

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// timeline answers /timeline.
func (h *handling) timeline(in *Interaction) reply {
	// A year that makes no sense leaves that end open.
	q := knowledge.Query{
		Kind: knowledge.Milestone,
		From: max(in.Data.number("from"), 0),
		To:   max(in.Data.number("to"), 0),
	}
	if q.To != 0 && q.From > q.To {
		q.From, q.To = q.To, q.From
	}
	if typed := in.Data.text("topic"); typed != "" {
		topic, ok := h.topic(typed)
		if !ok {
			return h.private("unknown-topic")
		}
		q.Topic = topic.ID
	}
	if r, ok := h.page(pageRef{query: q, page: 1, asker: h.asker}); ok {
		return r
	}
	return h.nothingThen(q)
}

// nothingThen says that a timeline would be empty, and what years have something.
func (h *handling) nothingThen(q knowledge.Query) reply {
	r := h.private("empty-timeline")
	r.embed.Title = h.listTitle(q)
	if from, to, ok := h.years(); ok {
		r.embed.Description += " " + h.say("timeline-runs", "from", strconv.Itoa(from), "to", strconv.Itoa(to))
	}
	return r
}

// Values of the menus that leave a choice open.
const (
	anyTopic = "*" // no id has a "*"
	anyYear  = "0-0"
)

// choose puts what was chosen in the menu at place into the query.
func (p *pageRef) choose(place, value string) {
	switch place {
	case topicMenu:
		p.query.Topic = strings.TrimPrefix(value, anyTopic)
	case yearMenu:
		from, to, _ := strings.Cut(value, "-")
		p.query.From, _ = count(from)
		p.query.To, _ = count(to)
		p.query.FromMonth, p.query.ToMonth = 0, 0
	}
}

// topicMenu narrows a timeline to a topic, or widens it again.
func (h *handling) topicMenu(ref pageRef) row {
	options := []discordgo.SelectMenuOption{{Label: h.say("any-topic"), Value: anyTopic, Default: ref.query.Topic == ""}}
	for _, c := range h.topicChoices(ref.query.From, ref.query.To) {
		if value, ok := c.Value.(string); ok {
			options = append(options, discordgo.SelectMenuOption{Label: c.Name, Value: value, Default: value == shortID(ref.query.Topic)})
		}
	}
	if len(options) == 1 { // nothing to choose
		return nil
	}
	ref.page = 1
	return menu(h.say("pick-topic"), options, ref.route(), ref.fields(topicMenu)...)
}

// yearMenu narrows a timeline to a year, or to a few where there are more years
// than a menu holds.
func (h *handling) yearMenu(ref pageRef) row {
	var years []int
	for _, e := range h.set.Select(knowledge.Query{Topic: ref.query.Topic}) {
		if y := e.Date.Year; y != 0 && (len(years) == 0 || years[len(years)-1] != y) {
			years = append(years, y)
		}
	}
	open := ref.query.From == 0 && ref.query.To == 0
	options := []discordgo.SelectMenuOption{{Label: h.say("any-year"), Value: anyYear, Default: open}}
	each := (len(years) + maxOptions - 2) / (maxOptions - 1)
	for i := 0; i < len(years); i += each {
		q := knowledge.Query{From: years[i], To: years[min(i+each, len(years))-1]}
		options = append(options, discordgo.SelectMenuOption{
			Label:   q.Spoken(),
			Value:   fmt.Sprintf("%d-%d", q.From, q.To),
			Default: q.From == ref.query.From && q.To == ref.query.To,
		})
	}
	ref.page = 1
	return menu(h.say("pick-year"), options, ref.route(), ref.fields(yearMenu)...)
}

// topic finds a topic by its id, its short id or its title.
func (h *handling) topic(typed string) (*knowledge.Topic, bool) {
	if typed == "" {
		return nil, false
	}
	for _, t := range h.set.Topics {
		if t.ID == typed || strings.EqualFold(t.Title, typed) || typed[0] == '#' && digest(t.ID) == typed {
			return t, true
		}
	}
	return nil, false
}

// years gives the years of the first and the last milestone.
func (h *handling) years() (from, to int, ok bool) {
	all := h.set.Select(knowledge.Query{Kind: knowledge.Milestone})
	for _, e := range all {
		if y := e.Date.Year; y != 0 {
			if !ok {
				from = y
			}
			to, ok = y, true
		}
	}
	return from, to, ok
}
