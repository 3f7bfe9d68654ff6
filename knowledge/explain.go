package knowledge

import (
	"attache/knowledge/match"
)

// Explanation tells how a question was answered, stage by stage.
type Explanation struct {
	match.Explanation
	Constraints []string // what the question's own words demand, in words
	Entries     []*Entry // of the candidates, in their order
	Verdict     string   // what became of it and why
	Answer      Answer
}

// Explain answers a question that stands by itself and tells how.
func (s *Set) Explain(text string) Explanation {
	a := s.answerer
	x := Explanation{Answer: s.Answer(text)}
	text = asClaim(text)
	ranking, q := a.understand(text)
	x.Explanation = a.matcher.Explain(textOf(q.words))
	x.Read = match.Words(text)
	for _, c := range x.Candidates {
		x.Entries = append(x.Entries, a.entries[c.Label])
	}
	x.Constraints = a.constraints(q)
	x.Verdict = a.reason(x, q)
	if put, ok := a.premise(text, q); ok && put.Text == x.Answer.Text && a.answer(ranking, q).Kind == NoAnswer {
		x.Verdict = "nothing answers the question, but what it takes for granted is not so"
	}
	return x
}

// constraints puts into words what is read from a question beside what it
// means.
func (a *answerer) constraints(q question) []string {
	var all []string
	if !q.span.isZero() {
		all = append(all, "time: "+q.span.query().Spoken())
	}
	for _, m := range q.parties {
		all = append(all, "names "+m.text+", whom the set is about")
	}
	for _, m := range q.others {
		name := "names " + m.text + ", which the set is not about"
		if m.unstated {
			name = "asks for " + m.text + ", which the sources do not state"
		}
		if q.mayNameWrongly {
			name += " (may be a false premise)"
		}
		all = append(all, name)
	}
	for _, flag := range []struct {
		set  bool
		text string
	}{
		{q.supposes, "asks to confirm or deny"},
		{q.now, "asks how it is at present"},
		{q.negated, "asks what is not"},
		{q.forecast, "asks for a prediction or for advice"},
	} {
		if flag.set {
			all = append(all, flag.text)
		}
	}
	return all
}

// reason says why the answer is what it is.
func (a *answerer) reason(x Explanation, q question) string {
	switch {
	case x.Answer.Kind == Listing && x.Answer.Query != nil:
		return "a list of what there was in the question's time"
	case x.Answer.Kind != NoAnswer && len(x.Entries) > 0 && x.Answer.Entries[0] == x.Entries[0]:
		if a.example(q) != nil {
			return "the question is an example of this entry, word for word"
		}
		return "an entry is likely enough to be meant"
	case x.Answer.Kind != NoAnswer:
		return "the question's constraints chose another than the best candidate"
	case len(x.Answer.Entries) > 0:
		return "the sources are known not to say this"
	case len(x.Entries) == 0 || 1-x.None.Confidence < a.answerAt:
		return "no entry is likely enough to be meant"
	case !a.admits(q, x.Entries[0]):
		return "the best candidate does not meet the question's constraints"
	}
	return "nothing answers the question within its constraints"
}
