package bot

import (
	"slices"
	"strconv"

	"attache/knowledge"
)

// A conversation is kept by Discord: what was answered stands in the custom_ids
// below the bot's own message, and comes back with a message that replies to it.
// Nothing that somebody wrote is in there, only which entry answered and which of
// its example questions is nearest to what was asked.

// Component is what stands below a message; it may hold others.
type Component struct {
	CustomID   string      `json:"custom_id"`
	Components []Component `json:"components"`
	Options    []struct {
		Value string `json:"value"`
	} `json:"options"` // of a select menu
}

// example is the number of the example of e that stands for what was asked.
func (h *handling) example(e *knowledge.Entry) string {
	if h.question == "" {
		return "0"
	}
	return strconv.Itoa(e.Example(h.question))
}

// repliesTo reports whether m replies to a message of the user self.
func (m *Message) repliesTo(self string) bool {
	r := m.Referenced
	return self != "" && r != nil && r.Author != nil && r.Author.ID == self
}

// recall gives what a message of the bot's leaves for a reply to it; the zero
// Context when that is nothing, or nothing that this version knows.
func (h *handling) recall(m *Message) knowledge.Context {
	// The entry that answered tells most.
	for _, read := range []func(route string, c Component, fields []string) knowledge.Context{h.recallEntry, h.recallPage, h.recallMenu} {
		for c := range eachComponent(m.Components) {
			route, fields, err := decodeCustomID(c.CustomID)
			if err != nil {
				continue
			}
			if context := read(route, c, fields); context.Entry != "" {
				return context
			}
		}
	}
	return knowledge.Context{}
}

func (h *handling) recallEntry(route string, _ Component, fields []string) knowledge.Context {
	if route != citeRoute {
		return knowledge.Context{}
	}
	c := click{fields: fields}
	e, ok := h.entry(c.field(0))
	if !ok {
		return knowledge.Context{}
	}
	example, _ := count(c.field(1))
	return h.set.Recall(e.ID, example)
}

func (h *handling) recallPage(route string, _ Component, fields []string) knowledge.Context {
	ref, ok := decodePage(fields)
	if !ok || route != pageRoute && route != pictureRoute {
		return knowledge.Context{}
	}
	if e, ok := h.entry(ref.back); ok {
		return h.set.Recall(e.ID, 0)
	}
	if t, ok := h.topic(ref.query.Topic); ok {
		ref.query.Topic = t.ID
	}
	return h.set.RecallList(ref.query)
}

// recallMenu is for lists that have one page, which only a menu opens.
func (h *handling) recallMenu(route string, c Component, _ []string) knowledge.Context {
	if route != relatedRoute || len(c.Options) == 0 {
		return knowledge.Context{}
	}
	e, ok := h.entry(c.Options[0].Value)
	if !ok {
		return knowledge.Context{}
	}
	return h.set.Recall(e.ID, 0)
}

// maxDepth is how deep components are looked into: those of ours stand in rows.
const maxDepth = 3

// eachComponent goes over components and what they hold.
func eachComponent(components []Component) func(yield func(Component) bool) {
	return func(yield func(Component) bool) { walkComponents(components, maxDepth, yield) }
}

func walkComponents(components []Component, depth int, yield func(Component) bool) bool {
	return depth == 0 || !slices.ContainsFunc(components, func(c Component) bool {
		return !yield(c) || !walkComponents(c.Components, depth-1, yield)
	})
}

// WantsEarlier reports whether m may lean on the message before it, which a door
// can then put into m.Referenced: somebody who writes to the bot directly does
// not reply to it message by message.
func (h *Handler) WantsEarlier(m *Message, self string) bool {
	if m == nil || m.GuildID != "" || m.Referenced != nil || !Addressed(m, self) || h.exhausted(m.Author.ID) {
		return false
	}
	question := strip(m.Content)
	return question != "" && h.sets().Leans(question)
}
