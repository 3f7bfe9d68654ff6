package match

import (
	"slices"
	"sync"
)

// Cross-validation: each question of a label and each background text is judged
// by a model that has learnt from the others only. What these judgements were
// worth sets the weights of the choice, so that its probabilities hold for
// this set, and the threshold from which a candidate is an answer.
//
// Idea: Platt, "Probabilistic outputs for support vector machines", 1999,
// which fits a logistic function to cross-validated margins.
//
// Cost: a training for each fold; enough folds are judged to make
// enoughTrials, so that a large set needs only one.
const (
	folds        = 10
	enoughTrials = 3000
	fewTrials    = 30 // below these the prior stands alone
)

// prior is what the weights are before a set has shown its own, and how far
// from it they are likely to be.
var prior = choice{
	signalMargin: 4, signalCoverage: 3, signalCentroid: 2,
	signalWho: 0.5, signalWhere: 0.5, signalWhen: 0.2, signalWhy: 0.2, signalNumber: 0.5, signalCounted: 0.5, signalNamed: 0.2, signalNearest: 2,
	signalNone: 2.5, signalOutside: 1, signalBeside: 2,
}

const (
	priorDeviation = 1
	priorThreshold = 0.25
)

// calibrate sets the choice and the threshold.
func (m *Matcher) calibrate(s *study, keep float64) {
	m.choice, m.threshold = prior, priorThreshold
	trials := m.crossValidate(s)
	if len(trials) < fewTrials {
		return
	}
	m.choice = fit(prior, trials, priorDeviation)
	var right []float64 // that a label is right, where the best candidate was
	var p []float64
	for _, t := range trials {
		p = m.choice.probabilities(p, t.options)
		best := 0
		for i := range p[:len(p)-1] {
			if p[i] > p[best] {
				best = i
			}
		}
		if best == t.right {
			right = append(right, 1-p[len(p)-1])
		}
	}
	if len(right) == 0 {
		return
	}
	slices.Sort(right)
	m.threshold = right[min(int((1-keep)*float64(len(right))), len(right)-1)]
}

// crossValidate gives the trials in the order of the texts.
func (m *Matcher) crossValidate(s *study) []trial {
	fold := s.folds()
	byFold := make([][]int, folds)
	for i, f := range fold {
		if f >= 0 {
			byFold[f] = append(byFold[f], i)
		}
	}
	var trials []trial
	for f := 0; f < folds && len(trials) < enoughTrials; f++ {
		if len(byFold[f]) == 0 {
			continue
		}
		part := &Matcher{lexicon: m.lexicon, features: m.features, without: m.without}
		part.learn(s, func(i int) bool { return fold[i] == f })
		judged := make([]trial, len(byFold[f]))
		scratches := sync.Pool{New: func() any { return new(scratch) }}
		InParallel(len(judged), func(k int) {
			of := scratches.Get().(*scratch)
			defer scratches.Put(of)
			i := byFold[f][k]
			of.terms, of.row = s.terms[i], s.rows[i]
			part.weigh(of, s.texts[i], nil)
			right := slices.Index(of.order, s.corpus.labels[i])
			if right < 0 {
				right = len(of.order)
			}
			judged[k] = trial{slices.Clone(of.options), right}
		})
		trials = append(trials, judged...)
	}
	return trials
}

// folds gives the fold in which each text is judged; -1 for a text that is
// always learnt from: no question, or one of a label that has few.
func (s *study) folds() []int {
	size := make(map[int]int)
	for i, label := range s.corpus.labels {
		if s.question[i] {
			size[label]++
		}
	}
	fold := make([]int, len(s.texts))
	seen := make(map[int]int)
	for i, label := range s.corpus.labels {
		fold[i] = -1
		if s.question[i] && size[label] >= 3 {
			fold[i] = seen[label] % folds
			seen[label]++
		}
	}
	return fold
}
