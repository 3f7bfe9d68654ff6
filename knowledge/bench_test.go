package knowledge_test

import (
	"testing"

	"attache/knowledge"
)

// BenchmarkAnswer is one question on the embedded set.
func BenchmarkAnswer(b *testing.B) {
	set := embedded(b)
	for _, test := range []struct{ name, question string }{
		{"plain", "when did belarus join the partnership for peace"},
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
