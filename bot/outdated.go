package bot

import "attache/knowledge"

// outdated answers a click on a component of another version, with what this
// one has instead.
func (h *handling) outdated() reply {
	r := h.private("outdated")
	var buttons row
	buttons.button(h.say("list-milestones"), pageRoute, pageRef{query: knowledge.Query{Kind: knowledge.Milestone}, page: 1}.fields(first)...)
	buttons.button(h.say("button-help"), helpRoute)
	r.rows = []row{buttons}
	return r
}
