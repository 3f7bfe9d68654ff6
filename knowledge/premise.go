package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// premise puts right what a question takes for granted that nothing answers:
//
//	since they left in 1999, who replaced them
//	It opened in 1912. What was the first show?
//	why did the north lead it
//
// Takes a text and its question proper, gives an answer only where what the question
// supposes is denied: what is so needs no word. Cost: a ranking for each premise, of
// questions that are refused alone. Idea: corrective responses (Kaplan, "Cooperative
// responses from a portable natural language query system", 1982).
func (a *answerer) premise(text string, q question) (Answer, bool) {
	for _, words := range a.claims(text, q) {
		claim := a.read(words)
		if countContent(words) < 2 || claim.negated { // of which it is hard to tell what it denies
			continue
		}
		claim.supposes, claim.mayNameWrongly = true, slices.ContainsFunc(claim.others, mention.premise)
		e, confidence := a.choose(claim, a.matcher.RankWords(words, nil))
		if e == nil || confidence < plainly || e.Kind == Gap || e.Kind == List || e.Select != nil {
			continue
		}
		if word, known := a.verdict(claim, e, confidence); known && word == "No" {
			return a.render(claim, e, confidence), true
		}
	}
	return Answer{}, false
}

// claims gives what a question says beside asking: what stands before its comma or
// its sentence, or between a conjunction and the first question word, and what it
// asks the reason of.
func (a *answerer) claims(text string, q question) (claims [][]string) {
	add := func(words []string) {
		for len(words) > 0 && slices.Contains(claimLeads, words[0]) {
			words = words[1:]
		}
		if len(words) > 2 && !beginsQuestion(words) {
			claims = append(claims, words)
		}
	}
	for start, at := 0, 0; at < len(text) && len(claims) < maxClauses; {
		from, to := sentenceEnd(text, at)
		comma := strings.IndexByte(text[at:from], ',')
		if comma >= 0 {
			from, to = at+comma, at+comma+1
		}
		if behind := match.Words(text[to:]); len(behind) > 1 && beginsQuestion(behind) {
			add(a.matcher.Correct(match.Words(text[start:from])))
		}
		if at = to; comma < 0 {
			start = to
		}
	}
	words := q.whole
	switch {
	case q.why:
		claims = append(claims, withoutWhy(words))
	case len(claims) == 0 && len(words) > 0 && slices.Contains(claimLeads, words[0]):
		if end := slices.IndexFunc(words, match.IsQuestionWord); end > 0 {
			add(words[:end])
		}
	}
	return claims
}

// claimLeads are words that a claim in a question begins with, and that are no part of it.
var claimLeads = []string{
	"since", "as", "after", "because", "once", "given", "considering", "although", "though", "while", "if", "having", "seeing", "assuming", "supposing",
	"now", "that", "so", "and", "but", "i", "we", "heard", "read", "know", "think", "understand", "gather", "believe", "apparently",
}
