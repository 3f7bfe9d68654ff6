package knowledge

import "hash/maphash"

// exampleIndex finds the entry that a question is an example of, word for word. It
// keeps hashes in place of the words, which would be the larger part of a set in
// memory; that two of some ten thousand have the same 64 bits does not happen.
type exampleIndex struct {
	seed    maphash.Seed
	entries map[uint64]*Entry
}

func newExampleIndex(size int) exampleIndex {
	return exampleIndex{maphash.MakeSeed(), make(map[uint64]*Entry, size)}
}

// add notes an example's words, joined by blanks.
func (x exampleIndex) add(words string, e *Entry) { x.entries[maphash.String(x.seed, words)] = e }

func (x exampleIndex) find(words string) *Entry { return x.entries[maphash.String(x.seed, words)] }

func (x exampleIndex) has(words []byte) bool { return x.entries[maphash.Bytes(x.seed, words)] != nil }
