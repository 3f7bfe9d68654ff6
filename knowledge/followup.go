package knowledge

import (
	"slices"
	"strings"
	"time"

	"attache/knowledge/match"
)

// Context is what a turn of a conversation leaves for the next. It is a small
// value without hidden state: the zero Context has nothing to go back to.
type Context struct {
	Entry    string `json:"entry,omitempty"`    // the id of the entry that answered
	Question string `json:"question,omitempty"` // the last question that stood by itself
}

// after is the context that an answer leaves: none behind a refusal, so that
// what follows it is not answered from what came before; but where it is known
// that something is not known, that was what the question meant.
func (c Context) after(answer Answer) Context {
	if len(answer.Entries) == 0 {
		return Context{}
	}
	c.Entry = answer.Entries[0].ID
	return c
}

// followUp answers a question that only the turn before makes whole:
//
//	why? · when was that? · who paid for it? · and the mission? ·
//	what came next? · is that still so? · and in 1998? · tell me more
//
// A question that stands by itself is none, and gets no answer here.
func (a *answerer) followUp(c Context, ranking match.Ranking, q question) (Answer, bool) {
	told, ok := a.set.byID[c.Entry]
	if !ok {
		return Answer{}, false
	}
	if answer, ok := a.particular(c, told, q); ok {
		return answer, true
	}
	own := q.own()
	alone := a.familyOf(ranking)
	switch {
	case slices.ContainsFunc(q.others, mention.outside):
		return Answer{}, false
	case len(own) == 0:
		return a.elliptic(c, told, q)
	case q.now && q.supposes && q.pointsBack() && len(own) <= 1 && alone < standsAlone:
		return a.atPresent(told, q), true
	}
	if len(q.parties) > 0 && q.isBare(alone) {
		if e := a.response(ranking, told, q); e != nil {
			return a.render(q, e, 1), true
		}
	}
	leans := q.leans(own, alone)
	if leans {
		if answer, ok := a.about(told, q); ok {
			return answer, true
		}
	}
	if leads(q.words) && len(own) <= 2 && a.namesTerm(ranking) && asksParticular(strings.Fields(c.Question)) {
		if answer, ok := a.instead(c, q, own); ok { // "and the HFC?" behind "when did they join?"
			return answer, true
		}
	}
	switch {
	case q.countsAnybody(own) && a.tells(told, q):
		return a.render(question{}, told, 1), true
	case q.isBare(alone):
		return a.bare(c, told, ranking, q, alone), true
	case alone >= standsAlone && !q.dangles():
		return Answer{}, false
	case q.pointsBack() && len(own) <= fewWords:
		return a.about(told, q)
	case leads(q.words) && len(own) <= fewWords:
		if answer, ok := a.instead(c, q, own); ok {
			return answer, true
		}
		return a.about(told, q)
	}
	// What is not surely meant by itself, and surely where it is asked of what was told:
	// "against which countries".
	if !leans && match.TypeOf(q.words) != match.Open && len(own) <= fewWords && !slices.ContainsFunc(q.words, isOrderWord) {
		if answer, ok := a.about(told, q); ok && sameThing(told, answer.Entries[0]) && answer.Confidence >= plainly {
			return answer, true
		}
	}
	return Answer{}, false
}

// particular answers a question of what may be asked of anything that was told: what
// else there was in its year, one of its lines, its source, whether that is disputed, and
// what its letters stand for.
func (a *answerer) particular(c Context, told *Entry, q question) (Answer, bool) {
	if first, last := readMonths(q.words); first != 0 && q.span.isZero() && !told.Date.IsZero() && !tellsMoreThanTime(q.words) && !asksParticular(q.words) {
		return a.inMonths(told, first, last), true
	}
	if answer, ok := a.nth(c, q); ok {
		return answer, true
	}
	if asksForSource(q) {
		return a.render(question{}, told, 1), true
	}
	if asksOfDispute(q.words) && countContent(withoutDispute(q.words)) == 0 {
		return a.disputedOf(told), true
	}
	if q.pointsBack() && containsPhrase(q.text, []string{"stand for", "stands for", "abbreviation", "acronym"}) && !slices.ContainsFunc(q.words, a.abbreviates) {
		if e := a.termIn(told); e != nil {
			return a.direct(e, 1), true
		}
	}
	return Answer{}, false
}

// namesTerm reports whether what is likeliest meant is but a term.
func (a *answerer) namesTerm(ranking match.Ranking) bool {
	found := ranking.Candidates()
	return len(found) > 0 && a.entries[found[0].Label].Kind == Term
}

// asksParticular reports whether words ask for one particular, such as a date.
func asksParticular(words []string) bool {
	return slices.Contains([]match.QuestionType{match.When, match.Who, match.Where, match.HowMany, match.HowMuch, match.HowLong}, match.TypeOf(words))
}

