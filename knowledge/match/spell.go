package match

import (
	"bytes"
	"maps"
	"math"
	"math/bits"
	"slices"

	"attache/knowledge/match/vectors"
)

// speller mends typing errors toward the words of the examples.
//
// Takes words, gives words; what it leaves alone costs a look-up or two, what it
// mends some microseconds.
//
// Method: the delete index of SymSpell (Wolf Garbe, 2012). Every known word is
// filed under itself and under each form with one or two letters left out; two
// words within that many edits share such a form. A candidate must then be
// within the limit by optimal string alignment distance (one edit is a letter
// more, less or other, or two neighbours swapped): one edit up to five letters,
// two from six on. The most likely wins, by how near it is, what sounds alike
// counting as nearer, and how frequent (the noisy channel of Kernighan, Church and
// Gale, "A spelling correction program based on a noisy channel model", COLING 1990).
// Where nothing is that near, a word that sounds the same is taken, as people write
// names by ear:
//
//	parntership -> partnership, olso -> oslo, libarry -> library, kontakt -> contact
//	wershbow -> vershbow, loukachenka -> lukashenka
//
// What is near to none of the examples' words is mended by one edit toward the
// most frequent word of the dictionary, whose vector may still tell what is meant.
//
// Two words that make one of the examples' words are joined, unless the examples
// have them side by side, and a word that is two of them is split:
//
//	partner ship -> partnership, ryan air -> ryanair, peacesupport -> peace support
//
// A word that is known, that a dictionary of English lists, or that is frequent
// (a name, mostly) is not touched; of the dictionary's rare words (planing, for
// planning) one edit is mended.
type speller struct {
	words *vocabulary
	count []int32         // how often the examples hold the word
	apart map[string]bool // known words that the examples also have as two

	// The forms, by the first bits of their hash: those of bucket b are
	// filed[start[b]:start[b+1]].
	start []int32
	filed []form
	shift int // of a hash, for its bucket
}

// form is a word with some letters left out, or its sound. There are many: of the
// hash it keeps the lower half, for the bucket tells the upper, and it can be of the
// first 65,536 words alone.
type form struct{ hash, word uint16 }

const (
	rareRank   = 20_000 // from here on a long word of the dictionary is more likely another one misspelt
	commonRank = 10_000 // up to here a word that no dictionary lists is no error but a name
)

// A form is cut to this many letters before letters are left out; it bounds
// the index at 29 forms a word.
const spellPrefix = 7

// newSpeller learns the words of texts and more. A question may be as somebody typed
// it: a word that only questions have and no dictionary is no word to learn where it
// is rare and a slip from one that is frequent.
func newSpeller(c *corpus, more []string) *speller {
	count, sure := make(map[string]int32), make(map[string]bool)
	add := func(w string, isSure bool) {
		if len(w) >= 3 && w[0] >= 'a' && w[0] <= 'z' {
			count[w]++
			sure[w] = sure[w] || isSure
		}
	}
	for i, text := range c.texts {
		for _, w := range text {
			add(w, !c.question[i])
		}
	}
	for _, w := range slices.Concat(more, shortened) {
		add(w, true)
	}
	s := &speller{words: &vocabulary{}}
	learn := func(w string) {
		s.words.add(w)
		s.count = append(s.count, count[w])
	}
	var doubtful []string
	for _, w := range slices.Sorted(maps.Keys(count)) {
		if count[w] <= maxSlips && len(w) >= minSlip && !sure[w] && s.isSuspect(w) {
			doubtful = append(doubtful, w)
		} else {
			learn(w)
		}
	}
	s.fillIndex()
	sureWords := s.words.size()
	for _, w := range doubtful {
		if better, price := s.mend(w); better == "" || price > slipPrice || count[better] < slipOf*count[w] {
			learn(w)
		}
	}
	if s.words.size() > sureWords {
		s.fillIndex()
	}
	s.apart = make(map[string]bool)
	for _, text := range c.texts {
		for i := 1; i < len(text); i++ {
			if w, ok := s.joined(text[i-1], text[i]); ok {
				s.apart[w] = true
			}
		}
	}
	return s
}

const (
	maxSlips  = 2  // how often the examples may hold a typing error …
	slipOf    = 20 // … and how much more often the word that was meant
	minSlip   = 5  // letters of a word that may be one
	slipPrice = 4  // a letter left out or doubled, or two swapped
)

// restoreSpeller makes a speller of what newSpeller found.
func restoreSpeller(words *vocabulary, count []int32, apart []string) *speller {
	s := &speller{words: words, count: count, apart: make(map[string]bool, len(apart))}
	for _, word := range apart {
		s.apart[word] = true
	}
	s.fillIndex()
	return s
}

// fillIndex files the words under their forms and their sound.
func (s *speller) fillIndex() {
	each := func(f func(id int, hash uint32)) {
		for id := range min(s.words.size(), math.MaxUint16+1) {
			w := s.words.word(int32(id))
			forms(w, edits(w), func(hash uint32) { f(id, hash) })
			var room [maxWordLen]byte
			if sound := soundOf(room[:0], w); len(w) >= minHeard && len(sound) >= minSound {
				f(id, soundHash(sound))
			}
		}
	}
	all := 0
	each(func(int, uint32) { all++ })
	s.shift = 32 - min(max(bits.Len(uint(all))-3, 0), 31) // buckets of some eight forms
	s.start = make([]int32, 1<<(32-s.shift)+1)
	each(func(_ int, hash uint32) { s.start[hash>>s.shift+1]++ })
	for b := range s.start[1:] {
		s.start[b+1] += s.start[b]
	}
	s.filed = make([]form, all)
	next := slices.Clone(s.start)
	each(func(id int, hash uint32) {
		at := &next[hash>>s.shift]
		s.filed[*at] = form{uint16(hash), uint16(id)}
		*at++
	})
}

