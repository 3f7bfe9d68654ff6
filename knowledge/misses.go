package knowledge

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/kljensen/snowball/english"

	"attache/knowledge/match"
)

// Asked is a question and how often it was asked, in whatever spelling of its
// words' case and punctuation.
type Asked struct {
	Question string // as it was asked first
	Count    int
}

// Cluster is a group of questions that a set does not answer.
type Cluster struct {
	Count      int     // of all its questions
	Questions  []Asked // the most asked first
	Nearest    *Entry  // what comes nearest to the first of them
	Confidence float64 // 0..1: of that entry, for that question

	// Near reports whether the entry was suggested, or is the gap that was
	// given; otherwise the set holds nothing of the kind.
	Near bool
}

// Misses groups those questions that the set refuses, the largest group first.
//
// Questions for which the same entry was suggested are one group. Of those
// that nothing comes near, the most asked opens a group, which takes in those
// after it that share its telling words: the cosine of their words, each
// weighted by its rarity among all questions, is at least a half. The cost is
// that of answering.
func (s *Set) Misses(questions []string) []Cluster {
	misses := s.misses(questions)
	byEntry := make(map[*Entry]*Cluster)
	leaders := newLeaders(s, misses)
	var clusters []*Cluster
	for _, m := range misses {
		var c *Cluster
		if m.Near {
			c = byEntry[m.Nearest]
		} else {
			c = leaders.like(m.words)
		}
		if c == nil {
			c = &Cluster{Nearest: m.Nearest, Confidence: m.Confidence, Near: m.Near}
			clusters = append(clusters, c)
			if m.Near {
				byEntry[m.Nearest] = c
			} else {
				leaders.add(m.words, c)
			}
		}
		c.Count += m.Count
		c.Questions = append(c.Questions, m.Asked)
	}
	slices.SortStableFunc(clusters, func(a, b *Cluster) int { return b.Count - a.Count })
	sorted := make([]Cluster, len(clusters))
	for i, c := range clusters {
		sorted[i] = *c
	}
	return sorted
}

// miss is a question that is refused.
type miss struct {
	Asked
	words      []string // those that tell, as stems, each once
	Nearest    *Entry
	Confidence float64
	Near       bool
}

// misses gives each question that is refused once, the most asked first.
func (s *Set) misses(questions []string) []*miss {
	var misses []*miss
	seen := make(map[string]*miss) // nil: it is answered
	for _, q := range questions {
		words := match.Words(q)
		key := strings.Join(words, " ")
		m, ok := seen[key]
		if !ok {
			if m = s.miss(q); m != nil {
				m.words = telling(words)
				misses = append(misses, m)
			}
			seen[key] = m
		}
		if m != nil {
			m.Count++
		}
	}
	slices.SortStableFunc(misses, func(a, b *miss) int { return b.Count - a.Count })
	return misses
}

// miss gives what comes nearest to a question, or nil when it is answered.
func (s *Set) miss(question string) *miss {
	a := s.Answer(question)
	m := &miss{Asked: Asked{Question: question}}
	switch {
	case a.Kind != NoAnswer, a.Talk != NoTalk:
		return nil
	case len(a.Entries) > 0:
		m.Nearest, m.Near = a.Entries[0], true
	case len(a.Suggestions) > 0:
		m.Nearest, m.Near = a.Suggestions[0].Entry, true
	case len(a.Candidates) > 0:
		m.Nearest = a.Candidates[0].Entry
	}
	for _, c := range a.Candidates {
		if c.Entry == m.Nearest {
			m.Confidence = c.Confidence
		}
	}
	return m
}

// telling gives the stems of the words that say what a question is about; of a
// question of fillers, those.
func telling(words []string) []string {
	content := slices.DeleteFunc(slices.Clone(words), match.IsFiller)
	if len(content) == 0 {
		content = words
	}
	stems := make([]string, len(content))
	for i, w := range content {
		stems[i] = english.Stem(w, true)
	}
	slices.Sort(stems)
	return slices.Compact(stems)
}

// leaders finds the group whose first question is most like another.
type leaders struct {
	weights  map[string]float64 // of words: squared inverse document frequency
	clusters []*Cluster
	lengths  []float64
	holding  map[string][]int // word -> clusters
}

const alike = 0.5 // cosine from which questions are

func newLeaders(s *Set, misses []*miss) *leaders {
	in := make(map[string]int)
	all := 0
	count := func(words []string) {
		all++
		for _, w := range words {
			in[w]++
		}
	}
	for _, e := range s.Entries {
		for _, q := range e.Questions {
			count(telling(match.Words(q)))
		}
	}
	for _, m := range misses {
		count(m.words)
	}
	l := &leaders{weights: make(map[string]float64, len(in)), holding: make(map[string][]int)}
	for w, n := range in {
		idf := math.Log1p(float64(all) / float64(n))
		l.weights[w] = idf * idf
	}
	return l
}

func (l *leaders) length(words []string) float64 {
	var sum float64
	for _, w := range words {
		sum += l.weights[w]
	}
	return math.Sqrt(sum)
}

// add makes a question with these words the first of a cluster.
func (l *leaders) add(words []string, c *Cluster) {
	for _, w := range words {
		l.holding[w] = append(l.holding[w], len(l.clusters))
	}
	l.clusters, l.lengths = append(l.clusters, c), append(l.lengths, l.length(words))
}

// like gives the cluster that a question with these words belongs to, the
// earliest of equals, or nil.
func (l *leaders) like(words []string) *Cluster {
	shared := make(map[int]float64)
	for _, w := range words {
		for _, i := range l.holding[w] {
			shared[i] += l.weights[w]
		}
	}
	length := l.length(words)
	var found *Cluster
	best := alike
	for _, i := range slices.Sorted(maps.Keys(shared)) {
		cosine := shared[i] / length / l.lengths[i]
		if cosine > best || found == nil && cosine == best {
			found, best = l.clusters[i], cosine
		}
	}
	return found
}
