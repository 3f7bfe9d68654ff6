// Package match ranks labels for a text: it learns from example texts of each
// label and knows nothing of what they mean. The stages, in order:
//
//	text     -> words       token.go    fold, split, numbers
//	words    -> words       spell.go    typing errors
//	words    -> terms       term.go     stems, aliases to one form
//	terms    -> features    feature.go  tf-idf of terms and pairs, mean word vector
//	features -> scores      svm.go      a linear model, one against the rest
//	scores   -> candidates  rerank.go   coverage, question type, confidence
//
// No stage knows the one after it.
package match

import (
	"runtime"
	"sync"
)

// Examples is what a [Matcher] learns from. Its texts are words as [Words] reads
// them.
type Examples struct {
	// Labels holds the texts of each label; a label is its index.
	Labels []Label
	// Background holds texts that belong to no label.
	Background [][]string
	// Aliases holds groups of words or phrases that mean the same.
	Aliases [][]string
}

// Label is what is known of one label.
type Label struct {
	Questions [][]string // what people ask when they mean it
	Texts     [][]string // other texts about it: a title, a statement
}

// Matcher ranks labels. It is read-only and safe for use by many goroutines;
// the same examples give the same matcher, whatever the number of processors.
type Matcher struct {
	speller  *speller
	lexicon  *lexicon
	features *featurizer
	model    *linear
	labels   []profile
	df       map[string]int // in how many labelled texts a term stands
	texts    int            // how many labelled texts there are
	scratch  sync.Pool
}

// Candidate is a label that a text may mean.
type Candidate struct {
	Label      int
	Confidence float64 // 0..1: how likely the label is right
}

// Ranking is the outcome for one text.
type Ranking struct {
	Words      []string    // the text as the matcher read it: folded, corrected
	Candidates []Candidate // best first, at most eight
}

const maxCandidates = 8

// New trains a matcher. It takes some microseconds for each example and label.
func New(examples Examples) *Matcher {
	m := &Matcher{}
	m.scratch.New = func() any { return new(scratch) }

	corpus := newCorpus(examples)
	m.lexicon = newLexicon(examples.Aliases)
	var spelling sync.WaitGroup
	spelling.Go(func() { m.speller = newSpeller(corpus.texts, m.lexicon.words()) })
	m.lexicon.learn(corpus.texts)
	terms := make([][]term, len(corpus.texts))
	InParallel(len(terms), func(i int) { terms[i] = m.lexicon.terms(corpus.texts[i], nil) })
	m.features = newFeaturizer(terms)
	rows := make([]row, len(terms))
	InParallel(len(rows), func(i int) { rows[i] = m.features.row(terms[i]) })
	m.model = train(rows, corpus.labels, len(examples.Labels), m.features.size())
	m.labels, m.df = profiles(corpus, terms, len(examples.Labels))
	spelling.Wait()
	m.texts = len(corpus.texts) - len(examples.Background)
	return m
}

// Rank gives the labels that text may mean, of those that accept takes; a nil
// accept takes every label.
func (m *Matcher) Rank(text string, accept func(label int) bool) Ranking {
	return m.RankWords(m.speller.correct(readWords(text)), accept)
}

// RankWords is [Matcher.Rank] for words, or a part of them, of an earlier
// ranking.
func (m *Matcher) RankWords(words []string, accept func(label int) bool) Ranking {
	s := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	s.terms = m.lexicon.terms(words, s.terms[:0])
	s.row = m.features.rowInto(s.row, s.terms)
	s.scores = m.model.scores(s.scores, s.row)
	return Ranking{Words: words, Candidates: m.rerank(s, words, accept)}
}

// scratch is what one ranking needs and the next can use again.
type scratch struct {
	terms   []term
	content []term
	row     row
	scores  []float32
	order   []int
}

// InParallel does work for 0 to n-1 on all processors, in no order.
func InParallel(n int, work func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := n * w / workers; i < n*(w+1)/workers; i++ {
				work(i)
			}
		})
	}
	wg.Wait()
}

// corpus is every training text with its label, background texts last.
type corpus struct {
	texts    [][]string
	labels   []int  // background for the texts of no label
	question []bool // whether the text is a question
}

const background = -1

func newCorpus(examples Examples) *corpus {
	c := &corpus{}
	add := func(texts [][]string, label int, question bool) {
		for _, text := range texts {
			c.texts = append(c.texts, text)
			c.labels = append(c.labels, label)
			c.question = append(c.question, question)
		}
	}
	for label, l := range examples.Labels {
		add(l.Questions, label, true)
		add(l.Texts, label, false)
	}
	add(examples.Background, background, true)
	return c
}
