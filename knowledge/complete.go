package knowledge

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/sahilm/fuzzy"

	"attache/knowledge/match"
)

// Complete gives up to n suggestions for what somebody has typed so far, best
// first, never two of one entry. Of projects and terms it completes the names,
// of any other kind the example questions of the whole set, but for those that
// it can only refuse. An empty text gives what is most worth asking. It takes
// less than a millisecond for 50,000 questions.
func (s *Set) Complete(kind Kind, typed string, n int) []Suggestion {
	c := s.questions
	switch kind {
	case Term:
		c = s.terms
	case Project:
		c = s.projects
	}
	c.opened.Do(func() { c.open(s, kind) })
	if strings.TrimSpace(typed) == "" {
		return c.first[:min(n, len(c.first))]
	}
	c.built.Do(func() { c.build(s, kind) })
	if len(typed) > maxTyped {
		typed = strings.ToValidUTF8(typed[:maxTyped], "")
	}
	words, half := typedWords(typed)
	return c.complete(words, half, n)
}

// typedWords reads what somebody has typed so far, and tells whether the last
// word may be half typed. Such a word is no abbreviation of another yet: "w" may
// become "who" rather than stand for "with".
func typedWords(typed string) (words []string, half bool) {
	at := strings.LastIndexByte(typed, ' ') + 1
	last := strings.ToLower(typed[at:])
	if last == "" || strings.Trim(last, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return match.Words(typed), last != ""
	}
	return append(match.Words(typed[:at]), last), true
}

// maxTyped bounds what is looked at, in bytes: no name is longer.
const maxTyped = 100

// completer finds texts by some of their words, the last one perhaps half
// typed.
//
// Method: each text is filed under its words. A typed word counts for the texts
// that hold it, more when it is rare. One that none holds counts as those that
// begin with it, if it is the last; else as what the speller makes of it; else
// as those that have its letters in their order ("prtnrshp"). The sum ranks; a
// text that begins with all that is typed comes before one that does not.
type completer struct {
	opened sync.Once
	first  []Suggestion // one of each entry, the most worth asking first

	built    sync.Once // the rest, which only those need who type
	texts    []Suggestion
	entry    []int32 // of each text, as a number
	start    []int   // of each entry, its first text; the others follow
	order    []int32 // the entries, the most worth asking first
	worth    []int32 // of each entry, its place in that order
	folded   string  // the texts as their words, joined
	bounds   []int32 // in folded: a text stands from its own to the next
	openings []int32 // the texts, sorted by what is folded
	words    []string
	holders  [][]int32 // of each word, the texts that hold it
	mend     func([]string) []string
	scratch  sync.Pool
}

// open finds the texts to begin with.
func (c *completer) open(s *Set, kind Kind) {
	var last *Entry
	for _, t := range completions(s.Entries, kind) {
		if t.Entry != last {
			c.first, last = append(c.first, t), t.Entry
		}
	}
	if kind != Term && kind != Project {
		worthAsking(c.first)
	}
}

func (c *completer) build(s *Set, kind Kind) {
	c.mend = func(words []string) []string { return words }
	if s.answerer != nil {
		c.mend = s.answerer.matcher.Correct
	}
	c.texts, c.bounds = completions(s.Entries, kind), []int32{0}
	number := make(map[*Entry]int32)
	var folded strings.Builder
	for at, t := range c.texts {
		if _, ok := number[t.Entry]; !ok {
			number[t.Entry] = int32(len(number))
			c.start = append(c.start, at)
		}
		folded.WriteString(asRead(t.Question))
		c.entry, c.bounds, c.openings = append(c.entry, number[t.Entry]), append(c.bounds, int32(folded.Len())), append(c.openings, int32(at))
	}
	c.folded = folded.String()
	c.file()
	slices.SortFunc(c.openings, func(a, b int32) int {
		return cmp.Or(strings.Compare(c.foldedText(a), c.foldedText(b)), cmp.Compare(a, b))
	})
	c.worth = make([]int32, len(number))
	for i, t := range c.first {
		c.worth[number[t.Entry]] = int32(i)
		c.order = append(c.order, number[t.Entry])
	}
	c.scratch.New = func() any {
		return &tally{
			best: make([]int32, len(number)), score: make([]float32, len(c.texts)), counted: make([]int32, len(c.texts)),
		}
	}
}

