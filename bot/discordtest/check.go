package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

// CheckCallback fails the test for every rule of Discord's that body, sent as
// the answer to an interaction, breaks.
// Rules: https://discord.com/developers/docs/interactions/receiving-and-responding
func CheckCallback(t testing.TB, body []byte) {
	t.Helper()
	report(t, "callback", body, CallbackProblems(body))
}

// CheckMessage fails the test for every rule that body, sent as a new channel
// message, breaks.
// Rules: https://discord.com/developers/docs/resources/message
func CheckMessage(t testing.TB, body []byte) {
	t.Helper()
	report(t, "message", body, MessageProblems(body))
}

// CheckCommands fails the test for every rule that body, sent as the bulk
// overwrite of an application's commands, breaks.
// Rules: https://discord.com/developers/docs/interactions/application-commands
func CheckCommands(t testing.TB, body []byte) {
	t.Helper()
	report(t, "commands", body, CommandProblems(body))
}

func report(t testing.TB, what string, body []byte, problems []string) {
	t.Helper()
	for _, p := range problems {
		t.Errorf("%s: %s", what, p)
	}
	if len(problems) > 0 {
		t.Logf("%s was: %s", what, body)
	}
}

// CallbackProblems lists what is wrong with an interaction's answer, nil when
// Discord would take it.
func CallbackProblems(body []byte) []string {
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
		return p
	}
	schema := map[int]string{
		1: "PongInteractionCallbackRequest",
		4: "CreateMessageInteractionCallbackRequest",
		5: "CreateMessageInteractionCallbackRequest",
		6: "UpdateMessageInteractionCallbackRequest",
		7: "UpdateMessageInteractionCallbackRequest",
		8: "ApplicationCommandAutocompleteCallbackRequest",
		9: "ModalInteractionCallbackRequest",
	}[head.Type]
	p.schema(component(schema), body)
	return p
}

// MessageProblems lists what is wrong with a new channel message, nil when
// Discord would take it.
func MessageProblems(body []byte) []string {
	var p problems
	p.message(body, true)
	p.schema(component("MessageCreateRequest"), body)
	return p
}

// CommandProblems lists what is wrong with a bulk overwrite of commands, nil
// when Discord would take it.
func CommandProblems(body []byte) []string {
	var p problems
	var commands []command
	if err := json.Unmarshal(body, &commands); err != nil {
		return []string{"not a list of commands: " + err.Error()}
	}
	p.commands(commands)
	p.schema(pointer("paths", "/applications/{application_id}/commands", "put",
		"requestBody", "content", "application/json", "schema"), permissionsAsNumbers(body))
	return p
}

// permissionsAsNumbers rewrites default_member_permissions from the string
// that Discord documents and takes into the integer that its schema wants.
func permissionsAsNumbers(body []byte) []byte {
	var commands []map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&commands) != nil {
		return body
	}
	for _, c := range commands {
		if s, ok := c["default_member_permissions"].(string); ok {
			c["default_member_permissions"] = json.Number(s)
		}
	}
	out, err := json.Marshal(commands)
	if err != nil {
		return body
	}
	return out
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
