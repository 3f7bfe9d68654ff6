package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// verdict says whether an entry's answer, which is meant with this confidence,
// affirms or denies a yes/no question. What the question supposes decides first:
// another's name, a year in which it did not happen or another number than the
// entry has is denied, and so is that something superseded still holds. Else it is
// as with the most similar of the entry's own questions that are marked yes or no,
// turned round where one of the two is negated and the other is not; without such a
// question nothing is said, nor where it is hard to tell: a wrong yes or no is worse
// than none.
func (a *answerer) verdict(q question, e *Entry, confidence float64) (word string, known bool) {
	if !q.supposes || confidence < verdictAt || a.isHardToTell(q.words) {
		return "", false
	}
	f := a.facets[e]
	switch {
	case e.Status == Disputed && !f.counts(q.words):
		return "", false // one of the sources may have it so
	case q.now && !q.negated && e.Superseded != nil,
		f.denies(q.others) && (ofPlaces(q.others) || f.judgement().deniesName(f)),
		!q.now && q.deniesTime(e, f) && (!e.Date.IsZero() && !did(q.words) || q.happensOnce() || !hasVerb(q.words, repeated) && f.judgement().deniesYear(f)),
		!f.counts(q.words):
		return "No", true
	}
	if (e.Superseded != nil || e.Status == Historical) && asksOfPresent(q.words) || q.now && !f.present || q.isAfterEnd(e) {
		return "", false // of what was so and need be no longer, the answer tells
	}
	word, known = f.judgement().of(a, q, e)
	if word == "Yes" && (!a.tallies(q.words, e) || q.beginsEarlier(f) || !q.span.admits(f.years) && !q.span.precedes(e, f.years)) {
		return "", false // its number may be of something else, it began later, or nothing is told of that year
	}
	return word, known
}

// beginsEarlier reports whether a question has something begin in a year before it did:
// "from 1995".
func (q question) beginsEarlier(f *facet) bool {
	return q.span.to == 0 && slices.Contains(q.span.named, q.span.from) && q.span.from < f.begin
}

// tallies reports whether an entry that gives several numbers has those in words in
// front of the same things, in its answer or in what it affirms.
func (a *answerer) tallies(words []string, e *Entry) bool {
	if len(a.facets[e].numbers) < 2 || !slices.ContainsFunc(words, isCount) {
		return true
	}
	thing := func(words []string, i int) []string { return a.matcher.Content(words[i+1 : min(i+3, len(words))]) }
	texts := readAll(slices.Concat([]string{e.Title, e.Answer}, e.Items, e.Yes))
	for i, w := range words {
		if !isCount(w) {
			continue
		}
		if !slices.ContainsFunc(texts, func(text []string) bool {
			at := slices.Index(text, w)
			return at >= 0 && holdsAny(thing(words, i), thing(text, at))
		}) {
			return false
		}
	}
	return true
}

// verdictAt is how sure an entry must be for a yes or no.
const verdictAt = 0.5

// isHardToTell reports whether a claim compares, judges or sets bounds, which no
// example tells of: "too" and "same" want another thing, "or" two, and what is "over"
// is the opposite of what goes on.
func (a *answerer) isHardToTell(words []string) bool {
	return holdsAny(words, []string{"or", "same", "too"}) || words[len(words)-1] == "over" || judges(words) || bounds(words) || relates(words) || a.contrasts(words)
}

// judges reports whether words ask whether something was well done.
func judges(words []string) bool {
	return containsPhrase(textOf(words), []string{"right to", "wrong to", "wise to", "fair to", "justified"})
}

// bounds reports whether words set a bound to a number: "more than ten".
func bounds(words []string) bool {
	return holdsAny(words, []string{"than", "least", "most", "over", "under", "above", "below", "exactly", "up"}) && slices.ContainsFunc(words, isCount)
}

// contrasts reports whether words set one name against another: "the north, not the
// south".
func (a *answerer) contrasts(words []string) bool {
	text := textOf(words)
	named := slices.Concat(a.parties.in(words, text), a.others.in(words, text))
	for i, w := range words {
		if w != "not" || i == 0 || match.IsFiller(words[i-1]) {
			continue
		}
		at := i + 1
		if at < len(words) && words[at] == "the" {
			at++
		}
		if slices.ContainsFunc(named, func(m mention) bool { return m.from == at }) {
			return true
		}
	}
	return false
}

// relates reports whether words set one thing before or after another that is more
// than a time: that takes both things to tell.
func relates(words []string) bool {
	at := slices.IndexFunc(words, func(w string) bool { return w == "before" || w == "after" })
	return at >= 0 && tellsMoreThanTime(words[at+1:])
}

