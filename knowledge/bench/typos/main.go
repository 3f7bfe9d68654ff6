// Typos measures what typing errors cost: it asks questions as they are and with
// an error in each fifth word of four letters or more, on CLINC150 and on the
// question sets of the set that is built in.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"attache/knowledge"
	"attache/knowledge/bench"
)

const (
	fewExamples = 5
	fewSeeds    = 3
)

func main() {
	most := flag.Float64("max", 100, "fail when errors cost more `POINTS` of the right answers to CLINC150, or to all question sets together")
	verbose := flag.Bool("v", false, "print, of the question sets, the questions whose right answer typing errors lose")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: typos [-v] [-max POINTS] QUESTIONS…")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := run(*most, *verbose, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "typos:", err)
		os.Exit(1)
	}
}

func run(most float64, verbose bool, paths []string) error {
	fmt.Println("| questions | right as they are | with typing errors | cost, points |")
	fmt.Println("|---|---|---|---|")
	row := func(name string, plain, mistyped float64) float64 {
		cost := 100 * (plain - mistyped)
		fmt.Printf("| %s | %.2f %% | %.2f %% | %.2f |\n", name, 100*plain, 100*mistyped, cost)
		return cost
	}
	own, err := ownSets(paths, row, verbose)
	if err != nil {
		return err
	}
	clinc, err := clinc150(row)
	if err != nil {
		return err
	}
	if worst := max(own, clinc); worst > most {
		return fmt.Errorf("typing errors cost %.2f points, more than %g", worst, most)
	}
	return nil
}

// ownSets judges answers and refusals alike.
func ownSets(paths []string, row func(string, float64, float64) float64, verbose bool) (cost float64, err error) {
	if len(paths) == 0 {
		return 0, nil
	}
	set, err := knowledge.Embedded()
	if err != nil {
		return 0, err
	}
	var plain, mistyped, all int
	for _, path := range paths {
		questions, err := bench.ReadQuestions(path)
		if err != nil {
			return 0, err
		}
		clean, errors := set.Evaluate(questions), set.Evaluate(bench.MistypedQuestions(questions))
		for i, v := range errors {
			if verbose && clean[i].Right && !v.Right {
				fmt.Fprintf(os.Stderr, "%s:%d: %q, read as %q: %s\n", path, v.Pos.Line, v.Question, strings.Join(set.Explain(v.Question).Words, " "), v.Why)
			}
		}
		a, b := right(clean), right(errors)
		row(filepath.Base(path), float64(a)/float64(len(questions)), float64(b)/float64(len(questions)))
		plain, mistyped, all = plain+a, mistyped+b, all+len(questions)
	}
	return row("all of these", float64(plain)/float64(all), float64(mistyped)/float64(all)), nil
}

func right(evaluation knowledge.Evaluation) int {
	total := evaluation.Total()
	return total.Right + total.Abstained
}

// clinc150 gives the larger cost, of every example and of five an intent.
func clinc150(row func(string, float64, float64) float64) (cost float64, err error) {
	clinc, err := bench.ReadClinc()
	if err != nil {
		return 0, err
	}
	scratch, err := os.MkdirTemp("", "typos")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	mistyped := bench.Mistyped(clinc.Val)
	ask := func(name string, intents []bench.Intent) (before, after float64, err error) {
		dir := filepath.Join(scratch, name)
		if _, err := bench.WriteSet(dir, intents, clinc.OOS); err != nil {
			return 0, 0, err
		}
		set, err := knowledge.Load(dir)
		if err != nil {
			return 0, 0, err
		}
		return bench.Ask(set, clinc.Val).Raw, bench.Ask(set, mistyped).Raw, nil
	}
	before, after, err := ask("full", clinc.Train)
	if err != nil {
		return 0, err
	}
	cost = row("CLINC150", before, after)
	var few, fewMistyped float64
	for seed := range uint64(fewSeeds) {
		before, after, err := ask(fmt.Sprint("five-", seed), bench.Sample(clinc.Train, fewExamples, seed))
		if err != nil {
			return 0, err
		}
		few, fewMistyped = few+before/fewSeeds, fewMistyped+after/fewSeeds
	}
	return max(cost, row("CLINC150, five examples an intent", few, fewMistyped)), nil
}
