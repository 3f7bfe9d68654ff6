package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// about answers a question within the family of an entry: what details the same thing,
// then what belongs to a topic of it. Most of what the question says must be in the
// answer's examples, and in one alone where it asks for a particular; one that says
// nothing but what is asked for is of whatever in the family tells that.
func (a *answerer) about(told *Entry, q question) (Answer, bool) {
	words := slices.Concat(q.words, match.Words(root(told).Title))
	kind := match.TypeOf(q.words)
	content := contentOf(q.words)
	specific := kind != match.Open && kind != match.YesNo && kind != match.What
	for i, related := range []func(e, other *Entry) bool{sameThing, sharesTopic} {
		if i > 0 && len(content) == 0 {
			break // it may be of anything there
		}
		least := a.answerAt
		if i == 0 && specific && len(content) <= 1 {
			least = 0
		}
		r := a.matcher.RankWords(words, func(label int) bool {
			e := a.entries[label]
			return related(told, e) && a.facets[e].types[kind] && a.matcher.Coverage(label, content) >= enoughCovered && a.admits(q, e)
		})
		if len(r.Candidates()) == 0 || r.Known() < least {
			continue
		}
		for _, c := range r.Candidates() {
			e := a.entries[c.Label]
			if specific && !a.isAsked(e, kind, q.own()) {
				continue
			}
			if answer := a.render(q, e, c.Confidence); len(answer.Entries) > 0 {
				return answer, true
			}
		}
	}
	return Answer{}, false
}

// isAsked reports whether one of an entry's examples asks for the same and says most
// of these words.
func (a *answerer) isAsked(e *Entry, kind match.QuestionType, content []string) bool {
	terms := a.matcher.Content(content)
	return slices.ContainsFunc(e.Questions, func(example string) bool {
		words := match.Words(example)
		if match.TypeOf(words) != kind {
			return false
		}
		has := a.matcher.Content(words)
		missing := slices.DeleteFunc(slices.Clone(terms), func(t string) bool { return slices.Contains(has, t) })
		return float64(len(missing)) <= (1-enoughCovered)*float64(len(terms))
	})
}

// resumed answers a question that nothing answers by itself as one of what was told:
// "who signed the contract?" behind "what was the lighthouse repaired with?".
func (a *answerer) resumed(c Context, ranking match.Ranking, q question) (Answer, bool) {
	told, ok := a.set.byID[c.Entry]
	if !ok || countContent(q.words) == 0 || len(q.own()) > fewWords || len(q.parties) > 0 || slices.ContainsFunc(q.others, mention.outside) {
		return Answer{}, false // it has a subject of its own, or none
	}
	content := contentOf(q.words)
	words := slices.Concat(q.words, contentOf(strings.Fields(c.Question)))
	r := a.matcher.RankWords(words, func(label int) bool {
		e := a.entries[label]
		return (sameThing(told, e) || sharesTopic(told, e)) && a.matcher.Coverage(label, content) >= enoughCovered && a.admits(q, e)
	})
	if len(r.Candidates()) > 0 && r.Known() >= a.answerAt {
		best := r.Candidates()[0]
		if e := a.entries[best.Label]; !asksParticular(q.words) || a.isAsked(e, match.TypeOf(q.words), content) {
			return a.render(q, e, best.Confidence), true
		}
	}
	if found := ranking.Candidates(); q.pointsBack() && len(found) > 0 && ranking.Known() >= a.faintlyAt() {
		if e := a.entries[found[0].Label]; sameThing(told, e) && a.admits(q, e) {
			return a.render(q, e, found[0].Confidence), true // which would be offered, and is what was spoken of
		}
	}
	return Answer{}, false
}

const enoughCovered = 0.6

// sameThing reports whether two entries are in the end about the same.
func sameThing(e, other *Entry) bool { return root(e) == root(other) }

// sharesTopic reports whether another entry, which tells something, has a topic of e.
func sharesTopic(e, other *Entry) bool {
	return other.Kind != Gap && slices.ContainsFunc(other.Topics, func(t *Topic) bool { return e.hasTopic(t.ID) })
}

