package rules

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Message flags that an application may set.
const (
	flagSuppressEmbeds        = 1 << 2
	flagEphemeral             = 1 << 6
	flagSuppressNotifications = 1 << 12
	flagComponentsV2          = 1 << 15
)

type message struct {
	Content         string           `json:"content"`
	Embeds          []embed          `json:"embeds"`
	Components      []node           `json:"components"`
	Flags           int              `json:"flags"`
	AllowedMentions *allowedMentions `json:"allowed_mentions"`
	Reference       *struct {
		MessageID       string `json:"message_id"`
		FailIfNotExists *bool  `json:"fail_if_not_exists"`
	} `json:"message_reference"`
	Nonce       any             `json:"nonce"`
	Poll        json.RawMessage `json:"poll"`
	StickerIDs  []string        `json:"sticker_ids"`
	Attachments []attachment    `json:"attachments"`
}

// attachment describes a file: one beside the body by its place, one that the
// message has already by its snowflake.
type attachment struct {
	ID          any    `json:"id"`
	Filename    string `json:"filename"`
	Description string `json:"description"`
}

// place is where the file stands beside the body; false for one that the message
// has.
func (a attachment) place() (int, bool) {
	n, err := strconv.Atoi(fmt.Sprint(a.ID))
	return n, err == nil && n < maxFiles
}

type allowedMentions struct {
	Parse       *[]string `json:"parse"`
	Users       []string  `json:"users"`
	Roles       []string  `json:"roles"`
	RepliedUser bool      `json:"replied_user"`
}

type embed struct {
	Title       string  `json:"title"`
	Description string  `json:"description"`
	URL         string  `json:"url"`
	Timestamp   string  `json:"timestamp"`
	Color       int     `json:"color"`
	Fields      []field `json:"fields"`
	Footer      *struct {
		Text    string `json:"text"`
		IconURL string `json:"icon_url"`
	} `json:"footer"`
	Author *struct {
		Name    string `json:"name"`
		URL     string `json:"url"`
		IconURL string `json:"icon_url"`
	} `json:"author"`
	Image     *picture `json:"image"`
	Thumbnail *picture `json:"thumbnail"`
}

type field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type picture struct {
	URL string `json:"url"`
}

// node is a component of any type; buttons, selects, rows and text inputs
// share their fields' names.
type node struct {
	Type        int      `json:"type"`
	CustomID    string   `json:"custom_id"`
	Label       string   `json:"label"`
	Style       int      `json:"style"`
	URL         string   `json:"url"`
	Placeholder string   `json:"placeholder"`
	Emoji       any      `json:"emoji"`
	Options     []choice `json:"options"`
	Components  []node   `json:"components"`
	Component   *node    `json:"component"`
	Accessory   *node    `json:"accessory"`
}

func runes(s string) int { return utf8.RuneCountInString(strings.TrimSpace(s)) }

// message checks the rules for text, embeds, components and mentions. A
// channel message may refer to another one, a callback may be ephemeral.
func (p *problems) message(body []byte, channel bool) {
	var m message
	if err := json.Unmarshal(body, &m); err != nil {
		p.add("not a message: %v", err)
		return
	}
	if !utf8.Valid(body) {
		p.add("not valid UTF-8")
	}
	p.length("content", m.Content, 0, 2000)
	if runes(m.Content) == 0 && len(m.Embeds)+len(m.Components)+len(m.StickerIDs)+len(m.Attachments) == 0 &&
		(len(m.Poll) == 0 || string(m.Poll) == "null") {
		p.add("the message is empty")
	}
	p.flags(m, channel)
	p.mentions(m.AllowedMentions)
	p.attachments(m)
	p.embeds(m.Embeds)
	p.components(m.Components, m.Flags&flagComponentsV2 != 0)
	if m.Reference != nil && (m.Reference.FailIfNotExists == nil || *m.Reference.FailIfNotExists) {
		p.add("message_reference without fail_if_not_exists=false fails when the message has been deleted")
	}
	if m.Nonce != nil {
		p.length("nonce", fmt.Sprint(m.Nonce), 1, 25)
	}
}

// attachments demands an alt text of every file, which is this project's own
// rule, and that an embed shows only what is attached.
func (p *problems) attachments(m message) {
	p.count("attachments", len(m.Attachments), maxFiles)
	names := map[string]bool{}
	for i, a := range m.Attachments {
		p.length(fmt.Sprintf("attachments[%d].description", i), a.Description, 1, 1024)
		p.length(fmt.Sprintf("attachments[%d].filename", i), a.Filename, 1, 1024)
		names[a.Filename] = true
	}
	for i, e := range m.Embeds {
		for _, shown := range []*picture{e.Image, e.Thumbnail} {
			if shown == nil {
				continue
			}
			if name, ok := strings.CutPrefix(shown.URL, "attachment://"); ok && !names[name] {
				p.add("embeds[%d] shows %q, which is not attached", i, name)
			}
		}
	}
}

func (p *problems) flags(m message, channel bool) {
	allowed := flagSuppressEmbeds | flagSuppressNotifications | flagComponentsV2
	if !channel {
		allowed |= flagEphemeral
	}
	if extra := m.Flags &^ allowed; extra != 0 {
		p.add("flags %d may not be set here", extra)
	}
	if m.Flags&flagComponentsV2 != 0 && (m.Content != "" || len(m.Embeds) > 0) {
		p.add("content and embeds are forbidden with flag 1<<15")
	}
}

