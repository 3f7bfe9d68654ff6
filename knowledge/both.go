package knowledge

import (
	"slices"
	"strings"
)

// both answers two questions that are asked at once, each by itself and the
// second in the light of the first:
//
//	when did it open? and who paid for it?
//	when did it open and who paid for it
func (a *answerer) both(text string, q question) (Answer, bool) {
	first, second, ok := asksTwice(text)
	if !ok && a.example(q) == nil {
		if first, second, ok = q.halves(); !ok {
			first, second, ok = a.ofTwoTerms(q)
		}
	}
	if !ok {
		return Answer{}, false
	}
	left, c := a.turn(Context{}, first)
	right, _ := a.turn(c, second)
	if left.Kind != Direct || right.Kind != Direct {
		return Answer{}, false
	}
	if left.Entries[0] == right.Entries[0] {
		return left, true
	}
	answer := left
	answer.Text += "\n" + right.Text
	answer.Entries = slices.Concat(left.Entries, right.Entries)
	answer.Confidence = min(left.Confidence, right.Confidence)
	return answer, true
}

// asksTwice gives the two sentences of a text that end in a question mark.
func asksTwice(text string) (first, second string, ok bool) {
	if strings.Count(text, "?") < 2 {
		return "", "", false
	}
	var asked []string
	for _, s := range sentencesOf(text) {
		if s.asks {
			asked = append(asked, s.text)
		}
	}
	if len(asked) != 2 {
		return "", "", false
	}
	return asked[0], asked[1], true
}

// halves cuts a question at an "and" that another question follows.
func (q question) halves() (first, second string, ok bool) {
	for i, w := range q.words {
		if w != "and" || i == 0 || i+1 == len(q.words) || !beginsQuestion(q.words[i+1:]) {
			continue
		}
		left := q.words[:i]
		if beginsQuestion(left) && countContent(left) > 0 {
			return strings.Join(left, " "), strings.Join(q.words[i:], " "), true
		}
	}
	return "", "", false
}

// ofTwoTerms makes two questions of one for a date that names two abbreviations:
// "when did they join A and B".
func (a *answerer) ofTwoTerms(q question) (first, second string, ok bool) {
	at := slices.Index(q.words, "and")
	if !q.when || at < 3 || at+2 != len(q.words) || !a.abbreviates(q.words[at-1]) || !a.abbreviates(q.words[at+1]) {
		return "", "", false
	}
	before := strings.Join(q.words[:at-1], " ") + " "
	return before + q.words[at-1], before + q.words[at+1], true
}
