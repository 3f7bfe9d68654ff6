package knowledge

import (
	"bytes"
	"cmp"
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
)

var talks = map[Talk][]string{
	Hello: {"hi", "hello", "hey", "hiya", "howdy", "yo", "greetings", "good morning", "good afternoon", "good evening", "good day",
		"how are you", "what up", "whats up", "sup"},
	Help: {"help", "help me", "can you help", "can you help me", "what can you do", "what can i ask", "what can i ask you", "what can i ask about", "what can i ask you about",
		"what do you know", "how do you work", "how does this work", "how do i use this", "how do i use you", "commands", "usage"},
	Thanks: {"thanks", "thank you", "thx", "ty", "cheers", "many thanks", "thanks a lot", "thank you very much", "thank you so much",
		"thanks so much", "great", "nice", "cool", "perfect", "good bot"},
	WhoAreYou: {"who are you", "what are you", "who is this", "who r u", "are you a bot", "are you human", "are you an ai", "are you a robot",
		"what is your name", "who made you", "introduce yourself", "tell me about yourself"},
	Goodbye: {"bye", "goodbye", "good bye", "good night", "see you", "see you later", "cya"},
}

// talkOf finds the kind by the phrase; opensTalk has the phrases' first words
// and the fillers.
var talkOf, opensTalk = func() (of map[string]Talk, opens map[string]bool) {
	of, opens = make(map[string]Talk), make(map[string]bool)
	for talk, phrases := range talks {
		for _, p := range phrases {
			first, _, _ := strings.Cut(p, " ")
			of[p], opens[first] = talk, true
		}
	}
	for _, w := range talkFillers {
		opens[w] = true
	}
	return of, opens
}()

// maxTalk is how long small talk is at most, in bytes.
const maxTalk = 60

// SmallTalk tells what small talk text is, if nothing but that: "hi there",
// "hello, who are you?". What a set has as an example question is none.
func (s *Set) SmallTalk(text string) Talk {
	if len(text) > maxTalk {
		return NoTalk
	}
	text = strings.TrimSpace(text)
	opening := text
	if end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }); end > 0 {
		opening = text[:end]
	}
	if !opensTalk[strings.ToLower(opening)] { // which spares most questions the rest
		return NoTalk
	}
	var inPlace [16]string
	words := match.AppendWords(inPlace[:0], text)
	if len(words) > len(inPlace) {
		return NoTalk
	}
	var room [2 * maxTalk]byte
	phrase := appendJoined(room[:0], words)
	if s.answerer.examples.at(phrase) != nil {
		return NoTalk
	}
	if talk := talkOf[string(phrase)]; talk != NoTalk {
		return talk
	}
	phrase = appendJoined(room[:0], slices.DeleteFunc(words, func(w string) bool { return slices.Contains(talkFillers, w) }))
	if talk := talkOf[string(phrase)]; talk != NoTalk {
		return talk
	}
	hello, rest, _ := bytes.Cut(phrase, []byte(" "))
	if talkOf[string(hello)] == Hello {
		return talkOf[string(rest)]
	}
	return NoTalk
}

// appendJoined appends words with a blank between each two.
func appendJoined(dst []byte, words []string) []byte {
	for i, w := range words {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, w...)
	}
	return dst
}

var talkFillers = []string{"there", "again", "please", "mate", "everyone", "all", "bot", "dear", "ok", "okay", "so", "and"}

// talk answers small talk, with something to ask where that helps.
func (a *answerer) talk(t Talk) Answer {
	s := a.set
	answer := Answer{Kind: NoAnswer, Text: s.Sentence("talk-"+string(t),
		"subject", s.Subject, "about", s.About, "asof", s.AsOf.Spoken(),
		"greeting", cmp.Or(s.Greeting, s.Sentence("greeting", "subject", s.Subject)))}
	if t != Thanks && t != Goodbye {
		answer.Suggestions = s.Complete("", "", maxSuggestions)
	}
	return answer
}
