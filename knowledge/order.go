package knowledge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"attache/knowledge/match"
)

// compare answers which of two dated things came first:
//
//	which was first, joining X or joining Y
//	X and Y: which of the two came earlier
//	was X before or after Y
//	did X happen before Y · was X earlier than Y · does X predate Y
//	by the time of Y, had X happened
//
// Whatever stands before a colon counts as well.
func (a *answerer) compare(q question) (Answer, bool) {
	if !holdsAny(q.whole, comparing) {
		return Answer{}, false // as most questions do, and the rest takes time
	}
	words, choice := inOrderWords(q.whole)
	if !slices.ContainsFunc(words, isOrderWord) && !containsPhrase(textOf(words), ofTwo) {
		return Answer{}, false
	}
	for _, form := range a.forms(q, words, choice) {
		least := a.orderAt()
		if form.claim != unsaid {
			least = a.answerAt
		}
		if c := a.surest(form.splits); c.confidence >= least && !a.neither(c.first, c.second, a.matcher.RankWords(words, nil)) {
			return c.answer(form.claim), true
		}
	}
	return Answer{}, false
}

// order is how one thing stands to another.
type order int

const (
	unsaid order = iota
	isBefore
	isAfter
)

// form is a way in which words may name two things, and the order of the first to
// the second that they suppose.
type form struct {
	splits [][2][]string
	claim  order
}

// forms gives the ways to read words as a comparison, the plainest first. choice says
// that the order is left open although the words name one: "before Y, or only after it".
func (a *answerer) forms(q question, words []string, choice bool) []form {
	either := slices.Concat(splits(words, "before", "or", "after"), splits(words, "after", "or", "before"))
	if len(either) > 0 {
		return []form{{either, unsaid}}
	}
	text := textOf(words)
	var forms []form
	if asksFirst := holdsAny(words, firstWords); asksFirst || q.span.isZero() {
		forms = append(forms, form{splits(words, "or"), unsaid})
		if containsPhrase(text, ofTwo) {
			forms = append(forms, form{splits(words, "and"), unsaid})
		}
	}
	switch supposes := q.supposes || match.TypeOf(words) == match.YesNo; {
	case choice:
		forms = append(forms, form{splits(words, "before"), unsaid}, form{splits(words, "after"), unsaid}, form{splits(words, "then"), unsaid})
	case supposes && !a.plain(words):
		forms = append(forms, form{splits(words, "before"), isBefore}, form{splits(words, "after"), isAfter})
	}
	return forms
}

// splits are the ways to cut words around at.
func splits(words []string, at ...string) [][2][]string {
	var all [][2][]string
	for from := 0; ; {
		left, right, ok := cut(words[from:], at...)
		if !ok {
			return all
		}
		end := from + len(left)
		all = append(all, [2][]string{words[:end], right})
		from = end + len(at)
	}
}

// comparison is two dated things, and how likely both are meant.
type comparison struct {
	first, second *Entry
	confidence    float64
}

// surest gives the likeliest two things that words mean which are cut in one of these
// ways.
func (a *answerer) surest(splits [][2][]string) (best comparison) {
	for _, s := range splits[:min(len(splits), maxSplits)] {
		left, right := s[0], s[1]
		if l, r, ok := a.shared(left, right); ok {
			left, right = l, r
		}
		if first, second, p := a.two(left, right); p > best.confidence {
			best = comparison{first, second, p}
		}
	}
	return best
}

const maxSplits = 4

// answer tells the order of the two, and whether it is the one that is claimed.
func (c comparison) answer(claim order) Answer {
	first, second := c.first, c.second
	answer := Answer{Kind: Direct, Entries: []*Entry{first, second}, Confidence: c.confidence}
	switch {
	case second.Date.after(first.Date):
		answer.Text = firstAndThen(first, second)
	case first.Date.after(second.Date):
		answer.Text = firstAndThen(second, first)
		claim = (3 - claim) % 3
	default:
		answer.Text = fmt.Sprintf("My sources do not tell the order: %s (%s); %s (%s).",
			first.Title, first.Date.Spoken(), second.Title, second.Date.Spoken())
		return answer
	}
	switch claim {
	case isBefore:
		answer.Text = "Yes. " + answer.Text
	case isAfter:
		answer.Text = "No. " + answer.Text
	}
	return answer
}

// two gives the two different dated things that words mean, and how likely both are
// meant: 0 when one is not found or both are the same.
func (a *answerer) two(left, right []string) (first, second *Entry, confidence float64) {
	first, p1 := a.milestone(left)
	second, p2 := a.milestone(right)
	if first == nil || second == nil || first == second {
		return nil, nil, 0
	}
	return first, second, min(p1, p2)
}

