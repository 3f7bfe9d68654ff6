package knowledge

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"attache/knowledge/match"
)

// around answers what came next after a milestone or just before it, and lists
// what there was before, after or since one:
//
//	what was the next thing after the mission opened
//	what happened before the war
//
// A list reaches to the month before the milestone's, or to the year before where
// its month is not known. It begins with the milestone's month, else with the year
// after; "since" begins with its own.
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
	switch year, month := anchor.Date.Year, anchor.Date.Month; {
	case back && month > time.January:
		return a.selected(Query{To: year, ToMonth: month - 1}, "", p), true
	case back:
		return a.selected(Query{To: year - 1}, "", p), true
	case month == 0 && turn != "since":
		return a.selected(Query{From: year + 1}, "", p), true
	default:
		return a.selected(Query{From: year, FromMonth: month}, "", p), true
	}
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
	return a.selected(Query{From: first.Date.Year, FromMonth: first.Date.Month, To: last.Date.Year, ToMonth: last.Date.Month}, "", confidence), true
}

// namesAlone reports whether words have no content but somebody's name: "between Ann
// and Bob" is no time.
func (a *answerer) namesAlone(words []string) bool {
	text := textOf(words)
	content := countContent(words)
	for _, m := range slices.Concat(a.parties.in(words, text), a.others.in(words, text)) {
		content -= countContent(words[m.from:m.to])
	}
	return content <= 0
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
// in a time, or that a document tells of:
//
//	what was the very first event · the latest thing on the 1911 page
func (a *answerer) extreme(q question) (Answer, bool) {
	first := holdsAny(q.words, []string{"first", "earliest", "oldest"})
	last := holdsAny(q.words, []string{"last", "latest", "newest", "recent", "final"})
	var things []string
	if q.span.document != 0 {
		things = mentioning
	}
	asksForOne := slices.ContainsFunc(q.words, func(w string) bool {
		return isEventWord(w) && !slices.Contains(superlatives, w) || slices.Contains(things, w) && !slices.Contains(documents, w)
	})
	if first == last || !asksForOne || !q.onlyEvents(things...) || holdsAny(q.words, []string{"half", "quarter"}) || len(q.others) > 0 || q.span.recent {
		return Answer{}, false
	}
	all := a.set.Select(q.span.query())
	if q.span.document != 0 {
		all = toldIn(q.span.document, all)
	}
	if len(all) == 0 {
		return Answer{}, false
	}
	if last {
		return a.direct(all[len(all)-1], 1), true
	}
	return a.direct(all[0], 1), true
}

// mentioning are what a question for an event that a document tells of says beside.
var mentioning = append(strings.Fields("thing things item items mentioned mentions mention named names listed lists dated recorded contains old original"), documents...)

// toldIn gives those entries that rest on the source of a year which tells of the
// earliest.
func toldIn(year int, entries []*Entry) []*Entry {
	var source *Source
	return slices.DeleteFunc(slices.Clone(entries), func(e *Entry) bool {
		if source == nil && e.Citation.Source.Captured.Year == year {
			source = e.Citation.Source
		}
		return e.Citation.Source != source
	})
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
	named := readSpan(words)
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return isOrderWord(w) || isEventWord(w) || match.IsQuestionWord(w)
	})
	if !tellsMoreThanTime(words) || a.namesAlone(words) {
		return nil, match.Ranking{None: 1} // a time, or somebody of whom much is told
	}
	ranking := a.matcher.RankWords(words, func(label int) bool { return accept(a.entries[label]) })
	candidates := ranking.Candidates()
	if len(candidates) == 0 {
		return nil, match.Ranking{None: 1}
	}
	e := a.entries[candidates[0].Label]
	if !named.isZero() && !named.holds(e.Date) {
		return nil, match.Ranking{None: 1}
	}
	for _, o := range a.others.in(words, textOf(words)) {
		if !a.facets[e].others[o.id] {
			return nil, match.Ranking{None: 1}
		}
	}
	return e, ranking
}
