package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
)

const redacted = "[redacted]"

// Token is a bot's token. However it is printed, logged or marshalled, it
// shows as "[redacted]"; only [Token.Reveal] gives it away.
// The zero value is no token.
type Token struct{ value string }

// NewToken makes a token of the text as it stands in the developer portal. The
// error names the likely mistake and never quotes the text.
func NewToken(text string) (Token, error) {
	const where = `; copy the token from the page "Bot" of your application on https://discord.com/developers/applications`
	lower := strings.ToLower(strings.TrimSpace(text))
	switch {
	case text == "":
		return Token{}, errors.New("is empty" + where)
	case strings.HasPrefix(lower, "bot ") || strings.HasPrefix(lower, "bearer "):
		return Token{}, errors.New(`starts with "Bot " or "Bearer "; leave the prefix out`)
	case strings.ContainsAny(text, "\"'`"):
		return Token{}, errors.New("holds quotation marks; write the token without them")
	case regexp.MustCompile(`[\s\p{Cc}\p{Cf}]`).MatchString(text):
		return Token{}, errors.New("holds a space, a line break or an invisible character; write the token alone")
	}
	return Token{value: text}, nil
}

// UnmarshalText is [NewToken] for decoders.
func (t *Token) UnmarshalText(text []byte) (err error) {
	*t, err = NewToken(string(text))
	return err
}

// Reveal gives the token itself. Pass it on to Discord and to nobody else.
func (t Token) Reveal() string { return t.value }

// ApplicationID gives the id of the application that the token is of, as its
// first part tells: Base64 of the bot's user id, which is the application's for
// all that are not older than 2016. It is empty when that part tells none.
func (t Token) ApplicationID() Snowflake {
	first, _, _ := strings.Cut(t.value, ".")
	id, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(first, "="))
	if err != nil || !snowflake(string(id)) {
		return ""
	}
	return Snowflake(id)
}

// String gives "[redacted]".
func (Token) String() string { return redacted }

// GoString gives "[redacted]".
func (Token) GoString() string { return redacted }

// Format writes "[redacted]" whatever the verb; without it %d would show the
// fields.
func (Token) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// MarshalText gives "[redacted]".
func (Token) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue gives "[redacted]".
func (Token) LogValue() slog.Value { return slog.StringValue(redacted) }

// misplaced says what a token that Discord itself will refuse is likely to
// be, or gives nil. It looks at the shape alone: three parts separated by
// dots, as https://discord.com/developers/docs/reference#authentication shows.
func (t Token) misplaced() error {
	switch v := t.value; {
	case resemblesToken(v):
		return nil
	case snowflake(v):
		return errors.New(`is an id, perhaps the application's; the token stands on the page "Bot" and has three parts separated by dots`)
	case regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(v):
		return errors.New(`is the application's public key; the token stands on the page "Bot" and has three parts separated by dots`)
	case regexp.MustCompile(`^[0-9A-Za-z_-]{32}$`).MatchString(v):
		return errors.New(`is a client secret, from the page "OAuth2"; the token stands on the page "Bot" and has three parts separated by dots`)
	}
	return errors.New(`has not the shape of a token, three parts separated by dots; press Reset Token on the page "Bot" and copy it whole`)
}

func resemblesToken(s string) bool {
	return regexp.MustCompile(`^[\w-]+\.[\w-]+\.[\w-]+$`).MatchString(s)
}
