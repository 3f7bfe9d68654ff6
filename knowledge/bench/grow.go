package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Grow makes up a set of any size from intents: examples in all, spread evenly
// over entries, the same for the same seed. An example is the start of one
// utterance and the end of another of the same intent, with some words left
// out. Entries beyond the number of intents share an intent, and each is told
// apart by a name of two words in all its examples.
func Grow(intents []Intent, entries, examples int, seed uint64) []Intent {
	rng := rand.New(rand.NewPCG(seed, 11))
	var vocabulary []string
	for _, intent := range intents {
		for _, text := range intent.Examples {
			vocabulary = append(vocabulary, strings.Fields(text)...)
		}
	}
	seen := make(map[string]bool, examples)
	grown := make([]Intent, entries)
	for i := range grown {
		intent := intents[i%len(intents)]
		grown[i].ID = fmt.Sprintf("%s-%d", intent.ID, i)
		name := ""
		if entries > len(intents) {
			name = " " + vocabulary[rng.IntN(len(vocabulary))] + " " + vocabulary[rng.IntN(len(vocabulary))]
		}
		want := examples*(i+1)/entries - examples*i/entries
		for len(grown[i].Examples) < want {
			text := crossed(rng, intent.Examples) + name
			if !seen[text] {
				seen[text] = true
				grown[i].Examples = append(grown[i].Examples, text)
			}
		}
	}
	return grown
}

// dropped is the share of words that an example lacks.
const dropped = 0.15

func crossed(rng *rand.Rand, texts []string) string {
	start, end := strings.Fields(texts[rng.IntN(len(texts))]), strings.Fields(texts[rng.IntN(len(texts))])
	var words []string
	for _, w := range slices.Concat(start[:(len(start)+1)/2], end[len(end)/2:]) {
		if len(words) == 0 || rng.Float64() >= dropped {
			words = append(words, w)
		}
	}
	return strings.ToLower(strings.Join(words, " "))
}
