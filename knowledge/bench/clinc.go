// Package bench measures package knowledge on public data and beside other
// software. It is a module of its own, so that nobody who only runs the
// program downloads what it is compared with.
package bench

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Utterance is a text of CLINC150 with what is meant by it. (Larson et al., "An
// Evaluation Dataset for Intent Classification and Out-of-Scope Prediction",
// EMNLP 2019; https://github.com/clinc/oos-eval, CC BY 3.0.)
type Utterance struct {
	Text   string `json:"text"`
	Intent string `json:"intent"` // OutOfScope for none
}

// OutOfScope is the intent of utterances that have none.
const OutOfScope = "oos"

// ID is the id of the entry that stands for the utterance's intent.
func (u Utterance) ID() string { return strings.ReplaceAll(u.Intent, "_", "-") }

// ReadUtterances reads a file of JSON Lines.
func ReadUtterances(path string) ([]Utterance, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []Utterance
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var u Utterance
		if err := json.Unmarshal(lines.Bytes(), &u); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, len(all)+1, err)
		}
		if u.Text == "" || u.Intent == "" {
			return nil, fmt.Errorf(`%s:%d: "text" or "intent" is missing`, path, len(all)+1)
		}
		all = append(all, u)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

// Clinc is what is used of CLINC150.
type Clinc struct {
	Train []Intent
	OOS   []string    // of the training split
	Val   []Utterance // those out of scope included
}

// ReadClinc reads the folder that the environment variable CLINC150 names.
func ReadClinc() (Clinc, error) {
	dir := os.Getenv("CLINC150")
	if dir == "" {
		return Clinc{}, fmt.Errorf("CLINC150 is not set; let it name the folder with train.jsonl, oos_train.jsonl and val.jsonl")
	}
	var files [3][]Utterance
	for i, name := range []string{"train.jsonl", "oos_train.jsonl", "val.jsonl"} {
		var err error
		if files[i], err = ReadUtterances(filepath.Join(dir, name)); err != nil {
			return Clinc{}, err
		}
	}
	return Clinc{Intents(files[0]), Texts(files[1]), files[2]}, nil
}

// Intent is an intent with its example utterances.
type Intent struct {
	ID       string
	Examples []string
}

// Intents groups utterances in the order in which intents first appear; those
// out of scope are left out.
func Intents(utterances []Utterance) []Intent {
	var intents []Intent
	at := map[string]int{}
	for _, u := range utterances {
		if u.Intent == OutOfScope {
			continue
		}
		i, ok := at[u.Intent]
		if !ok {
			i = len(intents)
			at[u.Intent] = i
			intents = append(intents, Intent{ID: u.ID()})
		}
		intents[i].Examples = append(intents[i].Examples, u.Text)
	}
	return intents
}

// Texts gives the texts alone.
func Texts(utterances []Utterance) []string {
	texts := make([]string, len(utterances))
	for i, u := range utterances {
		texts[i] = u.Text
	}
	return texts
}

// Sample keeps n random examples of each intent, the same for the same seed.
func Sample(intents []Intent, n int, seed uint64) []Intent {
	rng := rand.New(rand.NewPCG(seed, 7))
	sampled := make([]Intent, len(intents))
	for i, intent := range intents {
		examples := slices.Clone(intent.Examples)
		rng.Shuffle(len(examples), func(a, b int) { examples[a], examples[b] = examples[b], examples[a] })
		sampled[i] = Intent{intent.ID, examples[:min(n, len(examples))]}
	}
	return sampled
}

// Typos makes one typing error in a share of the words of four letters or
// more: a letter left out, put in, changed, or swapped with the next. Digits and
// punctuation stay: a year with another digit is another year.
func Typos(rng *rand.Rand, text string, share float64) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		letters := lettersOf(word)
		if len(letters) < 4 || rng.Float64() >= share {
			continue
		}
		w, k := []byte(word), rng.IntN(len(letters))
		at, letter := letters[k], byte('a'+rng.IntN(26))
		switch rng.IntN(4) {
		case 0:
			w = slices.Delete(w, at, at+1)
		case 1:
			w = slices.Insert(w, at, letter)
		case 2:
			w[at] = letter
		case 3:
			k = min(k, len(letters)-2)
			a, b := letters[k], letters[k+1]
			w[a], w[b] = w[b], w[a]
		}
		words[i] = string(w)
	}
	return strings.Join(words, " ")
}

// lettersOf gives the places of a word's letters.
func lettersOf(word string) []int {
	var at []int
	for i, c := range []byte(word) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			at = append(at, i)
		}
	}
	return at
}
