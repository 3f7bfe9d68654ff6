package knowledge

import (
	"maps"
	"slices"

	"attache/knowledge/match"
)

// judgement is what an entry affirms and denies, by its examples.
type judgement struct {
	supported  map[string]bool // what the answer and what it affirms speak of
	precedents []precedent
}

// judgementOf reads the yes/no questions of an entry. That takes longer than an
// answer, so it is done when the entry is first asked one.
func (a *answerer) judgementOf(e *Entry) *judgement {
	j := &judgement{supported: make(map[string]bool)}
	a.addContent(j.supported, readAll(slices.Concat([]string{e.Title, e.Answer}, e.Items, e.Yes)))
	if len(e.Yes)+len(e.No) == 0 {
		return j
	}
	questions := readAll(e.Questions)
	denied := len(questions) - len(e.No) // from here on
	marked := denied - len(e.Yes)        // and from here on, one or the other
	spoken := maps.Clone(j.supported)    // what people say of it who do not ask for what it denies
	a.addContent(spoken, questions[:denied])
	for i, words := range questions {
		if i < marked && match.TypeOf(words) != match.YesNo {
			continue
		}
		text := textOf(words)
		p := precedent{
			text: a.matcher.Text(words), words: words,
			marked: i >= marked, yes: i < denied, negated: isNegated(words, text),
			others: a.others.in(words, text), years: readSpan(words).named,
		}
		p.doer = doerIn(words, a.parties.in(words, text), p.others)
		p.present = (e.Superseded != nil || e.Status == Historical) && p.denied() && (asksOfPresent(words) || asksOfNow(words, text))
		if p.denied() {
			terms := a.matcher.Content(words)
			p.tell = slices.DeleteFunc(slices.Clone(terms), func(t string) bool { return spoken[t] })
			if p.all = len(p.tell) == 0; p.all {
				p.tell = terms
			}
		}
		j.precedents = append(j.precedents, p)
	}
	return j
}

// addContent adds to a set the terms of texts that say something.
func (a *answerer) addContent(set map[string]bool, texts [][]string) {
	for _, words := range texts {
		for _, term := range a.matcher.Content(words) {
			set[term] = true
		}
	}
}

// of says yes to a question all of whose terms are supported, and no to one that
// has what tells a question which the entry denies; to neither where an example
// that goes the other way, or is not marked, is about as similar.
func (j *judgement) of(a *answerer, q question, e *Entry) (word string, known bool) {
	if len(j.precedents) == 0 {
		return "", false
	}
	asked := a.matcher.Text(q.words)
	terms, does := a.matcher.Content(q.words), doerIn(q.words, q.parties, q.others)
	supported := j.supports(terms)
	var yes, no, against, open float64 // the similarity of the nearest
	for i := range j.precedents {
		p := &j.precedents[i]
		if !p.names(q.others) || p.denied() && !p.namesYear(q.span.named) {
			continue
		}
		similarity := asked.Similarity(p.text)
		switch {
		case !p.marked:
			open = max(open, similarity)
		case p.present && !asksOfPresent(q.words):
			// that it holds no longer says nothing of what was
		case p.yes && !supported:
		case !p.yes && !p.told(terms):
			if p.all {
				against = max(against, similarity)
			}
		case p.yes == (p.negated == q.negated):
			sound := supported || !p.yes && !holdsAny(q.words, relativePronouns)
			if sound && (does == nobody || does == p.doer) && q.span.tells(e) && !p.outreached(q.words) {
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

// relativePronouns begin a clause whose negation is not the question's.
var relativePronouns = []string{"that", "who", "which", "whom", "whose"}

// supports reports whether the entry speaks of all of these terms.
func (j *judgement) supports(terms []string) bool {
	return !slices.ContainsFunc(terms, func(t string) bool { return !j.supported[t] })
}

// deniesName reports whether the entry denies a name in one of its examples, so that
// another's name than its own is wrong, and not only one beside it.
func (j *judgement) deniesName(f *facet) bool {
	return slices.ContainsFunc(j.precedents, func(p precedent) bool { return p.denied() && f.denies(p.others) })
}

// deniesYear is deniesName for a year: what happened but once.
func (j *judgement) deniesYear(f *facet) bool {
	return slices.ContainsFunc(j.precedents, func(p precedent) bool {
		return p.denied() && slices.ContainsFunc(p.years, func(y int) bool { return !f.years[y] })
	})
}

// precedent is a yes/no question among the entry's examples, and whether the
// answer affirms or denies it; where it is not marked it does neither.
type precedent struct {
	text    match.Text
	words   []string
	marked  bool
	yes     bool // or not marked
	negated bool
	present bool // of something superseded or ended, whether it still holds
	others  []mention
	doer    doer
	years   []int    // that are named: to the matcher one is as another
	tell    []string // of what is denied, the terms that a question must have one or all of
	all     bool
}

// denied reports whether the answer denies it.
func (p *precedent) denied() bool { return !p.yes }

// told reports whether terms have what tells the denied question from others: a
// term that nothing supports, or where all are supported every one.
func (p *precedent) told(terms []string) bool {
	missing := func(t string) bool { return !slices.Contains(terms, t) }
	if p.all {
		return !slices.ContainsFunc(p.tell, missing)
	}
	return slices.ContainsFunc(p.tell, func(t string) bool { return !missing(t) })
}

// names reports whether the example names all of these.
func (p *precedent) names(others []mention) bool {
	return !slices.ContainsFunc(others, func(o mention) bool {
		return !slices.ContainsFunc(p.others, func(m mention) bool { return m.id == o.id })
	})
}

// namesYear reports whether the example names one of these years, or none.
func (p *precedent) namesYear(years []int) bool {
	return len(p.years) == 0 || slices.ContainsFunc(years, func(y int) bool { return slices.Contains(p.years, y) })
}

// quantifiers are words that make a claim reach further, or less far: an example
// without them says nothing of it.
var quantifiers = setOf("all every only exactly both alone solely entire entirely")

// outreached reports whether words have a quantifier that the example lacks.
func (p *precedent) outreached(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return quantifiers[w] && !slices.Contains(p.words, w) })
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
