package knowledge

import (
	"cmp"
	_ "embed" // of the phrases
	"slices"
	"strings"
	"unicode"

	"attache/knowledge/match"
)

// Talk is a kind of small talk: what people say to somebody rather than ask of
// the sources.
type Talk string

// The kinds of small talk; each is also the end of its sentence's name.
const (
	NoTalk    Talk = ""
	Hello     Talk = "hello"
	Help      Talk = "help"
	Thanks    Talk = "thanks"
	WhoAreYou Talk = "who-are-you"
	Goodbye   Talk = "goodbye"
	Machine   Talk = "machine"  // whether a language model answers
	Official  Talk = "official" // in whose name
	Accuracy  Talk = "accuracy"
	Privacy   Talk = "privacy"
	Language  Talk = "language" // which it reads
	Invite    Talk = "invite"   // how to have it in a server
)

//go:embed talk.txt
var talkPhrases string

// talkOf finds the kind by the phrase, its words joined by blanks; opensTalk has the
// phrases' first words and the fillers.
var talkOf, opensTalk = func() (of map[string]Talk, opens map[string]bool) {
	of, opens = make(map[string]Talk), make(map[string]bool)
	var talk Talk
	for line := range strings.Lines(talkPhrases) {
		line = strings.TrimRight(line, "\r\n")
		phrase, indented := strings.CutPrefix(line, "  ")
		switch {
		case strings.HasPrefix(line, "#"):
		case !indented:
			talk = Talk(line)
		default:
			before, after, ofParty := strings.Cut(phrase, aParty)
			words := match.Words(before)
			if ofParty {
				words = slices.Concat(words, []string{aParty}, match.Words(after))
			}
			of[strings.Join(words, " ")] = talk
			first, _, _ := strings.Cut(phrase, " ")
			opens[first] = true
		}
	}
	for _, w := range talkFillers {
		opens[w] = true
	}
	return of, opens
}()

// aParty stands in a phrase for the name of one whom the set is about.
const aParty = "{party}"

// maxTalk is how long small talk is at most, in bytes.
const maxTalk = 60

// smallTalk tells what small talk a text with these words is, if nothing but that: "hi
// there", "hello, who are you?", "thanks, bye". None is of a kind of which a set has
// several phrases as example questions.
func (a *answerer) smallTalk(text string, words []string) Talk {
	text, talk := strings.TrimSpace(text), NoTalk
	if len(text) <= maxTalk && opens(text, words) { // which spares most questions the rest
		talk = a.talkIn(words)
	}
	if talk == NoTalk {
		talk = foreign(text)
	}
	if !a.talks[talk] {
		return NoTalk
	}
	return talk
}

// maxShorthand is how long what people type for a longer word is at most, in bytes.
const maxShorthand = 4

// opens reports whether small talk may begin as a text with these words does: with one
// of the phrases' first words, or what is short for one, as "thx".
func opens(text string, words []string) bool {
	first := text
	if end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }); end > 0 {
		first = text[:end]
	}
	return opensTalk[strings.ToLower(first)] || len(words) > 0 && len(first) <= maxShorthand && opensTalk[words[0]]
}

func (a *answerer) talkIn(words []string) Talk {
	if talk := talkOf[strings.Join(words, " ")]; talk != NoTalk {
		return talk
	}
	if holdsAny(words, []string{"you", "this", "by"}) {
		if named := a.parties.in(words, textOf(words)); len(named) == 1 {
			of := slices.Replace(slices.Clone(words), named[0].from, named[0].to, aParty)
			if talk := talkOf[strings.Join(of, " ")]; talk != NoTalk {
				return talk
			}
		}
	}
	phrase := strings.Join(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(talkFillers, w) }), " ")
	if talk := talkOf[phrase]; talk != NoTalk {
		return talk
	}
	for at, c := range phrase { // two of them, of which the last wants an answer
		if c == ' ' && talkOf[phrase[:at]] != NoTalk && talkOf[phrase[at+1:]] != NoTalk {
			return talkOf[phrase[at+1:]]
		}
	}
	return NoTalk
}

// openTalks gives the kinds of small talk that a set does not answer itself: of the
// others it has some phrases among its example questions, as whether a bot is human.
func (a *answerer) openTalks() map[Talk]bool {
	open, own := make(map[Talk]bool), make(map[Talk]int)
	for phrase, talk := range talkOf {
		open[talk] = true
		if a.examples.find(phrase) != nil {
			own[talk]++
		}
	}
	for talk, phrases := range own {
		open[talk] = phrases < 2
	}
	return open
}

// foreign is [Language] for a text in other letters than English has: of one in
// letters that only look otherwise, the words can be read.
func foreign(text string) Talk {
	latin, others := 0, 0
	for _, r := range text[:min(len(text), 4*maxTalk)] { // which tell
		switch {
		case r <= unicode.MaxASCII, unicode.Is(unicode.Latin, r), unicode.Is(unicode.Common, r):
			latin++
		case unicode.IsLetter(r):
			others++
		}
	}
	if others > latin {
		return Language
	}
	return NoTalk
}

var talkFillers = []string{"there", "again", "please", "mate", "everyone", "all", "bot", "dear", "ok", "okay", "so", "and", "lol", "haha", "wow", "man", "dude", "bro", "buddy"}

// talk answers small talk, with something to ask where that helps.
func (a *answerer) talk(t Talk) Answer {
	s := a.set
	answer := Answer{Kind: NoAnswer, Talk: t, Text: s.Sentence("talk-"+string(t),
		"subject", s.Subject, "about", s.About, "asof", s.AsOf.Spoken(),
		"greeting", cmp.Or(s.Greeting, s.Sentence("greeting", "subject", s.Subject)))}
	if !slices.Contains([]Talk{Thanks, Goodbye, Privacy, Invite}, t) {
		answer.Suggestions = s.Complete("", "", maxSuggestions)
	}
	return answer
}
