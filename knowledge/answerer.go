package knowledge

import (
	"slices"
	"sync"

	"attache/knowledge/match"
)

// answerer holds what a set needs to answer beyond its entries.
type answerer struct {
	set     *Set
	matcher *match.Matcher
	entries []*Entry // by the matcher's label
	facets  map[*Entry]*facet
	others  nameIndex // of what the set is not about
	parties nameIndex // of those whom it is about

	// Bands of how likely an entry is meant. Below answerAt the bot keeps silent; from suggestAt
	// on it names what it would have answered.
	answerAt, suggestAt float64

	lists    sync.Pool // of the memory in which lists are put together
	examples exampleIndex
	gone     map[string]bool // words that name superseded terms
	synonyms [][]string
	terms    map[string]*Entry
	talks    map[Talk]bool // the kinds of small talk that the set does not answer itself
}

// newAnswerer makes a set ready to answer, with the matcher that is stored; when
// none is, it trains one. It fails when what is stored cannot be read.
func newAnswerer(s *Set, m material, stored match.Stored) (*answerer, error) {
	a := &answerer{
		set: s, entries: s.Entries,
		facets:  make(map[*Entry]*facet),
		parties: newNameIndex(m.parties, nil), others: newNameIndex(m.outsiders, m.unstated),
		gone: goneNames(s.Entries), synonyms: m.synonyms,
	}
	a.lists.New = func() any { return new([]byte) }
	questions := make([][][]string, len(s.Entries))
	match.InParallel(len(questions), func(i int) { questions[i] = readAll(s.Entries[i].Questions) })
	facets := make([]*facet, len(s.Entries))
	var reading sync.WaitGroup // beside the matcher
	reading.Go(func() {
		match.InParallel(len(facets), func(i int) { facets[i] = a.facetOf(s.Entries[i], questions[i]) })
	})
	var err error
	if stored == (match.Stored{}) {
		a.matcher = match.New(m.examples(s, questions))
	} else {
		a.matcher, err = match.Unmarshal(stored, m.aliases(s))
	}
	reading.Wait()
	if err != nil {
		return nil, err
	}
	a.answerAt, a.suggestAt = a.matcher.Threshold(), a.matcher.Threshold()/2
	a.examples = newExampleIndex(s.Entries, questions)
	a.talks = a.openTalks()
	a.terms = a.termsByName()
	for i, e := range s.Entries {
		a.facets[e] = facets[i]
	}
	a.shareYears()
	return a, nil
}

// examples are what a set's matcher learns from; questions are its entries'.
func (m material) examples(s *Set, questions [][][]string) match.Examples {
	examples := match.Examples{
		Labels:     make([]match.Label, len(s.Entries)),
		Background: make([][]string, len(m.offtopic)),
		Aliases:    m.aliases(s),
		Keep:       m.caution,
		Without:    m.without,
	}
	match.InParallel(len(s.Entries), func(i int) {
		examples.Labels[i] = match.Label{Questions: questions[i], Texts: readAll(s.Entries[i].texts())}
	})
	match.InParallel(len(m.offtopic), func(i int) { examples.Background[i] = match.Words(m.offtopic[i]) })
	return examples
}

// aliases are the words and phrases that mean the same in a set.
func (m material) aliases(s *Set) [][]string {
	aliases := slices.Clone(m.synonyms)
	for _, n := range slices.Concat(m.parties, m.outsiders) {
		aliases = append(aliases, slices.Concat([]string{n.Name}, n.Aliases, n.Cities))
	}
	for _, e := range s.Entries {
		if t := e.Term; t != nil && t.Abbreviation != "" {
			aliases = append(aliases, []string{t.Abbreviation, t.Name})
		}
	}
	return aliases
}

func readAll(texts []string) [][]string {
	words := make([][]string, len(texts))
	var room []string
	for i, text := range texts {
		room = match.AppendWords(room[:0], text)
		words[i] = slices.Clone(room)
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
