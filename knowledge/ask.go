package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// Bands of confidence. Below answerAt the bot keeps silent; from suggestAt on
// it names what it would have answered.
const (
	answerAt  = 0.42
	suggestAt = 0.12
)

// Answer replies to a question in free text. It is pure and deterministic: the
// same set and question give the same answer, on every run.
//
// The way of a question: the matcher ranks the entries; the question's own
// constraints (years, order, names of others) strike out those that cannot
// answer it; the best that is left answers when it is likely enough to be
// right, and otherwise nothing does.
func (s *Set) Answer(text string) Answer {
	a := s.answerer
	ranking := a.rank(text)
	q := a.read(ranking.Words)
	for _, inOrder := range []func(question) (Answer, bool){a.compare, a.neighbour, a.extreme} {
		if answer, ok := inOrder(q); ok {
			return answer
		}
	}
	if a.asksForTime(q) {
		return a.timeline(q, 1)
	}
	if e := a.examples[strings.Join(q.words, " ")]; e != nil {
		return a.render(q, e, 1)
	}
	if e, confidence := a.choose(q, ranking); e != nil {
		return a.render(q, e, confidence)
	}
	return a.refuse(ranking)
}

// choose gives the entry that answers, or nil.
func (a *answerer) choose(q question, ranking match.Ranking) (*Entry, float64) {
	if len(ranking.Candidates) == 0 {
		return nil, 0
	}
	first := ranking.Candidates[0]
	e := a.entries[first.Label]
	switch {
	case first.Confidence >= answerAt && a.admits(q, e):
		return e, first.Confidence
	case q.supposes && !e.Date.IsZero() && first.Confidence >= premiseAt && len(q.others) == 0:
		return e, first.Confidence // whatever year it supposes: the entry's own date puts it right
	}
	if q.span.isZero() && !q.mayNameWrongly {
		return nil, 0
	}
	// Without what the best entries cannot satisfy, others may stand out.
	words := q.words
	if q.mayNameWrongly {
		words = q.withoutOthers()
	}
	second := a.matcher.Rank(strings.Join(words, " "), func(label int) bool { return a.admits(q, a.entries[label]) })
	if len(second.Candidates) == 0 {
		return nil, 0
	}
	best := second.Candidates[0]
	near := slices.ContainsFunc(ranking.Candidates, func(c match.Candidate) bool { return c.Label == best.Label })
	if best.Confidence < answerAt || !near {
		return nil, 0
	}
	return a.entries[best.Label], best.Confidence
}

// premiseAt is how sure the matcher must be of an entry that contradicts the
// question's year.
const premiseAt = 0.6

// answerer holds what a set needs to answer beyond its entries.
type answerer struct {
	set     *Set
	matcher *match.Matcher
	entries []*Entry // by the matcher's label
	facets  map[*Entry]*facet
	others  others

	examples map[string]*Entry // by the words of its example questions
	parties  map[string]bool   // words of the names of those whom the set is about
}

func newAnswerer(s *Set, m material) *answerer {
	a := &answerer{set: s, entries: s.Entries, facets: make(map[*Entry]*facet), examples: make(map[string]*Entry), parties: make(map[string]bool)}
	for _, p := range m.parties {
		for _, name := range append([]string{p.Name}, p.Aliases...) {
			for _, w := range match.Words(name) {
				a.parties[w] = true
			}
		}
	}
	examples := match.Examples{Background: m.offtopic, Aliases: m.synonyms}
	for _, group := range [][]named{m.parties, m.outsiders} {
		for _, n := range group {
			examples.Aliases = append(examples.Aliases, append([]string{n.Name}, n.Aliases...))
		}
	}
	for _, e := range s.Entries {
		examples.Labels = append(examples.Labels, match.Label{Questions: e.Questions, Texts: e.texts()})
		if t := e.Term; t != nil && t.Abbreviation != "" {
			examples.Aliases = append(examples.Aliases, []string{t.Abbreviation, t.Name})
		}
	}
	a.others = newOthers(m.outsiders, m.unstated)
	for _, e := range s.Entries {
		a.facets[e] = a.facetOf(e)
		for _, q := range e.Questions {
			a.examples[strings.Join(match.Words(q), " ")] = e
		}
	}
	a.matcher = match.New(examples)
	return a
}

// texts are what an entry says, for the matcher.
func (e *Entry) texts() []string {
	texts := []string{e.Title, e.Answer}
	if t := e.Term; t != nil {
		texts = append(texts, t.Name)
		if t.Abbreviation != "" {
			texts = append(texts, t.Abbreviation)
		}
	}
	return texts
}

// facet is what constraints want to know of an entry.
type facet struct {
	years  map[int]bool
	others map[int]bool // what it mentions of those, anywhere
	names  bool         // its answer names an outsider: a wrong name in the question is a false premise
}

