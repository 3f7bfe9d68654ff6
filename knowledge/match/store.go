package match

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"attache/knowledge/match/vectors"
)

// Stored is a matcher written down, in the form of this version of the package only.
// Weights are used where they lie; nothing of the Rest is needed once it is read.
type Stored struct{ Rest, Weights string }

// Marshal writes a matcher down, so that [Unmarshal] need not train it again. It may
// have at most 65,535 labels.
func (m *Matcher) Marshal() Stored {
	w := &writer{}
	w.texts(m.lexicon.ids.words())
	known := m.lexicon.known.words()
	slices.Sort(known)
	terms := make([]int32, len(known))
	for i, word := range known {
		at, _ := m.lexicon.known.find(word)
		terms[i] = m.lexicon.learnt[at].id
	}
	w.texts(known)
	put(w, terms)
	w.texts(m.speller.words.words())
	put(w, m.speller.count)
	w.texts(slices.Sorted(maps.Keys(m.speller.apart)))

	put(w, []int32{int32(m.features.terms)})
	put(w, steps(m.features.pairs.start))
	put(w, m.features.pairs.second)
	put(w, append(slices.Clone(m.features.idf), m.features.unknown))
	put(w, m.features.mean[:])

	put(w, steps(m.model.start))
	put(w, m.model.dense)
	put(w, m.model.bias)

	for i := range m.labels {
		p := &m.labels[i]
		put(w, p.terms)
		put(w, []uint16{p.types})
		put(w, p.asked)
		put(w, p.counted)
		put(w, p.centroid[:])
	}
	for _, s := range slices.Concat(m.own, m.beside) {
		put(w, s.terms)
		put(w, s.start)
		put(w, s.texts)
		put(w, []uint8{uint8(len(s.scale))})
	}
	put(w, append(slices.Clone(m.rarity.known), m.rarity.unknown))
	put(w, append(m.choice[:], m.threshold))
	return Stored{string(w.data), string(m.model.weights)}
}

// steps gives how much each of rising numbers is above the one before, and sums
// takes that back; the first is 0.
func steps(rising []int32) []uint16 {
	steps := make([]uint16, len(rising)-1)
	for i := range steps {
		steps[i] = uint16(rising[i+1] - rising[i])
	}
	return steps
}

func sums(steps []uint16) []int32 {
	rising := make([]int32, len(steps)+1)
	for i, step := range steps {
		rising[i+1] = rising[i] + int32(step)
	}
	return rising
}

var errStored = errors.New("the stored matcher is cut short or of another version")

// Unmarshal gives the matcher that [Matcher.Marshal] wrote down, which learnt
// from examples with these aliases.
func Unmarshal(stored Stored, aliases [][]string) (*Matcher, error) {
	r := &reader{data: stored.Rest}
	m := &Matcher{lexicon: newLexicon()}
	m.scratch.New = func() any { return new(scratch) }
	var indexing sync.WaitGroup // of the words, beside the rest
	defer indexing.Wait()
	if !m.readWords(r, aliases, &indexing) || !m.readFeatures(r) || !m.readModel(r, stored.Weights) || !m.readLabels(r) || !m.readChoice(r) {
		return nil, errStored
	}
	return m, nil
}

// Each of the following reads a part and reports whether it is sound, and fits those
// before it.

// readWords has the speller and the lexicon take in their words while indexing runs.
func (m *Matcher) readWords(r *reader, aliases [][]string, indexing *sync.WaitGroup) bool {
	ids, known, terms := r.vocabulary(), r.vocabulary(), get[int32](r)
	words, count, apart := r.vocabulary(), get[int32](r), r.texts()
	if known.size() != len(terms) || words.size() != len(count) ||
		slices.ContainsFunc(terms, func(id int32) bool { return id < 0 || int(id) >= ids.size() }) {
		return false
	}
	indexing.Go(func() { m.speller = restoreSpeller(words, count, apart) })
	indexing.Go(func() { m.lexicon.restore(ids, known, terms, aliases) })
	return true
}

func (m *Matcher) readFeatures(r *reader) bool {
	f := &featurizer{}
	m.features = f
	if terms := get[int32](r); len(terms) == 1 {
		f.terms = int(terms[0])
	}
	f.pairs = pairs{sums(get[uint16](r)), get[uint16](r)}
	rows, idf := f.pairs.start, get[float32](r)
	copy(f.mean[:], get[float32](r))
	if len(rows) != f.terms-edge+1 || int(rows[len(rows)-1]) != len(f.pairs.second) || len(idf) == 0 {
		return false
	}
	f.idf, f.unknown = idf[:len(idf)-1], idf[len(idf)-1]
	return true
}

