package match

import (
	"maps"
	"math"
	"slices"
)

// shelf holds texts so that the one nearest to another is found without looking at
// all: under each of their terms stand those that have it.
//
// Takes a row, gives the cosine of its terms with those of the nearest text. Cost: a
// binary search for each term, and an addition for each text of the shelf, at most
// shelfSize, that has it. Idea: the nearest neighbour (Cover and Hart, 1967) by an
// inverted index (Zobel and Moffat, "Inverted files for text search engines", 2006).
type shelf struct {
	terms []uint16  // ascending
	start []uint16  // under terms[i] stand texts[start[i]:start[i+1]]
	texts []uint8   // places in scale
	scale []float32 // of each text, what makes its terms' vector one of length 1
}

// shelfSize is how many texts a shelf takes, so that neither the time nor the memory
// grows with the number of examples.
const shelfSize = 100

// shelfFeatures is how many features of a text count, more than a question has: so all
// that is under the terms of a shelf can be counted in 16 bits.
const shelfFeatures = 512

// common is how little a term may tell that is left out: it stands in more than about
// an eighth of the texts.
const common = 1.5

// newShelf files the first texts of rows.
func newShelf(rows []*row, f *featurizer) shelf {
	rows = rows[:min(len(rows), shelfSize)]
	postings := make(map[uint16][]uint8)
	for i, r := range rows {
		for _, id := range r.index[:min(len(r.index), shelfFeatures)] {
			if f.tells(id) {
				postings[uint16(id)] = append(postings[uint16(id)], uint8(i))
			}
		}
	}
	s := shelf{terms: slices.Sorted(maps.Keys(postings)), start: []uint16{0}}
	for _, id := range s.terms {
		s.texts = append(s.texts, postings[id]...)
		s.start = append(s.start, uint16(len(s.texts)))
	}
	s.measure(len(rows), f)
	return s
}

// isSound reports whether a shelf that was stored is one of count texts.
func (s *shelf) isSound(count int, f *featurizer) bool {
	n := len(s.terms)
	return len(s.start) == n+1 && slices.IsSorted(s.start) && int(s.start[n]) == len(s.texts) &&
		(n == 0 || slices.IsSorted(s.terms) && int(s.terms[n-1]) < min(f.terms, len(f.idf))) &&
		!slices.ContainsFunc(s.texts, func(text uint8) bool { return int(text) >= count })
}

// measure finds the scale of each of count texts.
func (s *shelf) measure(count int, f *featurizer) {
	s.scale = make([]float32, count)
	for i, id := range s.terms {
		for _, text := range s.texts[s.start[i]:s.start[i+1]] {
			s.scale[text] += f.idf[id] * f.idf[id]
		}
	}
	for i, norm := range s.scale {
		s.scale[i] = inverseRoot(norm)
	}
}

// tells reports whether a feature is a term that few texts hold.
func (f *featurizer) tells(id int32) bool { return int(id) < f.terms && f.idf[id] > common }

// telling is what tells of a row: the terms that few texts hold, each with the
// square of its weight.
type telling struct {
	terms   []uint16
	squares []float32
	scale   float32 // what makes their vector one of length 1

	sums [math.MaxUint8 + 1]float32 // of each text of a shelf, what it has in common with the row
}

func (t *telling) read(r *row, f *featurizer) {
	t.terms, t.squares = t.terms[:0], t.squares[:0]
	norm := float32(r.unknown) * f.unknown * f.unknown
	for _, id := range r.index {
		if f.tells(id) {
			square := f.idf[id] * f.idf[id]
			t.terms, t.squares = append(t.terms, uint16(id)), append(t.squares, square)
			norm += square
		}
	}
	t.scale = inverseRoot(norm)
}

// nearest gives the cosine, 0 to 1, of a row and the text that is nearest to it by
// these terms, 0 for an empty shelf.
func (s *shelf) nearest(t *telling) float64 {
	sums := t.sums[:len(s.scale)]
	clear(sums)
	for i, id := range t.terms {
		at, ok := slices.BinarySearch(s.terms, id)
		if !ok {
			continue
		}
		for _, text := range s.texts[s.start[at]:s.start[at+1]] {
			sums[text] += t.squares[i]
		}
	}
	most := float32(0)
	for i, scale := range s.scale {
		most = max(most, sums[i]*scale)
	}
	return float64(min(most*t.scale, 1))
}

// shelves gives each label's shelf of its own questions, and that of the background
// texts that the model takes for it rather than for most others.
func (m *Matcher) shelves(s *study) (own, beside []shelf) {
	ours, theirs := make([][]*row, s.labels), make([][]*row, s.labels)
	near := make([][]int, len(s.rows))
	InParallel(len(s.rows), func(i int) {
		if s.corpus.labels[i] == background {
			scores := m.model.scores(nil, &s.rows[i])
			near[i] = best(nil, scores[:s.labels], besides, nil)
		}
	})
	for i := range s.rows {
		if label := s.corpus.labels[i]; label != background && s.question[i] {
			ours[label] = append(ours[label], &s.rows[i])
		}
		for _, label := range near[i] {
			theirs[label] = append(theirs[label], &s.rows[i])
		}
	}
	own, beside = make([]shelf, s.labels), make([]shelf, s.labels)
	InParallel(s.labels, func(label int) {
		own[label], beside[label] = newShelf(ours[label], m.features), newShelf(theirs[label], m.features)
	})
	return own, beside
}

// besides is how many labels a background text stands beside.
const besides = 3
