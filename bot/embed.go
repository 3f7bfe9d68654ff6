package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// The colours of embeds; what holds today has the set's own.
const (
	amber = 0xE0A030 // superseded or disputed
	sepia = 0x8A7350 // historical
	grey  = 0x80848E // no answer, or not an answer at all
)

// colour gives the colour that a status is shown in.
func (h *handling) colour(s knowledge.Status) int {
	switch s {
	case knowledge.Superseded, knowledge.Disputed:
		return amber
	case knowledge.Historical:
		return sepia
	}
	return h.set.Colour
}

// entryEmbed shows the first of entries with text as its answer. The others,
// on which the answer rests too, lend their sources.
func (h *handling) entryEmbed(text string, entries []*knowledge.Entry) *discordgo.MessageEmbed {
	e := entries[0]
	embed := &discordgo.MessageEmbed{
		Title:       e.Title,
		Description: h.spellOut(e.Title, text, maxDescription),
		Color:       h.colour(e.Status),
		Footer:      h.asOf(e.AsOf),
		Fields:      make([]*discordgo.MessageEmbedField, 0, ownFields),
	}
	h.addDetails(embed, e)
	addField(embed, h.say("field-date"), moment(e.Date), true)
	addField(embed, h.say("field-status"), h.status(e.Status), true)
	addField(embed, h.say("field-source"), h.sourceLines(entries), false)
	return embed
}

// ownFields are those of date, status and source.
const ownFields = 3

// addDetails adds what only projects and terms have.
func (h *handling) addDetails(embed *discordgo.MessageEmbed, e *knowledge.Entry) {
	if t := e.Term; t != nil {
		addField(embed, h.say("field-abbreviation"), t.Abbreviation, true)
		addField(embed, h.say("field-in-full"), t.Name, true)
	}
	if p := e.Project; p != nil {
		addField(embed, h.say("field-lead"), p.Lead, true)
		addField(embed, h.say("field-funders"), strings.Join(p.Funders, ", "), true)
		addField(embed, h.say("field-partners"), strings.Join(p.Partners, ", "), true)
		addField(embed, h.say("field-time"), h.span(p.Start, p.End), true)
		for _, f := range p.Figures {
			addField(embed, upperFirst(f.Name), f.Value, true)
		}
		// Date, status and source come last and stay, however many figures there are.
		embed.Fields = embed.Fields[:min(len(embed.Fields), maxFields-ownFields)]
	}
}

// status says how something stands today.
func (h *handling) status(s knowledge.Status) string { return h.say("status-" + string(s)) }

// moment shows a date: one known to the day in the reader's own way of writing
// dates. It is noon in Greenwich, so that the day is the same almost everywhere.
// https://discord.com/developers/docs/reference#message-formatting-timestamp-styles
func moment(d knowledge.Date) string {
	if d.Day == 0 {
		return d.Spoken()
	}
	return fmt.Sprintf("<t:%d:D>", time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Unix())
}

// noteEmbed is a word of the bot's own.
func noteEmbed(title, text string) *discordgo.MessageEmbed {
	return &discordgo.MessageEmbed{Title: title, Description: text, Color: grey}
}

// addField adds a field unless it has nothing to say.
func addField(e *discordgo.MessageEmbed, name, value string, inline bool) {
	if value != "" {
		e.Fields = append(e.Fields, &discordgo.MessageEmbedField{Name: name, Value: value, Inline: inline})
	}
}

// asOf is the footer that says how fresh an entry is.
func (h *handling) asOf(d knowledge.Date) *discordgo.MessageEmbedFooter {
	return footer(h.say("as-of", "date", d.Spoken()), d)
}

// knowledgeAsOf is the footer that says how fresh the whole set is.
func (h *handling) knowledgeAsOf() *discordgo.MessageEmbedFooter {
	return footer(h.say("knowledge-as-of", "date", h.set.AsOf.Spoken()), h.set.AsOf)
}

func footer(text string, d knowledge.Date) *discordgo.MessageEmbedFooter {
	if d.IsZero() {
		return nil
	}
	return &discordgo.MessageEmbedFooter{Text: text}
}

// maxSources is how many sources an embed names; more would bury the answer.
const maxSources = 3

// sourceLines names where entries come from, a line each: of one entry the places,
// of several the documents alone.
func (h *handling) sourceLines(entries []*knowledge.Entry) string {
	var lines []string
	add := func(c knowledge.Citation) {
		if len(entries) > 1 {
			c.Section = ""
		}
		if line := citeLine(c); line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for _, e := range entries {
		add(e.Citation)
		for _, note := range e.Notes() {
			add(note.Citation)
		}
	}
	if len(lines) > maxSources {
		lines = append(lines[:maxSources], h.leftOut(len(lines)-maxSources))
	}
	return h.joinLines(lines, maxFieldValue)
}

// maxCite keeps maxSources lines within a field, so that no link is cut.
const maxCite = 330

// citeLine names a place in a source, linked where the link fits.
func citeLine(c knowledge.Citation) string {
	if c.Source == nil {
		return ""
	}
	publisher, section := c.Source.Publisher, c.Section
	if publisher != "" {
		publisher = ", " + publisher
	}
	if section != "" {
		section = ", “" + section + "”"
	}
	rest := publisher + section
	if c.Source.URL == "" || len(c.Source.URL) > maxURL {
		return clip(c.Source.Title+rest, maxCite)
	}
	linked := link(c.Source.Title, c.Source.URL)
	if len(linked)+len(rest) <= maxCite {
		return linked + rest
	}
	if len(linked) <= maxCite {
		return linked
	}
	return clip(c.Source.Title+rest, maxCite)
}

// link is a title that opens an address; a bracket in either would end it early.
func link(title, url string) string {
	return "[" + inTitle.Replace(title) + "](" + inAddress.Replace(url) + ")"
}

var (
	inTitle   = strings.NewReplacer("[", "(", "]", ")")
	inAddress = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20")
)
