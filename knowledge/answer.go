// Package knowledge holds what the bot knows and answers questions from it.
//
// Call [Embedded] or [Load] for a [Set], then [Set.Answer]. A set is data: facts,
// milestones, projects, terms and lists in a folder of YAML files, each with
// its source, its date and how it stands today. Nothing in this package names
// what a set is about.
//
// Where to look:
//
//	set.go entry.go date.go               what a set holds
//	load.go reload.go stored.go           how it comes into memory, and how it is replaced
//	parse.go decode.go file.go            YAML -> files, every fault with its place: problem.go
//	check.go check_entry.go               files -> set
//	advise.go evaluate.go misses.go       how good a set is
//	ask.go                                question -> answer, the path on one page; explain.go tells it
//	understand.go question.go             what a question means, and what its words demand: span.go, name.go
//	compare.go order.go relative.go …     what is told from several entries
//	facet.go verdict.go judgement.go      what an entry fits, affirms and denies
//	followup.go bare.go family.go         what only the turn before makes whole
//	render.go note.go opening.go          entry -> text
//	complete.go recall.go related.go      what those need who show answers
package knowledge

// AnswerKind is the shape of an [Answer].
type AnswerKind string

// The kinds of answers.
const (
	Direct   AnswerKind = "answer" // one fact, at most 400 characters
	Listing  AnswerKind = "list"   // several lines, at most 2,000 characters
	NoAnswer AnswerKind = "none"   // the sources do not answer the question
)

// Answer is what a set replies to a question.
type Answer struct {
	Kind       AnswerKind
	Text       string   // plain text, complete: answer, status and hedge
	Entries    []*Entry // what the answer rests on, best first; for a Listing one a line; read-only
	Query      *Query   // what a Listing selected by years, so that it can be paged; nil for other lists
	Talk       Talk     // what small talk the text was, which is a NoAnswer; NoTalk for a question
	Confidence float64  // 0..1
	Known      float64  // 0..1: with a refusal, how likely it is all the same that an entry answers
	// Candidates are what the question was taken to mean, up to five, the most
	// likely first, whatever the kind.
	Candidates []Candidate
	// Suggestions are up to three questions that the set does answer,
	// given only with NoAnswer and only when something is near.
	Suggestions []Suggestion
}

// Suggestion is a question that the entry answers.
type Suggestion struct {
	Question string
	Entry    *Entry
}

// Candidate is an entry that a question may mean, and how likely it does.
type Candidate struct {
	Entry      *Entry
	Confidence float64 // 0..1
}

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
