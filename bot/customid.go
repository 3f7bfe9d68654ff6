package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The custom_id of a component carries the whole state behind it, so a button
// works after a restart and for ever. Its form is
//
//	1|route|field|field…
//
// with the version of the form first. Within a part "%" stands as "%25" and
// "|" as "%7C":
//
//	encodeCustomID("page", "n", "a|b")  =>  1|page|n|a%7Cb

// customIDVersion changes when old ids can no longer be read as they were meant.
const customIDVersion = "1"

// maxCustomID is Discord's limit in characters.
const maxCustomID = 100

var (
	customIDEscape   = strings.NewReplacer("%", "%25", "|", "%7C")
	customIDUnescape = strings.NewReplacer("%25", "%", "%7C", "|")
)

var (
	errCustomIDVersion = errors.New("custom_id is of another version")
	errCustomID        = errors.New("custom_id is not one of ours")
)

// encodeCustomID joins a route and its fields. It fails when the result would
// be longer than Discord allows or is no valid text.
func encodeCustomID(route string, fields ...string) (string, error) {
	var b strings.Builder
	b.Grow(maxCustomID)
	b.WriteString(customIDVersion + "|")
	b.WriteString(customIDEscape.Replace(route))
	for _, f := range fields {
		b.WriteByte('|')
		b.WriteString(customIDEscape.Replace(f))
	}
	id := b.String()
	if !utf8.ValidString(id) {
		return "", errors.New("custom_id is not valid UTF-8")
	}
	if n := utf8.RuneCountInString(id); n > maxCustomID {
		return "", fmt.Errorf("custom_id has %d characters; at most %d are allowed", n, maxCustomID)
	}
	return id, nil
}

// decodeCustomID undoes encodeCustomID. The error is errCustomIDVersion for an
// id of another version and errCustomID for anything else that
// encodeCustomID does not make.
func decodeCustomID(id string) (route string, fields []string, err error) {
	version, rest, found := strings.Cut(id, "|")
	if !found {
		return "", nil, errCustomID
	}
	if version != customIDVersion {
		if n, err := strconv.Atoi(version); err == nil && n >= 0 {
			return "", nil, errCustomIDVersion
		}
		return "", nil, errCustomID
	}
	parts := strings.Split(rest, "|")
	for i := range parts {
		parts[i] = customIDUnescape.Replace(parts[i])
	}
	// Whatever encodes to something else was not made here.
	if again, err := encodeCustomID(parts[0], parts[1:]...); err != nil || again != id {
		return "", nil, errCustomID
	}
	return parts[0], parts[1:], nil
}

// maxID is how much of an id fits beside the other parts of a custom_id, and
// maxPageID of each of two in that of a page.
const (
	maxID     = 40
	maxPageID = 21
)

// shortID stands for the id of an entry or a topic where Discord keeps it for
// us: the id itself, or a digest of one that is too long.
func shortID(id string) string { return idWithin(maxID, id) }

func idWithin(most int, id string) string {
	if len(id) <= most {
		return id
	}
	return digest(id)
}

// digest stands for an id; no id has a "#".
func digest(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "#" + hex.EncodeToString(sum[:8])
}

// compactID is one of Discord's ids in fewer characters; empty for what is none.
// https://discord.com/developers/docs/reference#snowflakes
func compactID(snowflake string) string {
	if snowflake == "" {
		return ""
	}
	n, err := strconv.ParseUint(snowflake, 10, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatUint(n, 36)
}
