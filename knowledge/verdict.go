package knowledge

import (
	"maps"
	"slices"

	"attache/knowledge/match"
)

// verdict says whether an entry's answer affirms or denies a yes/no question.
// What the question supposes decides first: another's name, another year or
// another number than the entry has is denied, and so is that something
// superseded or ended still holds. Else it is as with the most similar of the entry's
// own questions that are marked yes or no, turned round where one of the two is
// negated and the other is not; without such a question nothing is said.
func (a *answerer) verdict(q question, e *Entry) (word string, known bool) {
	if !q.supposes || slices.Contains(q.words, "or") {
		return "", false
	}
	f := a.facets[e]
	switch {
	case q.now && !q.negated && (e.Superseded != nil || e.Status == Historical),
		f.denies(q.others),
		!q.now && !q.span.admits(f.years) && !q.span.precedes(e, f.years),
		!f.counts(q.words):
		return "No", true
	}
	if e.Superseded != nil && asksOfPresent(q.words) {
		return "", false // of what was so and is no longer, the answer tells both
	}
	return f.judgement().of(a, q)
}

// denies reports whether a question names others where the entry has others: not
// beside those that it has.
func (f *facet) denies(others []mention) bool {
	has := func(m mention) bool { return f.others[m.id] && !f.misplaced(m) }
	return len(others) > 0 && !slices.ContainsFunc(others, has)
}

// asksOfPresent reports whether a yes/no question stands in the present tense.
func asksOfPresent(words []string) bool {
	return slices.Contains([]string{"is", "are", "do", "does", "can", "has", "have"}, words[0])
}

// judgement is what an entry affirms and denies, by its examples.
type judgement struct {
	supported map[string]bool // what the answer and what it affirms speak of
	verdicts  []verdict
}

// verdict is a yes/no question among the entry's examples, and whether the
// answer affirms or denies it; where it is not marked it does neither.
type verdict struct {
	text    match.Text
	marked  bool
	yes     bool
	negated bool
	present bool // of something superseded, whether it still holds
	others  []mention
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
		v := verdict{text: a.matcher.Text(words), marked: marked, yes: i < len(e.Questions)-len(e.No), negated: isNegated(words, text), others: a.others.in(words, text), years: readSpan(words).named}
		v.present = e.Superseded != nil && !v.yes && (asksOfPresent(words) || asksOfNow(words, text))
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
func (j *judgement) of(a *answerer, q question) (word string, known bool) {
	if len(j.verdicts) == 0 {
		return "", false
	}
	asked := a.matcher.Text(q.words)
	terms := a.matcher.Content(q.words)
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
			yes = max(yes, similarity)
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
// or the entry has none. A bound ("more than fifty") is no number that it could
// have, nor is a stretch of time ("in nine months").
func (f *facet) counts(words []string) bool {
	if len(f.numbers) == 0 {
		return true
	}
	for i, w := range words {
		if isCount(w) && !f.numbers[w] && unitMonths(words[min(i+1, len(words)-1)]) == 0 && !holdsAny(words[max(i-2, 0):i], []string{"than", "over", "least", "under", "most", "above", "below", "up"}) {
			return false
		}
	}
	return true
}

// isCount reports whether a word is a number, and no year.
func isCount(w string) bool { return w[0] >= '0' && w[0] <= '9' && !match.IsYear(w) && atoi(w) > 0 }
