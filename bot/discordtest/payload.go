package discordtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"time"
)

// Identities in every payload. They are public numbers of a form that Discord
// uses (snowflakes) and belong to nobody.
const (
	ApplicationID = "900000000000000001"
	BotID         = "900000000000000001"
	GuildID       = "900000000000000002"
	ChannelID     = "900000000000000003"
	DirectID      = "900000000000000004"
	GroupID       = "900000000000000005"
	UserID        = "900000000000000006"
	RoleID        = "900000000000000007"
)

// Permissions of the bot in a payload (app_permissions): view, send, embed,
// attach, history, and external apps.
const permissions = "1125899906960384"

// Payload is a JSON object as Discord delivers it: an interaction or a message.
type Payload map[string]any

// JSON is the payload's bytes.
func (p Payload) JSON() []byte {
	b, err := json.Marshal(p)
	if err != nil { // only a value that With was given can be at fault
		panic(err)
	}
	return b
}

// ID is the payload's snowflake.
func (p Payload) ID() string { return fmt.Sprint(p["id"]) }

// With is a copy of the payload that differs at one key; nil removes the key.
// It is how a test makes what no builder does, broken payloads included.
func (p Payload) With(key string, value any) Payload {
	c := maps.Clone(p)
	if value == nil {
		delete(c, key)
	} else {
		c[key] = value
	}
	return c
}

// WithData is With for a key inside the payload's data.
func (p Payload) WithData(key string, value any) Payload {
	data, _ := p["data"].(Payload)
	return p.With("data", data.With(key, value))
}

// Place is where somebody uses the bot; its value is Discord's interaction
// context.
type Place int

const (
	// Guild is a server that has the bot as a member.
	Guild Place = 0
	// Direct is a direct message with the bot.
	Direct Place = 1
	// Private is a conversation between others, where the bot is only because
	// a user has installed it.
	Private Place = 2
)

func (p Place) channel() (id string, kind int) {
	return []string{ChannelID, DirectID, GroupID}[p], []int{0, 1, 3}[p]
}

// snowflakes counts them.
var snowflakes atomic.Uint64

// snowflake is a new id with the present time in its upper bits, as Discord's.
// It is never the same twice.
func snowflake() string {
	const epoch = 1420070400000
	return strconv.FormatUint(uint64(time.Now().UnixMilli()-epoch)<<22|snowflakes.Add(1)%(1<<22), 10)
}

func user(id, name string) Payload {
	return Payload{"id": id, "username": name, "global_name": name, "avatar": nil, "discriminator": "0", "bot": false}
}

func bot() Payload { return user(BotID, "bot").With("bot", true) }

func interaction(kind int, where Place, data Payload) Payload {
	channel, channelType := where.channel()
	p := Payload{
		"id":                    snowflake(),
		"application_id":        ApplicationID,
		"type":                  kind,
		"token":                 "interaction-token-" + strconv.FormatUint(rand.Uint64(), 36),
		"version":               1,
		"data":                  data,
		"channel_id":            channel,
		"channel":               Payload{"id": channel, "type": channelType},
		"context":               int(where),
		"locale":                "en-GB",
		"app_permissions":       permissions,
		"entitlements":          []any{},
		"attachment_size_limit": 10 << 20,
	}
	switch where {
	case Guild:
		p["guild_id"] = GuildID
		p["guild_locale"] = "en-US"
		p["guild"] = Payload{"id": GuildID, "locale": "en-US", "features": []string{}}
		p["member"] = Payload{"user": user(UserID, "someone"), "roles": []string{RoleID}, "nick": nil,
			"joined_at": "2024-01-01T00:00:00.000000+00:00", "permissions": "2147483647", "deaf": false, "mute": false, "flags": 0}
		p["authorizing_integration_owners"] = Payload{"0": GuildID}
	case Direct:
		p["user"] = user(UserID, "someone")
		p["authorizing_integration_owners"] = Payload{"0": "0", "1": UserID}
	case Private:
		p["user"] = user(UserID, "someone")
		p["authorizing_integration_owners"] = Payload{"1": UserID}
	}
	return p
}

