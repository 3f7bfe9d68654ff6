// Package config reads what an operator sets, from the environment and from a
// .env file, and reports everything that is wrong with it at once.
//
// Call [Load] for the bot, [KnowledgeDir] for the commands that need no token.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
)

// DiscordAPI is where Discord's own REST API stands, without its version.
const DiscordAPI = "https://discord.com/api"

// Config is what the bot needs to know before it starts. [Load] gives a
// Config whose fields are all valid.
type Config struct {
	// Token is the bot's token, from the page "Bot" of the developer portal.
	// It is required.
	Token Token `env:"DISCORD_TOKEN,notEmpty"`

	// APIURL is the address of Discord's REST API without a version, no slash
	// at its end: discordgo appends "/v9" to it. The gateway's address comes
	// from its GET /gateway, so one variable points the whole bot elsewhere.
	APIURL APIURL `env:"DISCORD_API_URL" envDefault:"https://discord.com/api"`

	// GuildID names the one server in which commands are registered while
	// developing. Empty registers them everywhere.
	GuildID Snowflake `env:"DISCORD_GUILD_ID"`

	// KnowledgeDir is the folder of the knowledge set. Empty means the set
	// that is built into the program.
	KnowledgeDir string `env:"KNOWLEDGE_DIR"`

	// LogLevel is the least level that is logged: debug, info, warn or error.
	LogLevel LogLevel `env:"LOG_LEVEL" envDefault:"info"`

	// LogFormat is how a line of the log is written: text or json.
	LogFormat LogFormat `env:"LOG_FORMAT" envDefault:"text"`
}

// APIURL is an absolute http or https address without a slash at its end.
type APIURL string

// UnmarshalText takes an http or https address that has a host and carries no
// password, query, fragment or API version.
func (u *APIURL) UnmarshalText(text []byte) error {
	const remedy = `; write it like "http://127.0.0.1:8080/api", or leave it out for Discord's own`
	at, err := url.Parse(string(text))
	switch {
	case err != nil: // its text quotes the address, which may hold a password
		return errors.New("is no address" + remedy)
	case at.User != nil:
		return errors.New("carries a user name or password; leave them out")
	case at.Scheme != "http" && at.Scheme != "https", at.Hostname() == "":
		return fmt.Errorf("%s is no http or https address%s", quoted(at.String()), remedy)
	case at.RawQuery != "" || at.ForceQuery || at.Fragment != "":
		return fmt.Errorf("%s has a part after ? or #%s", quoted(at.String()), remedy)
	}
	path := strings.TrimRight(at.Path, "/")
	if i := strings.LastIndexByte(path, '/'); regexp.MustCompile(`^/v[0-9]+$`).MatchString(path[max(i, 0):]) {
		return fmt.Errorf("%s ends in an API version, which is appended anyway; leave %q out", quoted(at.String()), path[i:])
	}
	*u = APIURL(strings.TrimRight(at.String(), "/"))
	return nil
}

// Snowflake is an id of Discord: 17 to 20 digits. The zero value is none.
// See https://discord.com/developers/docs/reference#snowflakes.
type Snowflake string

// UnmarshalText takes 17 to 20 digits.
func (s *Snowflake) UnmarshalText(text []byte) error {
	if !snowflake(string(text)) {
		return fmt.Errorf("%s is no server id; it has 17 to 20 digits: "+
			"switch on Developer Mode in Discord, right-click the server and choose Copy Server ID", quoted(string(text)))
	}
	*s = Snowflake(text)
	return nil
}

func snowflake(s string) bool {
	return regexp.MustCompile(`^[0-9]{17,20}$`).MatchString(s)
}

// LogLevel is a level of the log; its zero value is info.
type LogLevel slog.Level

// Level makes a LogLevel a [slog.Leveler].
func (l LogLevel) Level() slog.Level { return slog.Level(l) }

// UnmarshalText takes debug, info, warn or error in any case.
func (l *LogLevel) UnmarshalText(text []byte) error {
	switch strings.ToLower(string(text)) {
	case "debug":
		*l = LogLevel(slog.LevelDebug)
	case "info":
		*l = LogLevel(slog.LevelInfo)
	case "warn":
		*l = LogLevel(slog.LevelWarn)
	case "error":
		*l = LogLevel(slog.LevelError)
	default:
		return fmt.Errorf("%s is no log level; write debug, info, warn or error", quoted(string(text)))
	}
	return nil
}

// LogFormat is how a line of the log is written.
type LogFormat string

// The formats of the log.
const (
	Text LogFormat = "text"
	JSON LogFormat = "json"
)

// UnmarshalText takes text or json in any case.
func (f *LogFormat) UnmarshalText(text []byte) error {
	switch format := LogFormat(strings.ToLower(string(text))); format {
	case Text, JSON:
		*f = format
		return nil
	}
	return fmt.Errorf("%s is no log format; write text or json", quoted(string(text)))
}

// quoted shows a value in an error. A token that was pasted into the wrong
// variable must not come to light there: the secret part of one is a run of at
// least 27 such characters, which no fitting value has.
func quoted(value string) string {
	if regexp.MustCompile(`[\w-]{24}`).MatchString(value) {
		return redacted
	}
	if runes := []rune(value); len(runes) > 80 {
		value = string(runes[:79]) + "…"
	}
	return fmt.Sprintf("%q", value)
}
