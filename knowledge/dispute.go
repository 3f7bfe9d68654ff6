package knowledge

import (
	"slices"
	"unicode/utf8"

	"attache/knowledge/match"
)

// disputed answers whether sources disagree on something:
//
//	do sources disagree about when it opened
//	is the number of visitors undisputed
//
// What is disputed answers for itself; of anything else it says that they do not.
func (a *answerer) disputed(q question) (Answer, bool) {
	if !asksOfDispute(q.words) {
		return Answer{}, false
	}
	words := withoutDispute(q.words)
	if countContent(words) == 0 {
		return Answer{}, false
	}
	of := func(accept func(*Entry) bool) (*Entry, match.Ranking) {
		r := a.matcher.RankWords(words, func(label int) bool { return accept(a.entries[label]) })
		if len(r.Candidates()) == 0 || r.Known() < a.answerAt || !a.admits(q, a.entries[r.Candidates()[0].Label]) {
			return nil, r
		}
		return a.entries[r.Candidates()[0].Label], r
	}
	e, all := of(func(e *Entry) bool { return e.Kind != Gap && e.Kind != List })
	if e == nil || len(e.Disputed) > 0 {
		return a.stands(e, all)
	}
	if other, _ := of(func(e *Entry) bool { return len(e.Disputed) > 0 }); other != nil && (sameThing(other, e) || a.confidenceOf(all, func(e *Entry) bool { return e == other }) >= nearAt) {
		return a.stands(other, all)
	}
	if !q.supposes {
		return Answer{}, false
	}
	return a.agreed(e, all.Candidates()[0].Confidence), true
}

// disputedOf answers whether sources agree on what was just told: it, or a detail of
// the same thing.
func (a *answerer) disputedOf(told *Entry) Answer {
	if len(told.Disputed) > 0 {
		return a.direct(told, 1)
	}
	for _, e := range a.entries {
		if len(e.Disputed) > 0 && sameThing(e, told) {
			return a.direct(e, 1)
		}
	}
	return a.agreed(told, 1)
}

// agreed answers with an entry of which sources say the same.
func (a *answerer) agreed(e *Entry, confidence float64) Answer {
	answer := a.direct(e, confidence)
	if text := undisputed + answer.Text; utf8.RuneCountInString(text) <= MaxAnswer {
		answer.Text = text
	}
	return answer
}

// withoutDispute leaves out the words that ask whether sources agree.
func withoutDispute(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return saysDispute(w) || slices.Contains(accounts, w) || slices.Contains(agreeing, w)
	})
}

var agreeing = []string{"agree", "agrees"}

const undisputed = "My sources do not disagree on this. "

// stands answers with an entry as it is; not without one.
func (a *answerer) stands(e *Entry, r match.Ranking) (Answer, bool) {
	if e == nil {
		return Answer{}, false
	}
	return a.direct(e, r.Candidates()[0].Confidence), true
}

// asksOfDispute reports whether words ask what sources make of something, and not
// whether those whom a set is about quarrel: "do accounts differ", "is there any
// dispute", "is that contested".
func asksOfDispute(words []string) bool {
	at := slices.IndexFunc(words, saysDispute)
	return holdsAny(words, agreeing) && holdsAny(words, accounts) || at >= 0 && (holdsAny(words, accounts) || at == len(words)-1 || at > 0 && slices.Contains([]string{"any", "some"}, words[at-1]))
}

// accounts are words for what may differ.
var accounts = []string{"source", "sources", "account", "accounts", "version", "versions", "figure", "figures", "dates", "numbers"}

// saysDispute reports whether a word says that others say otherwise, or that none
// does.
func saysDispute(w string) bool {
	return slices.Contains([]string{
		"disagree", "disagrees", "disagreement", "differ", "differs", "conflict", "conflicting", "contradict", "contradicts", "contradictory",
		"contradiction", "disputed", "undisputed", "dispute", "contested", "uncontested", "inconsistent", "discrepancy", "discrepancies", "unanimous",
	}, w)
}