func (m *Matcher) readModel(r *reader, sparse string) bool {
	start, dense, bias := sums(get[uint16](r)), get[float32](r), get[float32](r)
	if r.failed || len(bias) == 0 || len(dense) != vectors.Dimensions*len(bias) ||
		len(start) != m.features.size()+1 || len(sparse) != int(start[len(start)-1])*weightSize {
		return false
	}
	m.model = newLinear(len(bias))
	copy(m.model.dense, dense)
	copy(m.model.bias, bias)
	m.model.start = start
	m.model.weights = weights(sparse)
	m.model.project(m.model.mean, m.features.mean[:])
	return true
}

func (m *Matcher) readLabels(r *reader) bool {
	m.labels = make([]profile, m.model.labels-1)
	for i := range m.labels {
		p := &m.labels[i]
		p.terms = get[uint64](r)
		if types := get[uint16](r); len(types) == 1 {
			p.types = types[0]
		}
		p.asked = get[int32](r)
		p.counted = get[int32](r)
		copy(p.centroid[:], get[float32](r))
	}
	shelves := make([]shelf, 2*len(m.labels))
	for i := range shelves {
		s := &shelves[i]
		*s = shelf{terms: get[uint16](r), start: get[uint16](r), texts: get[uint8](r)}
		count := get[uint8](r)
		if len(count) != 1 || !s.isSound(int(count[0]), m.features) {
			return false
		}
		s.measure(int(count[0]), m.features)
	}
	m.own, m.beside = shelves[:len(m.labels)], shelves[len(m.labels):]
	return true
}

func (m *Matcher) readChoice(r *reader) bool {
	rarity, choice := get[float32](r), get[float64](r)
	if r.failed || len(rarity) == 0 || len(choice) != signalCount+1 {
		return false
	}
	m.rarity = rarities{rarity[:len(rarity)-1], rarity[len(rarity)-1]}
	copy(m.choice[:], choice)
	m.threshold = choice[signalCount]
	return true
}

// restore takes in the vocabulary, and known words with their terms' places in it.
func (l *lexicon) restore(ids, known *vocabulary, terms []int32, aliases [][]string) {
	l.ids, l.known, l.learnt = ids, known, make([]knownTerm, len(terms))
	for i, id := range terms {
		word := known.word(int32(i))
		l.learnt[i] = knownTerm{id, l.vector(word), fillers[word]}
	}
	l.alias(aliases)
}

type writer struct{ data []byte }

// put writes a slice of values of a fixed size, its length first.
func put[T any](w *writer, values []T) {
	w.data = binary.LittleEndian.AppendUint32(w.data, uint32(len(values)))
	w.data, _ = binary.Append(w.data, binary.LittleEndian, values)
}

func (w *writer) texts(texts []string) { put(w, []byte(strings.Join(texts, "\n"))) }

// reader reads what a writer wrote.
type reader struct {
	data   string
	failed bool
	room   [chunk]byte // what is being decoded
}

// chunk is how many bytes are decoded at a time, a multiple of every size.
const chunk = 4096

// section gives the bytes of the next values and how many there are; nothing
// once something was cut short.
func (r *reader) section(size int) (data string, n int) {
	if len(r.data) >= 4 {
		n = int(binary.LittleEndian.Uint32([]byte(r.data[:4])))
		if n <= (len(r.data)-4)/size {
			data, r.data = r.data[4:4+n*size], r.data[4+n*size:]
			return data, n
		}
	}
	r.failed, r.data = true, ""
	return "", 0
}

// get reads what put has written.
func get[T any](r *reader) []T {
	size := binary.Size(*new(T))
	data, n := r.section(size)
	values := make([]T, n)
	for at := 0; at < n; at += chunk / size {
		part := values[at:min(at+chunk/size, n)]
		bytes := copy(r.room[:], data[at*size:(at+len(part))*size])
		_, _ = binary.Decode(r.room[:bytes], binary.LittleEndian, part) // it is as long as that
	}
	return values
}

func (r *reader) texts() []string {
	joined, n := r.section(1)
	if n == 0 {
		return nil
	}
	return strings.Split(strings.Clone(joined), "\n")
}

func (r *reader) vocabulary() *vocabulary { return newVocabulary(r.texts()) }
