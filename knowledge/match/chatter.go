package match

import "strings"

// chatter are words that people strew into a question, whatever it is about:
// whom they address, how they feel, that they are in a hurry. None changes what is
// asked, so they are left out of a text.
var chatter = func() map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(`
		buddy pal mate mates bro bros bruh bruv dude dudes homie homies fam lads lad folks champ guys gals yall peeps m8 boi sis queen kings fellas ladies gentlemen
		tbh ngl imo imho afaik iirc fyi tbf smh lol lmao lmfao rofl omg omfg wtf ffs idk idek ikr asap tldr eli5 hmu wdym wym ffs af xd tia tysm kk jk nvm irl
		rly srsly obvs defo deffo prolly probs lowkey highkey legit finna tryna gimme lemme dunno kinda sorta
		damn damned bloody freakin freaking frickin fucking fuckin fricking goddamn heck dang darn
		ayo yo sup hmm hmmm umm uhm uh um erm ehm heh haha hahaha hehe ugh aha huh welp yay oof tho though
		honestly frankly seriously literally respectfully honourable honorable esteemed distinguished humbly cordially`) {
		m[w] = true
	}
	return m
}()

// withoutChatter drops chatter from words, in their memory; of nothing but
// chatter all stays.
func withoutChatter(words []string) []string {
	kept := 0
	for i, w := range words {
		if !chatter[w] {
			words[kept], words[i] = w, words[kept]
			kept++
		}
	}
	if kept == 0 {
		return words
	}
	return words[:kept]
}