// mentions demands that nobody can be pinged: this project's own rule, since
// what Discord does by default depends on where the message goes.
func (p *problems) mentions(a *allowedMentions) {
	switch {
	case a == nil:
		p.add(`allowed_mentions is missing; send {"parse":[]}`)
	case a.Parse == nil:
		p.add(`allowed_mentions.parse is null; send {"parse":[]}`)
	case len(*a.Parse)+len(a.Users)+len(a.Roles) > 0 || a.RepliedUser:
		p.add(`allowed_mentions lets somebody be pinged; send {"parse":[]}`)
	}
}

func (p *problems) embeds(embeds []embed) {
	p.count("embeds", len(embeds), 10)
	total, urls := 0, map[string]bool{}
	for i, e := range embeds {
		at := func(what string) string { return fmt.Sprintf("embeds[%d].%s", i, what) }
		p.length(at("title"), e.Title, 0, 256)
		p.length(at("description"), e.Description, 0, 4096)
		p.count(at("fields"), len(e.Fields), 25)
		total += runes(e.Title) + runes(e.Description)
		for j, f := range e.Fields {
			p.length(at(fmt.Sprintf("fields[%d].name", j)), f.Name, 1, 256)
			p.length(at(fmt.Sprintf("fields[%d].value", j)), f.Value, 1, 1024)
			total += runes(f.Name) + runes(f.Value)
		}
		if e.Footer != nil {
			p.length(at("footer.text"), e.Footer.Text, 1, 2048)
			p.link(at("footer.icon_url"), e.Footer.IconURL, true)
			total += runes(e.Footer.Text)
		}
		if e.Author != nil {
			p.length(at("author.name"), e.Author.Name, 1, 256)
			p.link(at("author.url"), e.Author.URL, false)
			p.link(at("author.icon_url"), e.Author.IconURL, true)
			total += runes(e.Author.Name)
		}
		p.link(at("url"), e.URL, false)
		if e.URL != "" && urls[e.URL] {
			p.add("%s is used by an earlier embed too: only the first would show", at("url"))
		}
		urls[e.URL] = true
		for what, pic := range map[string]*picture{"image.url": e.Image, "thumbnail.url": e.Thumbnail} {
			if pic != nil {
				p.link(at(what), pic.URL, true)
			}
		}
		if e.Color < 0 || e.Color > 0xFFFFFF {
			p.add("%s %d is no RGB colour", at("color"), e.Color)
		}
		if e.Timestamp != "" {
			if _, err := time.Parse(time.RFC3339, e.Timestamp); err != nil {
				p.add("%s %q is no ISO 8601 time", at("timestamp"), e.Timestamp)
			}
		}
		if e.Title == "" && e.Description == "" && len(e.Fields) == 0 && e.Footer == nil &&
			e.Author == nil && e.Image == nil && e.Thumbnail == nil {
			p.add("embeds[%d] is empty", i)
		}
	}
	p.count("characters over all embeds", total, 6000)
}

// link checks a URL; the schema leaves the format to the validator.
func (p *problems) link(what, s string, attachment bool) {
	if s == "" {
		return
	}
	p.length(what, s, 1, 2048)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https" && !(attachment && u.Scheme == "attachment")) {
		p.add("%s %q is no http(s) address", what, s)
	}
}

// deferred checks a type 5 answer, which may say no more than whether the
// later message will be ephemeral.
func (p *problems) deferred(body []byte) {
	var m message
	if len(body) == 0 || string(body) == "null" {
		return
	}
	if err := json.Unmarshal(body, &m); err != nil {
		p.add("not a message: %v", err)
	}
	if m.Flags&^flagEphemeral != 0 {
		p.add("flags %d may not be set while deferring", m.Flags&^flagEphemeral)
	}
}

// choices checks an autocomplete answer. Values are counted as the
// documentation has it (100), not as the schema does (6,000).
func (p *problems) choices(body []byte) {
	var data struct {
		Choices []choice `json:"choices"`
	}
	if err := json.Unmarshal(body, &data); err != nil {
		p.add("not a list of choices: %v", err)
	}
	p.choiceList("choices", data.Choices)
}

type choice struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Value any    `json:"value"`
}

func (p *problems) choiceList(what string, choices []choice) {
	p.count(what, len(choices), 25)
	for i, c := range choices {
		at := fmt.Sprintf("%s[%d]", what, i)
		p.length(at+".name", c.Name, 1, 100)
		switch v := c.Value.(type) {
		case string:
			p.length(at+".value", v, 1, 100)
		case nil:
			p.add("%s.value is missing", at)
		}
	}
}

func (p *problems) modal(body []byte) {
	var m struct {
		CustomID   string `json:"custom_id"`
		Title      string `json:"title"`
		Components []node `json:"components"`
	}
	if err := json.Unmarshal(body, &m); err != nil {
		p.add("not a modal: %v", err)
	}
	p.length("custom_id", m.CustomID, 1, 100)
	p.length("title", m.Title, 1, 45)
	p.count("components in a modal", len(m.Components), 5)
	if len(m.Components) == 0 {
		p.add("a modal needs a component")
	}
	p.customIDs(m.Components)
}
