package match

import (
	"math"
	"slices"
	"strings"

	"github.com/kljensen/snowball/english"

	"attache/knowledge/match/vectors"
)

// term is a word as the features see it.
type term struct {
	text   string       // stem, canonical alias, or a class such as yearTerm
	id     int32        // its place in the vocabulary of the examples; unknownTerm outside it
	vector vectors.Word // -1 without one
	filler bool         // a function word or politeness: it says nothing of the subject
}

const unknownTerm = -1

// Classes of times: which year it is, is for the caller to judge.
const (
	yearTerm   = "<year>"
	decadeTerm = "<decade>"
)

// lexicon turns words into terms: stems (Porter's English stemmer, 2001), and
// one term for all the phrases of an alias group:
//
//	when did they join the choral society  ->  when did they join the [cs]
//
// The longest phrase wins. Takes words, gives terms. Cost: two look-ups for a
// word and a walk over the phrases that start with its stem; a word that no example
// holds is stemmed, which takes a microsecond, and remembered.
//
// Idea: Porter, "An algorithm for suffix stripping", 1980; one term for an alias
// group is the thesaurus class of Salton and Lesk, 1968.
type lexicon struct {
	ids     *vocabulary         // every term of the examples
	known   *vocabulary         // the words of the examples …
	learnt  []knownTerm         // … and their terms
	phrases map[string][]phrase // by first stem, longest first
	groups  [][]string
	blind   bool // whether it sees no word vectors
}

type phrase struct {
	stems     []string
	canonical term
}

// knownTerm is a term whose text the vocabulary of the examples has.
type knownTerm struct {
	id     int32
	vector vectors.Word
	filler bool
}

func newLexicon() *lexicon {
	return &lexicon{ids: &vocabulary{}, known: &vocabulary{}, phrases: make(map[string][]phrase)}
}

// alias takes in groups of words and phrases that mean the same.
func (l *lexicon) alias(groups [][]string) {
	l.groups = groups
	for _, group := range groups {
		read, stemmed := make([][]string, len(group)), make([][]string, len(group))
		for i, words := range group {
			read[i] = Words(words)
			stemmed[i] = l.stems(read[i])
		}
		canonical, ok := l.named(stemmed)
		if !ok {
			canonical = term{text: "[" + strings.Join(stemmed[0], " ") + "]", vector: -1}
			canonical.id = l.id(canonical.text)
		}
		for _, w := range read {
			if len(w) == 1 && canonical.vector < 0 {
				canonical.vector = l.vector(w[0])
			}
		}
		for _, s := range stemmed {
			if _, ok := l.phrase(s); !ok && len(s) > 0 {
				l.phrases[s[0]] = append(l.phrases[s[0]], phrase{s, canonical})
			}
		}
	}
	for _, p := range l.phrases {
		slices.SortStableFunc(p, func(a, b phrase) int { return len(b.stems) - len(a.stems) })
	}
}

// named gives the term of an earlier group that has a phrase of this one: the two
// are one group then.
func (l *lexicon) named(group [][]string) (term, bool) {
	for _, stems := range group {
		if p, ok := l.phrase(stems); ok {
			return p.canonical, true
		}
	}
	return term{}, false
}

// phrase finds the phrase of just these stems.
func (l *lexicon) phrase(stems []string) (phrase, bool) {
	if len(stems) == 0 {
		return phrase{}, false
	}
	of := l.phrases[stems[0]]
	i := slices.IndexFunc(of, func(p phrase) bool { return slices.Equal(p.stems, stems) })
	if i < 0 {
		return phrase{}, false
	}
	return of[i], true
}

// words gives every word of the aliases, for the speller.
func (l *lexicon) words() []string {
	var words []string
	for _, group := range l.groups {
		for _, text := range group {
			words = append(words, Words(text)...)
		}
	}
	return words
}

// learn keeps what is to be known of words, so that each is looked up once.
func (l *lexicon) learn(texts [][]string) {
	words := &vocabulary{}
	for _, text := range texts {
		for _, w := range text {
			words.add(w)
		}
	}
	terms := make([]term, words.size())
	InParallel(len(terms), func(i int) { terms[i] = l.termOf(words.word(int32(i))) })
	for i, t := range terms {
		if id := l.id(t.text); id != unknownTerm {
			l.known.add(words.word(int32(i)))
			l.learnt = append(l.learnt, knownTerm{id, t.vector, t.filler})
		}
	}
}

// maxTerms is how large a vocabulary may grow; whatever comes later stays unknown. With
// the edge and the unknown term, the pairs that begin alike can be counted in 16 bits.
const maxTerms = math.MaxUint16 + edge

// id gives a term's place in the vocabulary, which it enters if it is new and there
// is room.
func (l *lexicon) id(text string) int32 {
	if id, ok := l.ids.find(text); ok {
		return id
	}
	if l.ids.size() == maxTerms {
		return unknownTerm
	}
	return l.ids.add(text)
}

// terms gives the terms of words.
func (l *lexicon) terms(words []string) []term { return l.remembered(words, nil, nil) }

// memo keeps the terms of words that no example holds, which are stemmed when
// they are asked for. It forgets all of them when it is full.
type memo struct{ terms map[string]term }

const maxMemo = 500

func (l *lexicon) unknown(word string, m *memo) term {
	if m != nil {
		if t, ok := m.terms[word]; ok {
			return t
		}
	}
	t := l.termOf(word)
	if id, ok := l.ids.find(t.text); ok {
		t.id = id
	}
	if m != nil {
		if m.terms == nil {
			m.terms = make(map[string]term)
		} else if len(m.terms) >= maxMemo {
			clear(m.terms)
		}
		m.terms[strings.Clone(word)] = t // or the whole question would be kept
	}
	return t
}

