//go:build !novectors

package vectors

import "sync"

// Find looks up a word in lower case.
func Find(word string) (Word, bool) {
	slots := slotsOf()
	for at := mixed(sum(word)); ; at++ {
		slot := slots[at%uint32(len(slots))]
		if slot == 0 {
			return 0, false
		}
		if w := Word(slot - 1); string(w.text()) == word {
			return w, true
		}
	}
}

// Near calls f for each word one edit away from another of plain letters, some
// of them more than once: with a letter less, more or other, or two neighbours
// swapped.
//
// What a word's hash becomes by an edit follows from the hash alone, so that the
// some fifty edits that each letter can have are looked up in a few microseconds.
func Near(word string, f func(Word)) {
	if len(word) > maxLength {
		return
	}
	var power, head [maxLength + 2]uint32 // head[i] is the sum of word[:i]
	power[0] = 1
	for i := range len(word) {
		power[i+1] = power[i] * prime
		head[i+1] = head[i] + uint32(word[i])*power[i]
	}
	slots := slotsOf()
	try := func(sum uint32) {
		for at := mixed(sum); ; at++ {
			slot := slots[at%uint32(len(slots))]
			if slot == 0 {
				return
			}
			if w := Word(slot - 1); oneEdit(word, w.text()) {
				f(w)
			}
		}
	}
	all := head[len(word)]
	for i := range len(word) {
		letter, tail := uint32(word[i]), all-head[i+1]
		try(head[i] + tail*inverse)
		for c := uint32('a'); c <= 'z'; c++ {
			try(all + (c-letter)*power[i])
			try(head[i] + c*power[i] + (all-head[i])*prime)
		}
		if i > 0 {
			before := uint32(word[i-1])
			try(all + (letter-before)*power[i-1] + (before-letter)*power[i])
		}
	}
	for c := uint32('a'); c <= 'z'; c++ {
		try(all + c*power[len(word)])
	}
}

// oneEdit reports whether words differ by no more than one edit.
func oneEdit(a string, b []byte) bool {
	short, long := len(a), len(b)
	if short > long {
		short, long = long, short
	}
	if long-short > 1 {
		return false
	}
	head := 0
	for head < short && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < short-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	rest := long - head - tail // of the longer word, what the other has not alike
	return rest <= 1 || rest == 2 && len(a) == len(b) && a[head] == b[head+1] && a[head+1] == b[head]
}

const (
	maxLength = 24 // letters of the table's longest word
	prime     = 16777619
	inverse   = 899433627 // of prime, modulo 1<<32
)

// slotsOf gives a table in which each word stands, as its number from 1, at its
// hash or in the next empty slot behind; 0 is empty.
var slotsOf = sync.OnceValue(func() *[1 << 17]uint16 {
	var slots [1 << 17]uint16
	for w := range Word(Len()) {
		at := mixed(sum(w.text()))
		for slots[at%uint32(len(slots))] != 0 {
			at++
		}
		slots[at%uint32(len(slots))] = uint16(w + 1)
	}
	return &slots
})

// sum is a word's letters, each by a power of prime.
func sum[T string | []byte](word T) uint32 {
	var sum uint32
	power := uint32(1)
	for i := range len(word) {
		sum += uint32(word[i]) * power
		power *= prime
	}
	return sum
}

// mixed spreads a sum over all bits (the finaliser of MurmurHash3, by Appleby).
func mixed(sum uint32) uint32 {
	sum = (sum ^ sum>>16) * 0x85ebca6b
	sum = (sum ^ sum>>13) * 0xc2b2ae35
	return sum ^ sum>>16
}
