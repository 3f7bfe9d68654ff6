package knowledge_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"attache/knowledge"
)

// BenchmarkAnswer is one question on the embedded set.
func BenchmarkAnswer(b *testing.B) {
	set := embedded(b)
	for _, test := range []struct{ name, question string }{
		{"example", "when did belarus join the partnership for peace"},
		{"plain", "in which year was it that belarus entered the partnership for peace"},
		{"typos", "wen did beluras joni the parntership for peace"},
		{"list", "what happened between 1995 and 2004"},
		{"refused", "what is the best recipe for a carbonara tonight"},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				set.Answer(test.question)
			}
		})
	}
}

// BenchmarkEmbedded loads the embedded set and makes it ready to answer.
func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		if _, err := knowledge.Embedded(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLarge loads a generated set of 5,000 entries with ten examples each,
// and asks it.
func BenchmarkLarge(b *testing.B) {
	fsys := fstest.MapFS{"set.yaml": {Data: []byte(largeSet(5000))}}
	set, err := knowledge.LoadFS(fsys, "large")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			if _, err := knowledge.LoadFS(fsys, "large"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("complete", func(b *testing.B) { completeEach(b, set) })
	b.Run("answer", func(b *testing.B) {
		question := strings.Replace(set.Entries[1234].Questions[2], "what is", "please tell me", 1)
		for b.Loop() {
			set.Answer(question)
		}
	})
}

// largeSet makes up a set of n entries from invented words.
func largeSet(n int) string {
	rng := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		var w string
		for range 2 + rng.IntN(3) {
			w += string("bdfgklmnprstvz"[rng.IntN(14)]) + string("aeiou"[rng.IntN(5)])
		}
		return w
	}
	vocabulary := make([]string, 6000)
	for i := range vocabulary {
		vocabulary[i] = word()
	}
	patterns := []string{
		"who leads the %s %s", "when was %s %s started", "what is the %s of %s", "how many %s are in %s", "where is %s %s",
		"why did %s join %s", "%s %s", "tell me about %s and %s", "is %s part of %s", "which %s has %s",
	}
	var s strings.Builder
	s.WriteString("set: {name: Large, subject: large things, colour: '#112233', refusal: No., about: Large.}\n" +
		"sources: [{id: s, title: S, publisher: P, url: https://s.example/, captured: 2020}]\nfacts:\n")
	for i := range n {
		var w [4]string
		for k := range w {
			w[k] = vocabulary[rng.IntN(len(vocabulary))]
		}
		fmt.Fprintf(&s, "  - id: e%d\n    title: %s %s %d\n    answer: The %s %s is %s %s.\n    source: s\n    as_of: 2020\n    status: current\n    questions:\n",
			i, w[0], w[1], i, w[0], w[1], w[2], w[3])
		for k, p := range patterns {
			fmt.Fprintf(&s, "      - %s %d\n", fmt.Sprintf(p, w[k%2], w[2+k%2]), i)
		}
	}
	return s.String()
}

// completeEach completes what somebody types letter by letter, with and without
// errors, and reports the slowest of a hundred besides the mean.
func completeEach(b *testing.B, set *knowledge.Set) {
	var typed []string
	for _, text := range []string{"", "w", "wh", set.Entries[1234].Questions[2], set.Entries[77].Questions[0], "wat is teh naem of", "prtnrshp", "zzzz qqqq"} {
		for i := range text {
			typed = append(typed, text[:i+1])
		}
	}
	set.Complete("", "w", 25) // makes the index
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		set.Complete("", typed[i%len(typed)], 25)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
