package bot

// answerThisName is the command in a message's context menu.
const answerThisName = "Answer this"

// answerThis answers the message under the context menu, for the eyes of
// whoever asked.
func (h *handling) answerThis(in *Interaction) reply {
	m := in.Data.Resolved.Messages[in.Data.TargetID]
	if m == nil {
		return h.private("no-message", "ask", h.mention("ask"))
	}
	question := strip(m.Content)
	if question == "" {
		return h.private("no-text")
	}
	r := h.answer(question)
	r.private = true
	return r
}
