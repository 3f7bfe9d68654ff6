// Peers compares package knowledge with a full-text search engine, bleve, and
// with plain BM25: who finds the right entry, who knows what to refuse, and how
// long it takes, all in one run.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/blevesearch/bleve/v2/analysis/analyzer/standard"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	index "github.com/blevesearch/bleve_index_api"

	"attache/knowledge"
	"attache/knowledge/bench"
)

func main() {
	every := flag.Int("every", 1, "ask only each `N`th question")
	flag.Parse()
	if flag.NArg() > 0 || *every < 1 {
		fmt.Fprintln(os.Stderr, "usage: peers [-every N]")
		os.Exit(2)
	}
	if err := run(*every); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run(every int) error {
	scratch, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	clinc, err := clincTask(scratch)
	if err != nil {
		return err
	}
	builtIn, err := builtInTask()
	if err != nil {
		return err
	}
	for _, t := range []task{clinc, builtIn} {
		kept := t.questions[:0]
		for i := 0; i < len(t.questions); i += every {
			kept = append(kept, t.questions[i])
		}
		t.questions = kept
		if err := compare(t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

// hit is a text that a search found, best first.
type hit struct {
	label string
	score float64
}

// neighbours is how many texts a search finds.
const neighbours = 10

type search func(question string) ([]hit, error)

// rank gives the label that a question most likely means, and how likely.
type rank func(question string) (label string, confidence float64, err error)

// system is one of those that are compared.
type system struct {
	name string
	load func() (rank, error)
}

func systems(t task) []system {
	return []system{
		{"Attaché", func() (rank, error) { return ask(t.load) }},
		{"bleve in memory, standard analyzer, 10 neighbours", func() (rank, error) {
			return vote(engine{create: newMemOnly, analyzer: standard.Name}.search(t.examples))
		}},
		{"bleve in memory, English analyzer, 10 neighbours", func() (rank, error) {
			return vote(engine{create: newMemOnly, analyzer: en.AnalyzerName}.search(t.examples))
		}},
		{"bleve scorch, English analyzer, 10 neighbours", func() (rank, error) {
			return vote(engine{create: newScorch, analyzer: en.AnalyzerName}.search(t.examples))
		}},
		{"bleve scorch, English analyzer, BM25, 10 neighbours", func() (rank, error) {
			return vote(engine{create: newScorch, analyzer: en.AnalyzerName, scoring: index.BM25Scoring}.search(t.examples))
		}},
		{"bleve scorch, stop words kept, BM25, 10 neighbours", func() (rank, error) {
			return vote(engine{create: newScorch, analyzer: allWords, scoring: index.BM25Scoring}.search(t.examples))
		}},
		{"bleve scorch, stop words kept, BM25, a document an entry", func() (rank, error) {
			return vote(engine{create: newScorch, analyzer: allWords, scoring: index.BM25Scoring}.search(t.whole))
		}},
		{"bleve in memory, stop words kept, 10 neighbours", func() (rank, error) {
			return vote(engine{create: newMemOnly, analyzer: allWords}.search(t.examples))
		}},
		{"bleve scorch, English analyzer, BM25, fuzzy, 10 neighbours", func() (rank, error) {
			return vote(engine{create: newScorch, analyzer: en.AnalyzerName, scoring: index.BM25Scoring, fuzziness: 1}.search(t.examples))
		}},
		{"bleve scorch, English analyzer, a document an entry", func() (rank, error) {
			return vote(engine{create: newScorch, analyzer: en.AnalyzerName}.search(t.whole))
		}},
		{"bleve scorch, English analyzer, BM25, a document an entry", func() (rank, error) {
			return vote(engine{create: newScorch, analyzer: en.AnalyzerName, scoring: index.BM25Scoring}.search(t.whole))
		}},
		{"BM25 over stems, 10 neighbours", func() (rank, error) { return vote(searchBM25(t.examples), nil) }},
	}
}

// ask ranks by a knowledge set.
func ask(load func() (*knowledge.Set, error)) (rank, error) {
	set, err := load()
	return func(question string) (string, float64, error) {
		candidates := set.Answer(question).Candidates
		if len(candidates) == 0 {
			return "", 0, nil
		}
		return candidates[0].Entry.ID, candidates[0].Confidence, nil
	}, err
}

// vote ranks by the sum of the scores of each label's hits.
func vote(find search, err error) (rank, error) {
	return func(question string) (label string, confidence float64, err error) {
		hits, err := find(question)
		votes := make(map[string]float64, len(hits))
		for _, h := range hits {
			votes[h.label] += h.score
			if votes[h.label] > confidence {
				label, confidence = h.label, votes[h.label]
			}
		}
		return label, confidence, err
	}, err
}

// result is a row of the table.
type result struct {
	bench.Score
	bench.Latency
	load time.Duration
}

// compare prints the table of a task. Every median is set against that of the
// first row: other work on the machine changes it less than the mean.
func compare(t task) error {
	fmt.Printf("\n%s: %d examples of %d entries, %d questions\n\n", t.name, len(t.examples), len(t.whole), len(t.questions))
	fmt.Println("| | right entry first | AUROC | mean µs | p50 µs | p99 µs | p50, in Attaché's | load ms |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	var ours time.Duration
	for _, s := range systems(t) {
		r, err := measure(s, t.questions)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		ours = cmp.Or(ours, r.P50)
		fmt.Printf("| %s | %.1f %% | %.1f %% | %s | %s | %s | %.1f | %d |\n", s.name, 100*r.Raw, 100*r.AUROC,
			bench.Microseconds(r.Mean), bench.Microseconds(r.P50), bench.Microseconds(r.P99),
			float64(r.P50)/float64(ours), r.load.Milliseconds())
	}
	return nil
}

func measure(s system, questions []question) (result, error) {
	start := time.Now()
	rank, err := s.load()
	if err != nil {
		return result{}, err
	}
	load := time.Since(start)
	latency := bench.Measure(len(questions), func(i int) {
		if _, _, failed := rank(questions[i].text); failed != nil {
			err = failed
		}
	})
	if err != nil {
		return result{}, err
	}
	guesses := make([]bench.Guess, len(questions))
	for i, q := range questions {
		label, confidence, err := rank(q.text)
		if err != nil {
			return result{}, err
		}
		guesses[i] = bench.Guess{InScope: q.inScope, Right: q.inScope && q.right(label), Confidence: confidence}
	}
	return result{bench.Rate(guesses), latency, load}, nil
}
