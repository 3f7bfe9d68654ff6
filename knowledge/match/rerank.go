package match

import (
	"cmp"
	"math"
	"slices"

	"attache/knowledge/match/vectors"
)

// profile is what a label's examples have in common.
type profile struct {
	terms    []uint64                    // a bit for each term of the vocabulary
	types    uint16                      // a bit for each type of question that its questions are
	asked    []int32                     // the things that its questions ask for by name …
	counted  []int32                     // … and that they ask how many there are of
	centroid [vectors.Dimensions]float32 // the mean of its rows' word vectors, of length 1
}

func (p *profile) has(t *term) bool {
	return t.id != unknownTerm && p.terms[t.id/64]&(1<<(t.id%64)) != 0
}

// rarities tell how much a term says: its inverse document frequency among the
// texts that have a label.
type rarities struct {
	known   []float32 // by the term's id
	unknown float32
}

func (r *rarities) of(t *term) float32 {
	if t.id == unknownTerm {
		return r.unknown
	}
	return r.known[t.id]
}

// profiles gives each label's profile, and how much each term says.
func profiles(s *study, l *lexicon) ([]profile, rarities) {
	p, vocabulary := make([]profile, s.labels), l.ids.size()
	size := (vocabulary + 63) / 64
	bits := make([]uint64, size*len(p))
	for i := range p {
		p[i].terms = bits[i*size : (i+1)*size]
	}
	df := make([]int, vocabulary)
	texts := 0
	var room scratch
	for i, label := range s.corpus.labels {
		if label == background {
			continue
		}
		texts++
		of := &p[label]
		for k, t := range s.terms[i] {
			if t.id == unknownTerm {
				continue
			}
			of.terms[t.id/64] |= 1 << (t.id % 64)
			if !slices.ContainsFunc(s.terms[i][:k], func(o term) bool { return o.id == t.id }) {
				df[t.id]++
			}
		}
		for k, x := range s.rows[i].dense {
			of.centroid[k] += x
		}
		if s.question[i] {
			of.types |= 1 << TypeOf(s.texts[i])
			switch thing := l.asked(s.texts[i], &room); {
			case thing.text == "", thing.id == unknownTerm:
			case TypeOf(s.texts[i]) == HowMany:
				of.counted = append(of.counted, thing.id)
			default:
				of.asked = append(of.asked, thing.id)
			}
		}
	}
	for i := range p {
		scale(&p[i].centroid)
	}
	r := rarities{known: make([]float32, vocabulary), unknown: idf(1, texts)}
	for id, n := range df {
		r.known[id] = idf(n, texts)
	}
	return p, r
}

func idf(n, texts int) float32 {
	return float32(math.Log(1 + float64(texts)/float64(max(n, 1))))
}

// scale brings a vector to length 1, unless it is zero.
func scale(v *[vectors.Dimensions]float32) {
	var norm float32
	for _, x := range v {
		norm += x * x
	}
	by := inverseRoot(norm)
	for k := range v {
		v[k] *= by
	}
}

// weigh gives the best of the accepted labels by their margin in s.order, and
// what speaks for each and, last, for none of them, in s.options.
//
// Takes the row, terms and words of a text, gives signals. Cost: scoring, and for
// each of the best labels a bit test for each content term and a product of
// vectors. Ideas: coverage is coordination level matching by rarity (Salton and
// McGill, 1983), the centroid is Rocchio's (1971), the type of question that of
// qtype.go.
func (m *Matcher) weigh(s *scratch, words []string, accept func(label int) bool) {
	s.scores = m.model.scores(s.scores, &s.row)
	s.content = contentOf(s.content[:0], s.terms)
	kind, named := TypeOf(words), m.lexicon.asked(words, s)
	if m.without.has(Types) {
		kind = Open
	}
	if m.without.has(Things) {
		named = term{}
	}
	s.order = best(s.order, s.scores[:len(m.labels)], MaxCandidates, accept)
	s.options = s.options[:0]
	s.telling.read(&s.row, m.features)
	for _, label := range s.order {
		p := &m.labels[label]
		o := option{
			signalMargin:   float64(s.scores[label]),
			signalCoverage: m.coverage(label, s.content),
			signalCentroid: p.near(&s.row),
		}
		p.fits(&o, kind, named)
		if s.scores[label] > s.scores[s.order[0]]-farBehind {
			o[signalNearest] = m.own[label].nearest(&s.telling)
		}
		s.options = append(s.options, o)
	}
	beside := m.nearestRefusal(s, accept != nil)
	s.options = append(s.options, option{signalNone: 1, signalOutside: float64(s.scores[len(m.labels)]), signalBeside: beside})
}