func (a *answerer) facetOf(e *Entry) *facet {
	f := &facet{years: make(map[int]bool), others: make(map[int]bool)}
	answer := append([]string{e.Title, e.Answer}, e.Items...)
	for _, text := range answer {
		for _, o := range a.others.in(match.Words(text)) {
			f.names = f.names || !o.unstated
		}
	}
	all := slices.Concat(answer, e.Questions)
	for _, n := range []*Note{e.Superseded, e.Disputed} {
		if n != nil {
			all = append(all, n.Text, n.Since.String())
		}
	}
	f.addDates(e.Date, e.AsOf)
	if p := e.Project; p != nil {
		f.addDates(p.Start, p.End)
		all = append(append(append(all, p.Lead), p.Funders...), p.Partners...)
	}
	if about := e.About; about != nil {
		f.addDates(about.Date)
		if p := about.Project; p != nil {
			f.addDates(p.Start, p.End)
		}
	}
	for _, text := range all {
		words := match.Words(text)
		for _, o := range a.others.in(words) {
			f.others[o.id] = true
		}
		for _, w := range words {
			if match.IsYear(w) {
				f.years[atoi(w)] = true
			}
		}
	}
	return f
}

func (f *facet) addDates(dates ...Date) {
	for _, d := range dates {
		if !d.IsZero() {
			f.years[d.Year] = true
		}
	}
}

// admits reports whether an entry can answer a question with these constraints.
func (a *answerer) admits(q question, e *Entry) bool {
	f := a.facets[e]
	if e.Select == nil && !q.span.admits(f.years) {
		return false
	}
	for _, o := range q.others {
		if !f.others[o.id] && !(f.names && q.mayNameWrongly) {
			return false
		}
	}
	return true
}

// refuse says that nothing answers, and what comes near.
func (a *answerer) refuse(ranking match.Ranking) Answer {
	answer := Answer{Kind: NoAnswer, Text: a.set.Refusal}
	for _, c := range ranking.Candidates {
		if c.Confidence < suggestAt || len(answer.Suggestions) == maxSuggestions {
			break
		}
		e := a.entries[c.Label]
		answer.Suggestions = append(answer.Suggestions, Suggestion{e.Questions[0], e})
	}
	if len(ranking.Candidates) > 0 {
		answer.Confidence = ranking.Candidates[0].Confidence
	}
	return answer
}

const maxSuggestions = 3

// question is what the constraints of a question are read from, and what they are.
type question struct {
	words    []string
	span     span
	others   []mention
	supposes bool // asks to confirm or deny

	// mayNameWrongly: the names of others may be a false premise ("how come
	// Poland led it?") and not what the question is about.
	mayNameWrongly bool
}

func (a *answerer) read(words []string) question {
	kind := match.TypeOf(words)
	q := question{
		words:    words,
		span:     readSpan(words),
		others:   a.others.in(words),
		supposes: kind == match.YesNo || endsInTag(words),
	}
	ours := false // the question says that it is about one of the parties
	for i, w := range words {
		ours = ours || i > 0 && a.parties[w] && before(words, i) == "in"
	}
	q.mayNameWrongly = len(q.others) > 0 && (q.supposes || kind == match.Why || ours) &&
		!slices.ContainsFunc(q.others, func(m mention) bool { return m.place || m.unstated })
	return q
}

// withoutOthers gives the question's words less the names of others.
func (q question) withoutOthers() []string {
	var words []string
	next := 0
	for _, m := range q.others {
		words = append(words, q.words[next:m.from]...)
		next = m.to
	}
	return append(words, q.words[next:]...)
}

// endsInTag reports whether words end as in "…, right?" or "…, did it not?".
func endsInTag(words []string) bool {
	if len(words) < 4 {
		return false
	}
	last := words[len(words)-1]
	return slices.Contains([]string{"right", "correct", "true", "yes", "no"}, last) ||
		slices.Contains(words[len(words)-3:], "not")
}

// rank ranks a question. A long one is also read from each of its question
// words on, for the question proper often ends a courteous introduction; the
// reading that is surest counts.
func (a *answerer) rank(text string) match.Ranking {
	whole := a.matcher.Rank(text, nil)
	if len(whole.Words) < longQuestion {
		return whole
	}
	surest := whole
	for i, w := range whole.Words {
		if i == 0 || !match.IsQuestionWord(w) {
			continue
		}
		part := a.matcher.Rank(strings.Join(whole.Words[i:], " "), nil)
		if len(part.Candidates) > 0 && part.Candidates[0].Confidence > surest.Candidates[0].Confidence {
			surest = part
		}
	}
	return surest
}

// longQuestion is how many words a question has that is read in parts too.
const longQuestion = 18

// asksForTime reports whether the question asks what there was in a time, and
// for nothing else: "1999", "what happened between 1995 and 2004".
func (a *answerer) asksForTime(q question) bool {
	return !q.span.isZero() && !slices.ContainsFunc(q.words, func(w string) bool {
		return !match.IsFiller(w) && !slices.Contains(eventWords, w) && !a.parties[w] && !strings.ContainsAny(w[:1], "0123456789")
	})
}
