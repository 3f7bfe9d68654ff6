// Package match ranks labels for a text: it learns from example texts of each
// label and knows nothing of what they mean. The stages, in order:
//
//	text     -> words       token.go    fold, split; number.go reads numbers, chatter.go drops what asks nothing
//	words    -> words       spell.go    typing errors, by edit.go and sound.go, in the end by dictionary.go
//	words    -> terms       term.go     stems, aliases to one form
//	terms    -> features    feature.go  tf-idf of terms and pairs, mean word vector
//	features -> scores      svm.go      a linear model, one against the rest
//	scores   -> signals     rerank.go   coverage, centroid, nearest.go the nearest example, qtype.go reads what is asked for
//	signals  -> confidence  choice.go   a probability, which calibrate.go fits
//
// No stage knows the one after it. What each takes, gives and costs, and whose
// idea it is, stands at its main type or function; explain.go shows what each made
// of a text, store.go writes all of them down, part.go leaves some out.
package match

import (
	"runtime"
	"slices"
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
	// Keep is the share, 0 to 1, of the rightly answered examples that the
	// threshold must not refuse.
	Keep float64
	// Without holds the parts to leave out; none for the best matcher.
	Without Part
}

// Label is what is known of one label.
type Label struct {
	Questions [][]string // what people ask when they mean it
	Texts     [][]string // other texts about it: a title, a statement
}

// Matcher ranks labels. It is read-only and safe for use by many goroutines;
// the same examples give the same matcher, whatever the number of processors.
type Matcher struct {
	speller   *speller
	lexicon   *lexicon
	features  *featurizer
	model     *linear
	labels    []profile
	own       []shelf // of each label's questions
	beside    []shelf // of the background texts near each label
	rarity    rarities
	choice    choice
	threshold float64
	without   Part
	scratch   sync.Pool
}

// Candidate is a label that a text may mean.
type Candidate struct {
	Label      int
	Confidence float64 // 0..1: how likely the label is right
	Coverage   float64 // 0..1: as [Matcher.Coverage] gives it for the text
}

// Ranking is the outcome for one text.
type Ranking struct {
	Words []string // the text as the matcher read it: folded, corrected
	None  float64  // 0..1: how likely it is that no label is right

	found [MaxCandidates]Candidate // in place, for each question has one
	count int
}

// Known is how likely it is that one of the labels is right, 0 to 1.
func (r *Ranking) Known() float64 { return 1 - r.None }

// Candidates are the labels that the text may mean, best first, at most
// [MaxCandidates].
func (r *Ranking) Candidates() []Candidate { return r.found[:r.count] }

// MaxCandidates is how many candidates a ranking has at most.
const MaxCandidates = 5

// New trains a matcher. It takes some microseconds for each example and label.
func New(examples Examples) *Matcher {
	examples = examples.less()
	m := &Matcher{without: examples.Without}
	m.scratch.New = func() any { return new(scratch) }

	corpus := newCorpus(examples)
	m.lexicon = newLexicon()
	m.lexicon.blind = m.without.has(Vectors)
	m.lexicon.alias(examples.Aliases)
	if !m.without.has(Speller) {
		m.speller = newSpeller(corpus, m.lexicon.words())
		corpus.correct(m.speller)
	}
	m.lexicon.learn(corpus.texts)
	terms := make([][]term, len(corpus.texts))
	InParallel(len(terms), func(i int) { terms[i] = m.lexicon.terms(corpus.texts[i]) })
	m.features = newFeaturizer(terms, m.lexicon.ids.size(), !m.without.has(Pairs))
	rows := make([]row, len(terms))
	InParallel(len(rows), func(i int) { rows[i] = m.features.row(terms[i]) })
	study := &study{corpus, terms, rows, len(examples.Labels)}
	m.learn(study, nil)
	m.calibrate(study, examples.Keep)
	return m
}

// study is what there is to learn from.
type study struct {
	*corpus
	terms  [][]term
	rows   []row
	labels int
}

