package discordtest

import (
	"bytes"
	"encoding/json"
	"testing"

	"attache/bot/rules"
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
		Type int `json:"type"`
	}
	_ = json.Unmarshal(body, &head) // the rules complain
	schema, known := map[int]string{
		1: "PongInteractionCallbackRequest",
		4: "CreateMessageInteractionCallbackRequest",
		5: "CreateMessageInteractionCallbackRequest",
		6: "UpdateMessageInteractionCallbackRequest",
		7: "UpdateMessageInteractionCallbackRequest",
		8: "ApplicationCommandAutocompleteCallbackRequest",
		9: "ModalInteractionCallbackRequest",
	}[head.Type]
	problems := rules.Callback(body)
	if !known {
		return problems
	}
	return append(problems, againstSchema(component(schema), body)...)
}

// CallbackUploadProblems is [CallbackProblems] for an answer that may have files
// beside it.
func CallbackUploadProblems(u rules.Upload) []string {
	return append(CallbackProblems(u.JSON), rules.Files(u)...)
}

// MessageProblems lists what is wrong with a new channel message, nil when
// Discord would take it.
func MessageProblems(body []byte) []string {
	return append(rules.Message(body), againstSchema(component("MessageCreateRequest"), body)...)
}

// CommandProblems lists what is wrong with a bulk overwrite of commands, nil
// when Discord would take it.
func CommandProblems(body []byte) []string {
	return append(rules.Commands(body), againstSchema(pointer("paths", "/applications/{application_id}/commands", "put",
		"requestBody", "content", "application/json", "schema"), permissionsAsNumbers(body))...)
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
