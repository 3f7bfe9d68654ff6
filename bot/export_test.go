package bot

import "attache/knowledge"

// DidYouMean offers the entries with these ids to whoever has asked something
// that may mean one of them, for tests: which question does is the matcher's
// business.
func (h *Handler) DidYouMean(ids ...string) *Response {
	now := h.begin()
	var a knowledge.Answer
	for _, id := range ids {
		if e, ok := now.entry(id); ok {
			a.Suggestions = append(a.Suggestions, knowledge.Suggestion{Question: e.Questions[0], Entry: e})
		}
	}
	return now.didYouMean(a).shown()
}
