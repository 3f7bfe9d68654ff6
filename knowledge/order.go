package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"attache/knowledge/match"
)

// compare answers which of two dated things came first:
//
//	which was first, joining X or joining Y
//	did X happen before or after Y
func (a *answerer) compare(q question) (Answer, bool) {
	if !q.span.isZero() || !slices.ContainsFunc(q.words, isOrderWord) {
		return Answer{}, false
	}
	left, right, ok := cut(q.words, "or")
	if !ok && match.TypeOf(q.words) == match.YesNo {
		if left, right, ok = cut(q.words, "before"); !ok {
			left, right, ok = cut(q.words, "after")
		}
	}
	if !ok {
		return Answer{}, false
	}
	first, p1 := a.milestone(left)
	second, p2 := a.milestone(right)
	if first == nil || second == nil || first == second || min(p1, p2) < orderAt {
		return Answer{}, false
	}
	if second.Date.Compare(first.Date) < 0 {
		first, second = second, first
	}
	text := fmt.Sprintf("%s came first (%s); %s followed (%s).",
		first.Title, first.Date.Spoken(), second.Title, second.Date.Spoken())
	if first.Date.Compare(second.Date) == 0 {
		text = fmt.Sprintf("Both are dated %s: %s; %s.", first.Date.Spoken(), first.Title, second.Title)
	}
	return Answer{Kind: Direct, Text: text, Entries: []*Entry{first, second}, Confidence: min(p1, p2)}, true
}

// orderAt is how sure the matcher must be of each of the two things.
const orderAt = 0.15

func isOrderWord(w string) bool {
	return slices.Contains([]string{"first", "earlier", "before", "after", "later", "sooner", "last", "older", "newer", "than"}, w)
}

// neighbour answers what came next after a milestone, or just before it:
//
//	what was the next thing after the mission opened
func (a *answerer) neighbour(q question) (Answer, bool) {
	if !q.span.isZero() {
		return Answer{}, false
	}
	at := slices.IndexFunc(q.words, func(w string) bool {
		return slices.Contains([]string{"after", "following", "before", "preceded", "followed", "once"}, w)
	})
	if at < 0 || at == len(q.words)-1 {
		return Answer{}, false
	}
	head, rest := q.words[:at], q.words[at+1:]
	if !slices.ContainsFunc(head, isEventWord) || len(head) > 9 {
		return Answer{}, false
	}
	anchor, p := a.milestone(rest)
	if anchor == nil || p < answerAt {
		return Answer{}, false
	}
	all := a.set.Select(Query{})
	i := slices.Index(all, anchor)
	step := 1
	if q.words[at] == "before" || q.words[at] == "preceded" {
		step = -1
	}
	for i += step; i >= 0 && i < len(all) && all[i].Date.Year == anchor.Date.Year && all[i].Date.Month == 0; i += step {
		// not known to be earlier or later
	}
	if i < 0 || i >= len(all) {
		return Answer{}, false
	}
	return a.direct(all[i], p), true
}

// eventWords are the words in which people ask for events whatever they are.
var eventWords = []string{
	"happened", "happen", "happens", "happening", "occurred", "occur", "place", "came", "come", "followed", "follow",
	"event", "events", "milestone", "milestones", "step", "steps", "entry", "entries", "development", "developments",
	"timeline", "chronology", "history", "next", "key", "main", "list", "everything", "order", "chronological", "date", "dates",
}

func isEventWord(w string) bool { return slices.Contains(eventWords, w) }

// extreme answers with the first or the last milestone there is:
//
//	what was the very first event
func (a *answerer) extreme(q question) (Answer, bool) {
	step := 0
	for _, w := range q.words {
		switch {
		case slices.Contains([]string{"first", "earliest", "oldest"}, w):
			step = 1
		case slices.Contains([]string{"last", "latest", "newest", "recent"}, w):
			step = -1
		case !match.IsFiller(w) && !isEventWord(w) && !a.parties[w]:
			return Answer{}, false
		}
	}
	if step == 0 || !slices.ContainsFunc(q.words, isEventWord) {
		return Answer{}, false
	}
	all := a.set.Select(Query{From: q.span.from, To: q.span.to})
	if len(all) == 0 {
		return Answer{}, false
	}
	if step < 0 {
		return a.direct(all[len(all)-1], 1), true
	}
	return a.direct(all[0], 1), true
}

// milestone gives the milestone that words mean, and how likely.
func (a *answerer) milestone(words []string) (*Entry, float64) {
	words = slices.DeleteFunc(slices.Clone(words), isOrderWord)
	candidates := a.matcher.Rank(strings.Join(words, " "), func(label int) bool {
		return a.entries[label].Kind == Milestone
	}).Candidates
	if len(candidates) == 0 {
		return nil, 0
	}
	return a.entries[candidates[0].Label], candidates[0].Confidence
}

// cut splits words around the first w that has words on both sides.
func cut(words []string, w string) (left, right []string, ok bool) {
	i := slices.Index(words, w)
	if i <= 0 || i == len(words)-1 {
		return nil, nil, false
	}
	return words[:i], words[i+1:], true
}
