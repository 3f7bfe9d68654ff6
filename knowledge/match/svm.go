package match

import (
	"math/rand/v2"
	"runtime"
	"sync"
)

// linear is one linear model for each label, trained against all the rest, and
// one more for the background texts.
type linear struct {
	labels int       // with the background's
	weight []float32 // by sparse feature, then label
	dense  []float32 // by dense dimension, then label
}

// Training constants. Cost is the penalty of an error (C); the rest bound the
// time: a pass ends the training when no example violates its margin by more
// than tolerance.
const (
	cost      = 1.0
	passes    = 15
	tolerance = 0.1
	shrink    = 0.3 // an example this far beyond its margin drops out
)

// train fits an L2-regularised L2-loss support vector machine for each label
// by dual coordinate descent with shrinking (Hsieh, Chang, Lin, Keerthi,
// Sundararajan, ICML 2008). Every label has its own random order, so the
// outcome does not depend on the number of processors. Most examples never
// become support vectors of a label and drop out after the first pass.
func train(rows []row, labels []int, count, features int) *linear {
	count++
	m := &linear{
		labels: count,
		weight: make([]float32, features*count),
		dense:  make([]float32, denseSize*count),
	}
	norms := make([]float32, len(rows))
	for i := range rows {
		norms[i] = squared(&rows[i])
	}
	next := make(chan int, count)
	for label := range count {
		next <- label
	}
	close(next)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), max(count, 1)) {
		wg.Go(func() {
			w := make([]float32, features)
			for label := range next {
				clear(w)
				var d [denseSize]float32
				descend(rows, norms, labels, label, count-1, w, &d)
				for i, x := range w {
					m.weight[i*count+label] = x
				}
				for i, x := range d {
					m.dense[i*count+label] = x
				}
			}
		})
	}
	wg.Wait()
	return m
}

// descend trains one label into w and d; the last label is the background's.
func descend(rows []row, norms []float32, labels []int, label, last int, w []float32, d *[denseSize]float32) {
	rng := rand.New(rand.NewPCG(1, uint64(label)))
	alpha := make([]float32, len(rows))
	active := make([]int32, len(rows))
	for i := range active {
		active[i] = int32(i)
	}
	const diagonal = 1 / (2 * cost)
	for range passes {
		rng.Shuffle(len(active), func(i, j int) { active[i], active[j] = active[j], active[i] })
		worst := float32(0)
		kept := active[:0]
		for _, i := range active {
			r := &rows[i]
			sign := float32(-1)
			if labels[i] == label || labels[i] == background && label == last {
				sign = 1
			}
			gradient := sign*dot(r, w, d) - 1 + diagonal*alpha[i]
			if alpha[i] == 0 && gradient > 0 {
				if gradient < shrink {
					kept = append(kept, i)
				}
				continue
			}
			kept = append(kept, i)
			worst = max(worst, gradient, -gradient)
			old := alpha[i]
			alpha[i] = max(old-gradient/(norms[i]+diagonal), 0)
			if step := (alpha[i] - old) * sign; step != 0 {
				for k, id := range r.index {
					w[id] += step * r.value[k]
				}
				for k, x := range &r.dense {
					d[k] += step * x
				}
			}
		}
		active = kept
		if worst < tolerance {
			break
		}
	}
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
		accumulate(dst, m.weight[int(id)*m.labels:], r.value[k])
	}
	for k, x := range &r.dense {
		if x != 0 {
			accumulate(dst, m.dense[k*m.labels:], x)
		}
	}
	return dst
}

func accumulate(dst, weights []float32, x float32) {
	weights = weights[:len(dst)]
	for i := range dst {
		dst[i] += x * weights[i]
	}
}