// file files the texts under their words.
func (c *completer) file() {
	holders := make(map[string][]int32)
	for at := range int32(len(c.texts)) {
		for w := range strings.FieldsSeq(c.foldedText(at)) {
			if h := holders[w]; len(h) == 0 || h[len(h)-1] != at {
				holders[w] = append(h, at)
			}
		}
	}
	c.words = slices.Sorted(maps.Keys(holders))
	for _, w := range c.words {
		c.holders = append(c.holders, slices.Clone(holders[w])) // without the room to grow
	}
}

// foldedText is a text as its words.
func (c *completer) foldedText(at int32) string { return c.folded[c.bounds[at]:c.bounds[at+1]] }

// completions are the texts that can be completed.
func completions(entries []*Entry, kind Kind) []Suggestion {
	var texts []Suggestion
	for _, e := range entries {
		switch {
		case kind == Term && e.Kind == Term:
			if a := e.Term.Abbreviation; a != "" {
				texts = append(texts, Suggestion{a + " (" + e.Term.Name + ")", e}, Suggestion{a, e})
			} else {
				texts = append(texts, Suggestion{e.Term.Name, e})
			}
		case kind == Project && e.Kind == Project:
			texts = append(texts, Suggestion{e.Title, e})
		case kind != Term && kind != Project && e.Kind != Gap:
			for _, q := range e.Questions {
				texts = append(texts, Suggestion{q, e})
			}
		}
	}
	return texts
}

// worthAsking puts first, of each topic in turn, the entry with the most
// example questions: those are the things that people ask in most ways.
func worthAsking(texts []Suggestion) {
	slices.SortStableFunc(texts, func(a, b Suggestion) int {
		return cmp.Compare(len(b.Entry.Questions), len(a.Entry.Questions))
	})
	turn := make(map[*Entry]int, len(texts))
	taken := make(map[*Topic]int)
	for _, t := range texts {
		var topic *Topic
		if len(t.Entry.Topics) > 0 {
			topic = t.Entry.Topics[0]
		}
		turn[t.Entry] = taken[topic]
		taken[topic]++
	}
	slices.SortStableFunc(texts, func(a, b Suggestion) int { return cmp.Compare(turn[a.Entry], turn[b.Entry]) })
}

// tally is what one completion needs and the next can use again.
type tally struct {
	score   []float32 // of each text; zero between two completions
	counted []int32   // the last typed word that counted for each text, from 1; the same
	touched []int32   // the texts that have a score
	best    []int32   // of each entry the best text, plus one; zero between two completions
}

// aLetterOrTwo is how much is typed where nearly every text may be meant.
const aLetterOrTwo = 2

func (c *completer) complete(words []string, halfTyped bool, n int) []Suggestion {
	if halfTyped && len(words) == 1 && len(words[0]) <= aLetterOrTwo {
		if found := c.beginning(words[0], n); len(found) == n {
			return found
		}
	}
	t := c.scratch.Get().(*tally)
	defer c.scratch.Put(t)
	for i, w := range words {
		c.count(t, int32(i+1), w, halfTyped && i == len(words)-1)
	}
	if len(t.touched) > 0 {
		c.countOpenings(t, strings.Join(words, " "))
	}
	return c.harvest(t, n)
}

// beginning gives texts that begin so, those of the entries most worth asking
// for first.
func (c *completer) beginning(letters string, n int) []Suggestion {
	var found []Suggestion
	for _, e := range c.order {
		for i := c.start[e]; i < len(c.texts) && c.entry[i] == e; i++ {
			if strings.HasPrefix(c.foldedText(int32(i)), letters) {
				found = append(found, c.texts[i])
				break
			}
		}
		if len(found) == n {
			break
		}
	}
	return found
}

