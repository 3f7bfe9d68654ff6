package match

import (
	"iter"
	"math"
	"slices"

	"attache/knowledge/match/vectors"
)

// row is a text as numbers: weights of the terms and pairs that it holds, and
// the mean of its words' vectors.
type row struct {
	index []int32
	value []float32
	words []weighted // whose sum, less the mean over all examples times scale, is dense
	scale float32    // 0 for a text without a word that has a vector

	unknown int // terms that no example holds
	dense   [vectors.Dimensions]float32
}

// weighted is a word with its share in a row's dense part.
type weighted struct {
	word  vectors.Word
	share float32
}

// featurizer turns terms into a row of three families, each scaled to a length
// of its own so that none drowns the others:
//
//   - terms, and pairs of neighbours (with the text's edges), weighted by the
//     root of the inverse document frequency (Spärck Jones, 1972), once however
//     often they stand; a term that no example holds has no weight of its own
//     but counts in the length, so that it thins the rest;
//   - the mean of the word vectors, frequent words weighing less (SIF: Arora,
//     Liang, Ma, "A simple but tough-to-beat baseline", ICLR 2017), less the
//     mean over all examples in place of their first principal component.
//
// Takes terms, gives a row. Cost: a binary search for each pair, and a hundred
// additions for each word that has a vector.
type featurizer struct {
	terms   int // the size of the vocabulary
	pairs   pairs
	idf     []float32 // by feature: terms, then pairs
	unknown float32   // idf of what no example holds
	mean    [vectors.Dimensions]float32
}

const (
	pairWeight   = 0.8
	vectorWeight = 1.0

	edge = -2
)

func newFeaturizer(texts [][]term, vocabulary int, withPairs bool) *featurizer {
	f := &featurizer{terms: vocabulary}
	if withPairs {
		f.pairs = newPairs(texts, vocabulary)
	}
	df := make([]int, vocabulary+len(f.pairs.second))
	seen := slices.Clone(df) // the last text in which a feature was counted, from 1
	count := func(id int32, text int) {
		if seen[id] != text {
			seen[id] = text
			df[id]++
		}
	}
	for at, text := range texts {
		for _, t := range text {
			if t.id != unknownTerm {
				count(t.id, at+1)
			}
		}
		for first, second := range neighbours(text) {
			if pair, ok := f.pairs.find(first, second); ok {
				count(int32(f.terms)+pair, at+1)
			}
		}
	}
	f.idf = make([]float32, len(df))
	for id, n := range df {
		f.idf[id] = rarity(n, len(texts))
	}
	f.unknown = rarity(1, len(texts))
	for _, text := range texts {
		r := row{}
		r.addVectors(text)
		for i, x := range r.dense {
			f.mean[i] += x / float32(len(texts))
		}
	}
	return f
}

// rarity is the root of the inverse document frequency of what n of so many
// texts hold. The root leaves more to common words, which tell apart what people
// want ("how long", "cancel") where rare ones tell only what it is about.
func rarity(n, texts int) float32 {
	return float32(math.Sqrt(math.Log(1 + float64(texts)/float64(max(n, 1)))))
}

// pairs numbers the pairs of neighbouring terms in the order of their ids: row by row,
// as the entries of a sparse matrix. edge is the text's, unknownTerm any other.
type pairs struct {
	start  []int32  // by the first term: where its row begins
	second []uint16 // the second terms less edge, ascending in each row
}

func newPairs(texts [][]term, vocabulary int) pairs {
	rows := make([][]uint16, vocabulary-edge)
	for _, text := range texts {
		for first, second := range neighbours(text) {
			rows[first-edge] = append(rows[first-edge], uint16(second-edge))
		}
	}
	InParallel(len(rows), func(i int) {
		slices.Sort(rows[i])
		rows[i] = slices.Compact(rows[i])
	})
	p := pairs{start: make([]int32, 1, len(rows)+1)}
	for _, row := range rows {
		p.second = append(p.second, row...)
		p.start = append(p.start, int32(len(p.second)))
	}
	return p
}

// neighbours gives the pairs of neighbouring terms in a text, its edges among them.
func neighbours(text []term) iter.Seq2[int32, int32] {
	return func(yield func(first, second int32) bool) {
		last := int32(edge)
		for _, t := range text {
			if !yield(last, t.id) {
				return
			}
			last = t.id
		}
		yield(last, edge)
	}
}

// find gives the number of a pair, from 0.
func (p *pairs) find(first, second int32) (int32, bool) {
	if len(p.start) == 0 {
		return 0, false
	}
	from := p.start[first-edge]
	at, ok := slices.BinarySearch(p.second[from:p.start[first-edge+1]], uint16(second-edge))
	return from + int32(at), ok
}

// size is the number of sparse features.
func (f *featurizer) size() int { return len(f.idf) }

func (f *featurizer) row(text []term) row {
	size := 2*len(text) + 1
	return f.rowInto(row{index: make([]int32, 0, size), value: make([]float32, 0, size)}, text)
}

// rowInto is row with the memory of an earlier one.
func (f *featurizer) rowInto(r row, text []term) row {
	r.index, r.value, r.unknown = r.index[:0], r.value[:0], 0
	var termNorm, pairNorm float32
	last := int32(edge)
	for i := range len(text) + 1 {
		id := int32(edge)
		if i < len(text) {
			if id = text[i].id; id != unknownTerm {
				termNorm += r.add(id, f.idf[id])
			} else {
				termNorm += f.unknown * f.unknown
				r.unknown++
			}
		}
		if pair, ok := f.pairs.find(last, id); ok {
			pair += int32(f.terms)
			pairNorm += r.add(pair, f.idf[pair])
		} else {
			pairNorm += f.unknown * f.unknown
		}
		last = id
	}
	termScale, pairScale := inverseRoot(termNorm), pairWeight*inverseRoot(pairNorm)
	for i, id := range r.index {
		if int(id) < f.terms {
			r.value[i] *= termScale
		} else {
			r.value[i] *= pairScale
		}
	}
	r.addVectors(text)
	if len(r.words) == 0 {
		return r
	}
	var norm float32
	for i := range r.dense {
		r.dense[i] -= f.mean[i]
		norm += r.dense[i] * r.dense[i]
	}
	r.scale = vectorWeight * inverseRoot(norm)
	for i := range r.dense {
		r.dense[i] *= r.scale
	}
	for i := range r.words {
		r.words[i].share *= r.scale
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

// addVectors sets the row's words, and its dense part to their weighted mean.
func (r *row) addVectors(text []term) {
	r.words, r.scale, r.dense = r.words[:0], 0, [vectors.Dimensions]float32{}
	var total float32
	for _, t := range text {
		if t.vector < 0 {
			continue
		}
		rank := float32(t.vector.Rank())
		share := rank / (rank + sifRank)
		r.words = append(r.words, weighted{t.vector, share})
		total += share
	}
	for i := range r.words {
		r.words[i].share /= total
		r.words[i].word.Add(r.dense[:], r.words[i].share)
	}
}

// sifRank is the frequency rank at which a word counts half: SIF's a/(a+p), with
// p by Zipf's law and an a that was best on questions held back.
const sifRank = 20

func inverseRoot(x float32) float32 {
	if x == 0 {
		return 0
	}
	return float32(1 / math.Sqrt(float64(x)))
}
