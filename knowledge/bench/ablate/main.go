// Ablate measures what each part of the matcher is worth: it leaves out one at
// a time, trains anew and asks the same questions, as they are and with typing
// errors.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"attache/knowledge"
	"attache/knowledge/bench"
	"attache/knowledge/match"
)

const (
	fewExamples = 5
	fewSeed     = 0
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
	{"nearest example", match.Nearest},
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
	own, err := readAll(paths)
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
			plain, mistyped := bench.Ask(set, asked), bench.Ask(set, bench.Mistyped(asked))
			fmt.Printf("| %.1f %% | %.1f %% | %.1f %% ", 100*plain.Raw, 100*plain.AUROC, 100*mistyped.Raw)
		}
		set, err := knowledge.LoadWithout(data, v.without)
		if err != nil {
			return err
		}
		plain, mistyped := set.Evaluate(own).Total(), set.Evaluate(bench.MistypedQuestions(own)).Total()
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

func readAll(paths []string) ([]knowledge.Expectation, error) {
	var all []knowledge.Expectation
	for _, path := range paths {
		read, err := bench.ReadQuestions(path)
		if err != nil {
			return nil, err
		}
		all = append(all, read...)
	}
	return all, nil
}
