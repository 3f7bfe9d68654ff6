package knowledge

// AnswerWith gives what e answers to one of its own questions, as [Set.Answer]
// would. It serves a choice that somebody has made.
func (s *Set) AnswerWith(e *Entry) Answer {
	return s.answerer.render(question{}, e, 1)
}

// Unsure reports whether an answer of this set is none but its suggestions are
// likely enough that one of them may be what was meant.
func (s *Set) Unsure(a Answer) bool {
	return a.Kind == NoAnswer && len(a.Entries) == 0 && len(a.Suggestions) > 0 &&
		a.Known >= s.answerer.suggestAt && a.Known < s.answerer.answerAt
}
