package bench

import (
	"math/rand/v2"
	"os"
	"slices"

	"attache/knowledge"
)

// typoShare is the share of words, of those of four letters or more, that get
// a typing error; typoSeed makes them the same in each run.
const (
	typoShare = 0.2
	typoSeed  = 3
)

// Mistyped gives utterances with typing errors.
func Mistyped(utterances []Utterance) []Utterance {
	rng := rand.New(rand.NewPCG(typoSeed, 9))
	mistyped := slices.Clone(utterances)
	for i := range mistyped {
		mistyped[i].Text = Typos(rng, mistyped[i].Text, typoShare)
	}
	return mistyped
}

// MistypedQuestions gives the questions of a question set with typing errors.
func MistypedQuestions(questions []knowledge.Expectation) []knowledge.Expectation {
	rng := rand.New(rand.NewPCG(typoSeed, 9))
	mistyped := slices.Clone(questions)
	for i := range mistyped {
		mistyped[i].Question = Typos(rng, mistyped[i].Question, typoShare)
	}
	return mistyped
}

// Ask scores what a set made of intents takes utterances to mean.
func Ask(set *knowledge.Set, utterances []Utterance) Score {
	guesses := make([]Guess, len(utterances))
	for i, u := range utterances {
		g := Guess{InScope: u.Intent != OutOfScope}
		if c := set.Answer(u.Text).Candidates; len(c) > 0 {
			g.Confidence, g.Right = c[0].Confidence, g.InScope && c[0].Entry.ID == u.ID()
		}
		guesses[i] = g
	}
	return Rate(guesses)
}

// ReadQuestions reads a question set.
func ReadQuestions(path string) ([]knowledge.Expectation, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return knowledge.ReadExpectations(f, path)
}
