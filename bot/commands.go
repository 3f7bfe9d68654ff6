package bot

import (
	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// maxQuestion is how long a question /ask takes, in characters.
const maxQuestion = 500

// commands gives the application commands to register.
func (h *handling) commands() []*discordgo.ApplicationCommand {
	commands := []*discordgo.ApplicationCommand{
		{
			Name:        "ask",
			Description: h.describe("command-ask", "subject", h.set.Subject),
			Options: []*discordgo.ApplicationCommandOption{
				{
					Type:         discordgo.ApplicationCommandOptionString,
					Name:         "question",
					Description:  h.describe("option-question"),
					Required:     true,
					Autocomplete: true,
					MaxLength:    maxQuestion,
				},
				{
					Type:        discordgo.ApplicationCommandOptionBoolean,
					Name:        "private",
					Description: h.describe("option-private"),
				},
			},
		},
		{
			Name:        "timeline",
			Description: h.describe("command-timeline"),
			Options: []*discordgo.ApplicationCommandOption{
				h.yearOption("from", h.describe("option-from")),
				h.yearOption("to", h.describe("option-to")),
				{
					Type:        discordgo.ApplicationCommandOptionString,
					Name:        "topic",
					Description: h.describe("option-topic"),
					Choices:     h.topicChoices(0, 0),
				},
			},
		},
		{
			Name:        "projects",
			Description: h.describe("command-projects"),
			Options: []*discordgo.ApplicationCommandOption{{
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         "name",
				Description:  h.describe("option-project"),
				Autocomplete: true,
			}},
		},
		{
			Name:        "term",
			Description: h.describe("command-term"),
			Options: []*discordgo.ApplicationCommandOption{{
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         "name",
				Description:  h.describe("option-term"),
				Required:     true,
				Autocomplete: true,
			}},
		},
		{Name: "sources", Description: h.describe("command-sources")},
		{Name: "help", Description: h.describe("command-help")},
		{Name: "about", Description: h.describe("command-about")},
		{Name: answerThisName, Type: discordgo.MessageApplicationCommand},
	}
	for _, c := range commands {
		if c.Type == 0 {
			c.Type = discordgo.ChatApplicationCommand
		}
		c.Contexts = &[]discordgo.InteractionContextType{
			discordgo.InteractionContextGuild,
			discordgo.InteractionContextBotDM,
			discordgo.InteractionContextPrivateChannel,
		}
		c.IntegrationTypes = &[]discordgo.ApplicationIntegrationType{
			discordgo.ApplicationIntegrationGuildInstall,
			discordgo.ApplicationIntegrationUserInstall,
		}
	}
	return commands
}

// describe gives a sentence that describes a command or an option.
func (h *handling) describe(name string, pairs ...string) string {
	return clip(h.say(name, pairs...), maxOptionDescription)
}

// Registered takes the commands as Discord has them, with ids, so that replies
// can mention them in a way that opens them. Without it they are named only.
func (h *Handler) Registered(commands []*discordgo.ApplicationCommand) {
	ids := make(map[string]string, len(commands))
	for _, c := range commands {
		ids[c.Name] = c.ID
	}
	h.commandIDs.Store(&ids)
}

// mention names a command so that a click opens it, where its id is known.
// https://discord.com/developers/docs/reference#message-formatting
func (h *handling) mention(command string) string {
	if ids := h.commandIDs.Load(); ids != nil && (*ids)[command] != "" {
		return "</" + command + ":" + (*ids)[command] + ">"
	}
	return "`/" + command + "`"
}

// yearOption is a year within those of the timeline.
func (h *handling) yearOption(name, description string) *discordgo.ApplicationCommandOption {
	o := &discordgo.ApplicationCommandOption{
		Type:        discordgo.ApplicationCommandOptionInteger,
		Name:        name,
		Description: description,
	}
	if from, to, ok := h.years(); ok {
		least := float64(from)
		o.MinValue, o.MaxValue = &least, float64(to)
	}
	return o
}

// topicChoices gives the topics that have a milestone within the years; 0 is
// open.
func (h *handling) topicChoices(from, to int) []*discordgo.ApplicationCommandOptionChoice {
	used := map[string]bool{}
	for _, e := range h.set.Select(knowledge.Query{Kind: knowledge.Milestone, From: from, To: to}) {
		for _, t := range e.Topics {
			used[t.ID] = true
		}
	}
	var list choiceList
	for _, t := range h.set.Topics {
		if used[t.ID] {
			list.add(t.Title, shortID(t.ID))
		}
	}
	return list.choices
}
