package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// Bands of confidence. Below answerAt the bot keeps silent; from suggestAt on
// it names what it would have answered.
const (
	answerAt  = 0.5
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
	if q.onlyTime() {
		return a.timeline(q, 1)
	}
	for i, c := range ranking.Candidates {
		e := a.entries[c.Label]
		if !a.admits(q, e, c.Confidence) {
			continue
		}
		// What the constraints struck out was likelier than what is left: then
		// the question was about that, and nothing answers it.
		if c.Confidence < answerAt || i > 0 && ranking.Candidates[0].Score > c.Score+strikeLead {
			break
		}
		return a.render(q, e, c.Confidence)
	}
	return a.refuse(ranking)
}

// premiseAt is how sure the matcher must be of an entry that contradicts the
// question's year.
const premiseAt = 0.6

// strikeLead is how far ahead, in the matcher's margin, an entry that a
// constraint struck out may be of the one that answers in its place.
const strikeLead = 0.35

// answerer holds what a set needs to answer beyond its entries.
type answerer struct {
	set     *Set
	matcher *match.Matcher
	entries []*Entry // by the matcher's label
	facets  map[*Entry]*facet
	others  others
	parties map[string]bool // words of the names of those whom the set is about
}

func newAnswerer(s *Set, m material) *answerer {
	a := &answerer{set: s, entries: s.Entries, facets: make(map[*Entry]*facet), parties: make(map[string]bool)}
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
	a.others = newOthers(m.outsiders)
	for _, e := range s.Entries {
		a.facets[e] = a.facetOf(e)
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
	others map[int]bool // outsiders that it mentions anywhere
	names  bool         // its answer names an outsider: a wrong name in the question is a false premise
}

func (a *answerer) facetOf(e *Entry) *facet {
	f := &facet{years: make(map[int]bool), others: make(map[int]bool)}
	answer := append([]string{e.Title, e.Answer}, e.Items...)
	for _, text := range answer {
		if len(a.others.in(match.Words(text))) > 0 {
			f.names = true
		}
	}
	all := append(answer, e.Questions...)
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
// A yes/no question that is surely about a dated entry is answered whatever
// year it supposes: the answer's own date puts it right.
func (a *answerer) admits(q question, e *Entry, confidence float64) bool {
	f := a.facets[e]
	supposes := q.supposes && !e.Date.IsZero() && confidence >= premiseAt
	if e.Select == nil && !supposes && !q.span.admits(f.years) {
		return false
	}
	for _, o := range q.others {
		if !f.others[o.id] && (!f.names || o.place) {
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
}

func (a *answerer) read(words []string) question {
	return question{
		words:    words,
		span:     readSpan(words),
		others:   a.others.in(words),
		supposes: match.TypeOf(words) == match.YesNo || endsInTag(words),
	}
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

// onlyTime reports whether the question names a time and nothing else.
func (q question) onlyTime() bool {
	if q.span.isZero() || len(q.others) > 0 {
		return false
	}
	for _, w := range q.words {
		if !match.IsFiller(w) && !strings.ContainsAny(w[:1], "0123456789") {
			return false
		}
	}
	return true
}
