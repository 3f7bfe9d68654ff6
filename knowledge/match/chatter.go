package match

import (
	"maps"
	"slices"
	"strings"
)

// chatter are words and phrases that people strew into a question, whatever it
// is about: whom they address, how they feel, what for and how simply they want
// to be told. None changes what is asked, so they are left out of a text.
var chatter = func() map[string][][]string {
	m := make(map[string][][]string)
	add := func(words ...string) { m[words[0]] = append(m[words[0]], words[1:]) }
	for _, w := range interjections {
		add(w)
	}
	for _, phrase := range []string{
		"in a nutshell", "in simple terms", "in simple words", "in plain english", "in plain words", "in laymans terms", "in lay terms", "in layman terms",
		"in human words", "in normal human words", "in normal words", "in human language", "in everyday language", "in everyday words", "in other words", "in short", "in brief",
		"in one sentence", "in a sentence", "in a few words", "in your own words", "for dummies", "for beginners",
		"like i am 5", "as if i were 5", "to a 5 year old", "as soon as possible",
		"fact check", "quick fact check", "quick question", "serious question", "genuine question", "stupid question", "dumb question",
	} {
		add(strings.Fields(phrase)...)
	}
	for _, purpose := range []string{
		"essay", "homework", "assignment", "thesis", "paper", "presentation", "exam", "class", "report", "article", "debate", "speech",
		"research", "studies", "position paper", "school project", "school paper", "research paper", "term paper", "history class",
	} {
		for _, whose := range []string{"my", "our", "an", "a"} {
			add(slices.Concat([]string{"for", whose}, strings.Fields(purpose))...)
		}
	}
	return m
}()

// interjections are the chatter of one word.
var interjections = strings.Fields(`
	buddy pal mate mates bro bros bruh bruv dude dudes homie homies fam lads lad folks champ guys gals yall peeps m8 boi sis queen kings fellas ladies gentlemen
	tbh ngl imo imho afaik iirc fyi tbf smh lol lmao lmfao rofl omg omfg wtf ffs idk idek ikr asap tldr eli5 hmu wdym wym af xd tia tysm kk jk nvm irl
	rly srsly obvs defo deffo prolly probs lowkey highkey legit finna tryna kinda sorta
	damn damned bloody freakin freaking frickin fucking fuckin fricking goddamn heck dang darn
	ayo yo sup hmm hmmm umm uhm uh um erm ehm heh haha hahaha hehe ugh aha huh welp yay oof though
	honestly frankly seriously literally respectfully honourable honorable esteemed distinguished humbly cordially`)

// beginsChatter are the words that chatter begins with.
var beginsChatter = newSieve(maps.Keys(chatter))

// withoutChatter drops chatter from words, in their memory; of nothing but
// chatter all stays.
func withoutChatter(words []string) []string {
	kept := words[:0]
	for i := 0; i < len(words); {
		n := max(chatterAt(words[i:]), courtesyAt(words[i:]))
		if n == 0 {
			kept, n = append(kept, words[i]), 1
		}
		i += n
	}
	if len(kept) == 0 {
		return words
	}
	return kept
}

// courtesyAt gives how many words of a courtesy, "could you please", stand before a
// request: with them "list the projects" would ask whether somebody can.
func courtesyAt(words []string) int {
	const fewest = 3
	if len(words) < fewest || !slices.Contains(courtesies, words[0]) || !IsAddressed(words[1]) {
		return 0
	}
	for n := fewest - 1; n < min(len(words), fewest+1); n++ {
		if slices.Contains(requests, words[n]) {
			return n
		}
	}
	return 0
}

var (
	courtesies = []string{"can", "could", "will", "would"}
	requests   = []string{"list", "name", "enumerate", "outline", "summarise", "summarize", "describe"}
)

// chatterAt gives how many words of chatter a text begins with.
func chatterAt(words []string) int {
	if !beginsChatter.mayHold(words[0]) {
		return 0
	}
	longest := 0
	for _, rest := range chatter[words[0]] {
		if len(rest) < len(words) && slices.Equal(words[1:1+len(rest)], rest) {
			longest = max(longest, 1+len(rest))
		}
	}
	return longest
}
