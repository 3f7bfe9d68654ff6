package knowledge

import (
	"maps"
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

// asksOfPresent reports whether a yes/no question stands in the present tense.
func asksOfPresent(words []string) bool { return slices.Contains(presentAuxiliaries, words[0]) }

// The verbs by which a question tells its tense.
var (
	presentAuxiliaries = []string{"is", "are", "do", "does", "can", "has", "have"}
	pastAuxiliaries    = []string{"did", "was", "were", "had"}
)

// judgement is what an entry affirms and denies, by its examples.
type judgement struct {
	supported map[string]bool // what the answer and what it affirms speak of
	verdicts  []verdict
}

// doer is somebody by name, of whom a question says that he did something.
type doer struct {
	id   int
	ours bool // one of those whom the set is about
}

var nobody = doer{id: -1}

// doerIn gives whom a yes/no question, which names these, has do something: the name
// behind "by" or "it was", else the one right behind the auxiliary of an active verb, or
// in front of all.
//
//	did the north build it · was it built by the north · was it the north that built it
func doerIn(words []string, parties, others []mention) doer {
	at := slices.Index(words, "by") + 1
	switch {
	case at > 0:
	case holdsAny(words[:1], []string{"is", "was"}) && len(words) > 1 && words[1] == "it":
		at = 2
	case holdsAny(words[:min(2, len(words))], []string{"is", "are", "was", "were"}):
		return nobody // it may have been done to him
	case match.TypeOf(words[:1]) == match.YesNo:
		at = 1
	}
	for i, all := range [][]mention{parties, others} {
		for _, m := range all {
			if m.from >= at && countContent(words[at:m.from]) == 0 && (i == 0 || m.outside()) {
				return doer{m.id, i == 0}
			}
		}
	}
	return nobody
}

// relativePronouns begin a clause whose negation is not the question's.
var relativePronouns = []string{"that", "who", "which", "whom", "whose"}

// quantifiers are words that make a claim reach further, or less far: an example
// without them says nothing of it.
var quantifiers = setOf("all every only exactly both alone solely entire entirely")

// verdict is a yes/no question among the entry's examples, and whether the
// answer affirms or denies it; where it is not marked it does neither.
type verdict struct {
	text    match.Text
	words   []string
	marked  bool
	yes     bool
	negated bool
	present bool // of something superseded or ended, whether it still holds
	others  []mention
	doer    doer
	years   []int    // that are named: to the matcher one is as another
	tell    []string // of what is denied, the terms that a question must have one or all of
	all     bool
}

// judgementOf reads the yes/no questions of an entry. That takes longer than an
// answer, so it is done when the entry is first asked one.
func (a *answerer) judgementOf(e *Entry) *judgement {
	j := &judgement{supported: make(map[string]bool)}
	for _, text := range slices.Concat([]string{e.Title, e.Answer}, e.Items, e.Yes) {
		for _, term := range a.matcher.Content(match.Words(text)) {
			j.supported[term] = true
		}
	}
	if len(e.Yes)+len(e.No) == 0 {
		return j
	}
	questions := readAll(e.Questions)
	spoken := maps.Clone(j.supported) // what people say of it who do not ask for what it denies
	for _, words := range questions[:len(questions)-len(e.No)] {
		for _, term := range a.matcher.Content(words) {
			spoken[term] = true
		}
	}
	for i, words := range questions {
		marked := i >= len(e.Questions)-len(e.Yes)-len(e.No)
		if !marked && match.TypeOf(words) != match.YesNo {
			continue
		}
		text := textOf(words)
		v := verdict{text: a.matcher.Text(words), words: words, marked: marked, yes: i < len(e.Questions)-len(e.No), negated: isNegated(words, text), others: a.others.in(words, text), years: readSpan(words).named}
		v.doer = doerIn(words, a.parties.in(words, text), v.others)
		v.present = (e.Superseded != nil || e.Status == Historical) && !v.yes && (asksOfPresent(words) || asksOfNow(words, text))
		if marked && !v.yes {
			terms := a.matcher.Content(words)
			v.tell = slices.DeleteFunc(slices.Clone(terms), func(t string) bool { return spoken[t] })
			if v.all = len(v.tell) == 0; v.all {
				v.tell = terms
			}
		}
		j.verdicts = append(j.verdicts, v)
	}
	return j
}

// ofPlaces reports whether all that are named are places in the question: a thing is
// in one alone, but several may do what one does.
func ofPlaces(named []mention) bool {
	return !slices.ContainsFunc(named, func(m mention) bool { return !m.city && !m.place })
}

// deniesName reports whether the entry denies a name in one of its examples, so that
// another's name than its own is wrong, and not only one beside it.
func (j *judgement) deniesName(f *facet) bool {
	return slices.ContainsFunc(j.verdicts, func(v verdict) bool { return v.marked && !v.yes && f.denies(v.others) })
}

// deniesYear is deniesName for a year: what happened but once.
func (j *judgement) deniesYear(f *facet) bool {
	return slices.ContainsFunc(j.verdicts, func(v verdict) bool {
		return v.marked && !v.yes && slices.ContainsFunc(v.years, func(y int) bool { return !f.years[y] })
	})
}

// outreached reports whether words have a quantifier that the example lacks.
func (v *verdict) outreached(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return quantifiers[w] && !slices.Contains(v.words, w) })
}

