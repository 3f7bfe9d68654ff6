package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// Answer replies to a question in free text that stands by itself. It is pure
// and deterministic: the same set and question give the same answer, on every
// run.
//
// The way of a question: the matcher ranks the entries; the question's own
// constraints (years, order, names of others) strike out those that cannot
// answer it; the best that is left answers when it is likely enough to be
// right, and otherwise nothing does.
func (s *Set) Answer(text string) Answer {
	answer, _ := s.AnswerIn(Context{}, text)
	return answer
}

// AnswerIn is [Set.Answer] within a conversation: c is what the turn before
// gave, the zero Context at the start. It gives the context for the next turn.
func (s *Set) AnswerIn(c Context, text string) (Answer, Context) {
	return s.answerer.turn(c, text)
}

// turn answers one turn of a conversation.
func (a *answerer) turn(c Context, text string) (Answer, Context) {
	words := match.Words(text)
	phrase := strings.Join(words, " ")
	if picked := a.examples.find(phrase); picked == nil {
		if t := a.smallTalk(text, words); t != NoTalk {
			return a.talk(t), c
		}
	} else if c == (Context{}) { // else it may mean something else
		answer := a.picked(words, picked)
		return answer, Context{Question: phrase}.after(answer)
	}
	whole := c
	text = asClaim(text)
	ranking, q := a.understand(text)
	answer, ok := a.followUp(c, ranking, q)
	if !ok {
		answer, ok = a.sequence(text, q)
	}
	if !ok {
		answer, ok = a.both(text, q)
	}
	if !ok {
		answer = a.alone(text, ranking, q)
		if answer.Kind == NoAnswer && len(answer.Entries) == 0 {
			if resumed, ok := a.resumed(c, ranking, q); ok {
				answer = resumed
			}
		}
		c.Question = strings.TrimSpace(q.text)
	}
	answer.Candidates = a.candidates(answer.Candidates[:0], ranking)
	if answer.Kind == NoAnswer && len(answer.Entries) == 0 && (countContent(q.words) == 0 || q.pointsBack() || q.isBare(0)) {
		return answer, whole // "hm", which says nothing else, or "who designed it", which is still of it
	}
	return answer, c.after(answer)
}

// alone answers a question by itself, whatever was said before it.
func (a *answerer) alone(text string, ranking match.Ranking, q question) Answer {
	if q.dangles() && a.example(q) == nil {
		return a.refuse(ranking)
	}
	answer := a.answer(ranking, q)
	if len(answer.Entries) > 0 && a.misread(text, answer.Entries[0]) {
		answer = a.refuse(ranking)
	}
	if answer.Kind == NoAnswer {
		if put, ok := a.premise(text, q); ok {
			return put
		}
	}
	return answer
}

// picked answers a question that is an example of e word for word, such as one that
// was offered while somebody typed: nothing is to be ranked.
func (a *answerer) picked(words []string, e *Entry) Answer {
	answer := a.render(a.read(words), e, 1)
	answer.Candidates = []Candidate{{e, 1}}
	return answer
}

// candidates appends what a ranking holds.
func (a *answerer) candidates(dst []Candidate, ranking match.Ranking) []Candidate {
	found := ranking.Candidates()
	dst = slices.Grow(dst, len(found))
	for _, c := range found {
		dst = append(dst, Candidate{a.entries[c.Label], c.Confidence})
	}
	return dst
}

// answer replies to a question that has been read.
func (a *answerer) answer(ranking match.Ranking, q question) Answer {
	if e := a.example(q); e != nil {
		return a.render(q, e, 1)
	}
	for _, inOrder := range []func(question) (Answer, bool){a.spellOut, a.disputed, a.compare, a.larger, a.elapsed, a.relative, a.between, a.around, a.extreme} {
		if answer, ok := inOrder(q); ok {
			return answer
		}
	}
	if a.asksForTime(q) {
		return a.timeline(q, 1)
	}
	e, confidence := a.choose(q, ranking)
	if confidence < plainly {
		if term := a.defined(q); term != nil {
			e, confidence = term, plainly
		}
	}
	if e != nil && (confidence < plainly || e.Kind == Gap) && q.wantsMany() {
		e, confidence = a.listOf(q, e, ranking, confidence)
	}
	if confidence < plainly && a.asksWhatWas(q) {
		return a.timeline(q, 1)
	}
	if e != nil && e.Select != nil && confidence < plainly && q.asksWhether() {
		return a.refuse(ranking) // all that there was of a kind says neither yes nor no
	}
	if e != nil {
		return a.render(q, e, confidence)
	}
	if q.wantsTimeline() {
		return a.timeline(q, 1)
	}
	return a.refuse(ranking)
}

