package bot

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"attache/knowledge"
)

// Build says which program this is; every field may be empty.
type Build struct {
	Version string // of the program
	Commit  string // it was built from
	Go      string // version of Go it was built with
	Source  string // address of its source code
}

// Joined takes the number of servers that the bot is in.
func (h *Handler) Joined(servers int) { h.servers.Store(int64(servers)) }

// about answers /about.
func (h *handling) about(in *Interaction) reply {
	embed := &discordgo.MessageEmbed{
		Title:       h.set.Name,
		Description: h.set.About,
		Color:       h.set.Colour,
		Footer:      h.knowledgeAsOf(),
	}
	version := h.build.Version
	if h.build.Commit != "" {
		version = strings.TrimSpace(version + " (" + h.build.Commit + ")")
	}
	addField(embed, h.say("about-version"), version, true)
	addField(embed, h.say("about-built-with"), strings.TrimPrefix(h.build.Go+", discordgo "+discordgo.VERSION, ", "), true)
	addField(embed, h.say("about-uptime"), fmt.Sprintf("<t:%d:R>", h.started.Unix()), true)
	if servers := h.servers.Load(); servers > 0 {
		addField(embed, h.say("about-servers"), number(servers), true)
	}
	addField(embed, h.say("about-marks-title"), h.marked(), true)
	addField(embed, h.say("about-licence-title"), h.say("about-licence"), true)
	addField(embed, h.say("about-knowledge"), h.say("about-counts",
		"facts", h.count(knowledge.Fact), "milestones", h.count(knowledge.Milestone), "projects", h.count(knowledge.Project),
		"terms", h.count(knowledge.Term), "sources", number(int64(len(h.set.Sources)))), false)
	privacy := "about-privacy"
	if h.misses != nil {
		privacy = "about-privacy-misses"
	}
	addField(embed, h.say("about-privacy-title"), h.say(privacy), false)

	var links row
	if in.ApplicationID != "" {
		links.link(h.say("button-invite"), ServerInvite(in.ApplicationID))
		links.link(h.say("button-install"), UserInvite(in.ApplicationID))
	}
	links.link(h.say("button-code"), h.build.Source)
	return reply{embed: embed, rows: []row{links}, private: true}
}

// marked tells how often answers were marked.
func (h *handling) marked() string {
	return h.say("about-marks", "helpful", number(h.helpful.Load()), "wrong", number(h.wrong.Load()))
}

// count gives the number of entries of a kind.
func (h *handling) count(k knowledge.Kind) string { return number(int64(h.set.Count(k))) }

// number writes n with separators: 12,345.
func number(n int64) string { return message.NewPrinter(language.English).Sprintf("%d", n) }
