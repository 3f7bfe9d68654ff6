package bot

// Routes of the marks below an answer.
const (
	helpfulRoute = "helpful" // entry, question
	wrongRoute   = "wrong"   // entry, question; of the button and of its form
)

// mark adds the two marks to a row. id is the short id of the entry that answers;
// empty for a list.
func (h *handling) mark(r *row, id string) {
	r.button(h.say("button-helpful"), helpfulRoute, id, h.request)
	r.button(h.say("button-wrong"), wrongRoute, id, h.request)
}

// markHelpful counts a click, and nothing of who clicked.
func (h *handling) markHelpful(click) reply {
	h.helpful.Add(1)
	return h.private("marked-helpful")
}

// askWhatIsWrong answers a click with a form that may be left empty.
func (h *handling) askWhatIsWrong(c click) reply {
	id, err := encodeCustomID(wrongRoute, c.field(0), c.field(1))
	if err != nil {
		return h.unknownButton()
	}
	return reply{form: &form{title: h.say("wrong-form"), label: h.say("wrong-form-note"), customID: id}}
}

// markWrong takes the form that was sent.
func (h *handling) markWrong(c click) reply {
	h.wrong.Add(1)
	m := Miss{Kind: Wrong, Note: c.in.Data.input(noteInput)}
	if e, ok := h.entry(c.field(0)); ok {
		m.Candidates, m.Question = []string{e.ID}, e.Questions[0]
	}
	if h.misses != nil {
		if asked, ok := h.asked.Get(c.field(1)); ok {
			m.Question = asked
		}
	}
	h.miss(m)
	return h.private("marked-wrong")
}
