package match

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"attache/knowledge/match/vectors"
)

// linear is one linear model for each label, trained against the rest, and one
// more for the background texts.
//
// Takes a row, gives each label's margin. Cost: an addition for each weight of the
// row's features, and for each label and word that has a vector: it depends on the
// number of labels and the length of the text, not on how many examples there were.
//
// Idea: support vector machines one against the rest (Rifkin and Klautau, "In
// defense of one-vs-all classification", 2004); how they are trained stands at
// train.
type linear struct {
	labels int // with the background's

	// The sparse weights: those of feature f are start[f] to start[f+1].
	start   []int32
	weights weights

	dense []float32 // by dimension of the word vectors, then label
	bias  []float32 // by label; less what the examples' mean vector gives, for rows that have vectors
	mean  []float32 // by label: what the examples' mean vector gives

	// What a word's vector gives each label, for words asked for before.
	words []atomic.Pointer[[]float32]
	room  atomic.Int64 // how many more may be kept
}

// weights are what features give labels, four bytes each, so that those of a stored
// matcher are used where they lie: the label, then the upper half of the value,
// which is eight bits of precision (bfloat16). There are at most 65,536 labels.
type weights string

const weightSize = 4

// pack appends a weight.
func pack(dst []byte, label int, value float32) []byte {
	rounded := math.Float32bits(value) + 1<<15
	return binary.LittleEndian.AppendUint32(dst, uint32(label)|rounded&^math.MaxUint16)
}

// add adds the weights from the first to before the last, times x, to the scores
// of their labels.
func (w weights) add(scores []float32, first, last int32, x float32) {
	for of := w[first*weightSize : last*weightSize]; len(of) >= weightSize; of = of[weightSize:] {
		packed := uint32(of[0]) | uint32(of[1])<<8 | uint32(of[2])<<16 | uint32(of[3])<<24
		scores[packed&math.MaxUint16] += x * math.Float32frombits(packed&^math.MaxUint16)
	}
}

// Training constants. Cost is the penalty of an error (C); the rest bound the
// time: a pass ends the training when no example violates its margin by more
// than tolerance.
const (
	cost       = 1.0
	passes     = 20
	tolerance  = 0.05
	negligible = 0.04 // weights up to this much are dropped
	shrink     = 0.3  // an example this far beyond its margin drops out
)

// train fits an L2-regularised L2-loss support vector machine for each label
// by dual coordinate descent (Hsieh, Chang, Lin, Keerthi, Sundararajan, ICML
// 2008), simplified: what drops out does not come back. Every label has its own
// random order, so the outcome does not depend on the number of processors.
//
// A label is trained against its rivals: the texts that share a rarer feature
// with one of its own, and a sample of the others, which mostly would never
// become support vectors. So the time grows with the number of rivals, not with
// the product of texts and labels.
func train(rows []row, labels []int, count int, f *featurizer) *linear {
	count++
	members := make([][]int32, count)
	norms := make([]float32, len(rows))
	for i := range rows {
		label := labels[i]
		if label == background {
			label = count - 1
		}
		members[label] = append(members[label], int32(i))
		norms[i] = squared(&rows[i])
	}
	features := f.size()
	postings := invert(rows, features)
	trained := make([]model, count)
	next := make(chan int, count)
	for label := range count {
		next <- label
	}
	close(next)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), count) {
		wg.Go(func() {
			w, alpha := make([]float32, features), make([]float32, len(rows))
			seen := make([]int32, len(rows))
			for label := range next {
				own := members[label]
				texts := rivals(rows, own, postings, seen, int32(label+1))
				trained[label] = descend(rows, norms, texts, len(own), w, alpha, uint64(label))
			}
		})
	}
	wg.Wait()
	return join(trained, f)
}

// invert gives for each feature the rows that have it.
func invert(rows []row, features int) [][]int32 {
	size := make([]int32, features)
	total := 0
	for i := range rows {
		total += len(rows[i].index)
		for _, id := range rows[i].index {
			size[id]++
		}
	}
	all := make([]int32, total)
	postings := make([][]int32, features)
	for id, n := range size {
		postings[id], all = all[:0:n], all[n:]
	}
	for i := range rows {
		for _, id := range rows[i].index {
			postings[id] = append(postings[id], int32(i))
		}
	}
	return postings
}

// rivals gives the texts that share a feature with a label's own, its own
// first. seen marks them with the given mark.
func rivals(rows []row, own []int32, postings [][]int32, seen []int32, mark int32) []int32 {
	texts := slices.Clone(own)
	for _, i := range own {
		seen[i] = mark
	}
	for _, i := range own {
		for _, id := range rows[i].index {
			if len(postings[id]) > min(max(commonTexts, len(rows)/commonOneIn), commonMost) {
				continue
			}
			for _, j := range postings[id] {
				if seen[j] != mark {
					seen[j] = mark
					texts = append(texts, j)
				}
			}
		}
	}
	for i := 0; i < len(rows); i += max(len(rows)/sampled, 1) {
		if seen[i] != mark {
			texts = append(texts, int32(i))
		}
	}
	return texts
}

const (
	commonTexts = 80  // a feature that more texts hold …
	commonOneIn = 125 // … and more than one in so many tells little
	commonMost  = 250 // … but never so many, or a large set would train for minutes
	sampled     = 800 // texts from all over that a label is trained against
)

// model is what one label learnt: the weights of the features it uses.
type model struct {
	index []int32
	value []float32
	dense [vectors.Dimensions]float32
	bias  float32
}

