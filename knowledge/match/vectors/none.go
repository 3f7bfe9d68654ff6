//go:build novectors

// Package vectors stands in, in programs built with the tag novectors, for the
// table that it holds otherwise: it knows no word.
package vectors

// Dimensions is the length of every vector.
const Dimensions = 100

// Word is a word of the table, of which there is none.
type Word int32

// Len is the number of words.
func Len() int { return 0 }

// Find finds nothing.
func Find(string) (Word, bool) { return 0, false }

// Near finds nothing.
func Near(string, func(Word)) {}

// Text is empty.
func (Word) Text() string { return "" }

// Rank is the word's place by falling frequency.
func (Word) Rank() int { return 1 }

// Spelt reports whether a dictionary lists the word.
func (Word) Spelt() bool { return false }

// Add adds nothing.
func (Word) Add([]float32, float32) {}
