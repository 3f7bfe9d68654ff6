package knowledge

import (
	"slices"

	"attache/knowledge/match"
)

// bare answers a question that says nothing of what it is about, as "who led it" and
// "what did they say": by what is meant where that has to do with what was told, by
// what was told where that tells it, and else not at all. alone is how likely that is
// meant which it means by itself.
func (a *answerer) bare(c Context, told *Entry, ranking match.Ranking, q question, alone float64) Answer {
	terms := a.matcher.Content(q.withoutParties())
	where := match.TypeOf(q.words) == match.Where // of a place, words in common tell nothing
	says := !where && len(terms) > 0 && a.facets[told].judgement().supports(terms)
	if says && asksParticular(q.words) {
		return a.render(question{}, told, 1)
	}
	if !q.leans(q.own(), alone) { // else that has been looked for
		if answer, ok := a.about(told, q); ok && sameThing(told, answer.Entries[0]) {
			return answer
		}
	}
	if a.isRelated(ranking, told, alone) {
		return a.answer(ranking, q)
	}
	if answer, ok := a.resumed(c, ranking, q); ok {
		return answer
	}
	if says || !where && !slices.ContainsFunc(q.words, isBareVerb) && a.tells(told, q) {
		return a.render(question{}, told, 1)
	}
	return a.refuse(match.Ranking{None: ranking.None})
}

// isRelated reports whether what is likeliest meant by itself, with this likelihood of its
// family, is the thing that was told of, or plainly something of its topics.
func (a *answerer) isRelated(ranking match.Ranking, told *Entry, alone float64) bool {
	found := ranking.Candidates()
	if len(found) == 0 {
		return false
	}
	best := a.entries[found[0].Label]
	return ranking.Known() >= a.answerAt && sameThing(told, best) || alone >= standsAlone && sharesTopic(told, best)
}

// response gives what one of those whom the set is about did in the month of what was
// told, where a question says no more than that one did something; nil for none.
func (a *answerer) response(ranking match.Ranking, told *Entry, q question) *Entry {
	if told.Date.Month == 0 {
		return nil
	}
	for _, c := range ranking.Candidates() {
		if e := a.entries[c.Label]; c.Confidence >= notAt && e.Date.Year == told.Date.Year && e.Date.Month == told.Date.Month && a.admits(q, e) {
			return e
		}
	}
	return nil
}

// isBare reports whether a question has no word of its own but such as are said of
// anything, and nothing that stands by itself is surely meant.
func (q question) isBare(alone float64) bool {
	if alone >= certainly || len(q.words) > longestBare || !q.span.isZero() || len(q.others) > 0 {
		return false
	}
	if kind := match.TypeOf(q.words); kind == match.Open && !leads(q.words) && q.words[0] != "how" || kind == match.YesNo && q.pointsBack() {
		return false // which may as well be a sentence, or hard to tell
	}
	return !slices.ContainsFunc(q.withoutParties(), func(w string) bool {
		return isContent(w) && !isBareVerb(w) && !bareThings[w] && !slices.Contains(small, w)
	})
}

// countsAnybody reports whether a question, whose words of its own these are, asks how
// many did something, and next to nothing of what: "how many people were hurt".
func (q question) countsAnybody(own []string) bool {
	return match.TypeOf(q.words) == match.HowMany && len(own) <= 2 && slices.ContainsFunc(own, func(w string) bool { return bareThings[w] })
}

// longestBare is how many words a question has at the most that says nothing.
const longestBare = 7

// withoutParties gives the question's words less the names of those whom the set is
// about.
func (q question) withoutParties() []string {
	q.others = q.parties
	return q.withoutOthers()
}

func isBareVerb(w string) bool { return bareVerbs[w] }

// What is said of anything: bareVerbs tell what somebody does, and bareThings only what
// is counted or asked for.
var (
	bareVerbs = setOf(`say says said saying tell told do did does done happen happened take took taken pay paid pays lead led leading come came go went find found
		carry carried hold held create created start started begin began begun admit admitted deny denied react reacted respond responded reaction response
		think thought want wanted agree agreed object objected send sent get got give gave make made call called mean meant involve involved decide decided
		ask asked answer answered accept accepted refuse refused see saw know knew use used need needed show stop stopped end ended change changed
		attend attended join joined win won lose lost run ran sign signed pick picked name named own visit visited`)
	bareThings = setOf(`people person persons country countries state states money side sides anyone anybody someone everyone any something anything official officially`)
)

// asksForDay reports whether words ask for a date to the day.
func asksForDay(words []string) bool {
	return holdsAny(words, []string{"day", "date", "exactly"})
}

// tells reports whether an entry's answer has something of the kind that a question
// asks for.
func (a *answerer) tells(e *Entry, q question) bool {
	f := a.facets[e]
	switch kind := match.TypeOf(q.words); kind {
	case match.When:
		return !e.Date.IsZero() && (e.Date.Day != 0 || !asksForDay(q.words))
	case match.HowMany, match.HowMuch:
		words := match.Words(e.Answer)
		for i, w := range words {
			if isCount(w) && !isDayOf(words, i) {
				return true
			}
		}
		return false
	default:
		return asksParticular(q.words) && f.types[kind]
	}
}
