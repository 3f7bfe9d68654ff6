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
	sets  func() *knowledge.Set
	build Build
	log   *slog.Logger
}

// handling is how one request is answered: from the set that was current when
// it came, though another may take its place meanwhile.
type handling struct {
	set   *knowledge.Set
	build Build
}

// A route answers a command; in.Data is never nil.
type route func(h *handling, in *Interaction) reply

// routes are found by the command's name.
func routes() map[string]route {
	return map[string]route{
		"ask":          (*handling).ask,
		"timeline":     (*handling).timeline,
		"projects":     (*handling).projects,
		"term":         (*handling).term,
		"help":         (*handling).help,
		"about":        (*handling).about,
		answerThisName: (*handling).answerThis,
	}
}

// A completion proposes choices for what was typed so far.
type completion func(h *handling, typed string) []*discordgo.ApplicationCommandOptionChoice

// completions are found by the names of command and option.
func completions() map[string]completion {
	return map[string]completion{
		"ask question":  (*handling).askCompletion,
		"projects name": nameCompletion(knowledge.Project),
		"term name":     nameCompletion(knowledge.Term),
	}
}

// A componentRoute answers a click; fields are those of the custom_id.
type componentRoute func(h *handling, fields []string) reply

// componentRoutes are found by the custom_id's route.
func componentRoutes() map[string]componentRoute {
	return map[string]componentRoute{
		pageRoute: (*handling).turn,
	}
}

// NewHandler gives a handler that answers from the set that sets gives: it asks
// once for each request. build is for /about, log takes what goes wrong; nil
// logs nothing.
func NewHandler(sets func() *knowledge.Set, build Build, log *slog.Logger) *Handler {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Handler{sets, build, log}
}

// begin takes the set for one request.
func (h *Handler) begin() *handling { return &handling{h.sets(), h.build} }

// Commands gives the application commands to register. They depend on the set
// alone, so the same set gives the same commands.
func (h *Handler) Commands() []*discordgo.ApplicationCommand { return h.begin().commands() }

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
		return h.begin().command(in).shown()
	case typeComponent:
		return h.begin().component(in)
	case typeAutocomplete:
		return choices(h.begin().complete(in))
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
	return h.begin().message(m).to(m)
}

func (h *handling) command(in *Interaction) reply {
	if in.Data == nil {
		return private("Please try again", "Discord sent me that command without its content.")
	}
	run, ok := routes()[in.Data.Name]
	if !ok {
		return private("I do not know that command", "It may be from another version of me. `/help` shows what I can do.")
	}
	return run(h, in)
}

func (h *handling) complete(in *Interaction) []*discordgo.ApplicationCommandOptionChoice {
	if in.Data == nil {
		return nil
	}
	o, ok := focused(in.Data.Options)
	if !ok {
		return nil
	}
	propose, ok := completions()[in.Data.Name+" "+o.Name]
	if !ok {
		return nil
	}
	return propose(h, o.text())
}

// component answers a click: with the message brought up to date, or with a
// private word that leaves the message as it is.
func (h *handling) component(in *Interaction) *discordgo.InteractionResponse {
	if in.Data == nil {
		return unknownButton().shown()
	}
	name, fields, err := decodeCustomID(in.Data.CustomID)
	if errors.Is(err, errCustomIDVersion) {
		return private("This button is out of date", "It is from another version of me. Please ask again.").shown()
	}
	run, ok := componentRoutes()[name]
	if err != nil || !ok {
		return unknownButton().shown()
	}
	r := run(h, fields)
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
