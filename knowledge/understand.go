package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// understand ranks a question and reads its constraints. The question proper
// often stands among courtesies and explanations; so each sentence of a text,
// and what follows each question word of a long one, is read by itself as well,
// and the reading that is surest counts.
//
// What follows a question word keeps the time and the others that the words
// before it name, unless it names its own; a sentence of its own does not,
// unless it points back to them.
func (a *answerer) understand(text string) (match.Ranking, question) {
	whole := a.matcher.Rank(text, nil)
	q := a.read(whole.Words)
	if len(whole.Candidates()) == 0 || a.example(q) != nil {
		return whole, q
	}
	if first, ok := asksWhatIs(text); ok {
		part := a.matcher.Rank(first, nil)
		if best := part.Candidates()[0]; best.Confidence >= plainly && a.entries[best.Label].Kind == Term {
			return part, a.read(part.Words)
		}
	}
	surest, kept := a.tails(whole, q)
	switch sentences := sentencesOf(text); {
	case len(sentences) > 1 && !commands(sentences[0].text): // what follows a command is to be said by the bot, and asks nothing
		return a.sentences(sentences, q, surest, kept)
	case len(sentences) < 2 && surest.Known() < a.answerAt:
		return a.clauses(text, surest, kept)
	}
	return surest, kept
}

// sentences gives the surest of a reading and of those of the sentences of its text, of
// which whole has the constraints.
func (a *answerer) sentences(sentences []sentencePart, whole question, surest match.Ranking, kept question) (match.Ranking, question) {
	slices.SortStableFunc(sentences, askingFirst)
	for i, sentence := range sentences {
		if i > 0 && sentences[i-1].asks && !sentence.asks && surest.Known() >= a.answerAt {
			break // what only leads to the question
		}
		part := a.matcher.Rank(sentence.text, nil)
		if len(part.Words) < 2 || !tellsMoreThanTime(part.Words) && !sentence.asks {
			continue
		}
		read := a.read(part.Words)
		if read.dangles() && countContent(read.words) > 0 {
			continue // "can you spell it out?" says less of it than what stands before
		}
		if read.pointsBack() {
			read = read.within(whole)
		}
		part, read = a.tails(part, read)
		// Who is named before a question that means the same without them strikes nothing out.
		if surer(part, surest) || sentence.asks && len(read.others) < len(kept.others) && sameBest(part, surest) {
			surest, kept = part, read
		}
	}
	if kept.span.isZero() {
		kept.span = whole.span
	}
	kept.whole = whole.words
	return surest, kept
}

// sameBest reports whether the same is plainly meant by both.
func sameBest(r, o match.Ranking) bool {
	return r.Candidates()[0].Label == o.Candidates()[0].Label && min(r.Candidates()[0].Confidence, o.Candidates()[0].Confidence) >= plainly
}

// asksWhatIs gives the beginning of a text that asks what something is, where what
// stands behind its comma asks nothing: "what is the HFC, the company of the
// lighthouse" tells there which is meant.
func asksWhatIs(text string) (first string, ok bool) {
	first, rest, ok := strings.Cut(text, ",")
	if !ok {
		return "", false
	}
	words, more := match.Words(first), match.Words(rest)
	return first, len(words) > 2 && len(words) <= 5 && words[0] == "what" && len(more) > 0 && !beginsQuestion(more)
}

