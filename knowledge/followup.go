package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// Context is what a turn of a conversation leaves for the next. It is a small
// value without hidden state: the zero Context has nothing to go back to.
type Context struct {
	Entry    string `json:"entry,omitempty"`    // the id of the entry that answered
	Question string `json:"question,omitempty"` // the last question that stood by itself
}

// after is the context that an answer leaves: none behind a refusal, so that
// what follows it is not answered from what came before.
func (c Context) after(answer Answer) Context {
	if answer.Kind == NoAnswer || len(answer.Entries) == 0 {
		return Context{}
	}
	c.Entry = answer.Entries[0].ID
	return c
}

// followUp answers a question that only the turn before makes whole:
//
//	why? · when was that? · who paid for it? · and the mission? ·
//	what came next? · is that still so? · and in 1998? · tell me more
//
// A question that stands by itself is none, and gets no answer here.
func (a *answerer) followUp(c Context, ranking match.Ranking, q question) (Answer, bool) {
	told, ok := a.set.byID[c.Entry]
	if !ok {
		return Answer{}, false
	}
	own := contentOf(q.words)
	own = slices.DeleteFunc(own, func(w string) bool { return isEventWord(w) || isOrderWord(w) || slices.Contains(small, w) })
	sure := a.familyOf(ranking) >= standsAlone
	switch {
	case len(q.others) > 0:
		return Answer{}, false
	case len(own) == 0:
		return a.elliptic(c, told, q)
	case sure && !q.dangles():
		return Answer{}, false
	case q.pointsBack() && len(own) <= fewWords:
		return a.about(told, q)
	case leads(q.words) && len(own) <= fewWords:
		if answer, ok := a.instead(c, q, own); ok {
			return answer, true
		}
		return a.about(told, q)
	}
	return Answer{}, false
}

// familyOf is how likely the best candidate is meant or another that details the
// same thing.
func (a *answerer) familyOf(ranking match.Ranking) float64 {
	sum := 0.0
	for _, c := range ranking.Candidates() {
		if root(a.entries[c.Label]) == root(a.entries[ranking.Candidates()[0].Label]) {
			sum += c.Confidence
		}
	}
	return sum
}

const (
	standsAlone = 0.6 // how sure the matcher is of a question that needs no context
	fewWords    = 4   // words that say something in a question that leans on the one before
)

// small are words that say something, but not what of.
var small = []string{"more", "else", "detail", "details", "thing", "stuff", "part", "bit", "else", "further", "continue", "go", "going", "happening", "like", "then", "today", "currently", "nowadays", "presently", "present",
	"day", "date", "year", "month", "reason", "reasons", "place", "name"}

// dangles reports whether a question says nothing, or next to nothing but what
// it points back to, so that without a turn before it could mean anything.
func (q question) dangles() bool {
	if len(q.parties) > 0 || !q.span.isZero() || holdsAny(q.words, eventWords) {
		return false
	}
	own := countContent(q.words)
	if own == 1 && isContent(q.words[0]) {
		return false // what it is about stands in front: "radar, what is it"
	}
	return own == 0 || own == 1 && holdsAny(q.words, []string{"it", "they", "them", "he", "him", "she", "her"})
}

// leads reports whether words begin as what goes on from a turn before.
func leads(words []string) bool {
	return slices.Contains([]string{"and", "but", "so", "no", "also", "or", "nah", "nope", "ok", "okay", "then", "same", "not", "plus"}, words[0]) ||
		len(words) > 1 && (words[0] == "what" || words[0] == "how") && words[1] == "about" ||
		len(words) > 2 && words[0] == "i" && words[1] == "mean"
}

// elliptic answers what has no subject of its own.
func (a *answerer) elliptic(c Context, told *Entry, q question) (Answer, bool) {
	switch {
	case !q.span.isZero():
		return a.inYear(c, q)
	case q.now:
		answer := a.render(question{words: q.words, text: q.text, supposes: true, now: true}, told, 1)
		return answer, true
	case holdsAny(q.words, []string{"next", "then", "afterwards", "later", "after", "following"}):
		return a.neighbour(told, false)
	case holdsAny(q.words, []string{"before", "previously", "earlier", "preceded"}):
		return a.neighbour(told, true)
	case holdsAny(q.words, []string{"more", "else", "details", "detail", "further", "continue"}):
		return a.more(told)
	}
	kind := match.TypeOf(q.words)
	if slices.Contains([]match.QuestionType{match.When, match.Who, match.Where, match.HowMany, match.HowMuch, match.HowLong}, kind) && a.facets[told].types[kind] {
		return a.direct(told, 1), true
	}
	if kind == match.Open || kind == match.YesNo || kind == match.What && !q.pointsBack() {
		return Answer{}, false
	}
	return a.about(told, q)
}

