package bot

import "attache/knowledge"

// term answers /term.
func (h *handling) term(in *Interaction) reply {
	typed := in.Data.text("name")
	if typed == "" {
		return h.private("no-term")
	}
	e, ok := h.find(knowledge.Term, typed)
	if !ok {
		return h.unknownName(knowledge.Term, "unknown-term", typed)
	}
	return h.entryAnswer(e.SpokenThen(), e)
}
