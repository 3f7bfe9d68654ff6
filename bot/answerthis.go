package bot

// answerThisName is the command in a message's context menu.
const answerThisName = "Answer this"

// answerThis answers the message under the context menu.
func (h *handling) answerThis(in *Interaction) reply {
	m := in.Data.Resolved.Messages[in.Data.TargetID]
	if m == nil {
		return private("Nothing to answer", "Discord did not send me that message. Please try again or use /ask.")
	}
	question := strip(m.Content)
	if question == "" {
		return private("Nothing to answer", "There is no text in that message for me to answer.")
	}
	return h.answer(question)
}
