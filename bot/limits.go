package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// Discord's limits, all counted in code points.
// https://discord.com/developers/docs/resources/message#embed-object-embed-limits
const (
	maxTitle       = 256
	maxDescription = 4096
	maxFields      = 25
	maxFieldName   = 256
	maxFieldValue  = 1024
	maxFooter      = 2048
	maxEmbed       = 6000 // all texts of an embed together
	maxURL         = 2048

	maxChoices = 25  // of an option or an autocomplete
	maxChoice  = 100 // a choice's name and its value each

	maxOptionDescription = 100
)

// clip shortens s to at most n characters, at a word where there is one, and
// marks the cut with an ellipsis. White space around s is dropped.
func clip(s string, n int) string {
	if len(s) <= n && utf8.ValidString(s) { // as nearly always
		return strings.TrimSpace(s)
	}
	s = strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	if n < 1 {
		return ""
	}
	kept := []rune(s)[:n] // one too many: the ellipsis takes its place
	end := len(kept) - 1
	for i := end; i > len(kept)/2; i-- {
		if unicode.IsSpace(kept[i]) {
			end = i
			break
		}
	}
	return strings.TrimRightFunc(string(kept[:end]), unicode.IsSpace) + "…"
}

// joinLines joins as many whole lines as fit into n characters; leftOut says how
// many do not.
func joinLines(lines []string, n int, leftOut func(int) string) string {
	all := strings.Join(lines, "\n")
	if utf8.RuneCountInString(all) <= n {
		return all
	}
	var b strings.Builder
	room := n - utf8.RuneCountInString(leftOut(len(lines)))
	for i, line := range lines {
		room -= utf8.RuneCountInString(line) + 1
		if room < 0 {
			if i == 0 {
				return clip(line, n)
			}
			b.WriteString(leftOut(len(lines) - i))
			break
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// joinLines joins as many whole lines as fit into n characters and says how
// many it left out.
func (h *handling) joinLines(lines []string, n int) string { return joinLines(lines, n, h.leftOut) }

func (h *handling) leftOut(n int) string { return h.say("left-out", "count", number(int64(n))) }

// clamp makes e fit Discord's limits: every text by itself, then all together.
// Fields that have no name or no value are dropped, as Discord refuses them.
func clamp(e *discordgo.MessageEmbed) *discordgo.MessageEmbed {
	e.Title = clip(e.Title, maxTitle)
	e.Description = clip(e.Description, maxDescription)
	fields := e.Fields[:0]
	for _, f := range e.Fields {
		f.Name, f.Value = clip(f.Name, maxFieldName), clip(f.Value, maxFieldValue)
		if f.Name != "" && f.Value != "" && len(fields) < maxFields {
			fields = append(fields, f)
		}
	}
	e.Fields = fields
	if e.Footer != nil {
		e.Footer.Text = clip(e.Footer.Text, maxFooter)
	}
	e.Color = min(max(e.Color, 0), 0xFFFFFF)
	clampTotal(e)
	return e
}

// clampTotal shortens the longest text until the whole fits. Every round at
// most halves one, so that a text is cut only while it is the longest and none
// is ever cut away.
func clampTotal(e *discordgo.MessageEmbed) {
	if length(e) <= maxEmbed {
		return
	}
	texts := []*string{&e.Title, &e.Description}
	for _, f := range e.Fields {
		texts = append(texts, &f.Name, &f.Value)
	}
	if e.Footer != nil {
		texts = append(texts, &e.Footer.Text)
	}
	for {
		total, most := 0, 0
		var longest *string
		for _, t := range texts {
			n := utf8.RuneCountInString(*t)
			total += n
			if n > most {
				most, longest = n, t
			}
		}
		over := total - maxEmbed
		if over <= 0 {
			return
		}
		*longest = clip(*longest, max(most-over, most/2))
	}
}

// length is how many characters an embed has in all.
func length(e *discordgo.MessageEmbed) int {
	n := utf8.RuneCountInString(e.Title) + utf8.RuneCountInString(e.Description)
	for _, f := range e.Fields {
		n += utf8.RuneCountInString(f.Name) + utf8.RuneCountInString(f.Value)
	}
	if e.Footer != nil {
		n += utf8.RuneCountInString(e.Footer.Text)
	}
	return n
}
