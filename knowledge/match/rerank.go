package match

import (
	"cmp"
	"math"
	"slices"
)

// profile is what a label's examples have in common.
type profile struct {
	terms map[string]bool
	types [typeCount]bool // what its questions ask for
}

// profiles gives each label's profile, and in how many texts a term stands.
func profiles(c *corpus, terms [][]term, labels int) ([]profile, map[string]int) {
	p := make([]profile, labels)
	for i := range p {
		p[i].terms = make(map[string]bool)
	}
	df := make(map[string]int)
	for i, label := range c.labels {
		if label == background {
			continue
		}
		for k, t := range terms[i] {
			p[label].terms[t.text] = true
			if !slices.ContainsFunc(terms[i][:k], func(o term) bool { return o.text == t.text }) {
				df[t.text]++
			}
		}
		if c.question[i] {
			p[label].types[TypeOf(c.texts[i])] = true
		}
	}
	return p, df
}

// signals are what speaks for a candidate; the confidence weighs them.
type signals [signalCount]float64

const (
	signalBias     = iota
	signalScore    // the linear model's margin
	signalLead     // how far it is ahead of the best other label
	signalNone     // the margin of "no label"
	signalCoverage // share of the text's content words that the label's examples hold, by their rarity
	signalType     // for a number, a person or a place: 1 when the label's examples ask for one too, -1 when not
	signalCount
)

// confidenceWeights turn signals into the probability that a label is right,
// by logistic regression over questions that strangers wrote without sight of
// the examples. The signals are margins and shares, which mean the same
// whatever the examples are about.
var confidenceWeights = signals{-1.60, 1.40, 0.71, -0.81, 3.24, 0.93}

func (s signals) confidence() float64 {
	sum := 0.0
	for i, x := range s {
		sum += confidenceWeights[i] * x
	}
	return 1 / (1 + math.Exp(-sum))
}

// rerank orders the best of the accepted labels by confidence.
func (m *Matcher) rerank(s *scratch, words []string, accept func(label int) bool) []Candidate {
	s.content = contentOf(s.content[:0], s.terms)
	kind, named := TypeOf(words), m.asked(words)
	s.order = best(s.order, s.scores[:len(m.labels)], maxCandidates+1, accept)
	candidates := make([]Candidate, 0, len(s.order))
	for i, label := range s.order {
		other := 0 // the place of the best other label
		if i == 0 {
			other = 1
		}
		x := signals{
			signalBias:     1,
			signalScore:    float64(s.scores[label]),
			signalLead:     maxLead,
			signalNone:     float64(s.scores[len(m.labels)]),
			signalCoverage: m.coverage(label, s.content),
			signalType:     m.labels[label].asks(kind, named),
		}
		if other < len(s.order) {
			x[signalLead] = min(float64(s.scores[label]-s.scores[s.order[other]]), maxLead)
		}
		c := Candidate{Label: label}
		if len(s.terms) > 0 {
			c.Confidence = x.confidence()
		}
		candidates = append(candidates, c)
	}
	slices.SortStableFunc(candidates, func(a, b Candidate) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return candidates[:min(len(candidates), maxCandidates)]
}

// maxLead is where a lead stops to count, and what a label without rival has.
const maxLead = 2

// coverage is the share of the content terms that the label's examples hold,
// each weighing its inverse document frequency; a term that no example of any
// label holds weighs most.
func (m *Matcher) coverage(label int, content []term) float64 {
	var total, covered float64
	for _, t := range content {
		weight := math.Log(1 + float64(m.texts)/float64(max(m.df[t.text], 1)))
		total += weight
		if m.labels[label].terms[t.text] {
			covered += weight
		}
	}
	if total == 0 {
		return 0
	}
	return covered / total
}

// asks says whether the label's questions ask for what this kind of question
// does, as far as the kind tells: how a person, a place or a number is asked
// for hardly varies, while one can ask for a time or a reason in many ways.
// What is asked for by its name ("how many countries", "which language") must
// moreover be something that the label's examples hold.
func (p *profile) asks(kind QuestionType, named *term) float64 {
	lacks := named != nil && !p.terms[named.text]
	switch kind {
	case Who, Where, HowMany, HowMuch, HowLong:
		if p.types[kind] && !lacks {
			return 1
		}
		return -1
	}
	if lacks {
		return -lacksWeight
	}
	return 0
}

// lacksWeight is what a thing asked for by name weighs that is missing, beside
// a question of the wrong kind.
const lacksWeight = 0.7

// asked gives what a question asks for by its name: what stands after "how
// many", right after "which" or "what", or after "name the".
func (m *Matcher) asked(words []string) *term {
	for i := 0; i+1 < len(words); i++ {
		rest := words[i+1:]
		switch words[i] {
		case "how":
			if rest[0] != "many" {
				continue
			}
			rest = rest[1:]
			for len(rest) > 0 && fillers[rest[0]] {
				rest = rest[1:]
			}
		case "name", "names":
			if len(rest) < 2 || rest[0] != "the" && rest[0] != "of" {
				continue
			}
			for len(rest) > 0 && fillers[rest[0]] {
				rest = rest[1:]
			}
		case "which", "what":
			if fillers[rest[0]] {
				continue
			}
		default:
			continue
		}
		if len(rest) > 0 {
			return &m.lexicon.terms(rest, nil)[0]
		}
	}
	return nil
}

// contentOf appends the distinct terms that say something of the subject.
func contentOf(dst, text []term) []term {
	for _, t := range text {
		if !t.filler && !slices.ContainsFunc(dst, func(o term) bool { return o.text == t.text }) {
			dst = append(dst, t)
		}
	}
	return dst
}

// best gives the n accepted labels with the highest scores, best first, in the
// memory of order. A nil accept takes every label.
func best(order []int, scores []float32, n int, accept func(int) bool) []int {
	order = order[:0]
	for i, score := range scores {
		if len(order) == n && score <= scores[order[n-1]] || accept != nil && !accept(i) {
			continue
		}
		at := len(order)
		for at > 0 && score > scores[order[at-1]] {
			at--
		}
		if len(order) == n {
			order = order[:n-1]
		}
		order = slices.Insert(order, at, i)
	}
	return order
}