// clauses gives the surest of a reading that means nothing known and of those of
// what stands before and behind each comma, where that asks by itself and means
// something: "I have an exam tomorrow, when did it open", "who paid for it, I need
// it for an article".
func (a *answerer) clauses(text string, whole match.Ranking, q question) (match.Ranking, question) {
	surest, kept := whole, q
	if slices.ContainsFunc(q.words, isOrderWord) || holdsAny(q.words, []string{"or", "opinion", "view"}) {
		return surest, kept // which its parts make something else
	}
	for i, cuts := strings.IndexByte(text, ','), 0; i >= 0 && cuts < maxClauses; cuts++ {
		for _, part := range []string{text[:i], text[i+1:]} {
			if words := match.Words(part); len(words) < 3 || !beginsQuestion(words) {
				continue
			}
			r := a.matcher.Rank(part, nil)
			if r.Known() >= a.answerAt && surer(r, surest) {
				surest, kept = r, a.read(r.Words).within(q)
			}
		}
		next := strings.IndexByte(text[i+1:], ',')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return surest, kept
}

const maxClauses = 4

// commands reports whether a sentence tells the bot to say or be something.
func commands(sentence string) bool {
	words := match.Words(sentence)
	return len(words) > 0 && slices.Contains([]string{"repeat", "say", "pretend", "write", "act", "imagine", "ignore", "translate", "rewrite", "forget"}, words[0]) ||
		strings.HasPrefix(textOf(words), " you are now ")
}

// tails gives the surest of a reading and of those that begin at one of its
// question words.
func (a *answerer) tails(whole match.Ranking, q question) (match.Ranking, question) {
	unknown := whole.Known() < a.answerAt
	if len(whole.Words) < longQuestion && !unknown {
		return whole, q
	}
	surest, parts := whole, 0
	for i, w := range whole.Words {
		if i == 0 || !match.IsQuestionWord(w) || parts == maxParts ||
			len(whole.Words) < veryLong && !courteous(whole.Words[:i]) && !(unknown && a.addresses(whole.Words[:i])) {
			continue
		}
		parts++
		if part := a.matcher.RankWords(whole.Words[i:], nil); surer(part, surest) {
			surest = part
		}
	}
	if len(surest.Words) == len(whole.Words) {
		return whole, q
	}
	return surest, a.read(surest.Words).within(q)
}

// addresses reports whether words in front of a question may only say who is asked
// or that something is: "bot", "quick question for the channel".
func (a *answerer) addresses(words []string) bool {
	text := textOf(words)
	return countContent(words) <= 2 && len(words) <= 5 && len(a.parties.in(words, text)) == 0 && len(a.others.in(words, text)) == 0
}

// surer reports whether the best candidate of a is likelier than that of b.
func surer(a, b match.Ranking) bool {
	return a.Candidates()[0].Confidence > b.Candidates()[0].Confidence
}

const (
	longQuestion = 8  // words that a question has which is read in parts too …
	veryLong     = 18 // … even where no courtesy tells where the question proper begins
	maxParts     = 6
)

// within takes over the time and the outsiders that the words around a part
// name and the part itself does not.
func (q question) within(whole question) question {
	if q.span.isZero() {
		q.span = whole.span
	}
	if len(q.others) == 0 && !q.ours() {
		q.others = slices.DeleteFunc(slices.Clone(whole.others), func(m mention) bool { return m.unstated })
		q.mayNameWrongly = false
	}
	return q
}

// pointsBack reports whether the question has a word that stands for something
// said before.
func (q question) pointsBack() bool { return holdsAny(q.words, pronouns) }

var pronouns = []string{"it", "its", "they", "them", "their", "theirs", "that", "this", "these", "those", "there", "he", "him", "his", "she", "her", "one", "ones"}

// courteous reports whether words end as a courtesy that leads to a question:
// "could you please tell me", "my teacher would like to know".
func courteous(words []string) bool {
	return holdsAny(words[max(len(words)-4, 0):], []string{
		"tell", "know", "say", "explain", "clarify", "wonder", "wondering", "ask", "asking", "remind", "check", "enquire", "inquire", "learn", "curious", "answer",
	})
}

// beginsQuestion reports whether words begin as a question does: "when",
// "with whom", "in which", "did".
func beginsQuestion(words []string) bool {
	if len(words) > 1 && !match.IsQuestionWord(words[0]) && match.IsFiller(words[0]) && match.IsQuestionWord(words[1]) {
		return true
	}
	return match.IsQuestionWord(words[0]) || match.TypeOf(words[:min(len(words), 2)]) == match.YesNo
}