// plain reports whether one entry by itself is as good as surely meant.
func (a *answerer) plain(words []string) bool {
	r := a.matcher.RankWords(words, nil)
	return len(r.Candidates()) > 0 && r.Candidates()[0].Confidence >= certainly
}

// neither reports whether another thing than the two is plainly meant.
func (a *answerer) neither(first, second *Entry, ranking match.Ranking) bool {
	best := ranking.Candidates()[0]
	e := a.entries[best.Label]
	of := func(o *Entry) bool { return e == o || e.About == o || o.About == e }
	return best.Confidence >= plainly && !of(first) && !of(second)
}

// shared completes two things of which "or" has only the names beside it, by what
// they share behind the second or in front of the first: "which was first, A or B
// as host", "where was a fire first, in A or B", "membership in A or in B".
func (a *answerer) shared(left, right []string) (first, second []string, ok bool) {
	if slices.Contains([]string{"in", "into", "to", "of", "with"}, right[0]) {
		if at := slices.Index(left, right[0]); at > 0 {
			return left, slices.Concat(left[:at], right), true
		}
	}
	names, others := a.others.in(left, textOf(left)), a.others.in(right, textOf(right))
	if len(names) == 0 || len(others) == 0 || others[0].from != 0 {
		return nil, nil, false
	}
	name := names[len(names)-1]
	if others[0].to == len(right) && name.to == len(left) {
		return left, slices.Concat(left[:name.from], right), true
	}
	return slices.Concat(left[name.from:name.to], right[others[0].to:]), right, true
}

// inOrderWords says an order in the words that compare knows, and tells whether a choice
// at the end leaves the order open.
func inOrderWords(words []string) (inOrder []string, choice bool) {
	text := textOf(words)
	for _, phrase := range openChoices {
		if rest, ok := strings.CutSuffix(text, phrase); ok {
			text, choice = rest+" ", true
			break
		}
	}
	for _, phrase := range orderPhrases {
		text = strings.ReplaceAll(text, phrase[0], phrase[1])
	}
	words = strings.Fields(text)
	for _, turn := range [][]string{{"by", "the", "time"}, {"when"}} {
		at, n := indexOf(words, turn), len(turn)
		if at < 0 || !holdsAny(words, []string{"already", "yet", "still"}) && n == 1 || match.TypeOf(words) != match.YesNo && at > 0 {
			continue
		}
		if at > 0 {
			return slices.Concat(words[:at], []string{"before"}, words[at+n:]), choice
		}
		for i := n + 1; i+1 < len(words); i++ {
			if match.TypeOf(words[i:i+1]) == match.YesNo {
				return slices.Concat(words[i:], []string{"before"}, words[n:i]), choice
			}
		}
	}
	return words, choice
}

// indexOf gives where some words stand among others, -1 where they do not.
func indexOf(words, some []string) int {
	for i := 0; i+len(some) <= len(words); i++ {
		if slices.Equal(words[i:i+len(some)], some) {
			return i
		}
	}
	return -1
}

// openChoices end a question so that it leaves the order open.
var openChoices = []string{
	" or only after it ", " or after it ", " or before it ", " or after that ", " or before that ", " or only afterwards ", " or afterwards ", " or beforehand ",
	" or later ", " or only later ", " or earlier ", " or was it the other way round ", " or was it the other way around ", " or the other way round ", " or the other way around ",
	" or the other way ", " or vice versa ", " or the reverse ", " or is it the reverse ", " or was it the reverse ", " or was it after ", " or was it before ", " or was it later ",
}

// orderPhrases are other words for the order that things came in.
var orderPhrases = [][2]string{
	{" prior to ", " before "}, {" earlier than ", " before "}, {" sooner than ", " before "}, {" ahead of ", " before "}, {" older than ", " before "},
	{" precede ", " before "}, {" preceded ", " before "}, {" precedes ", " before "},
	{" later than ", " after "}, {" subsequent to ", " after "}, {" follow ", " after "}, {" followed ", " after "}, {" follows ", " after "}, {" newer than ", " after "},
	{" more recent than ", " after "},
	{" more recent ", " later "}, {" most recent ", " later "},
	{" vs ", " or "}, {" versus ", " or "},
}

// comparing are the words without which nothing is compared.
var comparing = []string{
	"first", "earlier", "before", "after", "later", "sooner", "last", "older", "newer", "than", "prior", "ahead", "subsequent", "recent", "sequence", "already", "yet", "time",
	"precede", "preceded", "precedes", "follow", "followed", "follows", "reverse", "order", "versa", "still",
}

// firstWords ask for the order of two things, of which each may name a year.
var firstWords = []string{"first", "earlier", "sooner", "older"}

func firstAndThen(first, second *Entry) string {
	return fmt.Sprintf("First: %s (%s). Then: %s (%s).",
		first.Title, first.Date.Spoken(), second.Title, second.Date.Spoken())
}

