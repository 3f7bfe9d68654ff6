package bot

import (
	"fmt"

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
			Description: h.describe("Ask a question about %s", "Ask a question"),
			Options: []*discordgo.ApplicationCommandOption{{
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         "question",
				Description:  "Your question, in your own words",
				Required:     true,
				Autocomplete: true,
				MaxLength:    maxQuestion,
			}},
		},
		{
			Name:        "timeline",
			Description: "Show what happened, year by year",
			Options: []*discordgo.ApplicationCommandOption{
				h.yearOption("from", "First year to show"),
				h.yearOption("to", "Last year to show"),
				{
					Type:        discordgo.ApplicationCommandOptionString,
					Name:        "topic",
					Description: "Show only this topic",
					Choices:     h.topicChoices(),
				},
			},
		},
		{
			Name:        "projects",
			Description: "Show the projects, or one of them in full",
			Options: []*discordgo.ApplicationCommandOption{{
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         "name",
				Description:  "The project to show; all when left out",
				Autocomplete: true,
			}},
		},
		{
			Name:        "term",
			Description: "Explain a term or an abbreviation",
			Options: []*discordgo.ApplicationCommandOption{{
				Type:         discordgo.ApplicationCommandOptionString,
				Name:         "name",
				Description:  "The term or abbreviation to explain",
				Required:     true,
				Autocomplete: true,
			}},
		},
		{Name: "help", Description: "What you can ask, with examples"},
		{Name: "about", Description: "Version, knowledge, licence and privacy"},
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

// describe names the subject in a description, or does without where it is too long.
func (h *handling) describe(format, without string) string {
	if text := fmt.Sprintf(format, h.set.Subject); h.set.Subject != "" && clip(text, maxOptionDescription) == text {
		return text
	}
	return without
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

// topicChoices gives the topics that have a milestone.
func (h *handling) topicChoices() []*discordgo.ApplicationCommandOptionChoice {
	used := map[string]bool{}
	for _, e := range h.set.Select(knowledge.Query{Kind: knowledge.Milestone}) {
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
