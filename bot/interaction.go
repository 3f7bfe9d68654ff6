package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	quick "github.com/go-json-experiment/json"
)

// Interaction is what Discord delivers as INTERACTION_CREATE, decoded from its
// raw JSON by structs of our own: discordgo v0.29.0 loses an interaction whose
// message holds a component type that it does not know (discordgo#1562).
//
// Decoding never fails on valid JSON: a part of the wrong type counts as
// missing, and every field may hold its zero value.
type Interaction struct {
	ID            string           `json:"id"`
	ApplicationID string           `json:"application_id"`
	Token         string           `json:"token"`
	Type          int              `json:"type"` // 1 ping, 2 command, 3 component, 4 autocomplete, 5 modal
	GuildID       string           `json:"guild_id"`
	ChannelID     string           `json:"channel_id"`
	Context       int              `json:"context"` // 0 server, 1 direct message with the bot, 2 among others
	Member        *Member          `json:"member"`  // who acts, in a server
	User          *User            `json:"user"`    // who acts, elsewhere
	Permissions   string           `json:"app_permissions"`
	Owners        map[string]any   `json:"authorizing_integration_owners"` // "0" a server, "1" a user
	Message       *Message         `json:"message"`                        // under which somebody clicked
	Data          *InteractionData `json:"data"`
}

// The types of interactions that Discord documents.
const (
	typePing         = 1
	typeCommand      = 2
	typeComponent    = 3
	typeAutocomplete = 4
	typeModal        = 5
)

// contextDirect is a direct message with the bot, among Discord's contexts.
const contextDirect = 1

// InteractionData is what was chosen, clicked or typed.
type InteractionData struct {
	Name       string   `json:"name"` // of the command
	Options    []Option `json:"options"`
	CustomID   string   `json:"custom_id"`  // of the component or the modal
	Values     []string `json:"values"`     // chosen in a select menu
	Components []Input  `json:"components"` // of a modal
	TargetID   string   `json:"target_id"`  // of the message under a context menu
	Resolved   Resolved `json:"resolved"`
}

// Input is a component of a modal that was sent: a text input, or what holds
// one.
type Input struct {
	CustomID   string  `json:"custom_id"`
	Value      string  `json:"value"`
	Component  *Input  `json:"component"`
	Components []Input `json:"components"`
}

// Member is a user in a server.
type Member struct {
	User *User `json:"user"`
}

// Resolved holds the objects that an interaction refers to, by id.
type Resolved struct {
	Messages map[string]*Message `json:"messages"`
}

// Option is one option of a command as the user filled it in. Discord promises
// the type that the command declares but for half-typed ones, whose numbers
// arrive as text; nothing here relies on it.
type Option struct {
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"` // being typed, in an autocomplete
	Options []Option        `json:"options"` // of a subcommand
}

// Message is what Discord delivers as MESSAGE_CREATE, decoded as tolerantly
// as [Interaction].
type Message struct {
	ID        string `json:"id"`
	ChannelID string `json:"channel_id"`
	GuildID   string `json:"guild_id"` // empty in a direct message
	Type      int    `json:"type"`     // 0 plain, 19 a reply; the others are the system's
	Content   string `json:"content"`
	Author    *User  `json:"author"`
	WebhookID string `json:"webhook_id"`
	Flags     int    `json:"flags"`
	Mentions  []User `json:"mentions"`

	Components []Component `json:"components"`
	Referenced *Message    `json:"referenced_message"` // which this one replies to
}

// User is the author of a message or somebody it mentions.
type User struct {
	ID  string `json:"id"`
	Bot bool   `json:"bot"`
}

// UnmarshalJSON decodes what it can of raw.
func (in *Interaction) UnmarshalJSON(raw []byte) error {
	type plain Interaction
	return decode(raw, (*plain)(in))
}

// UnmarshalJSON decodes what it can of raw.
func (m *Message) UnmarshalJSON(raw []byte) error {
	type plain Message
	return decode(raw, (*plain)(m))
}

// decode decodes what it can of raw. What has the expected form, as all that
// Discord sends should, is decoded in a third of encoding/json's time; the rest
// is left to that, which skips a value of the wrong type and decodes all others.
func decode[T any](raw []byte, to *T) error {
	if quick.Unmarshal(raw, to) == nil {
		return nil
	}
	*to = *new(T)
	err := json.Unmarshal(raw, to)
	if _, wrongType := errors.AsType[*json.UnmarshalTypeError](err); wrongType {
		return nil
	}
	return err
}

// user gives the id of who acts; empty when Discord does not say.
func (in *Interaction) user() string {
	switch {
	case in.Member != nil && in.Member.User != nil:
		return in.Member.User.ID
	case in.User != nil:
		return in.User.ID
	}
	return ""
}

// option finds an option by name, within a subcommand too.
func option(options []Option, name string) (Option, bool) {
	for _, o := range options {
		if o.Name == name {
			return o, true
		}
		if found, ok := option(o.Options, name); ok {
			return found, true
		}
	}
	return Option{}, false
}

// focused finds the option that is being typed.
func focused(options []Option) (Option, bool) {
	for _, o := range options {
		if o.Focused {
			return o, true
		}
		if found, ok := focused(o.Options); ok {
			return found, true
		}
	}
	return Option{}, false
}

// text gives the named option as text, trimmed; "" when it is missing.
func (d *InteractionData) text(name string) string {
	o, _ := option(d.Options, name)
	return o.text()
}

// number gives the named option as a whole number; 0 when it is missing or none.
func (d *InteractionData) number(name string) int {
	o, _ := option(d.Options, name)
	return o.number()
}

// flag gives the named option as a truth; false when it is missing or none.
func (d *InteractionData) flag(name string) bool {
	o, _ := option(d.Options, name)
	return o.text() == "true"
}

// input gives what was typed into the named text input of a modal, trimmed.
func (d *InteractionData) input(name string) string { return inputIn(d.Components, name) }

func inputIn(inputs []Input, name string) string {
	for _, in := range inputs {
		if in.CustomID == name {
			return strings.TrimSpace(in.Value)
		}
		if in.Component != nil {
			in.Components = append(in.Components, *in.Component)
		}
		if found := inputIn(in.Components, name); found != "" {
			return found
		}
	}
	return ""
}

func (o Option) text() string {
	var s string
	if n := len(o.Value); n >= 2 && o.Value[0] == '"' && !bytes.ContainsAny(o.Value, "\\\x00") && utf8.Valid(o.Value) {
		return strings.TrimSpace(string(o.Value[1 : n-1])) // without an escape it is what it says
	}
	if len(o.Value) == 0 || json.Unmarshal(o.Value, &s) == nil {
		return strings.TrimSpace(s)
	}
	if o.Value[0] == '{' || o.Value[0] == '[' {
		return ""
	}
	return string(o.Value) // a number or a truth
}

func (o Option) number() int {
	f, err := strconv.ParseFloat(o.text(), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > math.MaxInt32 {
		return 0
	}
	return int(f)
}
