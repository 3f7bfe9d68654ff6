// Package rules holds what is sent to Discord against the rules that Discord
// documents and its OpenAPI document lacks: lengths, counts, names, order, what
// excludes what. It also demands that nobody is pinged, which is this project's
// own rule.
//
// https://discord.com/developers/docs/interactions/receiving-and-responding
// https://discord.com/developers/docs/interactions/application-commands
// https://discord.com/developers/docs/resources/message
package rules

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Callback lists what is wrong with an interaction's answer, nil when it keeps
// the rules.
func Callback(body []byte) []string {
	var head struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return []string{"not JSON: " + err.Error()}
	}
	var p problems
	switch head.Type {
	case 4, 7:
		p.message(head.Data, false)
	case 5:
		p.deferred(head.Data)
	case 1, 6:
	case 8:
		p.choices(head.Data)
	case 9:
		p.modal(head.Data)
	default:
		p.add("type %d is none that Discord knows", head.Type)
	}
	return p
}

// Message lists what is wrong with a new channel message, nil when it keeps the
// rules.
func Message(body []byte) []string {
	var p problems
	p.message(body, true)
	return p
}

// Webhook lists what is wrong with an edit of an interaction's answer or with a
// follow-up to it, nil when it keeps the rules.
func Webhook(body []byte) []string {
	var p problems
	p.message(body, false)
	return p
}

// Commands lists what is wrong with a bulk overwrite of an application's
// commands, nil when it keeps the rules.
func Commands(body []byte) []string {
	var commands []command
	if err := json.Unmarshal(body, &commands); err != nil {
		return []string{"not a list of commands: " + err.Error()}
	}
	var p problems
	p.commands(commands)
	return p
}

// problems collects broken rules in the order in which they are found.
type problems []string

func (p *problems) add(format string, args ...any) {
	if s := fmt.Sprintf(format, args...); !slices.Contains(*p, s) {
		*p = append(*p, s)
	}
}

// length demands between least and most code points, which is how Discord
// counts, after the trimming that Discord does.
func (p *problems) length(what, s string, least, most int) {
	switch n := runes(s); {
	case n < least && n == 0:
		p.add("%s is empty", what)
	case n < least:
		p.add("%s has %d characters, at least %d are needed", what, n, least)
	case n > most:
		p.add("%s has %d characters, at most %d are allowed", what, n, most)
	}
}

func (p *problems) count(what string, n, most int) {
	if n > most {
		p.add("%d %s, at most %d are allowed", n, what, most)
	}
}