// listOf gives the list that a question for many things means, where it is a
// candidate and shares a topic with the entry that is likeliest but not plainly
// meant: of the things that a list holds, each takes a part of the likelihood.
func (a *answerer) listOf(q question, e *Entry, ranking match.Ranking, confidence float64) (*Entry, float64) {
	if e.Kind == List {
		return e, confidence
	}
	for _, c := range ranking.Candidates() {
		list := a.entries[c.Label]
		if list.Kind == List && c.Confidence >= listAt && sharesTopic(e, list) && a.admits(q, list) {
			return list, c.Confidence
		}
	}
	return e, confidence
}

// leastAt is how likely the best entry must be, however sure it is that one of many
// is meant.
const leastAt = 0.2

// listAt is how likely a list must be to answer in place of one of its things.
const listAt = 0.05

// example gives the entry that the question is an example of, word for word; nil
// for none.
func (a *answerer) example(q question) *Entry { return a.examples.find(strings.TrimSpace(q.text)) }

// choose gives the entry that answers, or nil.
func (a *answerer) choose(q question, ranking match.Ranking) (*Entry, float64) {
	if len(ranking.Candidates()) == 0 {
		return nil, 0
	}
	first := ranking.Candidates()[0]
	e := a.entries[first.Label]
	if q.mayNameWrongly {
		if s, confidence := a.chooseWithout(q, e, ranking); s != nil {
			return s, confidence
		}
	}
	switch {
	case first.Coverage == 0 && countContent(q.words) > 0:
		return nil, 0 // they have no word in common: whatever makes them look alike, it is not the subject
	case ranking.Known() >= a.answerAt && first.Confidence >= leastAt && a.admits(q, e):
		return a.titledYear(q, ranking)
	case q.mayMistakeYear() && len(a.facets[e].years) > 0 && !q.ofNamesake(e, a.facets[e]) && ranking.Known() >= max(q.wrongYearAt(), a.answerAt):
		if within, confidence := a.chooseWithin(q, ranking); within != nil && (a.confidenceWithin(q, within, ranking) >= min(nearAt, first.Confidence*nearShare) || q.span.titles(within) && first.Confidence < certainly) {
			return within, confidence
		}
		return e, first.Confidence // whatever year it supposes: the entry's own puts it right
	case q.span.isZero() && len(q.others) == 0:
		return nil, 0
	}
	if e, confidence := a.chooseWithin(q, ranking); e != nil {
		return e, confidence
	}
	if family := a.confidenceOf(ranking, func(other *Entry) bool { return sameThing(other, e) }); family >= premiseAt {
		if then := a.sibling(q, e); then != nil {
			return then, family
		}
	}
	if first.Confidence >= premiseAt && !q.forecast && ranking.Known() >= a.sureDespite(q, e) {
		return e, first.Confidence // so plainly meant that what stands against it is a wrong premise
	}
	return nil, 0
}

// chooseWithout gives the entry that is surer than the best candidate once the names are
// left out that this lacks, for a wrong name may hide what the question is about; nil
// for none.
func (a *answerer) chooseWithout(q question, best *Entry, ranking match.Ranking) (*Entry, float64) {
	wrong := q
	wrong.others = slices.DeleteFunc(slices.Clone(q.others), func(m mention) bool { return a.facets[best].others[m.id] })
	if len(wrong.others) == 0 || ranking.Known() < a.faintlyAt() {
		return nil, 0
	}
	words := wrong.withoutOthers()
	if q.why { // asked of something that is not so
		words = withoutWhy(words)
	}
	without := a.matcher.RankWords(words, nil)
	first := without.Candidates()[0]
	if e := a.entries[first.Label]; without.Known() >= a.answerAt && first.Confidence > ranking.Candidates()[0].Confidence && a.admits(q, e) {
		return e, first.Confidence
	}
	return nil, 0
}

