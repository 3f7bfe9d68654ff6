package match

import "slices"

// QuestionType is what a question asks for.
type QuestionType uint8

// The types of questions; Open is a text that asks for nothing in particular.
const (
	Open QuestionType = iota
	When
	Who
	Where
	Why
	HowMany
	HowMuch
	HowLong
	WhatFor
	YesNo
	What
	Which
	typeCount
)

// String names the type as the question does: "how many", "yes/no", "open".
func (t QuestionType) String() string {
	return [typeCount]string{"open", "when", "who", "where", "why", "how many", "how much", "how long", "what for", "yes/no", "what", "which"}[t]
}

// TypeOf reads the type from the words of a question: the first question word
// that decides wins, wherever it stands ("and the mission was opened when?").
//
// Idea: the coarse classes of Li and Roth, "Learning question classifiers",
// COLING 2002, as far as single words tell them.
func TypeOf(words []string) QuestionType {
	otherwise := Open
	for i, w := range words {
		next, after := at(words, i+1), at(words, i+2)
		switch w {
		case "when":
			return When
		case "who", "whom", "whose":
			if next == "knows" || next == "can" && after == "tell" {
				continue // "who knows how many …"
			}
			return Who
		case "where":
			return Where
		case "why":
			return Why
		case "how":
			return typeOfHow(next)
		case "what", "which":
			return typeOfThing(words[i:])
		case "date", "year":
			if IsYear(next) {
				continue // "in the year 2004"
			}
			return When
		case "reason", "purpose":
			return Why
		case "number", "count", "total":
			return HowMany
		}
		if i == 0 && slices.Contains(auxiliaries, w) {
			if !IsAddressed(next) {
				return YesNo
			}
			otherwise = YesNo // "could you tell me when …" asks when
		}
	}
	return otherwise
}

// typeOfHow reads the type from the word behind "how".
func typeOfHow(next string) QuestionType {
	switch next {
	case "many":
		return HowMany
	case "much":
		return HowMuch
	case "long":
		return HowLong
	case "come":
		return Why
	}
	return Open
}

// typeOfThing reads the type from words that begin with "what" or "which".
func typeOfThing(words []string) QuestionType {
	which, next := words[0] == "which", at(words, 1)
	switch {
	case slices.Contains([]string{"year", "date", "month", "day", "time"}, next):
		return When
	case slices.Contains([]string{"country", "nation"}, next), which && slices.Contains([]string{"state", "embassy"}, next):
		return Who
	case next == "number" || next == "is" && at(words, 2) == "number":
		return HowMany
	case slices.Contains([]string{"place", "city", "town", "location"}, next):
		return Where
	case slices.Contains(words, "reason"), slices.Contains(words, "purpose"),
		!which && slices.Contains([]string{"made", "led", "caused", "prompted", "moved", "drove"}, next):
		return Why
	case which:
		return Which
	}
	return What
}

// IsAddressed reports whether a courtesy speaks to or of whom the word stands for: "could
// you", "would anybody".
func IsAddressed(word string) bool {
	return slices.Contains([]string{"you", "i", "we", "anyone", "anybody", "someone", "somebody"}, word)
}

var auxiliaries = []string{
	"is", "are", "was", "were", "do", "does", "did", "has", "have", "had",
	"can", "could", "will", "would", "should", "may", "might", "am",
}

func at(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}

// IsQuestionWord reports whether a question can start with the word.
func IsQuestionWord(word string) bool {
	return slices.Contains([]string{"when", "who", "whom", "whose", "where", "why", "how", "what", "which", "whether"}, word)
}