// own are the words of a question that say what it is of.
func (q question) own() []string {
	return slices.DeleteFunc(contentOf(q.words), func(w string) bool {
		return isEventWord(w) || isOrderWord(w) || slices.Contains(forthWords, w) || slices.Contains(backWords, w) || slices.Contains(small, w)
	})
}

// forthWords and backWords tell on which side of what was told in time something is.
var (
	forthWords = []string{"next", "then", "afterwards", "later", "after", "following"}
	backWords  = []string{"before", "previously", "earlier", "preceded"}
)

// Leans reports whether a question may be asked of what was told before it, with an
// answer of its own or without.
func (s *Set) Leans(question string) bool {
	answer := s.Answer(question)
	if answer.Kind == NoAnswer {
		return answer.Talk == NoTalk
	}
	ranking, q := s.answerer.understand(asClaim(question))
	return s.answerer.example(q) == nil && q.leans(q.own(), s.answerer.familyOf(ranking))
}

// leans reports whether a question that is meant by itself with this likelihood, and
// whose words of its own these are, may as well be asked of what was told before:
// "who paid?", "how did the north react", "when did they give it up".
func (q question) leans(own []string, alone float64) bool {
	if kind := match.TypeOf(q.words); kind == match.Open || kind == match.YesNo || leads(q.words) {
		return false
	}
	names := 0
	for _, m := range q.parties {
		names += countContent(q.words[m.from:m.to])
	}
	return alone < plainly && len(q.words) <= 6 && len(own)-names <= 1 ||
		alone < certainly && len(own) <= fewWords && holdsAny(q.words, []string{"it", "its", "they", "them", "their", "he", "him", "his", "she", "her"})
}

const (
	standsAlone = 0.6 // how sure the matcher is of a question that needs no context
	fewWords    = 4   // words that say something in a question that leans on the one before
)

// small are words that say something, but not what of.
var small = []string{"more", "else", "detail", "details", "thing", "stuff", "part", "bit", "further", "continue", "go", "going", "happening", "like", "then", "today", "currently", "nowadays", "presently", "present",
	"day", "date", "year", "month", "reason", "reasons", "place", "name", "exact", "exactly", "precise", "precisely"}

// dangles reports whether a question says nothing, or next to nothing but what
// it points back to, so that without a turn before it could mean anything.
func (q question) dangles() bool {
	events := holdsAny(q.words, eventWords)
	switch {
	case len(q.parties) > 0 || !q.span.isZero():
		return false
	case len(q.own()) == 0 && (q.pointsBack() || !events):
		return true
	}
	return !events && countContent(q.words) == 1 && !isContent(q.words[0]) && // "radar, what is it" has in front what it is about
		holdsAny(q.words, []string{"it", "they", "them", "he", "him", "she", "her"})
}

// leads reports whether words begin as what goes on from a turn before.
func leads(words []string) bool {
	return slices.Contains([]string{"and", "but", "so", "no", "also", "or", "nah", "nope", "ok", "okay", "then", "same", "not", "plus"}, words[0]) ||
		len(words) > 1 && (words[0] == "what" || words[0] == "how") && words[1] == "about" ||
		len(words) > 2 && words[0] == "i" && words[1] == "mean"
}

// elliptic answers what has no subject of its own.
func (a *answerer) elliptic(c Context, told *Entry, q question) (Answer, bool) {
	switch {
	case !q.span.isZero():
		return a.inYear(c, q)
	case q.now:
		return a.atPresent(told, q), true
	case !slices.Contains(q.words, "name") && holdsAny(q.words, forthWords):
		return a.beside(told, q, false)
	case holdsAny(q.words, backWords):
		return a.beside(told, q, true)
	case asksParticular(q.words) && slices.Contains(q.words, "else"):
		return Answer{}, false // all that is told of it has been
	case holdsAny(q.words, []string{"more", "else", "details", "detail", "further", "continue"}):
		return a.more(told)
	}
	if told.Date.Day == 0 && asksForDay(q.words) {
		return a.about(told, q)
	}
	kind := match.TypeOf(q.words)
	if asksParticular(q.words) && a.facets[told].types[kind] {
		return a.render(question{}, told, 1), true
	}
	if kind == match.Open || kind == match.YesNo || kind == match.What && !q.pointsBack() {
		return Answer{}, false
	}
	if answer, ok := a.about(told, q); ok || !a.tells(told, q) || holdsAny(q.words, eventWords) {
		return answer, ok
	}
	return a.render(question{}, told, 1), true
}