// sibling gives the only entry about the same thing whose answer tells of the question's
// time, where e is of another: of those who held an office, the one who did then; nil
// for none.
func (a *answerer) sibling(q question, e *Entry) (only *Entry) {
	if q.span.isZero() || q.supposes || q.forecast || len(q.others) > 0 {
		return nil
	}
	for _, other := range a.entries {
		if other == e || !sameThing(other, e) || other.Date.IsZero() || other.Kind == Gap || !q.span.covers(yearsOfText(other.Answer)) || !a.admits(q, other) {
			continue
		}
		if only != nil {
			return nil
		}
		only = other
	}
	return only
}

// titledYear gives the best candidate, or one that is about as likely and, unlike that,
// has the year that the question names in its title: of twins, the one of that year.
func (a *answerer) titledYear(q question, ranking match.Ranking) (*Entry, float64) {
	first := ranking.Candidates()[0]
	best := a.entries[first.Label]
	if q.span.isZero() || q.span.titles(best) {
		return best, first.Confidence
	}
	for _, c := range ranking.Candidates()[1:] {
		if e := a.entries[c.Label]; c.Confidence >= first.Confidence*aboutAsLikely && q.span.titles(e) && a.admits(q, e) {
			return e, c.Confidence
		}
	}
	return best, first.Confidence
}

// aboutAsLikely is the share of the best candidate's likelihood that another has which
// may as well be meant.
const aboutAsLikely = 0.5

// confidenceOf gives how likely one of the entries that are such is meant, 0 when a
// ranking holds none.
func (a *answerer) confidenceOf(ranking match.Ranking, isSuch func(*Entry) bool) float64 {
	sum := 0.0
	for _, c := range ranking.Candidates() {
		if isSuch(a.entries[c.Label]) {
			sum += c.Confidence
		}
	}
	return sum
}

// confidenceWithin gives how likely a ranking holds an entry or another that details the
// same thing and meets the question's constraints.
func (a *answerer) confidenceWithin(q question, e *Entry, ranking match.Ranking) float64 {
	return a.confidenceOf(ranking, func(other *Entry) bool { return sameThing(other, e) && a.admits(q, other) })
}

// chooseWithin gives the entry that answers among those that have to do with the
// question's time and names, of which another than the first may stand out; nil when
// none does, or none that was near before.
func (a *answerer) chooseWithin(q question, ranking match.Ranking) (*Entry, float64) {
	if ranking.Known() < a.faintlyAt()/2 {
		return nil, 0 // as of most questions beside the subject, and the rest takes time
	}
	within := a.matcher.RankWords(q.words, func(label int) bool { return a.admits(q, a.entries[label]) })
	enough := a.answerAt
	if ranking.Known() >= a.answerAt {
		enough = a.suggestAt // something is meant: only what is the question
	}
	if len(within.Candidates()) == 0 || within.Known() < enough {
		return nil, 0
	}
	best := a.entries[within.Candidates()[0].Label]
	likeliest := a.entries[ranking.Candidates()[0].Label]
	first := a.facets[likeliest]
	renamed := slices.ContainsFunc(q.others, func(m mention) bool { return !first.others[m.id] })
	defined := likeliest.Kind == Term && !q.span.isZero()            // what the word means is not asked for
	edition := q.ofNamesake(likeliest, first) && q.span.titles(best) // the one of that year
	if before := a.confidenceWithin(q, best, ranking); !defined && !edition && (before < notAt || renamed && before < nearAt) {
		return nil, 0
	}
	return best, within.Candidates()[0].Confidence
}

// plainly is how sure an entry must be to answer a question that may as well want
// all that there was in a time.
const plainly = 0.7

// nearAt is how likely an entry must be, before the names in the question strike
// out better ones, to be its answer after; nearShare does as well beside a best one
// that is unlikely itself. Below notAt it was not meant.
const (
	notAt     = 0.05
	nearAt    = 0.2
	nearShare = 0.15
)