// under gives the forms in a hash's bucket.
func (s *speller) under(hash uint32) []form {
	b := hash >> s.shift
	return s.filed[s.start[b]:s.start[b+1]]
}

// correct mends words, in their memory as far as it reaches. A nil speller mends
// nothing.
func (s *speller) correct(words []string) []string {
	if s == nil {
		return words
	}
	for i := 0; i < len(words); i++ {
		w := words[i]
		if i+1 < len(words) {
			if joined, ok := s.joined(w, words[i+1]); ok && !s.apart[joined] {
				words[i] = joined
				words = slices.Delete(words, i+1, i+2)
				continue
			}
		}
		if !s.isSuspect(w) {
			continue
		}
		better, price := s.mend(w)
		switch at := s.splitAt(w); {
		case better != "" && price < farPrice:
		case better == "" && at > 0:
			words[i] = w[:at]
			words = slices.Insert(words, i+1, w[at:])
			i++
			continue
		default:
			if nearer := mendByDictionary(w); nearer != "" {
				better = nearer
			}
		}
		if better != "" {
			words[i] = better
			words = expand(words, i)
		}
	}
	return words
}

// isSuspect reports whether a word may be misspelt: neither the examples nor a
// dictionary's more frequent words have it, and it is no frequent name.
func (s *speller) isSuspect(w string) bool {
	if len(w) < 3 || w[0] < 'a' || w[0] > 'z' {
		return false
	}
	if _, known := s.words.find(w); known || IsFiller(w) {
		return false
	}
	v, ok := vectors.Find(w)
	switch {
	case !ok:
		return true
	case v.Spelt():
		return v.Rank() > rareRank && len(w) >= 6
	}
	return v.Rank() > commonRank || len(w) == 3
}

// joined gives the word of the examples that two words make together.
func (s *speller) joined(a, b string) (string, bool) {
	if len(a) < minPart || len(b) < minPart || len(a)+len(b) < minJoined || len(a)+len(b) > maxWordLen {
		return "", false
	}
	var room [maxWordLen]byte
	id, ok := s.words.find(string(append(append(room[:0], a...), b...)))
	if !ok {
		return "", false
	}
	return s.words.word(id), true
}

// splitAt gives the place where a word is to be split, 0 for none.
func (s *speller) splitAt(w string) int {
	for at := minPart; at <= len(w)-minPart && len(w) >= minJoined; at++ {
		if _, ok := s.words.find(w[:at]); !ok {
			continue
		}
		if _, ok := s.words.find(w[at:]); ok {
			return at
		}
	}
	return 0
}

const (
	minPart   = 3 // letters of each part of a word that is split or joined …
	minJoined = 7 // … and of the whole
	minHeard  = 5 // letters of a word that is taken for one that sounds the same …
	minSound  = 3 // … and of its sound
	longWord  = 8 // letters from which on one of two edits may be in the first
)

// mend gives the word of the examples that w most likely stands for, and the
// price of that; no word when none is near.
func (s *speller) mend(w string) (better string, price int) {
	limit := edits(w)
	if v, ok := vectors.Find(w); ok && v.Spelt() {
		limit = 1
	}
	var sounds, theirs [maxWordLen]byte
	sound := soundOf(sounds[:0], w)
	winner, least := int32(-1), 0
	forms(w, limit, func(hash uint32) {
		for _, f := range s.under(hash) {
			id := int32(f.word)
			if f.hash != uint16(hash) || id == winner {
				continue
			}
			d := distance(w, s.words.word(id), limit)
			if d > limit {
				continue
			}
			alike := bytes.Equal(sound, soundOf(theirs[:0], s.words.word(id)))
			if d > 1 && len(w) < longWord && w[0] != s.words.word(id)[0] && !alike {
				continue
			}
			its := priceOf(w, s.words.word(id), d, alike)
			unlikely := pricedBits*its - bits.Len32(uint32(s.count[id]))
			if winner < 0 || unlikely < least || unlikely == least && s.isRather(id, winner) {
				winner, least, price = id, unlikely, its
			}
		}
	})
	if winner < 0 && limit == edits(w) {
		winner = s.heard(w, sound)
	}
	if winner < 0 {
		return "", 0
	}
	return s.words.word(winner), price
}

// isRather reports whether, all else being equal, a word is meant before another.
func (s *speller) isRather(id, other int32) bool {
	return s.count[id] > s.count[other] || s.count[id] == s.count[other] && s.words.word(id) < s.words.word(other)
}

// heard gives the word that sounds like w and is nearest to it, then the most
// frequent; -1 for none.
func (s *speller) heard(w string, sound []byte) int32 {
	winner, least := int32(-1), 0
	if len(w) < minHeard || len(sound) < minSound {
		return winner
	}
	var theirs [maxWordLen]byte
	hash := soundHash(sound)
	for _, f := range s.under(hash) {
		id := int32(f.word)
		if f.hash != uint16(hash) || !bytes.Equal(sound, soundOf(theirs[:0], s.words.word(id))) {
			continue
		}
		limit := len(sound) - 1 // the more of it is heard, the more may be written otherwise
		d := distance(w, s.words.word(id), limit)
		if d <= limit && (winner < 0 || d < least || d == least && s.isRather(id, winner)) {
			winner, least = id, d
		}
	}
	return winner
}
