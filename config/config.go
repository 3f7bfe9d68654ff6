// Package config reads what an operator sets, from the environment and from a
// .env file, and reports everything that is wrong with it at once.
//
// Call [Load] for the bot on the gateway, [LoadEndpoint] for the bot behind an
// interactions endpoint, [KnowledgeDir] for the commands that need neither.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// DiscordAPI is where Discord's own REST API stands, without its version.
const DiscordAPI = "https://discord.com/api"

// Config is what the bot needs to know before it starts. [Load] and
// [LoadEndpoint] give a Config whose fields are all valid.
type Config struct {
	// Token is the bot's token, from the page "Bot" of the developer portal.
	// The gateway requires it; an interactions endpoint registers commands
	// with it.
	Token Token `env:"DISCORD_TOKEN"`

	// PublicKey verifies what comes to the interactions endpoint, which
	// requires it.
	PublicKey PublicKey `env:"DISCORD_PUBLIC_KEY"`

	// ListenAddr is where the interactions endpoint listens.
	ListenAddr ListenAddr `env:"LISTEN_ADDR" envDefault:":8080"`

	// OpsAddr is where health and metrics are told. Empty tells nobody.
	OpsAddr ListenAddr `env:"OPS_ADDR"`

	// APIURL is the address of Discord's REST API without a version, no slash
	// at its end: discordgo appends "/v9" to it. The gateway's address comes
	// from its GET /gateway, so one variable points the whole bot elsewhere.
	APIURL APIURL `env:"DISCORD_API_URL" envDefault:"https://discord.com/api"`

	// GuildID names the one server in which commands are registered while
	// developing. Empty registers them everywhere.
	GuildID Snowflake `env:"DISCORD_GUILD_ID"`

	// Shards are those that this process runs; it does not matter to an
	// interactions endpoint.
	Shards Shards `env:"SHARDS" envDefault:"auto"`

	// KnowledgeDir is the folder of the knowledge set. Empty means the set
	// that is built into the program.
	KnowledgeDir string `env:"KNOWLEDGE_DIR"`

	// FairUseUser is how many requests a minute one user is answered, at most
	// 10,000; 0 is any number.
	FairUseUser Rate `env:"FAIR_USE_USER" envDefault:"120"`

	// FairUseChannel is the same for one channel.
	FairUseChannel Rate `env:"FAIR_USE_CHANNEL" envDefault:"600"`

	// MissesLog is the file that questions without a good answer are appended
	// to. Empty keeps none.
	MissesLog string `env:"MISSES_LOG"`

	// SourceURL is where the program's source code is, for /about. Empty shows
	// none.
	SourceURL WebPage `env:"SOURCE_URL"`

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

// WebPage is an absolute http or https address of at most 512 bytes, which is
// what a button takes.
type WebPage string

// UnmarshalText takes an http or https address that has a host.
func (w *WebPage) UnmarshalText(text []byte) error {
	at, err := url.Parse(string(text))
	if err != nil || at.User != nil || at.Hostname() == "" || at.Scheme != "http" && at.Scheme != "https" || len(text) > 512 {
		return fmt.Errorf("%s is no address of a web page; write it in full with https://, in at most 512 characters", quoted(string(text)))
	}
	*w = WebPage(text)
	return nil
}

// Rate is a number of requests a minute, 0 to 10,000.
type Rate int

// UnmarshalText takes a whole number.
func (r *Rate) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 0 || n > 10_000 {
		return fmt.Errorf("%s is no rate; write how many requests a minute, 1 to 10000, or 0 for any number", quoted(string(text)))
	}
	*r = Rate(n)
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
