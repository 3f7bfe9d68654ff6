package bot

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// Build says which program this is; every field may be empty.
type Build struct {
	Version string // of the program
	Commit  string // it was built from
	Go      string // version of Go it was built with
}

// about answers /about.
func (h *handling) about(*Interaction) reply {
	embed := &discordgo.MessageEmbed{
		Title:       h.set.Name,
		Description: h.set.About,
		Color:       h.set.Colour,
	}
	version := h.build.Version
	if h.build.Commit != "" {
		version = strings.TrimSpace(version + " (" + h.build.Commit + ")")
	}
	addField(embed, "Version", version, true)
	addField(embed, "Built with", strings.TrimPrefix(h.build.Go+", discordgo "+discordgo.VERSION, ", "), true)
	addField(embed, "Knowledge", strings.Join([]string{
		plural(h.set.Count(knowledge.Fact), "fact"),
		plural(h.set.Count(knowledge.Milestone), "milestone"),
		plural(h.set.Count(knowledge.Project), "project"),
		plural(h.set.Count(knowledge.Term), "term"),
		plural(len(h.set.Sources), "source"),
	}, ", "), false)
	addField(embed, "Knowledge as of", h.set.AsOf.Spoken(), true)
	addField(embed, "Licence", "MIT, for the code and the answers' wording; every answer names its source", true)
	addField(embed, "Privacy", "I read only commands, direct messages and messages that mention me, to answer them. "+
		"I keep none of it and pass none of it on.", false)
	return reply{embed: embed, private: true}
}

func plural(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}