// instead asks the question before of another subject: "and the mission?".
func (a *answerer) instead(c Context, q question, own []string) (Answer, bool) {
	words := append(strings.Fields(c.Question), own...)
	r := a.matcher.RankWords(words, func(label int) bool { return a.matcher.Coverage(label, q.words) >= enoughCovered })
	if len(r.Candidates()) == 0 || r.Known() < a.suggestAt {
		return Answer{}, false
	}
	e := a.entries[r.Candidates()[0].Label]
	if e.Kind == Gap || !a.admits(q, e) {
		return Answer{}, false
	}
	return a.render(a.read(words), e, r.Candidates()[0].Confidence), true
}

// inYear asks the question before of another time: "and in 1998?".
func (a *answerer) inYear(c Context, q question) (Answer, bool) {
	before := a.read(strings.Fields(c.Question))
	told := a.set.byID[c.Entry]
	if len(told.Items) > 0 && q.span.covers(a.facets[told].years) {
		return a.render(q, told, 1), true // its lines of that year
	}
	if before.span.isZero() && q.span.covers(yearsOfText(told.Answer)) {
		return a.render(question{}, told, 1), true // which tells of both
	}
	if before.span.isZero() || a.asksForTime(before) {
		return a.timeline(q, 1), true
	}
	words := slices.DeleteFunc(slices.Clone(before.words), match.IsYear)
	again := a.read(append(words, q.words...))
	again.span = q.span
	r := a.matcher.RankWords(words, func(label int) bool { return a.admits(again, a.entries[label]) })
	if len(r.Candidates()) > 0 && r.Known() >= a.answerAt {
		return a.render(again, a.entries[r.Candidates()[0].Label], r.Candidates()[0].Confidence), true
	}
	return a.timeline(q, 1), true
}

// inMonths tells what there was in some months of the year of what was told, of its
// topics if there was any: "and in June?".
func (a *answerer) inMonths(told *Entry, first, last time.Month) Answer {
	query := Query{Kind: Milestone, From: told.Date.Year, To: told.Date.Year, FromMonth: first, ToMonth: last}
	for _, t := range told.Topics {
		of := query
		of.Topic = t.ID
		if len(a.set.Select(of)) > 0 {
			return a.selected(of, "", 1)
		}
	}
	return a.selected(query, "", 1)
}

// nth answers what asks for one of a list that has just been given, by its place:
// "the second one", "and the last?", "tell me more about the first".
func (a *answerer) nth(c Context, q question) (Answer, bool) {
	if !q.span.isZero() {
		return Answer{}, false
	}
	place := q.place()
	if place == 0 || c.Question == "" {
		return Answer{}, false
	}
	list, _ := a.turn(Context{}, c.Question)
	if list.Kind != Listing || list.Entries[0].ID != c.Entry {
		return Answer{}, false
	}
	if e := list.Entries[0]; len(list.Entries) == 1 && len(e.Items) > 0 {
		if item, ok := at(shownItems(e, a.read(strings.Fields(c.Question))), place); ok {
			return Answer{Kind: Direct, Text: sentence(item), Entries: list.Entries, Confidence: 1}, true
		}
		return Answer{}, false
	}
	if e, ok := at(list.Entries, place); ok {
		return a.direct(e, 1), true
	}
	return Answer{}, false
}

// place gives the place in a list that the question asks for and nothing else, as at
// counts it; 0 for none.
func (q question) place() int {
	place := 0
	for _, w := range q.words {
		n, isPlace := ordinals[w]
		switch {
		case isPlace && place != 0:
			return 0
		case isPlace:
			place = n
		case isContent(w) && !slices.Contains(small, w) && w != "one":
			return 0 // the first of something else
		}
	}
	return place
}

// at gives the element at a place counted from 1, or from the end where it is below 0.
func at[T any](all []T, place int) (one T, ok bool) {
	if place < 0 {
		place += len(all) + 1
	}
	if place < 1 || place > len(all) {
		return one, false
	}
	return all[place-1], true
}

var ordinals = map[string]int{
	"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "last": -1, "final": -1,
}

// asksForSource reports whether a question is nothing but where what was told comes
// from.
func asksForSource(q question) bool {
	said := func(w string) bool {
		return isContent(w) && !slices.Contains(sourceWords, w)
	}
	if !q.span.isZero() || len(q.others) > 0 || slices.ContainsFunc(q.words, said) {
		return false
	}
	has := func(w string) bool { return slices.Contains(q.words, w) }
	return has("you") && (has("where") && has("from") || has("how") && has("know")) ||
		holdsAny(q.words, sourceWords) || containsPhrase(q.text, sourcePhrases)
}

// sourceWords and sourcePhrases ask where something comes from, or doubt it.
var (
	sourceWords   = []string{"source", "sources", "citation", "link", "proof", "really", "seriously"}
	sourcePhrases = []string{"says who", "who says", "who said so", "who says so", "according to whom", "where is that from", "where did you get that"}
)