// Words that stand for the typed one count less than that itself.
const (
	asBeginning = 0.9
	asMended    = 0.8
	asLetters   = 0.4
)

// count adds what a typed word is worth to the texts that hold it.
func (c *completer) count(t *tally, number int32, word string, half bool) {
	if half {
		from, _ := slices.BinarySearch(c.words, word)
		to := from
		for to < len(c.words) && strings.HasPrefix(c.words[to], word) {
			to++
		}
		if to > from {
			c.add(t, number, from, to, asBeginning)
			return
		}
	}
	if at, ok := slices.BinarySearch(c.words, word); ok {
		c.add(t, number, at, at+1, 1)
		return
	}
	for _, w := range c.mend([]string{word}) {
		if at, ok := slices.BinarySearch(c.words, w); ok {
			c.add(t, number, at, at+1, asMended)
			return
		}
	}
	from, _ := slices.BinarySearch(c.words, word[:1])
	to, _ := slices.BinarySearch(c.words, word[:1]+"\xff")
	if found := fuzzy.Find(word, c.words[from:to]); len(found) > 0 {
		c.add(t, number, from+found[0].Index, from+found[0].Index+1, asLetters)
	}
}

// add counts the words from one to another as the typed word of that number,
// once for each text.
func (c *completer) add(t *tally, word int32, from, to int, worth float64) {
	held := 0
	for _, h := range c.holders[from:to] {
		held += len(h)
	}
	rarity := float32(worth * math.Log(1+float64(len(c.texts))/float64(held)))
	for _, h := range c.holders[from:to] {
		for _, i := range h {
			if t.score[i] == 0 {
				t.touched = append(t.touched, i)
			}
			if t.counted[i] < word {
				t.counted[i] = word
				t.score[i] += rarity
			}
		}
	}
}

// countOpenings doubles what texts have that begin with all that is typed.
func (c *completer) countOpenings(t *tally, typed string) {
	from, _ := slices.BinarySearchFunc(c.openings, typed, func(i int32, s string) int { return strings.Compare(c.foldedText(i), s) })
	for _, i := range c.openings[from:] {
		if !strings.HasPrefix(c.foldedText(i), typed) {
			return
		}
		t.score[i] *= 2
	}
}

// harvest gives the n best texts, one of each entry, and empties the tally.
func (c *completer) harvest(t *tally, n int) []Suggestion {
	for _, i := range t.touched {
		if b := &t.best[c.entry[i]]; *b == 0 || c.better(t, i, *b-1) {
			*b = i + 1
		}
	}
	top := make([]int32, 0, n+1)
	for _, i := range t.touched {
		if t.best[c.entry[i]] != i+1 || len(top) == n && !c.better(t, i, top[n-1]) {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, i, func(a, b int32) int {
			if c.better(t, a, b) {
				return -1
			}
			return 1
		})
		top = slices.Insert(top, at, i)
		top = top[:min(len(top), n)]
	}
	found := make([]Suggestion, len(top))
	for at, i := range top {
		found[at] = c.texts[i]
	}
	for _, i := range t.touched {
		t.score[i], t.counted[i], t.best[c.entry[i]] = 0, 0, 0
	}
	t.touched = t.touched[:0]
	return found
}

// better reports whether text a goes before text b: by score, then the shorter,
// then that of the entry more worth asking for.
func (c *completer) better(t *tally, a, b int32) bool {
	if t.score[a] != t.score[b] {
		return t.score[a] > t.score[b]
	}
	return cmp.Or(cmp.Compare(len(c.texts[a].Question), len(c.texts[b].Question)),
		cmp.Compare(c.worth[c.entry[a]], c.worth[c.entry[b]]), cmp.Compare(a, b)) < 0
}