// root is the entry that an entry is in the end about; itself when that is
// none.
func root(e *Entry) *Entry {
	for e.partOf() != nil {
		e = e.partOf()
	}
	return e
}

// partOf gives what an entry is about, for what is not known what comes nearest to it;
// nil for none.
func (e *Entry) partOf() *Entry {
	if e.About == nil && e.Kind == Gap {
		return e.Nearest
	}
	return e.About
}

// familyOf is how likely the best candidate is meant or another that details the
// same thing.
func (a *answerer) familyOf(ranking match.Ranking) float64 {
	return a.confidenceOf(ranking, func(e *Entry) bool {
		best := a.entries[ranking.Candidates()[0].Label]
		return e == best || e.Kind != Gap && sameThing(e, best)
	})
}

// atPresent answers how what was told of stands now: by what details the same thing and
// is asked that, unless what was told says so itself.
func (a *answerer) atPresent(told *Entry, q question) Answer {
	best, of := told, root(told)
	if told.Superseded == nil && !a.facets[told].present && (of.Project == nil || of.Project.End.IsZero()) {
		r := a.matcher.RankWords(slices.Concat(q.words, match.Words(of.Title)), func(label int) bool {
			e := a.entries[label]
			return a.facets[e].present && sameThing(told, e) && (e == of || e.AsOf.after(of.AsOf))
		})
		if len(r.Candidates()) > 0 {
			best = a.entries[r.Candidates()[0].Label]
		}
	}
	return a.render(question{words: q.words, text: q.text, parties: q.parties, others: q.others, supposes: true, now: true}, best, 1)
}

// beside gives what came after an entry or before it, another of its kind where the
// question does not ask for whatever happened: "and the one before?", "what about earlier".
func (a *answerer) beside(told *Entry, q question, back bool) (Answer, bool) {
	if holdsAny(q.words, []string{"one", "time", "earlier", "later"}) {
		if e := a.nearestAlike(told, back); e != nil {
			return a.direct(e, 1), true
		}
	}
	if slices.Contains(q.words, "one") {
		return Answer{}, false
	}
	return a.neighbour(told, back)
}

// nearestAlike gives the nearest entry in time after another, or before it, that shares
// a topic and half of what its title says; nil for none.
func (a *answerer) nearestAlike(told *Entry, back bool) *Entry {
	if told.Date.IsZero() {
		return nil
	}
	var nearest *Entry
	for _, e := range a.entries {
		switch {
		case e.Date.IsZero() || e.About != nil && e.About != told.About, e.Kind == Gap, e.Kind == List, !sharesTopic(told, e):
		case back != told.Date.after(e.Date) || !back && !e.Date.after(told.Date):
		case nearest != nil && back != e.Date.after(nearest.Date):
		case a.alike(told, e):
			nearest = e
		}
	}
	return nearest
}

// alike reports whether an entry's title has half of what another's says.
func (a *answerer) alike(told, e *Entry) bool {
	says, has := a.subjectOf(told), a.subjectOf(e)
	shared := 0
	for _, w := range says {
		if slices.Contains(has, w) {
			shared++
		}
	}
	return shared > 0 && 2*shared >= len(says)
}

// subjectOf gives what an entry's title says beside the time and the names of those
// whom the set is about.
func (a *answerer) subjectOf(e *Entry) []string {
	q := question{words: match.Words(e.Title)}
	q.parties = a.parties.in(q.words, textOf(q.words))
	return slices.DeleteFunc(contentOf(q.withoutParties()), func(w string) bool { return isOrderWord(w) || namesPartOfYear(w) })
}

// neighbour gives the milestone after an entry, or before it.
func (a *answerer) neighbour(told *Entry, back bool) (Answer, bool) {
	if told.Date.IsZero() {
		told = root(told)
	}
	if told.Date.IsZero() || told.Kind != Milestone && told.Kind != Phase && told.Kind != Project {
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
