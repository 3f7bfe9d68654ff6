// Package bot turns what Discord delivers into what Discord shows: an
// interaction or a message goes in, knowledge answers, an embed comes out.
package bot

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// Handler answers interactions and messages. It is pure: no session, clock or
// socket is in reach, so every door and every test runs these same lines.
// It is safe for use by many goroutines.
type Handler struct {
	set   *knowledge.Set
	build Build
	log   *slog.Logger

	commands    map[string]route          // by the command's name
	completions map[string]completion     // by the names of command and option
	components  map[string]componentRoute // by the custom_id's route
}

// A route answers a command; in.Data is never nil.
type route func(in *Interaction) reply

// A completion proposes choices for what was typed so far.
type completion func(typed string) []*discordgo.ApplicationCommandOptionChoice

// A componentRoute answers a click; fields are those of the custom_id.
type componentRoute func(fields []string) reply

// NewHandler gives a handler that answers from set. build is for /about, log
// takes what goes wrong; nil logs nothing.
func NewHandler(set *knowledge.Set, build Build, log *slog.Logger) *Handler {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	h := &Handler{set: set, build: build, log: log}
	h.commands = map[string]route{
		"ask":          h.ask,
		"timeline":     h.timeline,
		"projects":     h.projects,
		"term":         h.term,
		"help":         h.help,
		"about":        h.about,
		answerThisName: h.answerThis,
	}
	h.completions = map[string]completion{
		"ask question":  h.askCompletion,
		"projects name": h.nameCompletion(knowledge.Project),
		"term name":     h.nameCompletion(knowledge.Term),
	}
	h.components = map[string]componentRoute{
		pageRoute: h.turn,
	}
	return h
}

// Interaction answers one interaction; the response is never nil, whatever in
// holds. A panic on the way is logged and answered with an apology.
func (h *Handler) Interaction(ctx context.Context, in *Interaction) (response *discordgo.InteractionResponse) {
	if in == nil {
		in = &Interaction{}
	}
	defer func() {
		if p := recover(); p != nil {
			h.panicked(ctx, p, "interaction", in.ID)
			response = apology().shown()
			if in.Type == typeAutocomplete {
				response = choices(nil)
			}
		}
	}()
	switch in.Type {
	case typePing:
		return &discordgo.InteractionResponse{Type: discordgo.InteractionResponsePong}
	case typeCommand:
		return h.command(in).shown()
	case typeComponent:
		return h.component(in)
	case typeAutocomplete:
		return choices(h.complete(in))
	}
	return private("I do not know that", "Discord sent me something that this version does not understand.").shown()
}

// Message answers one message, or gives nil when the message does not speak to
// the bot. self is the bot's own user id. A panic on the way is logged and
// answered with an apology.
func (h *Handler) Message(ctx context.Context, m *Message, self string) (send *discordgo.MessageSend) {
	if m == nil || !addressed(m, self) {
		return nil
	}
	defer func() {
		if p := recover(); p != nil {
			h.panicked(ctx, p, "message", m.ID)
			send = apology().to(m)
		}
	}()
	return h.message(m).to(m)
}

func (h *Handler) command(in *Interaction) reply {
	if in.Data == nil {
		return private("Please try again", "Discord sent me that command without its content.")
	}
	run, ok := h.commands[in.Data.Name]
	if !ok {
		return private("I do not know that command", "It may be from another version of me. `/help` shows what I can do.")
	}
	return run(in)
}

func (h *Handler) complete(in *Interaction) []*discordgo.ApplicationCommandOptionChoice {
	if in.Data == nil {
		return nil
	}
	o, ok := focused(in.Data.Options)
	if !ok {
		return nil
	}
	propose, ok := h.completions[in.Data.Name+" "+o.Name]
	if !ok {
		return nil
	}
	return propose(o.text())
}

// component answers a click: with the message brought up to date, or with a
// private word that leaves the message as it is.
func (h *Handler) component(in *Interaction) *discordgo.InteractionResponse {
	if in.Data == nil {
		return unknownButton().shown()
	}
	name, fields, err := decodeCustomID(in.Data.CustomID)
	if errors.Is(err, errCustomIDVersion) {
		return private("This button is out of date", "It is from another version of me. Please ask again.").shown()
	}
	run, ok := h.components[name]
	if err != nil || !ok {
		return unknownButton().shown()
	}
	r := run(fields)
	if r.private {
		return r.shown()
	}
	return r.updated()
}

func (h *Handler) panicked(ctx context.Context, p any, what, id string) {
	h.log.ErrorContext(ctx, "panic while answering", "what", what, "id", id,
		"panic", p, "stack", string(debug.Stack()))
}

// private is a word for the eyes of whoever asked only.
func private(title, text string) reply {
	return reply{embed: noteEmbed(title, text), private: true}
}

func apology() reply {
	return private("Something went wrong", "I am sorry: I failed to answer that. The fault has been logged.")
}

func unknownButton() reply {
	return private("I do not know that button", "I cannot tell what it was for. Please ask again.")
}
