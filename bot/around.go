package bot

import "attache/knowledge"

const aroundRoute = "around" // asker, entry

// A timeline around an entry has at least so many milestones, from at most so
// many years before and after it.
const (
	leastAround = 5
	mostYears   = 10
)

// timelineAround answers a click on the button of that name with the timeline
// of the years next to the entry's, and a way back.
func (h *handling) timelineAround(c click) reply {
	e, ok := h.entry(c.field(1))
	if !ok {
		return h.private("entry-gone")
	}
	ref := pageRef{page: 1, back: e.ID, asker: h.asker}
	for years := 1; years <= mostYears; years++ {
		ref.query = knowledge.Query{Kind: knowledge.Milestone, From: max(year(e)-years, 1), To: year(e) + years}
		if len(h.set.Select(ref.query)) >= leastAround {
			break
		}
	}
	r, ok := h.page(ref)
	if !ok {
		return h.nothingThen(ref.query)
	}
	return h.forAsker(c.field(0), r)
}
