package gateway

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"
)

// next is what follows the end of a connection.
type next int

const (
	resume next = iota // the same session again, so that nothing is missed
	fresh              // a new session
	stop               // no retry can help
)

// ending says why a connection ended and what follows.
type ending struct {
	cause Cause
	text  string
	next  next
	wait  time.Duration // at least, before the next attempt
	err   error         // when next is stop
}

// shutdown ends a connection when the bot is told to.
var shutdown = ending{text: "shutdown", next: fresh}

// FatalError is a refusal that no retry can cure. Its text names the cause and
// the remedy.
type FatalError struct {
	Code   int // of the gateway's close, or the HTTP status
	Cause  string
	Remedy string
}

func (e *FatalError) Error() string {
	return fmt.Sprintf("discord refuses the bot with code %d (%s); %s", e.Code, e.Cause, e.Remedy)
}

const (
	remedyToken = "copy the bot's token from the Bot page of https://discord.com/developers/applications into DISCORD_TOKEN"
	remedyShard = "set SHARDS to auto, or to more shards: one for each 1,000 servers, at most 2,500"
	remedyOlder = "update this program"
)

// closeCodes are the gateway's, with what follows each.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
var closeCodes = []struct {
	code   int
	cause  string
	next   next
	remedy string
}{
	{4000, "unknown error", resume, ""},
	{4001, "unknown opcode", resume, ""},
	{4002, "decode error", resume, ""},
	{4003, "not authenticated", resume, ""},
	{4004, "authentication failed: the token is wrong or was reset", stop, remedyToken},
	{4005, "already authenticated", resume, ""},
	{4007, "invalid sequence", fresh, ""},
	{4008, "rate limited", resume, ""},
	{4009, "session timed out", fresh, ""},
	{4010, "invalid shard", stop, remedyShard},
	{4011, "sharding required: the bot is in too many servers for so few shards", stop, remedyShard + "; with auto, start again"},
	{4012, "invalid API version", stop, remedyOlder},
	{4013, "invalid intents", stop, remedyOlder},
	{4014, "disallowed intents", stop, "this program asks for no privileged intent: update it, and look whether the application is restricted on https://discord.com/developers/applications"},
}

func closedWith(code int) ending {
	for _, c := range closeCodes {
		if c.code != code {
			continue
		}
		e := ending{cause: Cause(fmt.Sprintf("closed_%d", code)), text: fmt.Sprintf("closed with %d (%s)", code, c.cause), next: c.next}
		if c.next == stop {
			e.err = &FatalError{code, c.cause, c.remedy}
		}
		return e
	}
	return ending{cause: CauseClosed, text: fmt.Sprintf("closed with %d", code), next: resume}
}

// unauthorized is how the REST API says what the gateway says with 4004.
func unauthorized(err error) bool {
	var rest *discordgo.RESTError
	return errors.Is(err, discordgo.ErrUnauthorized) ||
		errors.As(err, &rest) && rest.Response.StatusCode == http.StatusUnauthorized
}

func fatalUnauthorized() *FatalError {
	return &FatalError{http.StatusUnauthorized, "unauthorized: the token is wrong or was reset", remedyToken}
}