// told reports whether terms have what tells the denied question from others: a
// term that nothing supports, or where all are supported every one.
func (v *verdict) told(terms []string) bool {
	missing := func(t string) bool { return !slices.Contains(terms, t) }
	if v.all {
		return !slices.ContainsFunc(v.tell, missing)
	}
	return slices.ContainsFunc(v.tell, func(t string) bool { return !missing(t) })
}

// names reports whether the example names all of these.
func (v *verdict) names(others []mention) bool {
	return !slices.ContainsFunc(others, func(o mention) bool {
		return !slices.ContainsFunc(v.others, func(m mention) bool { return m.id == o.id })
	})
}

// namesYear reports whether the example names one of these years, or none.
func (v *verdict) namesYear(years []int) bool {
	return len(v.years) == 0 || slices.ContainsFunc(years, func(y int) bool { return slices.Contains(v.years, y) })
}

// unsupported gives the terms that nothing supports.
func (j *judgement) unsupported(terms []string) []string {
	return slices.DeleteFunc(terms, func(t string) bool { return j.supported[t] })
}

// of says yes to a question all of whose terms are supported, and no to one that
// has what tells a question which the entry denies; to neither where an example
// that goes the other way, or is not marked, is about as similar.
func (j *judgement) of(a *answerer, q question, e *Entry) (word string, known bool) {
	if len(j.verdicts) == 0 {
		return "", false
	}
	asked := a.matcher.Text(q.words)
	terms, does := a.matcher.Content(q.words), doerIn(q.words, q.parties, q.others)
	supported := len(j.unsupported(slices.Clone(terms))) == 0
	var yes, no, against, open float64 // the similarity of the nearest
	for _, v := range j.verdicts {
		if !v.names(q.others) || v.marked && !v.yes && !v.namesYear(q.span.named) {
			continue
		}
		similarity := asked.Similarity(v.text)
		switch {
		case !v.marked:
			open = max(open, similarity)
		case v.present && !asksOfPresent(q.words):
			// that it holds no longer says nothing of what was
		case v.yes && !supported:
		case !v.yes && !v.told(terms):
			if v.all {
				against = max(against, similarity)
			}
		case v.yes == (v.negated == q.negated):
			sound := supported || !v.yes && !holdsAny(q.words, relativePronouns)
			if sound && (does == nobody || does == v.doer) && q.span.tells(e) && !v.outreached(q.words) {
				yes = max(yes, similarity)
			}
		default:
			no = max(no, similarity)
		}
	}
	switch {
	case yes >= max(similarEnough, no+clearly, against+clearly, open):
		return "Yes", true
	case no >= max(surelyDenied, yes+clearly, open):
		return "No", true
	}
	return "", false
}

const (
	similarEnough = 0.3  // how similar a question must be to one that is marked …
	surelyDenied  = 0.55 // … to one that is denied, for a wrong no is worse than none …
	clearly       = 0.1  // … and by how much more than to the nearest marked otherwise
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
