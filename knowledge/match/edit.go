package match

import "strings"

// priceOf is how unlikely it is that somebody wrote w for another word, d edits
// away. What sounds alike is likelier; a wrong first letter is less likely, as is
// a letter that is wrong or surplus, of which there are many, than one left out or
// swapped.
func priceOf(w, word string, d int, alike bool) int {
	price := 4 * d
	swapped := len(w) == len(word) && sameLetters(w, word)
	switch {
	case alike && len(w) >= minHeard:
		price -= 2
	case alike && w[0] == word[0]:
		price-- // of a short word little is heard
	}
	if w[0] != word[0] && !swapped {
		price++
	}
	if len(w) >= len(word) && !swapped {
		price++
	}
	return price
}

// pricedBits is how much less likely, as a power of two, each unit of the price makes
// an error, so that it can be weighed against how much more frequent a word is.
const pricedBits = 2

// farPrice is the least price of two edits that are not heard.
const farPrice = 8

// edits is how many edits a word of this length is given.
func edits(w string) int {
	if len(w) >= 6 {
		return 2
	}
	return 1
}

// forms calls f with the hash of the word and of each form of it with up to
// limit letters left out.
func forms(w string, limit int, f func(uint32)) {
	if len(w) > spellPrefix {
		w = w[:spellPrefix]
	}
	emit := func(skip1, skip2 int) {
		hash := uint32(hashSeed)
		for i := range len(w) {
			if i != skip1 && i != skip2 {
				hash = (hash ^ uint32(w[i])) * hashPrime
			}
		}
		f(hash)
	}
	emit(-1, -1)
	for i := range len(w) {
		emit(i, -1)
		for j := i + 1; j < len(w) && limit > 1; j++ {
			emit(i, j)
		}
	}
}

// distance is the optimal string alignment distance of a and b in bytes; more
// than limit once it is known to exceed it.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit || len(a) > maxWordLen || len(b) > maxWordLen {
		return limit + 1
	}
	var rows [3][maxWordLen + 1]int
	before, last, this := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		this[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, this[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			this[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, this = last, this, before
	}
	return last[len(b)]
}

func sameLetters(a, b string) bool {
	for i := range len(a) {
		if strings.Count(a, a[i:i+1]) != strings.Count(b, a[i:i+1]) {
			return false
		}
	}
	return true
}
