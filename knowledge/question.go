package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// question is what the constraints of a question are read from, and what they are.
type question struct {
	words    []string
	whole    []string // with what stands around the question proper
	text     string   // the words between blanks
	span     span
	others   []mention
	parties  []mention // those whom the set is about
	supposes bool      // asks to confirm or deny
	why      bool      // asks for a reason
	forecast bool      // asks what will or should be
	now      bool      // asks how it is at present
	who      bool      // asks for somebody
	when     bool      // asks for a date
	negated  bool      // asks what is not

	// mayNameWrongly: the names of others may be a false premise ("how come
	// Poland led it?") or a choice ("Canada or Poland?") and not what the
	// question is about.
	mayNameWrongly bool
}

func (a *answerer) read(words []string) question {
	kind := match.TypeOf(words)
	text := textOf(words)
	q := question{
		words:    words,
		whole:    words,
		text:     text,
		span:     readSpan(words),
		others:   slices.DeleteFunc(a.others.in(words, text), func(m mention) bool { return isAsker(words[:m.from]) }),
		parties:  a.parties.in(words, text),
		supposes: kind == match.YesNo || endsInTag(words) || len(words) > 3 && words[0] == "so" && !slices.ContainsFunc(words, match.IsQuestionWord),
		why:      kind == match.Why,
		who:      kind == match.Who,
		when:     kind == match.When,
		forecast: isForecast(words),
		now:      asksOfNow(words, text),
		negated:  isNegated(words, text),
	}
	if q.span.isZero() {
		document := q.span.document
		q.span = readRecent(words, a.set.AsOf.Year)
		q.span.document = document
	} else if q.span.to != 0 && q.span.to <= a.set.AsOf.Year {
		q.forecast = false // "would they come in 1999" asks what was
	}
	q.mayNameWrongly = slices.ContainsFunc(q.others, mention.premise) && (q.supposes || q.why || q.ours() || holdsAny(words, []string{"or", "because"}))
	return q
}

// asksWhether reports whether the question wants a yes or no, and not a courtesy: "can
// you list …".
func (q question) asksWhether() bool {
	return q.supposes && len(q.words) > 1 && !match.IsAddressed(q.words[1])
}

// isForecast reports whether words ask for a prediction or for advice:
//
//	will they join, when will it end, should we, would it work better
func isForecast(words []string) bool {
	if len(words) < 2 {
		return false
	}
	asked := match.IsQuestionWord(words[0])
	for i, w := range words {
		switch {
		case (i == 0 || asked) && slices.Contains([]string{"will", "shall", "should"}, w):
			return !match.IsAddressed(words[min(i+1, len(words)-1)])
		case i > 0 && (!asked || match.TypeOf(words[i:i+1]) == match.YesNo || slices.Contains(reports, w)):
			return false // the verb that the question turns on
		case i == 0 && w == "would":
			return !holdsAny(words, []string{"kindly", "please"}) && !match.IsAddressed(words[1]) && !containsPhrase(textOf(words), assertions)
		}
	}
	return false
}

// isAsker reports whether words lead to where somebody comes from who asks:
//
//	the delegate of … · a student from … · on behalf of … · I am from … · model UN
func isAsker(words []string) bool {
	n := len(words)
	if n > 0 && words[n-1] == "model" {
		return true // a game of the United Nations
	}
	if n > 0 && words[n-1] == "the" {
		n--
	}
	if n < 2 || words[n-1] != "of" && words[n-1] != "from" && words[n-1] != "for" {
		return false
	}
	return slices.Contains([]string{
		"delegate", "delegates", "delegation", "representative", "representatives", "behalf", "student", "journalist", "reporter", "teacher",
		"reader", "researcher", "am", "greetings", "hello", "hi", "here", "team",
	}, words[n-2])
}

var (
	reports    = []string{"that", "said", "says", "told", "thought", "thinks", "announced", "promised"}
	assertions = []string{"right to", "correct to", "true to", "fair to", "accurate to", "wrong to", "true that", "correct that", "right that", "say that"}
)

// isNegated reports whether words ask what is not; a tag at their end ("didn't
// it?") negates nothing.
func isNegated(words []string, text string) bool {
	n := len(words)
	if endsInTag(words) && n > 4 {
		words = words[:n-3]
	}
	if len(words) > 1 && words[1] == "not" && match.TypeOf(words) == match.YesNo {
		words = words[2:] // "didn't it leave" asks whether it left
	}
	if len(words) < n {
		text = textOf(words)
	}
	return containsPhrase(text, []string{"not", "never", "no", "nobody", "none", "without", "neither", "except", "no longer"})
}

// ours reports whether the question says that it is about one of the parties.
func (q question) ours() bool {
	return slices.ContainsFunc(q.parties, func(m mention) bool { return m.from > 0 && before(q.words, m.from) == "in" })
}

