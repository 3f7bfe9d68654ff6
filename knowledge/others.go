package knowledge

import (
	"slices"
	"strings"

	"attache/knowledge/match"
)

// others finds the names of those that a set is not about. A question that
// names one is answered only by an entry that names it too, or, where the
// entry answers with a name, as a premise to be put right.
type others struct {
	names   map[string]int // words joined by a blank -> id
	longest int            // words in the longest name
}

// mention is an outsider in a question.
type mention struct {
	id    int
	place bool // said as a place or possessor: "in Albania", "of Turkey"
}

func newOthers(outsiders []named) others {
	o := others{names: make(map[string]int)}
	for id, n := range outsiders {
		for _, name := range append([]string{n.Name}, n.Aliases...) {
			words := match.Words(name)
			if len(words) == 0 {
				continue
			}
			o.names[strings.Join(words, " ")] = id
			o.longest = max(o.longest, len(words))
		}
	}
	return o
}

// in finds the outsiders that words mention; the longest name wins.
func (o others) in(words []string) []mention {
	var found []mention
	for i := 0; i < len(words); {
		length := min(o.longest, len(words)-i)
		for ; length > 0; length-- {
			id, ok := o.names[phrase(words[i:i+length])]
			if !ok {
				continue
			}
			place := i > 0 && slices.Contains(places, before(words, i))
			found = append(found, mention{id, place})
			break
		}
		i += max(length, 1)
	}
	return found
}

func phrase(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words, " ")
}

// before gives the word before place i, past an article.
func before(words []string, i int) string {
	if i > 1 && words[i-1] == "the" {
		i--
	}
	return words[i-1]
}

var places = []string{"in", "of", "for", "inside", "within", "from", "at", "about", "to", "into", "near", "across"}