// deniesTime reports whether a question names a year in which what the entry tells
// did not happen. What begins in a year was not so before. After it, only what
// happens at once was not: who joined in 1995 did not join in 1997, but was a member
// then.
func (q question) deniesTime(e *Entry, f *facet) bool {
	if q.span.admits(f.years) || q.span.precedes(e, f.years) {
		return false
	}
	switch {
	case f.begin == 0:
		return false
	case q.span.to != 0 && q.span.to < f.begin:
		return true
	}
	return !e.Date.IsZero() && isPunctual(q.words)
}

// isPunctual reports whether words tell of something that happens at once: by one of
// those verbs in the past, or plain behind "did". What "was suspended" may still be.
func isPunctual(words []string) bool {
	passive := holdsAny(words, []string{"is", "are", "was", "were", "been", "be", "being", "stay", "stayed", "remain", "remained"})
	return hasVerb(words, punctual) || !passive && holdsAny(words, stopping)
}

// did reports whether words ask what somebody did.
func did(words []string) bool { return slices.Contains(words, "did") }

// happensOnce reports whether a question is of something that hardly happens twice, as
// a meeting does: whom the set is about enters something once, others may enter again.
func (q question) happensOnce() bool {
	if len(q.parties) == 0 && holdsAny(q.words, []string{"enter", "entered"}) {
		return false
	}
	return hasVerb(q.words, once) || holdsAny(q.words, []string{"already", "suspend", "suspended"})
}

// hasVerb reports whether words have one of these verbs in the past, or plain behind
// "did".
func hasVerb(words []string, verbs map[string]bool) bool {
	plain := did(words)
	return slices.ContainsFunc(words, func(w string) bool {
		return verbs[w] || plain && (verbs[w+"ed"] || verbs[w+"d"] || verbs[strings.TrimSuffix(w, "y")+"ied"])
	})
}

// once are the verbs, and words of a beginning, of what happens once; punctual those of
// what happens at once, and repeated those of what happens again. Those that stop
// something tell a state as well, when they are passive.
const onceVerbs = `joined opened renamed completed finished founded created ratified acceded entered became become established endorsed launched
	began begin begun first since`

var (
	once     = setOf(onceVerbs)
	punctual = setOf(onceVerbs + ` signed destroyed started visited adopted approved ended introduced published issued announced declared condemned
		dismissed recalled arrived landed diverted resumed invited refused awarded offered proposed exchanged expired happened occurred agreed concluded
		presented handed renewed transformed warned criticised criticized protested quit withdraw withdrew meet met sent gave won lost took came went`)
	repeated = setOf(`enter entered met meet visited attended came come flew fly crossed took take taken observed watched discussed talked spoke speak said say
		warned condemned criticised criticized held hold`)
	stopping = strings.Fields("suspend suspended halt halted freeze froze frozen stop stopped close closed expel expelled ban banned")
)

// isAfterEnd reports whether a question names the year in which an entry was
// superseded, or a later one.
func (q question) isAfterEnd(e *Entry) bool {
	return e.Superseded != nil && !q.span.isZero() && q.span.from >= e.Superseded.Since.Year
}

// denies reports whether a question names others where the entry has others: not
// beside those that it has.
func (f *facet) denies(others []mention) bool {
	has := func(m mention) bool { return f.others[m.id] && !f.misplaced(m) }
	return len(others) > 0 && !slices.ContainsFunc(others, has)
}

// ofPlaces reports whether all that are named are places in the question: a thing is
// in one alone, but several may do what one does.
func ofPlaces(named []mention) bool {
	return !slices.ContainsFunc(named, func(m mention) bool { return !m.city && !m.place })
}

// asksOfPresent reports whether a yes/no question stands in the present tense.
func asksOfPresent(words []string) bool { return slices.Contains(presentAuxiliaries, words[0]) }

// The verbs by which a question tells its tense.
var (
	presentAuxiliaries = []string{"is", "are", "do", "does", "can", "has", "have"}
	pastAuxiliaries    = []string{"did", "was", "were", "had"}
)

// counts reports whether every number in words is one that the entry has too,
// or the entry has none. A stretch of time ("in nine months") is no number that it
// could have, nor is one that is taken for granted ("all three", "the two").
func (f *facet) counts(words []string) bool {
	if len(f.numbers) == 0 {
		return true
	}
	for i, w := range words {
		if isCount(w) && !f.numbers[w] && unitMonths(words[min(i+1, len(words)-1)]) == 0 && !holdsAny(words[max(i-1, 0):i], []string{"all", "the", "those", "these"}) {
			return false
		}
	}
	return true
}
