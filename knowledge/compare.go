package knowledge

import (
	"fmt"
	"slices"
	"strings"
	"sync"

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
	whole := sync.OnceValue(func() match.Ranking { return a.matcher.RankWords(words, nil) })
	for _, form := range a.forms(q, words, choice, whole) {
		least := a.orderAt()
		if form.claim != unsaid {
			least = a.answerAt
		}
		if c := a.surest(form.splits); c.confidence >= least && !a.neither(c.first, c.second, whole()) {
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
// that the order is left open although the words name one: "before Y, or only after it";
// whole ranks all the words.
func (a *answerer) forms(q question, words []string, choice bool, whole func() match.Ranking) []form {
	either := slices.Concat(splits(words, "before", "or", "after"), splits(words, "after", "or", "before"))
	if len(either) > 0 {
		return []form{{either, unsaid}}
	}
	text := textOf(words)
	var forms []form
	if holdsAny(words, firstWords) || q.span.isZero() {
		forms = append(forms, form{splits(words, "or"), unsaid})
		if containsPhrase(text, ofTwo) {
			forms = append(forms, form{splits(words, "and"), unsaid})
		}
	}
	switch {
	case choice:
		forms = append(forms, form{splits(words, "before"), unsaid}, form{splits(words, "after"), unsaid}, form{splits(words, "then"), unsaid})
	case (q.supposes || match.TypeOf(words) == match.YesNo || asksOfIt(words)) && !plain(whole()):
		before, after := isBefore, isAfter
		if isNegated(words, text) || saysHowSoon(words) {
			before, after = unsaid, unsaid // the order alone does not make it so
		}
		forms = append(forms, form{splits(words, "before"), before}, form{splits(words, "after"), after})
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
func (a *answerer) surest(ways [][2][]string) (best comparison) {
	for _, s := range ways[:min(len(ways), maxSplits)] {
		left, right := s[0], s[1]
		if asked := slices.IndexFunc(right, match.IsQuestionWord); asked > 0 {
			right = right[:asked] // "A or B, which was first"
		}
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
		claim = [...]order{isBefore: isAfter, isAfter: isBefore}[claim]
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
func plain(r match.Ranking) bool {
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
		if at < 0 || !holdsAny(words, []string{"already", "yet"}) && n == 1 || match.TypeOf(words) != match.YesNo && at > 0 {
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
	"precede", "preceded", "precedes", "follow", "followed", "follows", "reverse", "order", "versa",
}

// asksOfIt reports whether words name a thing and then ask of it: "the opening, was it
// before the fire".
func asksOfIt(words []string) bool {
	for i := 1; i+1 < len(words); i++ {
		if slices.Contains([]string{"it", "that", "this"}, words[i+1]) && match.TypeOf(words[i:i+1]) == match.YesNo {
			return true
		}
	}
	return false
}

// saysHowSoon reports whether words say how close one thing was to another: "the day
// after", "straight before".
func saysHowSoon(words []string) bool {
	for i, w := range words {
		if i > 0 && (w == "before" || w == "after") && slices.Contains(soonWords, words[i-1]) {
			return true
		}
	}
	return false
}

var soonWords = []string{"day", "days", "hours", "week", "weeks", "month", "months", "straight", "right", "directly", "immediately", "shortly", "soon", "just", "long"}

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
