package knowledge

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"attache/knowledge/match"
)

// answerer holds what a set needs to answer beyond its entries.
type answerer struct {
	set     *Set
	matcher *match.Matcher
	entries []*Entry // by the matcher's label
	facets  map[*Entry]*facet
	others  others
	parties others // the names of those whom the set is about

	// Bands of how likely an entry is meant. Below answerAt the bot keeps silent; from suggestAt
	// on it names what it would have answered.
	answerAt, suggestAt float64

	lists    sync.Pool // of the memory in which lists are put together
	examples exampleIndex
	gone     map[string]bool // words that name superseded terms
	synonyms [][]string
	talks    map[Talk]bool // the kinds of small talk that the set does not answer itself
}

// newAnswerer makes a set ready to answer, with the matcher that is stored; when
// none is, it trains one. It fails when what is stored cannot be read.
func newAnswerer(s *Set, m material, stored match.Stored) (*answerer, error) {
	a := &answerer{
		set: s, entries: s.Entries,
		facets:  make(map[*Entry]*facet),
		parties: newOthers(m.parties, nil), others: newOthers(m.outsiders, m.unstated),
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

// facet is what constraints want to know of an entry.
type facet struct {
	alone     []*Entry // the entry itself, for answers that rest on it
	years     map[int]bool
	begin     int              // the year in which what it tells began; 0 where that is not told
	others    map[int]bool     // what it mentions of those, anywhere
	cities    map[string]bool  // that its answer names
	names     bool             // its answer names an outsider: a wrong name in the question is a false premise
	forecast  bool             // its examples ask what will or should be
	present   bool             // a share of its examples asks how it is at present
	numbers   map[string]bool  // that its answer gives, years left out
	editions  map[string][]int // the years behind a name: of a regatta that there is again and again
	judgement func() *judgement
	types     map[match.QuestionType]bool // what its examples ask for
	reasons   bool                        // a share of them asks why
}

// facetOf reads an entry's facet.
func (a *answerer) facetOf(e *Entry, questions [][]string) *facet {
	f := &facet{alone: []*Entry{e}, years: make(map[int]bool), others: make(map[int]bool), cities: make(map[string]bool), numbers: make(map[string]bool), types: make(map[match.QuestionType]bool)}
	f.judgement = sync.OnceValue(func() *judgement { return a.judgementOf(e) })
	for _, text := range append([]string{e.Title, e.Answer}, e.Items...) {
		words := match.Words(text)
		f.mention(a, words)
		for _, o := range a.others.in(words, textOf(words)) {
			f.names = f.names || !o.unstated
			if o.city {
				f.cities[o.text] = true
			}
		}
		for i, w := range words {
			if isCount(w) {
				f.numbers[w] = true
			}
			if i > 0 && match.IsYear(w) && isEdition(text, words[i-1], w) {
				f.addEdition(words[i-1], atoi(w))
			}
		}
	}
	var all []string
	for _, n := range e.Notes() {
		all = append(all, n.Text, n.Since.String())
	}
	if f.addDates(e.Date); e.Date.IsZero() {
		f.addDates(e.AsOf)
	}
	f.begin = beginning(e)
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
	said := make(map[int]int) // in how many questions each of the others is
	now, why := 0, 0          // how many ask of the present, and for a reason
	saidYears, asked := make(map[int]int), facet{years: make(map[int]bool)}
	for i, words := range questions {
		text := textOf(words)
		if asksOfNow(words, text) {
			now++
		}
		f.forecast = f.forecast || isForecast(words)
		kind := match.TypeOf(words)
		if f.types[kind] = true; kind == match.Why {
			why++
		}
		if i >= len(questions)-len(e.No) {
			continue // what is denied is not so
		}
		clear(asked.years)
		asked.span(words)
		for y := range asked.years {
			saidYears[y]++
		}
		for _, o := range a.others.in(words, text) {
			said[o.id]++
		}
	}
	for year, count := range saidYears {
		if count*oneIn >= len(questions) {
			f.years[year] = true // else it may be a wrong one
		}
	}
	f.present = now*oneIn >= 2*len(questions)
	f.reasons = why*oneIn >= len(questions) || givesReason(e)
	for id, count := range said {
		// A name that a question has but the entry does not may only tell who asks.
		if count*oneIn >= len(questions) || id >= a.others.unstated {
			f.others[id] = true
		}
	}
	return f
}

// givesReason reports whether an entry's answer has a word of a reason.
func givesReason(e *Entry) bool {
	return holdsAny(match.Words(e.Answer), []string{
		"because", "protest", "citing", "cited", "due", "owing", "reason", "reasons", "aim", "aims", "aimed", "purpose", "failed", "response", "since", "concern", "help", "so", "probably", "therefore", "lest",
	})
}

// beginning is the year in which what an entry tells began: its own, its project's,
// or else the earliest that its answer names, but for those as of which it holds.
func beginning(e *Entry) int {
	year := e.Date.Year
	if year == 0 && e.Project != nil {
		year = e.Project.Start.Year
	}
	if year != 0 {
		return year
	}
	words := match.Words(e.Answer)
	for i, w := range words {
		if match.IsYear(w) && indexOf(words[max(i-4, 0):i], []string{"as", "of"}) < 0 && (year == 0 || atoi(w) < year) {
			year = atoi(w)
		}
	}
	return year
}

// oneIn so many questions must have a name for it to be the entry's.
const oneIn = 20

// shareYears has an entry without a year of its own that details another thing
// have the years of that thing and of all its details: "which cargo may go under
// the deal of 2010".
func (a *answerer) shareYears() {
	family := make(map[*Entry]map[int]bool)
	for _, e := range a.entries {
		if family[root(e)] == nil {
			family[root(e)] = make(map[int]bool)
		}
		maps.Copy(family[root(e)], a.facets[e].years)
	}
	for _, e := range a.entries {
		if e.Date.IsZero() && e.About != nil && !slices.ContainsFunc(match.Words(e.Answer), match.IsYear) {
			a.facets[e].years = family[root(e)]
		}
	}
}

// mention notes the others and the years among words.
func (f *facet) mention(a *answerer, words []string) {
	for _, o := range a.others.in(words, textOf(words)) {
		f.others[o.id] = true
	}
	f.span(words)
}

// span notes the years among words, and those between: "from 2004 to 31 December
// 2010".
func (f *facet) span(words []string) {
	last, reaches := 0, false // the year before, and whether a time goes on from it
	for _, w := range words {
		switch {
		case match.IsYear(w):
			year := atoi(w)
			f.years[year] = true
			for y := last + 1; reaches && y < year; y++ {
				f.years[y] = true
			}
			last, reaches = year, false
		case last > 0 && slices.Contains([]string{"to", "until", "through"}, w):
			reaches = true
		}
	}
}

// isEdition reports whether a text has a year right behind a word that it writes as a
// name.
func isEdition(text, word, year string) bool {
	if !isContent(word) || isOrderWord(word) || namesPartOfYear(word) {
		return false
	}
	name := strings.ToUpper(word[:1]) + word[1:]
	return strings.Contains(text, name+" "+year) || strings.Contains(text, name+"-"+year)
}

func (f *facet) addEdition(name string, year int) {
	if f.editions == nil { // as most
		f.editions = make(map[string][]int)
	}
	f.editions[name] = append(f.editions[name], year)
}

// yearsOfText gives the years that a text names, and those between.
func yearsOfText(text string) map[int]bool {
	f := facet{years: make(map[int]bool)}
	f.span(match.Words(text))
	return f.years
}

func (f *facet) addDates(dates ...Date) {
	for _, d := range dates {
		if !d.IsZero() {
			f.years[d.Year] = true
		}
	}
}