// faintlyAt is how likely something must be to be looked at at all.
func (a *answerer) faintlyAt() float64 { return a.suggestAt / 2 }

// wrongYearAt is how sure the matcher must be of an entry that contradicts the year
// which the question takes for granted. One for a date may well be of another thing.
func (q question) wrongYearAt() float64 {
	if q.when {
		return outsiderAt
	}
	return premiseAt
}

// How sure the matcher must be of an entry that contradicts the year in a
// question that supposes something; an outsider that any question names, where the
// entry has one to put in its place, or what it says beside that the sources do not
// state; and when it is sure of itself.
const (
	premiseAt  = 0.6
	outsiderAt = 0.8
	certainly  = 0.97
)

// mayMistakeYear reports whether the question takes a time for granted that may be
// wrong, and names nobody who tells that another thing is meant.
func (q question) mayMistakeYear() bool {
	return (q.supposes || q.why || q.when) && !q.forecast && (len(q.others) == 0 || q.mayNameWrongly) &&
		!slices.ContainsFunc(q.others, func(o mention) bool { return !o.premise() })
}

// misplaced reports whether a mention is of another city than those that the answer
// names.
func (f *facet) misplaced(m mention) bool { return m.city && len(f.cities) > 0 && !f.cities[m.text] }

// sureDespite gives how sure the matcher must be of an entry that does not meet
// the question's constraints; more than 1 is never.
func (a *answerer) sureDespite(q question, e *Entry) float64 {
	f := a.facets[e]
	if q.ofNamesake(e, f) {
		return 2
	}
	missing := func(is func(mention) bool) bool {
		return slices.ContainsFunc(q.others, func(m mention) bool { return !f.others[m.id] && is(m) })
	}
	switch {
	case !q.span.isZero() && !q.supposes && !q.span.admits(f.years):
		return 2
	case !missing(mention.outside), f.names && !missing(func(m mention) bool { return m.place || m.unstated }):
		return outsiderAt
	}
	return 2
}

// admits reports whether an entry can answer a question with these constraints.
func (a *answerer) admits(q question, e *Entry) bool {
	f := a.facets[e]
	switch {
	case q.forecast && !f.forecast,
		q.why && !f.reasons && !q.mayNameWrongly && q.span.admits(f.years), // else it may be put right
		q.now && e.Kind == Phase && !e.End.IsZero(),
		q.now && q.who && q.span.isZero() && !f.present && e.Superseded == nil,
		e.Select != nil && !q.span.isZero() && len(a.set.Select(q.selects(e))) == 0,
		e.Select == nil && !(q.now && q.span.from >= e.AsOf.Year) && !q.span.admits(f.years) && !q.span.precedes(e, f.years):
		return false
	}
	for _, o := range q.others {
		if !f.others[o.id] && !a.ofProject(e, o) && !(f.names && q.mayNameWrongly && o.premise()) && !(q.supposes && f.misplaced(o)) {
			return false
		}
	}
	return !q.ofNamesake(e, f)
}

// ofProject reports whether an entry details a project that has to do with those who
// are named.
func (a *answerer) ofProject(e *Entry, m mention) bool {
	return e.About != nil && e.About.Project != nil && a.facets[e.About].others[m.id]
}

// refuse says that nothing answers, and what comes near.
func (a *answerer) refuse(ranking match.Ranking) Answer {
	answer := Answer{Kind: NoAnswer, Text: a.set.Refusal, Known: ranking.Known()}
	for _, c := range ranking.Candidates() {
		if c.Confidence < a.faintlyAt() || len(answer.Suggestions) == maxSuggestions {
			break
		}
		e := a.entries[c.Label]
		if e.Kind == Gap {
			continue // that it is not known is nothing to offer
		}
		answer.Suggestions = append(answer.Suggestions, Suggestion{e.Questions[0], e})
	}
	if len(ranking.Candidates()) > 0 {
		answer.Confidence = ranking.Candidates()[0].Confidence
	}
	return answer
}

const maxSuggestions = 3