// learn trains on all texts but the omitted.
func (m *Matcher) learn(s *study, omitted func(i int) bool) {
	if omitted != nil {
		part := &study{corpus: &corpus{}, labels: s.labels}
		for i := range s.texts {
			if !omitted(i) {
				part.texts = append(part.texts, s.texts[i])
				part.corpus.labels = append(part.corpus.labels, s.corpus.labels[i])
				part.question = append(part.question, s.question[i])
				part.terms = append(part.terms, s.terms[i])
				part.rows = append(part.rows, s.rows[i])
			}
		}
		s = part
	}
	m.model = train(s.rows, s.corpus.labels, s.labels, m.features)
	m.labels, m.rarity = profiles(s, m.lexicon)
	if m.without.has(Centroids) {
		for i := range m.labels {
			clear(m.labels[i].centroid[:])
		}
	}
	if m.without.has(Nearest) {
		m.own, m.beside = make([]shelf, s.labels), make([]shelf, s.labels)
		return
	}
	m.own, m.beside = m.shelves(s)
}

// Rank gives the labels that text may mean, of those that accept takes; a nil
// accept takes every label.
func (m *Matcher) Rank(text string, accept func(label int) bool) Ranking {
	return m.RankWords(m.read(Words(text)), accept)
}

// read corrects words, and reads the numbers that come to light.
func (m *Matcher) read(words []string) []string { return readNumbers(m.speller.correct(words)) }

// RankWords is [Matcher.Rank] for words, or a part of them, of an earlier
// ranking.
func (m *Matcher) RankWords(words []string, accept func(label int) bool) Ranking {
	s := m.scratch.Get().(*scratch)
	defer m.scratch.Put(s)
	return m.rankWith(s, words, accept)
}

func (m *Matcher) rankWith(s *scratch, words []string, accept func(label int) bool) Ranking {
	s.terms = m.lexicon.remembered(words, s.terms[:0], &s.unknown)
	s.row = m.features.rowInto(s.row, s.terms)
	m.weigh(s, words, accept)
	s.p = m.choice.probabilities(s.p, s.options)
	r := Ranking{Words: words, None: s.p[len(s.order)]}
	r.rank(s)
	return r
}

// Threshold is how likely it must be that one of the labels is right
// ([Ranking.Known]) for the best candidate to be an answer, 0 to 1.
func (m *Matcher) Threshold() float64 { return m.threshold }

// Correct mends typing errors in words, in their memory as far as it reaches.
func (m *Matcher) Correct(words []string) []string { return m.speller.correct(words) }

// scratch is what one ranking needs and the next can use again.
type scratch struct {
	unknown memo
	terms   []term
	content []term
	asked   []term
	row     row
	telling telling
	scores  []float32
	order   []int
	near    []int
	options []option
	p       []float64
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

// correct mends the typing errors of the questions.
func (c *corpus) correct(s *speller) {
	InParallel(len(c.texts), func(i int) {
		if slices.ContainsFunc(c.texts[i], s.isSuspect) {
			c.texts[i] = s.correct(slices.Clone(c.texts[i]))
		}
	})
}

// Text is a text as the matcher sees it, to be compared with others.
type Text struct{ row row }

// Text reads words.
func (m *Matcher) Text(words []string) Text {
	r := m.features.row(m.lexicon.terms(words))
	r.words = nil
	return Text{r}
}

// Similarity is how much two texts of the same matcher have in common, 0 to 1:
// the cosine of their features.
func (t Text) Similarity(other Text) float64 {
	var sum, mine, theirs float32
	for i, id := range t.row.index {
		mine += t.row.value[i] * t.row.value[i]
		if k := slices.Index(other.row.index, id); k >= 0 {
			sum += t.row.value[i] * other.row.value[k]
		}
	}
	for _, x := range other.row.value {
		theirs += x * x
	}
	for i, x := range t.row.dense {
		y := other.row.dense[i]
		sum, mine, theirs = sum+x*y, mine+x*x, theirs+y*y
	}
	return float64(max(sum, 0) * inverseRoot(mine) * inverseRoot(theirs))
}

// Content gives the distinct terms of words that say something, as the matcher
// knows them: stems, and one form for whatever means the same.
func (m *Matcher) Content(words []string) []string {
	var content []string
	for _, t := range contentOf(nil, m.lexicon.terms(words)) {
		content = append(content, t.text)
	}
	return content
}

// Coverage is the share of the words that say something which the label's
// examples hold, each by how rare it is, 0 to 1; 1 for words that say nothing.
func (m *Matcher) Coverage(label int, words []string) float64 {
	content := contentOf(nil, m.lexicon.terms(words))
	if len(content) == 0 {
		return 1
	}
	return m.coverage(label, content)
}
