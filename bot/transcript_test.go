package bot_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// transcript tells what people see of a payload, as text to read like a chat.
func transcript(t testing.TB, body []byte) string {
	t.Helper()
	var response struct {
		Type int
		Data json.RawMessage
	}
	if err := json.Unmarshal(body, &response); err != nil {
		t.Fatal(err)
	}
	var heading string
	switch response.Type {
	case 0: // a message, which has no type
		response.Data = body
		heading = "replies to the message"
	case 1:
		return "says that it is there\n"
	case 4:
		heading = "answers"
	case 6:
		return "leaves the message as it is\n"
	case 7:
		heading = "replaces the message"
	case 8:
		heading = "proposes"
	case 9:
		heading = "opens a form"
	}
	var m seen
	if err := json.Unmarshal(response.Data, &m); err != nil {
		t.Fatal(err)
	}
	if m.Flags&64 != 0 {
		heading += ", for one person's eyes"
	}
	return heading + "\n\n" + m.text()
}

// seen is what people see of a message, a form or a list of choices.
type seen struct {
	Title      string
	Content    string
	Flags      int
	Embeds     []seenEmbed
	Components []seenComponent

	Attachments []struct{ Filename, Description string }
	Choices     []struct {
		Name  string
		Value any
	}
}

type seenEmbed struct {
	Title, Description string
	Color              int
	Fields             []struct {
		Name, Value string
		Inline      bool
	}
	Footer *struct{ Text string }
}

type seenComponent struct {
	Type        int
	CustomID    string `json:"custom_id"`
	Label       string
	Style       int
	URL         string
	Disabled    bool
	Placeholder string
	Options     []struct {
		Label, Description, Value string
		Default                   bool
	}
	Components []seenComponent
	Component  *seenComponent
}

func (m seen) text() string {
	var b strings.Builder
	for _, text := range []string{m.Title, m.Content} {
		if text != "" {
			fmt.Fprintln(&b, readTimes(text))
		}
	}
	for _, e := range m.Embeds {
		fmt.Fprintf(&b, "┃ %s (#%06x)\n", strings.ToUpper(e.Title), e.Color)
		for line := range strings.Lines(e.Description) {
			fmt.Fprintln(&b, "┃ "+strings.TrimRight(readTimes(line), "\n"))
		}
		for _, f := range e.Fields {
			fmt.Fprintf(&b, "┃ %s: %s\n", f.Name, strings.ReplaceAll(readTimes(f.Value), "\n", "\n┃   "))
		}
		if e.Footer != nil {
			fmt.Fprintln(&b, "┃ ("+e.Footer.Text+")")
		}
	}
	for _, a := range m.Attachments {
		fmt.Fprintf(&b, "▣ %s: %s\n", a.Filename, strings.ReplaceAll(a.Description, "\n", "\n▣   "))
	}
	for _, c := range m.Components {
		fmt.Fprintln(&b, c.text())
	}
	for _, c := range m.Choices {
		fmt.Fprintf(&b, "- %s  = %v\n", c.Name, c.Value)
	}
	return b.String()
}

func (c seenComponent) text() string {
	switch {
	case c.Type == 1:
		var parts []string
		for _, c := range c.Components {
			parts = append(parts, c.text())
		}
		return strings.Join(parts, " ")
	case c.Type == 2 && c.URL != "":
		return "[" + c.Label + " ↗ " + c.URL + "]"
	case c.Type == 2 && c.Disabled:
		return "[(" + c.Label + ")]"
	case c.Type == 2:
		return "[" + c.Label + "]"
	case c.Type == 18:
		return c.Label + " ________"
	}
	var options []string
	for _, o := range c.Options {
		text := o.Label
		if o.Description != "" {
			text += " (" + o.Description + ")"
		}
		if o.Default {
			text = "*" + text
		}
		options = append(options, text)
	}
	return "<" + c.Placeholder + ": " + strings.Join(options, " | ") + ">"
}

// readTimes writes Discord's timestamps out, as somebody in Greenwich sees them.
func readTimes(text string) string {
	return regexp.MustCompile(`<t:(-?\d+):([DR])>`).ReplaceAllStringFunc(text, func(stamp string) string {
		parts := strings.Split(strings.Trim(stamp, "<>"), ":")
		n, err := strconv.ParseInt(parts[1], 10, 64)
		if err != nil {
			return stamp
		}
		return time.Unix(n, 0).UTC().Format("2 January 2006")
	})
}