// ofTwo are the phrases that ask for an order of two things joined by "and".
var ofTwo = []string{"of the two", "of them", "came first", "which first", "was first", "earlier", "happened first", "which one", "comes first", "come first", "occurred first", "sequence", "sooner", "later"}

// orderAt is how sure the matcher must be of each of the two things: less than
// of an answer, for both must be milestones and different ones.
func (a *answerer) orderAt() float64 { return a.answerAt * 2 / 3 }

func isOrderWord(w string) bool {
	return slices.Contains([]string{"first", "earlier", "before", "after", "later", "sooner", "last", "older", "newer"}, w)
}

// around answers what came next after a milestone or just before it, and lists
// what there was before, after or since one:
//
//	what was the next thing after the mission opened
//	what happened before the war
//
// A list reaches to the year before the milestone's. It begins with the
// milestone's own year where its month is known, else with the year after.
func (a *answerer) around(q question) (Answer, bool) {
	head, turn, rest, ok := q.aroundWhat()
	if !ok {
		return Answer{}, false
	}
	anchor, p := a.milestone(rest)
	if anchor == nil || p < a.answerAt || !q.span.isZero() && !slices.Contains(rest, strconv.Itoa(anchor.Date.Year)) {
		return Answer{}, false // a time that things were in
	}
	back := slices.Contains([]string{"before", "preceded", "precedes"}, turn)
	if holdsAny(q.words, adjacentWords) || back && holdsAny(head, []string{"last", "latest"}) {
		return a.neighbour(anchor, back)
	}
	switch {
	case back:
		return a.selected(Query{To: anchor.Date.Year - 1}, "", p), true
	case anchor.Date.Month == 0 && turn != "since":
		return a.selected(Query{From: anchor.Date.Year + 1}, "", p), true
	}
	return a.selected(Query{From: anchor.Date.Year}, "", p), true
}

// aroundWhat cuts a question for events into what asks for them, the word that says
// on which side of another they are, and that other:
//
//	what happened / after / the fire · after / the fire / what came next
func (q question) aroundWhat() (head []string, turn string, rest []string, ok bool) {
	for i, w := range q.words[:max(len(q.words)-1, 0)] {
		if !slices.Contains([]string{"after", "following", "since", "before", "preceded", "followed", "precedes", "follows", "once"}, w) {
			continue
		}
		head, rest = q.words[:i], q.words[i+1:]
		if i == 0 {
			end := slices.IndexFunc(rest, match.IsQuestionWord)
			if end < 1 {
				return nil, "", nil, false
			}
			head, rest = rest[end:], rest[:end]
		}
		if q.asksForEvents(head) {
			return head, w, rest, true
		}
	}
	return nil, "", nil, false
}

// asksForEvents reports whether the words that a question begins with ask for
// events, whatever they are.
func (q question) asksForEvents(head []string) bool {
	return len(head) < 10 && holdsAny(head, eventWords) && (question{words: head, parties: q.parties}).onlyEvents(vagueWords...)
}

// between lists what there was from one milestone to another:
//
//	what happened between the opening and the fire
func (a *answerer) between(q question) (Answer, bool) {
	head, rest, ok := cut(q.words, "between")
	if !ok || !q.span.isZero() || !holdsAny(head, eventWords) {
		return Answer{}, false
	}
	left, right, ok := cut(rest, "and")
	if !ok || a.namesAlone(left) || a.namesAlone(right) {
		return Answer{}, false
	}
	first, last, confidence := a.two(left, right)
	if confidence < a.orderAt() {
		return Answer{}, false
	}
	if first.Date.after(last.Date) {
		first, last = last, first
	}
	return a.selected(Query{From: first.Date.Year, To: last.Date.Year}, "", confidence), true
}

// namesAlone reports whether words have no content but somebody's name: "between Ann
// and Bob" is no time.
func (a *answerer) namesAlone(words []string) bool {
	text := textOf(words)
	return countContent(words) <= len(a.parties.in(words, text))+len(a.others.in(words, text))
}

var adjacentWords = []string{"next", "straight", "directly", "immediately", "right", "just", "once", "first", "followed", "preceded", "follows", "precedes"}

// adjacent gives the milestone that is known to come next after another, or to be the
// last before it; beside it, where that is another, the one that stands in the same
// section of the same source, as its list of milestones may be meant.
func (a *answerer) adjacent(anchor *Entry, back bool, confidence float64) (Answer, bool) {
	date := a.finest(anchor)
	all := slices.DeleteFunc(slices.Clone(a.set.Select(Query{})), func(e *Entry) bool {
		return e == anchor || back && !date.after(e.Date) || !back && !e.Date.after(date)
	})
	if back {
		slices.Reverse(all)
	}
	if len(all) == 0 {
		return Answer{}, false
	}
	same := slices.IndexFunc(all, func(e *Entry) bool { return e.Citation == anchor.Citation })
	if same <= 0 {
		return a.direct(all[0], confidence), true
	}
	near := []*Entry{all[0], all[same]}
	if back {
		slices.Reverse(near)
	}
	return inLines("", near, confidence), true
}

