package knowledge

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"attache/knowledge/match"
)

// Bands of confidence. Below answerAt the bot keeps silent; from suggestAt on
// it names what it would have answered.
const (
	answerAt  = 0.40
	suggestAt = 0.2
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
	ranking, q := a.understand(text)
	for _, inOrder := range []func(question) (Answer, bool){a.compare, a.around, a.extreme} {
		if answer, ok := inOrder(q); ok {
			return answer
		}
	}
	if a.asksForTime(q) {
		return a.timeline(q, 1)
	}
	if e := a.examples[strings.Join(q.words, " ")]; e != nil && a.admits(q, e) {
		return a.render(q, e, 1)
	}
	if e, confidence := a.choose(q, ranking); e != nil {
		return a.render(q, e, confidence)
	}
	if q.wantsTimeline() {
		return a.timeline(q, 1)
	}
	return a.refuse(ranking)
}

// understand ranks a question and reads its constraints. A long one is also
// read from each of its question words on, for the question proper often ends
// a courteous introduction; the reading that is surest counts, with the time
// and the others that the introduction names where it names none itself.
func (a *answerer) understand(text string) (match.Ranking, question) {
	whole := a.matcher.Rank(text, nil)
	q := a.read(whole.Words)
	if len(whole.Words) < longQuestion || len(whole.Candidates) == 0 {
		return whole, q
	}
	surest, parts := whole, 0
	for i, w := range whole.Words {
		if i == 0 || !match.IsQuestionWord(w) || parts == maxParts || len(whole.Words) < veryLong && !courteous(whole.Words[:i]) {
			continue
		}
		parts++
		part := a.matcher.RankWords(whole.Words[i:], nil)
		if part.Candidates[0].Confidence > surest.Candidates[0].Confidence {
			surest = part
		}
	}
	if len(surest.Words) == len(whole.Words) {
		return whole, q
	}
	part := a.read(surest.Words)
	if part.span.isZero() {
		part.span = q.span
	}
	if len(part.others) == 0 && !part.ours() {
		part.others = q.others
		part.mayNameWrongly = false
	}
	return surest, part
}

const (
	longQuestion = 8  // words that a question has which is read in parts too …
	veryLong     = 18 // … even where no courtesy tells where the question proper begins
	maxParts     = 6
)

// courteous reports whether words end as a courtesy that leads to a question:
// "could you please tell me", "my teacher would like to know".
func courteous(words []string) bool {
	for _, w := range words[max(len(words)-4, 0):] {
		switch w {
		case "tell", "know", "say", "explain", "clarify", "wonder", "wondering", "ask", "asking", "remind", "check", "enquire", "inquire", "learn", "curious", "answer":
			return true
		}
	}
	return false
}

// choose gives the entry that answers, or nil.
func (a *answerer) choose(q question, ranking match.Ranking) (*Entry, float64) {
	if len(ranking.Candidates) == 0 {
		return nil, 0
	}
	first := ranking.Candidates[0]
	e := a.entries[first.Label]
	if q.mayNameWrongly {
		// Leaving a wrong name out may bring what the question is about to light.
		stripped := a.matcher.RankWords(q.withoutOthers(), nil).Candidates[0]
		if s := a.entries[stripped.Label]; stripped.Confidence > max(first.Confidence, answerAt) && a.admits(q, s) {
			return s, stripped.Confidence
		}
	}
	switch {
	case first.Confidence >= answerAt && a.admits(q, e):
		return e, first.Confidence
	case q.supposes && !q.forecast && !e.Date.IsZero() && first.Confidence >= premiseAt && len(q.others) == 0:
		return e, first.Confidence // whatever year it supposes: the entry's own date puts it right
	case q.span.isZero():
		return nil, 0
	}
	// Among those that have to do with the question's time another may stand out.
	second := a.matcher.RankWords(q.words, func(label int) bool { return a.admits(q, a.entries[label]) })
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
	parties others // the names of those whom the set is about

	examples map[string]*Entry // by the words of its example questions
	gone     map[string]bool   // words that name superseded terms
}

func newAnswerer(s *Set, m material) *answerer {
	a := &answerer{
		set: s, entries: s.Entries,
		facets: make(map[*Entry]*facet), examples: make(map[string]*Entry),
		parties: newOthers(m.parties, nil), others: newOthers(m.outsiders, m.unstated),
	}
	examples := match.Examples{
		Labels:     make([]match.Label, len(s.Entries)),
		Background: make([][]string, len(m.offtopic)),
		Aliases:    m.synonyms,
	}
	match.InParallel(len(s.Entries), func(i int) {
		examples.Labels[i] = match.Label{Questions: readAll(s.Entries[i].Questions), Texts: readAll(s.Entries[i].texts())}
	})
	match.InParallel(len(m.offtopic), func(i int) { examples.Background[i] = match.Words(m.offtopic[i]) })
	for _, group := range [][]named{m.parties, m.outsiders} {
		for _, n := range group {
			examples.Aliases = append(examples.Aliases, append([]string{n.Name}, n.Aliases...))
		}
	}
	for _, e := range s.Entries {
		if t := e.Term; t != nil && t.Abbreviation != "" {
			examples.Aliases = append(examples.Aliases, []string{t.Abbreviation, t.Name})
		}
	}
	var facets sync.WaitGroup // beside the training, which takes longer
	facets.Go(func() {
		for i, e := range s.Entries {
			a.facets[e] = a.facetOf(e, examples.Labels[i].Questions)
		}
	})
	a.gone = goneNames(s.Entries)
	a.matcher = match.New(examples)
	facets.Wait()
	return a
}

func readAll(texts []string) [][]string {
	words := make([][]string, len(texts))
	for i, text := range texts {
		words[i] = match.Words(text)
	}
	return words
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
	years    map[int]bool
	others   map[int]bool // what it mentions of those, anywhere
	names    bool         // its answer names an outsider: a wrong name in the question is a false premise
	forecast bool         // its examples ask what will or should be
}

// facetOf reads an entry's facet, and notes its examples on the way.
func (a *answerer) facetOf(e *Entry, questions [][]string) *facet {
	f := &facet{years: make(map[int]bool), others: make(map[int]bool)}
	answer := append([]string{e.Title, e.Answer}, e.Items...)
	for _, text := range answer {
		for _, o := range a.others.in(match.Words(text)) {
			f.names = f.names || !o.unstated
		}
	}
	all := answer
	for _, n := range e.Notes() {
		all = append(all, n.Text, n.Since.String())
	}
	f.addDates(e.Date, e.AsOf)
	if e.Kind == Phase {
		for y := e.Date.Year + 1; y <= cmp.Or(e.End.Year, e.AsOf.Year); y++ {
			f.years[y] = true
		}
	}
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
		f.mention(a, match.Words(text))
	}
	for _, words := range questions {
		a.examples[strings.Join(words, " ")] = e
		f.forecast = f.forecast || isForecast(words)
		f.mention(a, words)
	}
	return f
}

// mention notes the others and the years among words.
func (f *facet) mention(a *answerer, words []string) {
	for _, o := range a.others.in(words) {
		f.others[o.id] = true
	}
	for _, w := range words {
		if match.IsYear(w) {
			f.years[atoi(w)] = true
		}
	}
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
	if q.forecast && !f.forecast {
		return false
	}
	if e.Select == nil && !q.span.admits(f.years) && !q.span.precedes(e) {
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