// withoutOthers gives the question's words less the names of others.
func (q question) withoutOthers() []string {
	var words []string
	next := 0
	for _, m := range q.others {
		words = append(words, q.words[next:m.from]...)
		next = m.to
	}
	return append(words, q.words[next:]...)
}

// withoutWhy leaves out what asks for a reason at the start of words.
func withoutWhy(words []string) []string {
	switch {
	case len(words) > 0 && words[0] == "why":
		return words[1:]
	case len(words) > 1 && words[0] == "how" && words[1] == "come":
		return words[2:]
	}
	return words
}

// endsInTag reports whether words end as in "…, right?" or "…, did it not?".
func endsInTag(words []string) bool {
	n := len(words)
	if n < 4 {
		return false
	}
	return slices.Contains([]string{"right", "correct", "true", "yes", "no", "yeah", "yea", "yep", "innit"}, words[n-1]) ||
		words[n-2] == "not" && match.TypeOf(words[n-3:]) == match.YesNo ||
		words[n-1] == "not" && match.TypeOf(words[n-2:]) == match.YesNo ||
		words[n-2] == "i" && slices.Contains([]string{"think", "believe", "guess", "suppose", "assume"}, words[n-1])
}

// asksForTime reports whether the question asks what there was in a time, and
// for nothing else: "1999", "what happened between 1995 and 2004".
func (a *answerer) asksForTime(q question) bool {
	return !q.span.isZero() && len(q.others) == 0 && q.onlyEvents() && (!q.supposes || holdsAny(q.words, eventWords))
}

// asksWhatWas reports whether the question may ask what there was in a time,
// though it has words that say a little of something else: "what did the council
// do during 1999", "name the chief measures of 2004".
func (a *answerer) asksWhatWas(q question) bool {
	if q.span.isZero() || len(q.others) > 0 || q.supposes || q.forecast {
		return false
	}
	switch match.TypeOf(q.words) {
	case match.Open, match.What, match.Which:
		return q.onlyEvents(vagueWords...)
	}
	return false
}

// vagueWords are the words that say next to nothing of what a question is about.
var vagueWords = strings.Fields(`
	big biggest principal chief significant notable noteworthy central essential whole entire complete full
	enumerate outline sketch summarise summarize recount review chronicle describe report facts
	regard respect regards connection context relation relations relationship ties dealings affairs matters
	course period time year years month months spring summer autumn winter half beginning end early late
	including inclusive century fall falls fell
	going on doing take took taken make made see saw bring brought hold held unfold unfolded front
	measure measures action actions move moves decision decisions act acts change changes changed incident incidents
	compare compared comparison contrast versus vs difference differences
	step steps bullet bullets point points both brief briefly
	occurrence occurrences activity activities contact contacts statement statements word words talk talks spoke speak`)

// wantsTimeline reports whether the question asks for the timeline by its name.
func (q question) wantsTimeline() bool {
	return len(q.others) == 0 && q.onlyEvents() &&
		holdsAny(q.words, []string{"timeline", "chronology", "chronological", "history", "milestones"})
}

// onlyEvents reports whether the question's words say nothing of what it is
// about but the parties, times, and that events are wanted; more are words that
// say nothing either.
func (q question) onlyEvents(more ...string) bool {
	for i, w := range q.words {
		switch {
		case slices.Contains(more, w):
		case match.IsFiller(w), isEventWord(w), isOrderWord(w), strings.ContainsAny(w[:1], "0123456789"):
		case q.span.recent && slices.Contains(counting, w):
		case q.span.monthly() && namesPartOfYear(w), !q.span.isZero() && isMonth(w): // of the bound that it is, too
		case slices.ContainsFunc(q.parties, func(m mention) bool { return m.from <= i && i < m.to }):
		default:
			return false
		}
	}
	return true
}

// wantsMany reports whether the question asks for more than one thing: by a word
// that says so, for several years, or for what stands in the plural.
func (q question) wantsMany() bool {
	switch {
	case q.why || q.supposes || holdsAny(q.words, []string{"compared", "than", "versus"}):
		return false
	case holdsAny(q.words, []string{"all", "every", "each", "list", "enumerate", "various"}), len(q.span.named) > 2:
		return true
	case !q.span.isZero() && q.span.from == q.span.to:
		return false // of one year there is one thing rather than many
	}
	for i, w := range q.words {
		if w == "which" || w == "what" || w == "whose" {
			return slices.ContainsFunc(q.words[i+1:min(i+3, len(q.words))], isPlural)
		}
	}
	return false
}

// isPlural reports whether a word looks like a noun in the plural.
func isPlural(w string) bool {
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !match.IsFiller(w) && !isEventWord(w)
}
