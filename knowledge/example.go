package knowledge

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// exampleIndex finds the entry that a question is an example of, word for word. It
// keeps hashes in place of the words, which would be the larger part of a set in
// memory; that two of some ten thousand have the same 64 bits does not happen.
type exampleIndex struct {
	seed    maphash.Seed
	hashes  []uint64 // ascending
	entries []uint16 // of each hash, its place in all
	all     []*Entry // at most 65,535, as the matcher has labels
}

// newExampleIndex indexes the words of each entry's examples.
func newExampleIndex(entries []*Entry, examples [][][]string) exampleIndex {
	type example struct {
		hash  uint64
		entry uint16
	}
	x := exampleIndex{seed: maphash.MakeSeed(), all: entries}
	var all []example
	var hash maphash.Hash
	hash.SetSeed(x.seed)
	for i := range entries {
		for _, words := range examples[i] {
			hash.Reset()
			for n, word := range words {
				if n > 0 {
					_ = hash.WriteByte(' ')
				}
				_, _ = hash.WriteString(word)
			}
			all = append(all, example{hash.Sum64(), uint16(i)})
		}
	}
	slices.SortStableFunc(all, func(a, b example) int { return cmp.Compare(a.hash, b.hash) })
	x.hashes, x.entries = make([]uint64, len(all)), make([]uint16, len(all))
	for i, one := range all {
		x.hashes[i], x.entries[i] = one.hash, one.entry
	}
	return x
}

// find gives the entry of an example whose words, joined by blanks, are these; nil
// for none.
func (x *exampleIndex) find(words string) *Entry {
	i, ok := slices.BinarySearch(x.hashes, maphash.String(x.seed, words))
	if !ok {
		return nil
	}
	return x.all[x.entries[i]]
}
