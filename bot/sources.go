package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

const sourcesRoute = "sources" // place, page, asker

// sourcesPage is how many sources a page has.
const sourcesPage = 8

// sources answers /sources.
func (h *handling) sources(*Interaction) reply { return h.sourcePage(1) }

// turnSources answers a click on a button of a page of sources.
func (h *handling) turnSources(c click) reply {
	page, ok := count(c.field(1))
	if !ok || page < 1 {
		return h.unknownButton()
	}
	r := h.sourcePage(page)
	if asker := c.field(2); asker != "" { // buttons of old have none
		return h.forAsker(asker, r)
	}
	return r
}

// sourcePage shows what the knowledge rests on, what it rests on most first; the
// last page when the one asked for is beyond it.
func (h *handling) sourcePage(page int) reply {
	entries := map[*knowledge.Source]int{}
	for _, e := range h.set.Entries {
		entries[e.Citation.Source]++
		for _, n := range e.Notes() {
			entries[n.Source]++
		}
	}
	all := slices.SortedStableFunc(slices.Values(h.set.Sources), func(a, b *knowledge.Source) int {
		return cmp.Compare(entries[b], entries[a])
	})
	pages := max((len(all)+sourcesPage-1)/sourcesPage, 1)
	at := min(page, pages)
	var lines []string
	for _, s := range all[(at-1)*sourcesPage : min(at*sourcesPage, len(all))] {
		lines = append(lines, "- "+linked(s)+"\n  "+h.say("source-use", "date", moment(s.Captured), "entries", number(int64(entries[s]))))
	}
	embed := &discordgo.MessageEmbed{
		Title:       h.say("sources-title"),
		Description: h.say("sources", "sources", number(int64(len(all)))) + "\n\n" + h.joinLines(lines, maxDescription/2),
		Color:       h.set.Colour,
		Footer:      h.knowledgeAsOf(),
	}
	if pages == 1 {
		return reply{embed: embed}
	}
	embed.Footer = h.pageFooter(embed.Footer, at, pages, len(all))
	return reply{embed: embed, rows: []row{h.turnButtons(at, pages, func(place string, page int) (string, []string) {
		return sourcesRoute, []string{place, strconv.Itoa(page), h.asker}
	})}}
}

// linked names a source with its publisher, linked where there is an address.
func linked(s *knowledge.Source) string {
	text := "**" + clip(s.Title, maxTitle) + "**"
	if s.URL != "" && len(s.URL) <= maxCite {
		text = link(clip(s.Title, maxTitle), s.URL)
	}
	if s.Publisher != "" {
		text += ", " + clip(strings.TrimSuffix(s.Publisher, "."), maxTitle)
	}
	return text
}
