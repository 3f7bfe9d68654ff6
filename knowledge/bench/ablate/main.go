// Ablate measures what each part of the matcher is worth: it leaves out one at
// a time, trains anew and asks the same questions, as they are and with typing
// errors.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"attache/knowledge"
	"attache/knowledge/bench"
	"attache/knowledge/match"
)

const (
	fewExamples = 5
	fewSeed     = 0
	typoShare   = 0.2 // of the words of four letters or more
	typoSeed    = 3
)

func main() {
	every := flag.Int("every", 1, "ask only each `N`th question of CLINC150")
	data := flag.String("data", "../data", "the `FOLDER` of the set that the question sets are about")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: ablate [-every N] [-data FOLDER] QUESTIONS…")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 || *every < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*every, *data, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "ablate:", err)
		os.Exit(1)
	}
}

// variants are what is left out, the whole matcher first.
var variants = []struct {
	name    string
	without match.Part
}{
	{"nothing", 0},
	{"word pairs", match.Pairs},
	{"word vectors", match.Vectors},
	{"centroids", match.Centroids},
	{"speller", match.Speller},
	{"aliases", match.Aliases},
	{"question type", match.Types},
	{"thing asked for", match.Things},
	{"coverage", match.Coverage},
	{"background", match.Background},
}

func run(every int, data string, paths []string) error {
	scratch, err := os.MkdirTemp("", "ablate")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	clinc, err := bench.ReadClinc()
	if err != nil {
		return err
	}
	var asked []bench.Utterance
	for i := 0; i < len(clinc.Val); i += every {
		asked = append(asked, clinc.Val[i])
	}
	full, few := filepath.Join(scratch, "full"), filepath.Join(scratch, "few")
	if _, err := bench.WriteSet(full, clinc.Train, clinc.OOS); err != nil {
		return err
	}
	if _, err := bench.WriteSet(few, bench.Sample(clinc.Train, fewExamples, fewSeed), clinc.OOS); err != nil {
		return err
	}
	own, err := readQuestions(paths)
	if err != nil {
		return err
	}
	fmt.Printf("CLINC150: %d questions; the set's own: %d\n\n", len(asked), len(own))
	fmt.Println("| without | CLINC150 right | AUROC | typos | five examples right | AUROC | typos | own sets right | refused | typos right |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|---|")
	for _, v := range variants {
		fmt.Printf("| %s ", v.name)
		for _, dir := range []string{full, few} {
			set, err := knowledge.LoadWithout(dir, v.without)
			if err != nil {
				return err
			}
			plain, mistyped := rate(set, asked), rate(set, mistype(asked))
			fmt.Printf("| %.1f %% | %.1f %% | %.1f %% ", 100*plain.Raw, 100*plain.AUROC, 100*mistyped.Raw)
		}
		set, err := knowledge.LoadWithout(data, v.without)
		if err != nil {
			return err
		}
		plain, mistyped := set.Evaluate(own).Total(), set.Evaluate(mistypeOwn(own)).Total()
		fmt.Printf("| %s | %s | %s |\n", share(plain.Right, plain.InScope), share(plain.Abstained, plain.OutOfScope), share(mistyped.Right, mistyped.InScope))
	}
	return nil
}

func share(n, all int) string {
	if all == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(all))
}

func readQuestions(paths []string) ([]knowledge.Expectation, error) {
	var all []knowledge.Expectation
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		read, err := knowledge.ReadExpectations(f, path)
		f.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, read...)
	}
	return all, nil
}

// rate asks questions of CLINC150.
func rate(set *knowledge.Set, questions []bench.Utterance) bench.Score {
	guesses := make([]bench.Guess, len(questions))
	for i, q := range questions {
		g := bench.Guess{InScope: q.Intent != bench.OutOfScope}
		if c := set.Answer(q.Text).Candidates; len(c) > 0 {
			g.Confidence, g.Right = c[0].Confidence, g.InScope && c[0].Entry.ID == q.ID()
		}
		guesses[i] = g
	}
	return bench.Rate(guesses)
}

func mistype(questions []bench.Utterance) []bench.Utterance {
	rng := rand.New(rand.NewPCG(typoSeed, 9))
	mistyped := slices.Clone(questions)
	for i := range mistyped {
		mistyped[i].Text = bench.Typos(rng, mistyped[i].Text, typoShare)
	}
	return mistyped
}

func mistypeOwn(questions []knowledge.Expectation) []knowledge.Expectation {
	rng := rand.New(rand.NewPCG(typoSeed, 9))
	mistyped := slices.Clone(questions)
	for i := range mistyped {
		mistyped[i].Question = bench.Typos(rng, mistyped[i].Question, typoShare)
	}
	return mistyped
}
