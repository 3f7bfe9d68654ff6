package match

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// linear is one linear model for each label, trained against the rest, and one
// more for the background texts.
type linear struct {
	labels int // with the background's

	// The sparse weights: those of feature f are start[f] to start[f+1].
	start  []int32
	label  []int32
	weight []float32

	dense []float32 // by dense dimension, then label
}

// Training constants. Cost is the penalty of an error (C); the rest bound the
// time: a pass ends the training when no example violates its margin by more
// than tolerance.
const (
	cost      = 1.0
	passes    = 6
	tolerance = 0.3
	shrink    = 0.1 // an example this far beyond its margin drops out
)

// train fits an L2-regularised L2-loss support vector machine for each label
// by dual coordinate descent (Hsieh, Chang, Lin, Keerthi, Sundararajan, ICML
// 2008), simplified: what drops out does not come back. Every label has its own random order, so the
// outcome does not depend on the number of processors.
//
// A label is trained against its rivals: the texts that share a rarer feature
// with one of its own, and a sample of the others, which mostly would never
// become support vectors. So the time grows with the number of rivals, not with
// the product of texts and labels.
func train(rows []row, labels []int, count, features int) *linear {
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
	return join(trained, features)
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
			if len(postings[id]) > commonTexts {
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
	commonTexts = 30  // a feature that more texts hold tells little
	sampled     = 200 // texts from all over that a label is trained against
)

// model is what one label learnt: the weights of the features it uses.
type model struct {
	index []int32
	value []float32
	dense [denseSize]float32
}

// join lays the models out by feature.
func join(models []model, features int) *linear {
	m := &linear{labels: len(models), start: make([]int32, features+1), dense: make([]float32, denseSize*len(models))}
	for _, one := range models {
		for _, id := range one.index {
			m.start[id+1]++
		}
	}
	for id := range features {
		m.start[id+1] += m.start[id]
	}
	m.label = make([]int32, m.start[features])
	m.weight = make([]float32, m.start[features])
	at := slices.Clone(m.start)
	for label, one := range models {
		for k, id := range one.index {
			m.label[at[id]], m.weight[at[id]] = int32(label), one.value[k]
			at[id]++
		}
		for k, x := range one.dense {
			m.dense[k*len(models)+label] = x
		}
	}
	return m
}

// descend trains one label on texts, of which the first own are the label's.
// w and alpha are scratch, zero before and after.
func descend(rows []row, norms []float32, texts []int32, own int, w, alpha []float32, seed uint64) model {
	const diagonal = 1 / (2 * cost)
	rng := rand.New(rand.NewPCG(1, seed))
	active := make([]int32, len(texts)) // places in texts
	for k := range active {
		active[k] = int32(k)
	}
	var d [denseSize]float32
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
			gradient := sign*dot(r, w, &d) - 1 + diagonal*old
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
	m := model{index: make([]int32, 0, weights), value: make([]float32, 0, weights), dense: d}
	for _, i := range texts {
		alpha[i] = 0
		for _, id := range rows[i].index {
			if w[id] != 0 {
				m.index, m.value = append(m.index, id), append(m.value, w[id])
				w[id] = 0
			}
		}
	}
	return m
}

func dot(r *row, w []float32, d *[denseSize]float32) float32 {
	var sum float32
	for k, id := range r.index {
		sum += w[id] * r.value[k]
	}
	// Four sums at once: one alone would wait for each addition to finish.
	var a, b, c, e float32
	for k := 0; k+3 < denseSize; k += 4 {
		a += d[k] * r.dense[k]
		b += d[k+1] * r.dense[k+1]
		c += d[k+2] * r.dense[k+2]
		e += d[k+3] * r.dense[k+3]
	}
	return sum + (a + b) + (c + e)
}

func squared(r *row) float32 {
	var sum float32
	for _, x := range r.value {
		sum += x * x
	}
	for _, x := range &r.dense {
		sum += x * x
	}
	return sum
}

// scores gives each label's margin for r, in the memory of dst.
func (m *linear) scores(dst []float32, r row) []float32 {
	if cap(dst) < m.labels {
		dst = make([]float32, m.labels)
	}
	dst = dst[:m.labels]
	clear(dst)
	for k, id := range r.index {
		from, to := m.start[id], m.start[id+1]
		weights := m.weight[from:to]
		for j, label := range m.label[from:to] {
			dst[label] += r.value[k] * weights[j]
		}
	}
	for k := 0; k < denseSize; k += 4 { // four at once: dst is read and written less often
		w0, w1 := m.dense[k*m.labels:(k+1)*m.labels], m.dense[(k+1)*m.labels:(k+2)*m.labels]
		w2, w3 := m.dense[(k+2)*m.labels:(k+3)*m.labels], m.dense[(k+3)*m.labels:(k+4)*m.labels]
		x0, x1, x2, x3 := r.dense[k], r.dense[k+1], r.dense[k+2], r.dense[k+3]
		w0, w1, w2, w3 = w0[:len(dst)], w1[:len(dst)], w2[:len(dst)], w3[:len(dst)]
		for i := range dst {
			dst[i] += (x0*w0[i] + x1*w1[i]) + (x2*w2[i] + x3*w3[i])
		}
	}
	return dst
}