// In is the interaction or message as one of another server; guildID is a
// snowflake, whose upper bits choose the shard.
func (p Payload) In(guildID string) Payload {
	if guild, ok := p["guild"].(Payload); ok {
		p = p.With("guild", guild.With("id", guildID))
	}
	return p.With("guild_id", guildID).With("channel_id", guildID)
}

// GuildOf is the id of the n-th server, counted from 0, of a shard.
func GuildOf(shard, shards, n int) string {
	return strconv.FormatUint(uint64(n*shards+shard)<<22|1, 10)
}

// Server is a server as GUILD_CREATE delivers it, with so many channels and
// roles.
func Server(guildID string, channels, roles int) Payload {
	all := make([]Payload, channels)
	for i := range all {
		all[i] = Payload{"id": snowflake(), "type": i % 3, "name": fmt.Sprint("channel-", i), "position": i, "topic": "What belongs here, in a sentence or two.",
			"parent_id": guildID, "nsfw": false, "rate_limit_per_user": 0, "last_message_id": snowflake(), "flags": 0,
			"permission_overwrites": []Payload{{"id": guildID, "type": 0, "allow": "0", "deny": "1024"}, {"id": RoleID, "type": 0, "allow": "1024", "deny": "0"}}}
	}
	ranks := make([]Payload, roles)
	for i := range ranks {
		ranks[i] = Payload{"id": snowflake(), "name": fmt.Sprint("role-", i), "color": i, "hoist": false, "icon": nil, "position": i,
			"permissions": permissions, "managed": false, "mentionable": false, "flags": 0}
	}
	return Payload{"id": guildID, "name": "a server", "owner_id": UserID, "large": true, "member_count": 5000, "unavailable": false,
		"joined_at": "2024-01-01T00:00:00.000000+00:00", "channels": all, "roles": ranks, "threads": []any{}, "emojis": []any{}, "stickers": []any{},
		"members":   []Payload{{"user": bot(), "roles": []string{RoleID}, "joined_at": "2024-01-01T00:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0}},
		"presences": []any{}, "voice_states": []any{}, "features": []string{"COMMUNITY"}, "preferred_locale": "en-US"}
}

// OtherID is a second user, for [Payload.By].
const OtherID = "900000000000000010"

// By is the interaction as another user's.
func (p Payload) By(userID string) Payload {
	other := user(userID, "somebody else")
	if member, ok := p["member"].(Payload); ok {
		return p.With("member", member.With("user", other))
	}
	return p.With("user", other)
}

// Ephemeral has only one user see the message.
func Ephemeral() MessageOption { return func(m Payload) { m["flags"] = 64 } }

// Option is a filled option of a slash command.
type Option Payload

// String is an option of text.
func String(name, value string) Option { return Option{"name": name, "type": 3, "value": value} }

// Integer is an option of a whole number.
func Integer(name string, value int64) Option {
	return Option{"name": name, "type": 4, "value": value}
}

// Boolean is an option that is true or false.
func Boolean(name string, value bool) Option {
	return Option{"name": name, "type": 5, "value": value}
}

// Focused is the option that is being typed when completion is asked for; a
// half-typed number arrives as text too.
func Focused(name, typed string) Option {
	return Option{"name": name, "type": 3, "value": typed, "focused": true}
}

// Raw is an option of any type and value, matching or not.
func Raw(name string, kind int, value any) Option {
	return Option{"name": name, "type": kind, "value": value}
}

func commandData(kind int, name string, options []Option) Payload {
	data := Payload{"id": snowflake(), "name": name, "type": kind}
	if len(options) > 0 {
		data["options"] = options
	}
	return data
}

// Slash is the use of a slash command.
func Slash(where Place, name string, options ...Option) Payload {
	return interaction(2, where, commandData(1, name, options))
}

// Autocomplete is the wish for completions while a slash command is typed; one
// of the options is [Focused].
func Autocomplete(where Place, name string, options ...Option) Payload {
	return interaction(4, where, commandData(1, name, options))
}

// MessageMenu is the use of a command in the context menu of target.
func MessageMenu(where Place, name string, target Payload) Payload {
	data := commandData(3, name, nil)
	data["target_id"] = target.ID()
	data["resolved"] = Payload{"messages": Payload{target.ID(): target}}
	return interaction(2, where, data)
}

// Click is the press of the button with customID under message, or under a
// message of the bot's when message is nil.
func Click(where Place, customID string, message Payload) Payload {
	return componentUse(where, Payload{"component_type": 2, "custom_id": customID}, message)
}

// Choose is a choice in the select menu with customID.
func Choose(where Place, customID string, message Payload, values ...string) Payload {
	return componentUse(where, Payload{"component_type": 3, "custom_id": customID, "values": values}, message)
}

func componentUse(where Place, data, message Payload) Payload {
	if message == nil {
		message = Message(where, "", From(bot()), Components(Payload{"type": 1, "components": []any{
			Payload{"type": 2, "style": 1, "label": "b", "custom_id": data["custom_id"]}}}))
	}
	return interaction(3, where, data).With("message", message)
}

// Submit is a sent modal; values are its text inputs by custom_id.
func Submit(where Place, customID string, values map[string]string) Payload {
	var labels []Payload
	for id, value := range values {
		labels = append(labels, Payload{"type": 18, "component": Payload{"type": 4, "custom_id": id, "value": value}})
	}
	return interaction(5, where, Payload{"custom_id": customID, "components": labels})
}

// MessageOption changes a message that [Message] builds.
type MessageOption func(Payload)

// Message is a message as MESSAGE_CREATE delivers it; somebody who is not a bot
// has written it unless an option says otherwise.
func Message(where Place, content string, options ...MessageOption) Payload {
	channel, kind := where.channel()
	m := Payload{
		"id":               snowflake(),
		"type":             0,
		"channel_id":       channel,
		"channel_type":     kind,
		"author":           user(UserID, "someone"),
		"content":          content,
		"timestamp":        time.Now().UTC().Format("2006-01-02T15:04:05.000000+00:00"),
		"edited_timestamp": nil,
		"tts":              false,
		"mention_everyone": false,
		"mentions":         []any{},
		"mention_roles":    []any{},
		"attachments":      []any{},
		"embeds":           []any{},
		"components":       []any{},
		"pinned":           false,
		"flags":            0,
	}
	if where == Guild {
		m["guild_id"] = GuildID
		m["member"] = Payload{"roles": []string{RoleID}, "joined_at": "2024-01-01T00:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0}
	}
	for _, o := range options {
		o(m)
	}
	return m
}

// Mention lists the bot among the mentioned. It does not write <@id> into the
// text: the reply chip mentions without it.
func Mention() MessageOption {
	return func(m Payload) { m["mentions"] = append(m["mentions"].([]any), bot()) }
}

// MentionEveryone marks the message as one to @everyone or @here.
func MentionEveryone() MessageOption { return func(m Payload) { m["mention_everyone"] = true } }

// MentionRole lists a role among the mentioned.
func MentionRole(id string) MessageOption {
	return func(m Payload) { m["mention_roles"] = append(m["mention_roles"].([]any), id) }
}

// From names another author.
func From(author Payload) MessageOption { return func(m Payload) { m["author"] = author } }

// FromBot has another bot as author.
func FromBot() MessageOption {
	return From(user("900000000000000008", "other bot").With("bot", true))
}

// FromSelf has the bot itself as author.
func FromSelf() MessageOption { return From(bot()) }

// FromWebhook has a webhook as author.
func FromWebhook() MessageOption {
	return func(m Payload) {
		m["webhook_id"] = "900000000000000009"
		m["author"] = user("900000000000000009", "webhook").With("bot", true)
	}
}

// ReplyTo makes the message a reply.
func ReplyTo(message Payload) MessageOption {
	return func(m Payload) {
		m["type"] = 19
		m["message_reference"] = Payload{"type": 0, "message_id": message.ID(), "channel_id": message["channel_id"]}
		m["referenced_message"] = message
	}
}

// Components puts components under the message.
func Components(components ...Payload) MessageOption {
	return func(m Payload) { m["components"] = components }
}

// UnknownComponent is of a type that no library knows yet: discordgo v0.29.0
// loses a whole message over one (discordgo#1562).
func UnknownComponent() Payload { return Payload{"type": 99, "id": 1, "novelty": true} }
