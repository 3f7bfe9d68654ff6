package match

import (
	"math"
	"slices"

	"attache/knowledge/match/vectors"
)

// row is a text as numbers: weights of the terms and pairs that it holds, and
// the mean of its words' vectors.
type row struct {
	index []int32
	value []float32
	dense [denseSize]float32
}

// denseSize is the word vector's dimensions and a constant for the bias,
// rounded up to a multiple of four.
const denseSize = vectors.Dimensions + 4

// featurizer turns terms into a row of three families, each scaled to a length
// of its own so that none drowns the others:
//
//   - terms, and pairs of neighbours (with the text's edges), weighted by
//     inverse document frequency (Spärck Jones, 1972), once however often they
//     stand; a term that no example holds has no weight of its own but counts
//     in the length, so that it thins the rest;
//   - the mean of the word vectors, frequent words weighing less (SIF: Arora,
//     Liang, Ma, "A simple but tough-to-beat baseline", ICLR 2017), less the
//     mean over all examples in place of their first principal component.
//
// Cost: a map look-up for each term and pair.
type featurizer struct {
	terms   map[string]int32
	pairs   map[uint64]int32 // of two term ids; edge is -1, an unknown term -2
	idf     []float32        // by feature: terms, then pairs
	unknown float32          // idf of what no example holds
	mean    [vectors.Dimensions]float32
}

const (
	pairWeight   = 0.8
	vectorWeight = 1.0
	bias         = 1.0
)

func newFeaturizer(texts [][]term) *featurizer {
	f := &featurizer{terms: make(map[string]int32), pairs: make(map[uint64]int32)}
	var df []float64
	var seen []int // the last text in which a feature was counted, from 1
	count := func(id int32, text int) {
		for int(id) >= len(df) {
			df, seen = append(df, 0), append(seen, 0)
		}
		if seen[id] != text {
			seen[id] = text
			df[id]++
		}
	}
	for _, text := range texts {
		for _, t := range text {
			if _, ok := f.terms[t.text]; !ok {
				f.terms[t.text] = int32(len(f.terms))
			}
		}
	}
	for at, text := range texts {
		last := int32(-1)
		for i := range len(text) + 1 {
			id := int32(-1)
			if i < len(text) {
				id = f.terms[text[i].text]
				count(id, at+1)
			}
			pair, ok := f.pairs[pairKey(last, id)]
			if !ok {
				pair = int32(len(f.terms) + len(f.pairs))
				f.pairs[pairKey(last, id)] = pair
			}
			count(pair, at+1)
			last = id
		}
	}
	f.idf = make([]float32, len(df))
	n := float64(len(texts))
	for id, d := range df {
		f.idf[id] = float32(math.Log(1 + n/d))
	}
	f.unknown = float32(math.Log(1 + n))
	for _, text := range texts {
		sum, _ := meanVector(text)
		for i, x := range sum {
			f.mean[i] += x / float32(len(texts))
		}
	}
	return f
}

func pairKey(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// size is the number of sparse features.
func (f *featurizer) size() int { return len(f.idf) }

func (f *featurizer) row(text []term) row {
	size := 2*len(text) + 1
	return f.rowInto(row{index: make([]int32, 0, size), value: make([]float32, 0, size)}, text)
}

// rowInto is row with the memory of an earlier one.
func (f *featurizer) rowInto(r row, text []term) row {
	r.index, r.value = r.index[:0], r.value[:0]
	var termNorm, pairNorm float32
	last := int32(-1)
	for i := range len(text) + 1 {
		id := int32(-1)
		if i < len(text) {
			var ok bool
			if id, ok = f.terms[text[i].text]; ok {
				termNorm += r.add(id, f.idf[id])
			} else {
				id = -2
				termNorm += f.unknown * f.unknown
			}
		}
		if pair, ok := f.pairs[pairKey(last, id)]; ok {
			pairNorm += r.add(pair, f.idf[pair])
		} else {
			pairNorm += f.unknown * f.unknown
		}
		last = id
	}
	termScale, pairScale := inverseRoot(termNorm), pairWeight*inverseRoot(pairNorm)
	for i, id := range r.index {
		if int(id) < len(f.terms) {
			r.value[i] *= termScale
		} else {
			r.value[i] *= pairScale
		}
	}
	r.dense = [denseSize]float32{vectors.Dimensions: bias}
	sum, found := meanVector(text)
	if !found {
		return r
	}
	var norm float32
	for i, x := range sum {
		x -= f.mean[i]
		r.dense[i] = x
		norm += x * x
	}
	scale := vectorWeight * inverseRoot(norm)
	for i := range sum {
		r.dense[i] *= scale
	}
	return r
}

// add adds a feature, unless the row has it already, and gives what that adds
// to the squared length.
func (r *row) add(id int32, value float32) float32 {
	if slices.Contains(r.index, id) {
		return 0
	}
	r.index, r.value = append(r.index, id), append(r.value, value)
	return value * value
}

// meanVector is the weighted mean of the vectors of a text's words, and
// whether there was any.
func meanVector(text []term) ([vectors.Dimensions]float32, bool) {
	var sum [vectors.Dimensions]float32
	var total float32
	for _, t := range text {
		if t.vector < 0 {
			continue
		}
		rank := float32(t.vector.Rank())
		weight := rank / (rank + sifRank)
		t.vector.Add(sum[:], weight)
		total += weight
	}
	if total == 0 {
		return sum, false
	}
	for i := range sum {
		sum[i] /= total
	}
	return sum, true
}

// sifRank is the frequency rank at which a word counts half: SIF's a/(a+p) for
// a = 1/1000, with p by Zipf's law.
const sifRank = 78

func inverseRoot(x float32) float32 {
	if x == 0 {
		return 0
	}
	return float32(1 / math.Sqrt(float64(x)))
}
