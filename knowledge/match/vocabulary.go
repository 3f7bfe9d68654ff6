package match

import (
	"hash/maphash"
	"strings"
)

// vocabulary numbers words from 0 in the order in which they come. Unlike in a map
// or a slice of strings there is no pointer for each of the thousands, so that they
// cost a garbage collection nothing.
type vocabulary struct {
	text strings.Builder // the words, one behind the other
	ends []uint32        // of each in text
	// slots has each word's number, from 1, at its hash or in the next empty slot
	// behind; 0 is empty. Their number is a power of two.
	slots []uint32
}

var vocabularySeed = maphash.MakeSeed()

// newVocabulary makes a vocabulary of different words.
func newVocabulary(words []string) *vocabulary {
	v := &vocabulary{}
	v.grow(len(words))
	for _, w := range words {
		v.add(w)
	}
	return v
}

// size is how many words there are.
func (v *vocabulary) size() int { return len(v.ends) }

// word gives the word with a number.
func (v *vocabulary) word(id int32) string {
	start := uint32(0)
	if id > 0 {
		start = v.ends[id-1]
	}
	return v.text.String()[start:v.ends[id]]
}

// words gives all of them, in their order.
func (v *vocabulary) words() []string {
	words := make([]string, v.size())
	for id := range words {
		words[id] = v.word(int32(id))
	}
	return words
}

// find gives a word's number.
func (v *vocabulary) find(word string) (id int32, ok bool) {
	if len(v.slots) == 0 {
		return 0, false
	}
	id = int32(v.slots[v.slot(word)]) - 1
	return id, id >= 0
}

// add gives a word's number, which it gets if it has none.
func (v *vocabulary) add(word string) int32 {
	if 2*len(v.ends) >= len(v.slots) {
		v.grow(len(v.ends) + 1)
	}
	slot := &v.slots[v.slot(word)]
	if *slot == 0 {
		v.text.WriteString(word)
		v.ends = append(v.ends, uint32(v.text.Len()))
		*slot = uint32(len(v.ends))
	}
	return int32(*slot) - 1
}

// slot gives where a word stands, or would.
func (v *vocabulary) slot(word string) uint64 {
	mask := uint64(len(v.slots) - 1)
	at := maphash.String(vocabularySeed, word) & mask
	for v.slots[at] != 0 && v.word(int32(v.slots[at])-1) != word {
		at = (at + 1) & mask
	}
	return at
}

// grow makes room for so many words, so that at most half of the slots are taken.
func (v *vocabulary) grow(words int) {
	slots := 8
	for slots < 2*words {
		slots *= 2
	}
	v.slots = make([]uint32, slots)
	for id := range v.ends {
		v.slots[v.slot(v.word(int32(id)))] = uint32(id + 1)
	}
}
