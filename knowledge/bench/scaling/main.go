// Scaling loads made-up knowledge sets of growing size and measures what that
// takes, and how long a question does: with the same number of entries, each
// with more examples, and with more entries of ten examples each.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"attache/knowledge"
	"attache/knowledge/bench"
)

const (
	fixedEntries  = 50 // of which each has two examples in the smallest set
	examplesEach  = 10 // where the entries grow
	smallest      = 100
	growthSeed    = 1
	questionCount = 1000
)

func main() {
	most := flag.Int("max", 100_000, "stop at sets of so many `EXAMPLES`")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: scaling [-max EXAMPLES]")
		os.Exit(2)
	}
	if err := run(*most); err != nil {
		fmt.Fprintln(os.Stderr, "scaling:", err)
		os.Exit(1)
	}
}

func run(most int) error {
	clinc, err := bench.ReadClinc()
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "scaling")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	fmt.Println("| examples | entries | load ms | memory MiB | mean µs | p50 µs | p99 µs |")
	fmt.Println("|---|---|---|---|---|---|---|")
	for _, entries := range []func(examples int) int{
		func(int) int { return fixedEntries },
		func(examples int) int { return examples / examplesEach },
	} {
		for examples := smallest; examples <= most; examples *= 10 {
			dir := filepath.Join(scratch, fmt.Sprintf("%d-%d", entries(examples), examples))
			if err := measure(dir, clinc, entries(examples), examples); err != nil {
				return err
			}
		}
	}
	return nil
}

// measure prints the row of one set.
func measure(dir string, clinc bench.Clinc, entries, examples int) error {
	if _, err := bench.WriteSet(dir, bench.Grow(clinc.Train, entries, examples, growthSeed), clinc.OOS); err != nil {
		return err
	}
	before := heap()
	start := time.Now()
	set, err := knowledge.Load(dir)
	if err != nil {
		return err
	}
	load := time.Since(start)
	memory := heap() - before
	latency := bench.Measure(min(questionCount, len(clinc.Val)), func(i int) { set.Answer(clinc.Val[i].Text) })
	fmt.Printf("| %d | %d | %d | %.1f | %s | %s | %s |\n", examples, entries, load.Milliseconds(), float64(memory)/(1<<20),
		bench.Microseconds(latency.Mean), bench.Microseconds(latency.P50), bench.Microseconds(latency.P99))
	runtime.KeepAlive(set)
	return nil
}

// heap gives the bytes in use once the garbage is collected, twice because
// what a pool holds outlives one collection.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