// nearestRefusal gives the cosine with the nearest refusal near the best labels, be
// they accepted or not: what is refused stays so whatever is struck out.
func (m *Matcher) nearestRefusal(s *scratch, restricted bool) (cosine float64) {
	near := s.order
	if restricted {
		s.near = best(s.near, s.scores[:len(m.labels)], MaxCandidates, nil)
		near = s.near
	}
	for _, label := range near {
		if s.scores[label] > s.scores[near[0]]-farBehind {
			cosine = max(cosine, m.beside[label].nearest(&s.telling))
		}
	}
	return cosine
}

// farBehind is how much less than the best margin is too little for a label to be
// worth comparing with its examples.
const farBehind = 1.5

// near is the cosine of a row's mean word vector and the label's.
func (p *profile) near(r *row) float64 {
	var sum float32
	for k, x := range p.centroid {
		sum += x * r.dense[k]
	}
	return float64(sum)
}

// rank orders what weigh found by confidence. Of a text without words nothing
// is likely.
func (r *Ranking) rank(s *scratch) {
	for i, label := range s.order {
		r.found[i] = Candidate{label, s.p[i], s.options[i][signalCoverage]}
		if len(s.terms) == 0 {
			r.found[i].Confidence = 0
		}
	}
	r.count = len(s.order)
	slices.SortStableFunc(r.Candidates(), func(a, b Candidate) int { return cmp.Compare(b.Confidence, a.Confidence) })
}

// coverage is the share of the content terms that the label's examples hold,
// each by how much it says; a term that no example of any label holds says
// most.
func (m *Matcher) coverage(label int, content []term) float64 {
	var total, covered float32
	for i := range content {
		weight := m.rarity.of(&content[i])
		total += weight
		if m.labels[label].has(&content[i]) {
			covered += weight
		}
	}
	switch {
	case m.without.has(Coverage):
		return 1 // the same for every label tells nothing
	case total == 0:
		return 0
	}
	return float64(covered / total)
}

// fits sets the signals that tell whether the label's questions ask for what a
// question of this kind does, and for the thing that it asks for by its name.
func (p *profile) fits(o *option, kind QuestionType, thing term) {
	if signal := signalOf[kind]; signal != 0 {
		o[signal] = -1
		if p.types&(1<<kind) != 0 {
			o[signal] = 1
		}
	}
	switch {
	case thing.text == "":
	case kind == HowMany:
		o[signalCounted] = -1
		if slices.Contains(p.counted, thing.id) {
			o[signalCounted] = 1
		}
	case !p.has(&thing):
		o[signalNamed] = -1
	case slices.Contains(p.asked, thing.id):
		o[signalNamed] = 1
	}
}

// signalOf gives the signal of a kind of question; zero for the kinds that are
// asked in too many ways to tell anything.
var signalOf = [typeCount]int{
	Who: signalWho, Where: signalWhere, When: signalWhen, Why: signalWhy,
	HowMany: signalNumber, HowMuch: signalNumber, HowLong: signalNumber,
}

// asked gives what a question asks for by its name: what stands after "how
// many", right after "which" or "what", after "who was the" or after "name the".
// Of "which Czech university" that is the university: a name in front only says
// whose.
func (l *lexicon) asked(words []string, s *scratch) term {
	for i := range words {
		thing := thingBehind(words[i:])
		if len(thing) == 0 {
			continue
		}
		s.asked = l.remembered(thing[:min(len(thing), 4)], s.asked[:0], &s.unknown)
		terms := s.asked
		for len(terms) > 1 && terms[0].text[0] == '[' && !terms[1].filler {
			terms = terms[1:]
		}
		return terms[0]
	}
	return term{}
}

// thingBehind gives the words from the thing on that the first of words asks for by its
// name; none where it asks for none.
func thingBehind(words []string) []string {
	next := at(words, 1)
	switch words[0] {
	case "how":
		if next == "many" {
			return withoutFillers(words[2:])
		}
	case "name", "names":
		if len(words) > 2 && (next == "the" || next == "of") {
			return withoutFillers(words[1:])
		}
	case "which", "what":
		if !fillers[next] {
			return words[1:]
		}
	case "who":
		if len(words) > 3 && slices.Contains([]string{"is", "was", "were", "are"}, next) && words[2] == "the" {
			return words[3:]
		}
	}
	return nil
}

// withoutFillers drops the fillers that words begin with.
func withoutFillers(words []string) []string {
	for len(words) > 0 && fillers[words[0]] {
		words = words[1:]
	}
	return words
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
	least := float32(math.Inf(-1)) // that a label must exceed
	for label, score := range scores {
		if score <= least || accept != nil && !accept(label) {
			continue
		}
		if len(order) < n {
			order = append(order, label)
		}
		at := len(order) - 1
		for ; at > 0 && score > scores[order[at-1]]; at-- {
			order[at] = order[at-1]
		}
		order[at] = label
		if len(order) == n {
			least = scores[order[n-1]]
		}
	}
	return order
}
