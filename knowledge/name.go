package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// nameIndex finds names in words. A set has one of the parties, whom it is about, and
// one of the others: the names of outsiders, and words for what its sources do not
// state. A question that has one of the others is answered only by an entry that has
// it too, or, where the entry answers with an outsider's name, as a premise to be put
// right.
type nameIndex struct {
	ids      map[string]int // by words joined by a blank
	longest  map[string]int // by its first word, the words in the longest name
	cities   map[string]bool
	unstated int // the first id that is no outsider's
}

// mention is a name in a question.
type mention struct {
	id       int
	text     string
	from, to int  // its words
	place    bool // said as a place or possessor: "in Albania", "of Turkey"
	city     bool
	unstated bool // no outsider
}

// outside reports whether the mention is of an outsider.
func (m mention) outside() bool { return !m.unstated }

// premise reports whether the mention may be a false premise, to be put right.
func (m mention) premise() bool { return !m.place && !m.unstated }

// newNameIndex indexes the names of parties or outsiders, and the words for what is unstated.
func newNameIndex(bearers, unstated []named) nameIndex {
	x := nameIndex{ids: make(map[string]int), longest: make(map[string]int), cities: make(map[string]bool), unstated: len(bearers)}
	for id, n := range slices.Concat(bearers, unstated) {
		for _, city := range n.Cities {
			x.cities[asRead(city)] = true
		}
		for _, name := range slices.Concat([]string{n.Name}, n.Aliases, n.Cities) {
			words := match.Words(name)
			if len(words) == 0 {
				continue
			}
			x.add(words, id)
			if last := words[len(words)-1]; id < x.unstated && !strings.HasSuffix(last, "s") {
				words[len(words)-1] = last + "s" // a genitive without its apostrophe
				x.add(words, id)
			}
		}
	}
	return x
}

// add adds a name, unless another has it.
func (x nameIndex) add(words []string, id int) {
	name := strings.Join(words, " ")
	if _, taken := x.ids[name]; !taken {
		x.ids[name] = id
		x.longest[words[0]] = max(x.longest[words[0]], len(words))
	}
}

// in finds the names in words; the longest name wins. text is what
// textOf makes of the words.
func (x nameIndex) in(words []string, text string) []mention {
	var found []mention
	start := 1 // of words[i] in text
	for i := 0; i < len(words); {
		length := min(x.longest[words[i]], len(words)-i)
		for ; length > 0; length-- {
			end := start - 1
			for _, w := range words[i : i+length] {
				end += len(w) + 1
			}
			id, ok := x.ids[text[start:end]]
			if !ok {
				continue
			}
			place := i > 0 && slices.Contains(places, before(words, i)) && !holdsAny(words[max(i-5, 0):i], []string{"because", "due", "owing", "over"})
			found = append(found, mention{id, text[start:end], i, i + length, place, x.cities[text[start:end]], id >= x.unstated})
			break
		}
		for range max(length, 1) {
			start += len(words[i]) + 1
			i++
		}
	}
	return found
}

// before gives the word before place i, past an article.
func before(words []string, i int) string {
	if i > 1 && words[i-1] == "the" {
		i--
	}
	return words[i-1]
}

var places = []string{"in", "of", "for", "inside", "within", "from", "at", "about", "to", "into", "near", "across", "toward", "towards"}