// term gives the term of a word by itself; m may be nil.
func (l *lexicon) term(word string, m *memo) term {
	if i, ok := l.known.find(word); ok {
		t := l.learnt[i]
		return term{text: l.ids.word(t.id), id: t.id, vector: t.vector, filler: t.filler}
	}
	return l.unknown(word, m)
}

// remembered is terms with a memo, which may be nil.
func (l *lexicon) remembered(words []string, dst []term, m *memo) []term {
	start := len(dst)
	for _, w := range words {
		dst = append(dst, l.term(w, m))
	}
	out := dst[:start] // phrases shorten in place
	for rest := dst[start:]; len(rest) > 0; {
		if p, ok := l.phraseAt(rest); ok {
			out = append(out, p.canonical)
			rest = rest[len(p.stems):]
		} else {
			out = append(out, rest[0])
			rest = rest[1:]
		}
	}
	return out
}

func (l *lexicon) termOf(word string) term {
	return term{text: stem(word), id: unknownTerm, vector: l.vector(word), filler: fillers[word]}
}

// vector finds a word's vector, -1 for none.
func (l *lexicon) vector(word string) vectors.Word {
	if v, ok := vectors.Find(word); ok && !l.blind {
		return v
	}
	return -1
}

// length is how many of words the first term stands for.
func (l *lexicon) length(words []string) int {
	terms := make([]term, len(words))
	for i, w := range words {
		terms[i] = l.term(w, nil)
	}
	if p, ok := l.phraseAt(terms); ok {
		return len(p.stems)
	}
	return 1
}

func (l *lexicon) phraseAt(text []term) (phrase, bool) {
	for _, p := range l.phrases[text[0].text] {
		if len(p.stems) <= len(text) && slices.EqualFunc(p.stems, text[:len(p.stems)], func(s string, t term) bool { return s == t.text }) {
			return p, true
		}
	}
	return phrase{}, false
}

func (l *lexicon) stems(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		if known, ok := l.known.find(w); ok {
			out[i] = l.ids.word(l.learnt[known].id)
		} else {
			out[i] = stem(w)
		}
	}
	return out
}

func stem(w string) string {
	if w[0] >= '0' && w[0] <= '9' {
		switch {
		case IsYear(w):
			return yearTerm
		case len(w) == 5 && w[4] == 's' && IsYear(w[:4]):
			return decadeTerm
		}
		return w
	}
	if s, ok := irregular[w]; ok {
		return s
	}
	if base, ok := pastOf[w]; ok {
		w = base
	}
	return english.Stem(w, true)
}

// pastOf gives the base of the commonest irregular verbs by their past forms.
var pastOf = map[string]string{
	"became": "become", "began": "begin", "begun": "begin", "broke": "break", "broken": "break", "brought": "bring",
	"built": "build", "came": "come", "chose": "choose", "chosen": "choose", "drew": "draw", "drawn": "draw",
	"fell": "fall", "fallen": "fall", "flew": "fly", "flown": "fly", "froze": "freeze", "frozen": "freeze",
	"gave": "give", "given": "give", "held": "hold", "kept": "keep", "led": "lead", "left": "leave",
	"lost": "lose", "met": "meet", "paid": "pay", "rose": "rise", "risen": "rise", "sent": "send",
	"shot": "shoot", "showed": "show", "shown": "show", "spent": "spend", "spoke": "speak", "spoken": "speak",
	"stood": "stand", "sought": "seek", "struck": "strike", "took": "take", "taken": "take", "taught": "teach",
	"withdrew": "withdraw", "withdrawn": "withdraw", "won": "win", "wrote": "write", "written": "write",
}

// irregular gives the stems of words that mean something else than those which the
// stemmer takes them for: "goods" are not good, and a training is no train.
var irregular = map[string]string{
	"arms": "arms", "customs": "customs", "goods": "goods", "means": "means", "news": "news",
	"training": "training", "trained": "training", "trainings": "training",
}

// IsYear reports whether a word is a year from 1000 to 2099.
func IsYear(w string) bool {
	if len(w) != 4 || w[0] != '1' && w[:2] != "20" {
		return false
	}
	return strings.Trim(w, "0123456789") == ""
}

// fillers are the function words of English, and what people wrap a question in.
var fillers = func() map[string]bool {
	m := make(map[string]bool)
	for _, w := range append(strings.Fields(`
		a an the and or but if of in on at to for from by with about into onto over under between through during since until than then as
		i me my we us our you your he him his she her it its they them their this that these those there here
		is are was were be been being am do does did done doing have has had having can could will would shall should may might must
		not no nor so too very just only even also still yet ever never again already
		what which who whom whose when where why how
		please kindly tell know knows explain say says said give show let get got want wants wanted need like wonder wondering curious
		hello hi hey dear sir madam thanks thank sorry excuse anyone somebody someone everybody
		quick quickly question questions answer actually really exactly basically simply maybe perhaps ok okay well right now
		remind find out look up any some all such thing things stuff something anything one ones way kind sort
		much many more most lot lots few several each every other another same mean means meant called name named short
		wait man fella smth smb sth anyway nah
		oh eh yes yeah yep nope true fact correct sure think thought heard believe understand help`), interjections...) {
		m[w] = true
	}
	return m
}()

// IsFiller reports whether a word says nothing of the subject of a question.
func IsFiller(word string) bool { return fillers[word] }
