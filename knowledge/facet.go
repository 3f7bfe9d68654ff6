package knowledge

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"attache/knowledge/match"
)

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

// facetOf reads an entry's facet; questions are its examples.
func (a *answerer) facetOf(e *Entry, questions [][]string) *facet {
	f := &facet{
		alone: []*Entry{e}, begin: beginning(e),
		years: make(map[int]bool), others: make(map[int]bool), cities: make(map[string]bool), numbers: make(map[string]bool), types: make(map[match.QuestionType]bool),
		judgement: sync.OnceValue(func() *judgement { return a.judgementOf(e) }),
	}
	f.noteAnswer(e, a.others)
	f.noteParticulars(e, a.others)
	f.noteQuestions(e, questions, a.others)
	return f
}

// noteAnswer notes what the entry says.
func (f *facet) noteAnswer(e *Entry, others nameIndex) {
	for _, text := range append([]string{e.Title, e.Answer}, e.Items...) {
		words := match.Words(text)
		for _, o := range f.noteText(words, others) {
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
				f.noteEdition(words[i-1], atoi(w))
			}
		}
	}
}

// noteParticulars notes the entry's dates and what is told beside its answer: its notes
// and, of a project, who takes part and when.
func (f *facet) noteParticulars(e *Entry, others nameIndex) {
	if f.noteDates(e.Date); e.Date.IsZero() {
		f.noteDates(e.AsOf)
	}
	if e.Kind == Phase {
		for y := e.Date.Year + 1; y <= cmp.Or(e.End.Year, e.AsOf.Year); y++ {
			f.years[y] = true
		}
	}
	var texts []string
	for _, n := range e.Notes() {
		texts = append(texts, n.Text, n.Since.String())
	}
	if p := e.Project; p != nil {
		f.noteDates(p.Start, p.End)
		texts = slices.Concat(texts, []string{p.Lead}, p.Funders, p.Partners)
	}
	if about := e.About; about != nil {
		f.noteDates(about.Date)
		if p := about.Project; p != nil {
			f.noteDates(p.Start, p.End)
		}
	}
	for _, text := range texts {
		f.noteText(match.Words(text), others)
	}
}

// noteText notes the years in words and the others that they mention, which it gives.
func (f *facet) noteText(words []string, others nameIndex) []mention {
	addYears(f.years, words)
	found := others.in(words, textOf(words))
	for _, o := range found {
		f.others[o.id] = true
	}
	return found
}

func (f *facet) noteDates(dates ...Date) {
	for _, d := range dates {
		if !d.IsZero() {
			f.years[d.Year] = true
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

func (f *facet) noteEdition(name string, year int) {
	if f.editions == nil { // as most
		f.editions = make(map[string][]int)
	}
	f.editions[name] = append(f.editions[name], year)
}

// noteQuestions notes what the entry's examples ask for, and whom and which years they
// name: enough of them must, for a name that the entry lacks may only tell who asks, and
// a year may be a wrong one.
func (f *facet) noteQuestions(e *Entry, questions [][]string, others nameIndex) {
	isShare := func(count int) bool { return count*oneIn >= len(questions) }
	named, dated := make(map[int]int), make(map[int]int) // in how many questions a name is, and a year
	now, why := 0, 0                                     // how many ask of the present, and for a reason
	years := make(map[int]bool)                          // of a single question
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
		clear(years)
		addYears(years, words)
		for year := range years {
			dated[year]++
		}
		for _, o := range others.in(words, text) {
			named[o.id]++
		}
	}
	f.present = now*oneIn >= 2*len(questions)
	f.reasons = isShare(why) || givesReason(e)
	for year, count := range dated {
		if isShare(count) {
			f.years[year] = true
		}
	}
	for id, count := range named {
		if isShare(count) || id >= others.unstated {
			f.others[id] = true
		}
	}
}

// oneIn so many examples must have something for it to be the entry's.
const oneIn = 20

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

// addYears adds to years those that words name, and those between: "from 2004 to 31
// December 2010".
func addYears(years map[int]bool, words []string) {
	last, reaches := 0, false // the year before, and whether a time goes on from it
	for i, w := range words {
		switch {
		case match.IsYear(w):
			year := atoi(w)
			years[year] = true
			for y := last + 1; reaches && y < year; y++ {
				years[y] = true
			}
			last, reaches = year, false
		case last > 0 && slices.Contains([]string{"to", "until", "through"}, w) && words[i-1] != "according":
			reaches = true
		}
	}
}

// yearsOfText gives the years that a text names, and those between.
func yearsOfText(text string) map[int]bool {
	years := make(map[int]bool)
	addYears(years, match.Words(text))
	return years
}
