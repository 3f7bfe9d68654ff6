// Clinc writes a knowledge set from CLINC150: every intent is an entry, its
// utterances are the entry's example questions, and texts that are out of scope
// are the set's off-topic questions.
package main

import (
	"flag"
	"fmt"
	"os"

	"attache/knowledge/bench"
)

func main() {
	train := flag.String("train", "", "the training split, a `FILE` of JSON Lines with text and intent")
	oos := flag.String("oos", "", "a `FILE` of texts that are out of scope")
	examples := flag.Int("examples", 0, "keep `N` random examples of each intent (default all)")
	seed := flag.Uint64("seed", 0, "the seed of the choice")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: clinc -train FILE [-oos FILE] [-examples N [-seed S]] DIR")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *train == "" || flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := write(flag.Arg(0), *train, *oos, *examples, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "clinc:", err)
		os.Exit(1)
	}
}

func write(dir, train, oos string, examples int, seed uint64) error {
	utterances, err := bench.ReadUtterances(train)
	if err != nil {
		return err
	}
	intents := bench.Intents(utterances)
	if examples > 0 {
		intents = bench.Sample(intents, examples, seed)
	}
	var offtopic []bench.Utterance
	if oos != "" {
		if offtopic, err = bench.ReadUtterances(oos); err != nil {
			return err
		}
	}
	dropped, err := bench.WriteSet(dir, intents, bench.Texts(offtopic))
	if dropped > 0 {
		fmt.Fprintf(os.Stderr, "clinc: %d texts were there twice and left out\n", dropped)
	}
	return err
}