// join lays the models out by feature.
func join(models []model, f *featurizer) *linear {
	features := f.size()
	m := newLinear(len(models))
	m.start = make([]int32, features+1)
	for _, one := range models {
		for _, id := range one.index {
			m.start[id+1]++
		}
	}
	for id := range features {
		m.start[id+1] += m.start[id]
	}
	packed := make([]byte, m.start[features]*weightSize)
	at := slices.Clone(m.start)
	for label, one := range models {
		for k, id := range one.index {
			pack(packed[at[id]*weightSize:at[id]*weightSize], label, one.value[k])
			at[id]++
		}
		for k, x := range one.dense {
			m.dense[k*len(models)+label] = x
		}
		m.bias[label] = one.bias
	}
	m.weights = weights(packed)
	m.project(m.mean, f.mean[:])
	return m
}

// newLinear makes room for the weights of so many labels, the sparse ones left
// out.
func newLinear(labels int) *linear {
	m := &linear{
		labels: labels, dense: make([]float32, vectors.Dimensions*labels),
		bias: make([]float32, labels), mean: make([]float32, labels),
		words: make([]atomic.Pointer[[]float32], vectors.Len()),
	}
	m.room.Store(int64(projections / labels))
	return m
}

// projections bounds what is kept of words asked for before, in numbers of four
// bytes.
const projections = 8 << 20

// descend trains one label on texts, of which the first own are the label's.
// w and alpha are scratch, zero before and after.
func descend(rows []row, norms []float32, texts []int32, own int, w, alpha []float32, seed uint64) model {
	const diagonal = 1 / (2 * cost)
	rng := rand.New(rand.NewPCG(1, seed))
	active := make([]int32, len(texts)) // places in texts
	for k := range active {
		active[k] = int32(k)
	}
	var d [vectors.Dimensions]float32
	var bias float32
	for range passes {
		rng.Shuffle(len(active), func(i, j int) { active[i], active[j] = active[j], active[i] })
		worst := float32(0)
		kept := active[:0]
		for _, k := range active {
			i := texts[k]
			r := &rows[i]
			sign := float32(-1)
			if int(k) < own {
				sign = 1
			}
			old := alpha[i]
			gradient := sign*(dot(r, w, &d)+bias) - 1 + diagonal*old
			if old == 0 && gradient > 0 {
				if gradient < shrink {
					kept = append(kept, k)
				}
				continue
			}
			kept = append(kept, k)
			worst = max(worst, gradient, -gradient)
			alpha[i] = max(old-gradient/(norms[i]+diagonal), 0)
			step := (alpha[i] - old) * sign
			if step == 0 {
				continue
			}
			for f, id := range r.index {
				w[id] += step * r.value[f]
			}
			for f, x := range &r.dense {
				d[f] += step * x
			}
			bias += step
		}
		active = kept
		if worst < tolerance {
			break
		}
	}
	weights := 0
	for _, i := range texts {
		if alpha[i] != 0 {
			weights += len(rows[i].index)
		}
	}
	m := model{index: make([]int32, 0, weights), value: make([]float32, 0, weights), dense: d, bias: bias}
	for _, i := range texts {
		alpha[i] = 0
		for _, id := range rows[i].index {
			if w[id] > negligible || w[id] < -negligible {
				m.index, m.value = append(m.index, id), append(m.value, w[id])
			}
			w[id] = 0
		}
	}
	return m
}

func dot(r *row, w []float32, d *[vectors.Dimensions]float32) float32 {
	var sum float32
	for k, id := range r.index {
		sum += w[id] * r.value[k]
	}
	// Four sums at once: one alone would wait for each addition to finish.
	var a, b, c, e float32
	for k := 0; k < len(d); k += 4 {
		a += d[k] * r.dense[k]
		b += d[k+1] * r.dense[k+1]
		c += d[k+2] * r.dense[k+2]
		e += d[k+3] * r.dense[k+3]
	}
	return sum + (a + b) + (c + e)
}

func squared(r *row) float32 {
	sum := float32(1) // the bias
	for _, x := range r.value {
		sum += x * x
	}
	for _, x := range &r.dense {
		sum += x * x
	}
	return sum
}

// scores gives each label's margin for r, in the memory of dst.
//
// Cost: an addition for each label and word, and for each weight of a feature.
func (m *linear) scores(dst []float32, r *row) []float32 {
	dst = append(dst[:0], m.bias...)
	for k, id := range r.index {
		m.weights.add(dst, m.start[id], m.start[id+1], r.value[k])
	}
	for _, w := range r.words {
		add(dst, w.share, m.projection(w.word))
	}
	if r.scale != 0 {
		add(dst, -r.scale, m.mean)
	}
	return dst
}

// projection is what a word's vector gives each label.
func (m *linear) projection(w vectors.Word) []float32 {
	if kept := m.words[w].Load(); kept != nil {
		return *kept
	}
	var vector [vectors.Dimensions]float32
	w.Add(vector[:], 1)
	p := make([]float32, m.labels)
	m.project(p, vector[:])
	if m.room.Add(-1) >= 0 {
		m.words[w].Store(&p)
	}
	return p
}

// project adds to dst what a vector gives each label.
func (m *linear) project(dst, vector []float32) {
	for k, x := range vector {
		add(dst, x, m.dense[k*m.labels:(k+1)*m.labels])
	}
}

// add adds x times row to dst.
func add(dst []float32, x float32, row []float32) {
	row = row[:len(dst)]
	for i := range dst {
		dst[i] += x * row[i]
	}
}
