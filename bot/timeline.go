package bot

import (
	"fmt"
	"strings"

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
			return private("No such topic", "I do not know that topic. Please pick one from the list that Discord offers.")
		}
		q.Topic = topic.ID
	}
	if r, ok := h.page(pageRef{q, 1}); ok {
		return r
	}
	text := "I know of no milestone there."
	if from, to, ok := h.years(); ok {
		text += fmt.Sprintf(" My timeline runs from %d to %d.", from, to)
	}
	return private(h.listTitle(q), text)
}

// topic finds a topic by its short id or its title.
func (h *handling) topic(typed string) (*knowledge.Topic, bool) {
	for _, t := range h.set.Topics {
		if shortID(t.ID) == typed || strings.EqualFold(t.Title, typed) {
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