// finest gives the date of a milestone, as the details of it that are of the same
// year tell it where it has the year alone.
func (a *answerer) finest(e *Entry) Date {
	date := e.Date
	for _, detail := range a.entries {
		if d := detail.Date; detail.About == e && d.Year == e.Date.Year && d.Month != 0 && e.Date.Month == 0 && (date.Month == 0 || date.after(d)) {
			date = d
		}
	}
	return date
}

// eventWords are the words in which people ask for events whatever they are.
var eventWords = []string{
	"happened", "happen", "happens", "happening", "occurred", "occur", "place", "came", "come", "followed", "follow", "follows", "precedes",
	"event", "events", "milestone", "milestones", "step", "steps", "entry", "entries", "development", "developments",
	"timeline", "chronology", "history", "next", "key", "earliest", "oldest", "latest", "newest", "new", "recent", "main", "list", "everything", "news", "order", "chronological", "date", "dates",
	"overview", "summary", "recap", "highlights", "rundown", "story", "short", "brief", "important", "major", "went", "go", "gone", "down",
	"point", "points", "overall", "concern", "concerned", "concerning", "regarding", "involve", "involved", "involving",
}

func isEventWord(w string) bool { return slices.Contains(eventWords, w) }

// superlatives are event words that alone do not ask for an event.
var superlatives = []string{"earliest", "oldest", "latest", "newest", "recent", "new"}

// extreme answers with the first or the last milestone there is, or there was
// in a time:
//
//	what was the very first event
func (a *answerer) extreme(q question) (Answer, bool) {
	first := holdsAny(q.words, []string{"first", "earliest", "oldest"})
	last := holdsAny(q.words, []string{"last", "latest", "newest", "recent", "final"})
	if first == last || len(q.others) > 0 || !slices.ContainsFunc(q.words, func(w string) bool { return isEventWord(w) && !slices.Contains(superlatives, w) }) ||
		!q.onlyEvents() || q.span.recent {
		return Answer{}, false
	}
	all := a.set.Select(q.span.query())
	if len(all) == 0 {
		return Answer{}, false
	}
	if last {
		return a.direct(all[len(all)-1], 1), true
	}
	return a.direct(all[0], 1), true
}

// milestone gives the milestone that words mean, or the dated fact where they mean
// that plainly or no milestone surely, and how likely something dated is meant; nil
// when they name others that it does not.
func (a *answerer) milestone(words []string) (*Entry, float64) {
	e, ranking := a.dated(words, func(e *Entry) bool { return e.Kind == Milestone })
	fact, best := a.dated(words, func(e *Entry) bool { return !e.Date.IsZero() && e.Kind != Phase })
	if fact == nil || fact == e {
		return e, max(ranking.Known(), best.Known())
	}
	detail := fact.About != nil && fact.About.Kind == Milestone
	switch plain := best.Candidates()[0].Confidence >= plainly; {
	case ranking.Known() >= a.answerAt && (detail || !plain), best.Known() <= ranking.Known():
		return e, ranking.Known()
	case detail:
		return fact.About, best.Known()
	}
	return fact, best.Known()
}

// dated gives the entry that words mean, among those that accept takes, and how
// these rank; nil when they name others that it does not.
func (a *answerer) dated(words []string, accept func(*Entry) bool) (*Entry, match.Ranking) {
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return isOrderWord(w) || isEventWord(w) || match.IsQuestionWord(w)
	})
	if parties := len(a.parties.in(words, textOf(words))); !tellsMoreThanTime(words) || parties > 0 && countContent(words) <= parties {
		return nil, match.Ranking{None: 1} // a time, or whom everything is about
	}
	ranking := a.matcher.RankWords(words, func(label int) bool { return accept(a.entries[label]) })
	candidates := ranking.Candidates()
	if len(candidates) == 0 {
		return nil, match.Ranking{None: 1}
	}
	e := a.entries[candidates[0].Label]
	for _, o := range a.others.in(words, textOf(words)) {
		if !a.facets[e].others[o.id] {
			return nil, match.Ranking{None: 1}
		}
	}
	return e, ranking
}

// cut splits words around the first place where those of at stand and that has
// words on both sides.
func cut(words []string, at ...string) (left, right []string, ok bool) {
	for i := 1; i+len(at) < len(words); i++ {
		if slices.Equal(words[i:i+len(at)], at) {
			return words[:i], words[i+len(at):], true
		}
	}
	return nil, nil, false
}