// about answers a question within the family of an entry: what details the
// same thing, then what belongs to a topic of it. Most of what the question
// says must be in the answer's examples.
func (a *answerer) about(told *Entry, q question) (Answer, bool) {
	words := slices.Concat(q.words, match.Words(root(told).Title))
	kind := match.TypeOf(q.words)
	for _, related := range []func(*Entry) bool{
		func(e *Entry) bool { return root(e) == root(told) },
		func(e *Entry) bool {
			return slices.ContainsFunc(e.Topics, func(t *Topic) bool { return told.hasTopic(t.ID) })
		},
	} {
		r := a.matcher.RankWords(words, func(label int) bool {
			e := a.entries[label]
			return related(e) && e.Kind != Gap && a.facets[e].types[kind] && a.matcher.Coverage(label, q.words) >= enoughCovered
		})
		if len(r.Candidates()) == 0 || r.Known() < a.answerAt {
			continue
		}
		if e := a.entries[r.Candidates()[0].Label]; a.admits(q, e) {
			return a.render(q, e, r.Candidates()[0].Confidence), true
		}
	}
	return Answer{}, false
}

const enoughCovered = 0.6

// root is the entry that an entry is in the end about; itself when that is
// none.
func root(e *Entry) *Entry {
	for e.About != nil {
		e = e.About
	}
	return e
}

// instead asks the question before of another subject: "and the mission?".
func (a *answerer) instead(c Context, q question, own []string) (Answer, bool) {
	words := append(strings.Fields(c.Question), own...)
	r := a.matcher.RankWords(words, func(label int) bool { return a.matcher.Coverage(label, q.words) >= enoughCovered })
	if len(r.Candidates()) == 0 || r.Known() < a.suggestAt {
		return Answer{}, false
	}
	e := a.entries[r.Candidates()[0].Label]
	if e.Kind == Gap || !a.admits(q, e) {
		return Answer{}, false
	}
	return a.render(a.read(words), e, r.Candidates()[0].Confidence), true
}

// inYear asks the question before of another time: "and in 1998?".
func (a *answerer) inYear(c Context, q question) (Answer, bool) {
	before := a.read(strings.Fields(c.Question))
	if before.span.isZero() || a.asksForTime(before) {
		return a.timeline(q, 1), true
	}
	words := slices.DeleteFunc(slices.Clone(before.words), match.IsYear)
	again := a.read(append(words, q.words...))
	again.span = q.span
	r := a.matcher.RankWords(words, func(label int) bool { return a.admits(again, a.entries[label]) })
	if len(r.Candidates()) > 0 && r.Known() >= a.answerAt {
		return a.render(again, a.entries[r.Candidates()[0].Label], r.Candidates()[0].Confidence), true
	}
	return a.timeline(q, 1), true
}

// neighbour gives the milestone after an entry, or before it.
func (a *answerer) neighbour(told *Entry, back bool) (Answer, bool) {
	if told.Date.IsZero() {
		told = root(told)
	}
	if told.Date.IsZero() {
		return Answer{}, false
	}
	all := a.set.Select(Query{})
	if slices.Contains(all, told) {
		return a.adjacent(told, back, 1)
	}
	var found *Entry
	for _, e := range all {
		switch {
		case back && told.Date.after(e.Date):
			found = e
		case !back && found == nil && e.Date.after(told.Date):
			found = e
		}
	}
	if found == nil {
		return Answer{}, false
	}
	return a.direct(found, 1), true
}

// more tells another thing of what was told: what an entry is about, else what
// details it, else what shares its first topic.
func (a *answerer) more(told *Entry) (Answer, bool) {
	if told.About != nil {
		return a.direct(told.About, 1), true
	}
	for _, related := range []func(*Entry) bool{
		func(e *Entry) bool { return e.About == told },
		func(e *Entry) bool { return len(told.Topics) > 0 && e.hasTopic(told.Topics[0].ID) },
	} {
		for _, e := range a.set.Entries {
			if e != told && e.Kind != Gap && e.Kind != List && related(e) {
				return a.direct(e, 1), true
			}
		}
	}
	return Answer{}, false
}
