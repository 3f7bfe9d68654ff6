// Package bot turns what Discord delivers into what Discord shows: an
// interaction or a message goes in, knowledge answers, an embed comes out.
package bot

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	lru "github.com/hashicorp/golang-lru/v2"

	"attache/knowledge"
)

// Handler answers interactions and messages. It is pure: no session, clock or
// socket is in reach, so every door and every test runs these same lines.
// It is safe for use by many goroutines.
type Handler struct {
	sets  func() *knowledge.Set
	build Build
	log   *slog.Logger

	now      func() time.Time
	started  time.Time
	patience time.Duration
	observe  func(Outcome)              // nil for nobody
	misses   io.Writer                  // nil logs none
	asked    *lru.Cache[string, string] // questions by the requests' short ids

	made            atomic.Pointer[edition]
	helpful, wrong  atomic.Int64 // marks since the start
	servers         atomic.Int64
	users, channels *buckets                          // nil for no limit
	commandIDs      atomic.Pointer[map[string]string] // by name
}

// A Setting changes a new [Handler].
type Setting func(*Handler)

// WithClock has the handler take the time from now instead of from the system.
func WithClock(now func() time.Time) Setting {
	return func(h *Handler) { h.now = now }
}

// handling is how one request is answered: from the set that was current when
// it came, though another may take its place meanwhile.
type handling struct {
	*Handler
	set      *knowledge.Set
	asker    string // who asks or clicks, as a short id; empty when not known
	request  string // the question's short id; empty for a click
	question string // in free text; empty for a click
	context  knowledge.Context
	outcome  Outcome
}

// say gives a sentence of the catalogue.
func (h *handling) say(name string, pairs ...string) string { return h.set.Sentence(name, pairs...) }

// A route answers a command; in.Data is never nil.
type route func(h *handling, in *Interaction) reply

// routes are found by the command's name.
func routes() map[string]route {
	return map[string]route{
		"ask":          (*handling).ask,
		"timeline":     (*handling).timeline,
		"projects":     (*handling).projects,
		"term":         (*handling).term,
		"sources":      (*handling).sources,
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

// A click is what a custom_id says, and what was chosen beside it.
type click struct {
	fields []string
	values []string
	in     *Interaction
}

// field gives the field at i; empty when there is none.
func (c click) field(i int) string {
	if i < len(c.fields) {
		return c.fields[i]
	}
	return ""
}

// A componentRoute answers a click.
type componentRoute func(h *handling, c click) reply

// componentRoutes are found by the custom_id's route.
func componentRoutes() map[string]componentRoute {
	return map[string]componentRoute{
		pageRoute:    (*handling).turn,
		pictureRoute: (*handling).turnPicture,
		entryRoute:   (*handling).showEntry,
		relatedRoute: (*handling).showRelated,
		noneRoute:    (*handling).noneOfThese,
		citeRoute:    (*handling).cite,
		aroundRoute:  (*handling).timelineAround,
		helpRoute:    (*handling).showHelp,
		exampleRoute: (*handling).runExample,
		showRoute:    (*handling).showToAll,
		sourcesRoute: (*handling).turnSources,
		helpfulRoute: (*handling).markHelpful,
		wrongRoute:   (*handling).askWhatIsWrong,
	}
}

// formRoutes are found by the custom_id's route of a form that was sent.
func formRoutes() map[string]componentRoute {
	return map[string]componentRoute{
		wrongRoute: (*handling).markWrong,
	}
}

// NewHandler gives a handler that answers from the set that sets gives: it asks
// once for each request. build is for /about, log takes what goes wrong; nil
// logs nothing.
func NewHandler(sets func() *knowledge.Set, build Build, log *slog.Logger, settings ...Setting) *Handler {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	h := &Handler{sets: sets, build: build, log: log, now: time.Now, patience: usualPatience}
	for _, set := range settings {
		set(h)
	}
	h.started = h.now()
	if h.misses != nil {
		h.asked, _ = lru.New[string, string](maxAsked) // fails for no size alone
	}
	return h
}

// begin takes the set for one request.
func (h *Handler) begin() *handling { return &handling{Handler: h, set: h.sets()} }

// Commands gives the application commands to register. They depend on the set
// alone, so the same set gives the same commands.
func (h *Handler) Commands() []*discordgo.ApplicationCommand { return h.begin().commands() }

// Interaction answers one interaction, whatever in holds. The response is nil
// only where nothing is to be said: after the fair use was exceeded. A panic on the way is logged and answered with an apology.
func (h *Handler) Interaction(ctx context.Context, in *Interaction) (response *Response) {
	if in == nil {
		in = &Interaction{}
	}
	now := &handling{Handler: h, outcome: Outcome{Request: requestKind(in)}}
	defer h.watch(&now.outcome)()
	defer func() {
		if p := recover(); p != nil {
			now.outcome.Panicked = true
			h.panicked(ctx, p, "interaction", in.ID)
			response = h.apology().shown()
			if in.Type == typeAutocomplete {
				response = choices(nil)
			}
		}
	}()
	now.set = h.sets()
	now.asker = compactID(in.user())
	if in.Type == typeCommand || in.Type == typeComponent || in.Type == typeModal {
		verdict := h.admit(in.user(), in.ChannelID, true)
		now.outcome.Held = verdict != admitted
		switch verdict {
		case warned:
			return now.finish(in, now.private("slow-down")).shown()
		case silenced:
			return silence(in)
		}
	}
	switch in.Type {
	case typePing:
		return &Response{Type: discordgo.InteractionResponsePong}
	case typeCommand:
		now.request = compactID(in.ID)
		return now.finish(in, now.command(in)).shown()
	case typeComponent:
		return now.finish(in, now.component(in)).clicked()
	case typeAutocomplete:
		return choices(now.complete(in))
	case typeModal:
		return now.finish(in, now.form(in)).shown()
	}
	return now.finish(in, now.private("unknown-interaction")).shown()
}

// silence answers nothing more than Discord needs: a click that is not
// acknowledged would show as failed.
func silence(in *Interaction) *Response {
	if in.Type == typeComponent {
		return &Response{Type: discordgo.InteractionResponseDeferredMessageUpdate}
	}
	return nil
}

// Message answers one message, or gives nil when the message does not speak to
// the bot. self is the bot's own user id. A panic on the way is logged and
// answered with an apology.
func (h *Handler) Message(ctx context.Context, m *Message, self string) (send *discordgo.MessageSend) {
	if m == nil || !Addressed(m, self) {
		return nil
	}
	now := &handling{Handler: h, outcome: Outcome{Request: RequestMessage}}
	defer h.watch(&now.outcome)()
	defer func() {
		if p := recover(); p != nil {
			now.outcome.Panicked = true
			h.panicked(ctx, p, "message", m.ID)
			send = h.apology().to(m)
		}
	}()
	now.set = h.sets()
	now.asker, now.request = compactID(m.Author.ID), compactID(m.ID)
	verdict := h.admit(m.Author.ID, m.ChannelID, m.GuildID == "") // in a server all would read it
	now.outcome.Held = verdict != admitted
	switch verdict {
	case warned:
		return now.private("slow-down").to(m)
	case silenced:
		return nil
	}
	return now.message(m, self).to(m)
}

// finish fits r to where the interaction takes place.
func (h *handling) finish(in *Interaction, r reply) reply {
	return h.fallBack(in, h.offerToShare(in, r))
}

func (h *handling) command(in *Interaction) reply {
	if in.Data == nil {
		return h.private("empty-command")
	}
	run, ok := routes()[in.Data.Name]
	if !ok {
		return h.private("unknown-command", "help", h.mention("help"))
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
func (h *handling) component(in *Interaction) reply {
	if in.Data == nil {
		return h.unknownButton()
	}
	name, fields, err := decodeCustomID(in.Data.CustomID)
	if errors.Is(err, errCustomIDVersion) {
		return h.outdated()
	}
	run, ok := componentRoutes()[name]
	if err != nil || !ok {
		return h.unknownButton()
	}
	return run(h, click{fields, in.Data.Values, in})
}

// form answers a form that was sent.
func (h *handling) form(in *Interaction) reply {
	if in.Data == nil {
		return h.private("unknown-interaction")
	}
	name, fields, err := decodeCustomID(in.Data.CustomID)
	run, ok := formRoutes()[name]
	if err != nil || !ok {
		return h.private("unknown-interaction")
	}
	return run(h, click{fields: fields, in: in})
}

func (h *Handler) panicked(ctx context.Context, p any, what, id string) {
	h.log.ErrorContext(ctx, "panic while answering", "what", what, "id", id,
		"panic", p, "stack", string(debug.Stack()))
}

// private is a word for the eyes of whoever asked only: the sentence called
// name, under the one called name with "-title" behind it.
func (h *handling) private(name string, pairs ...string) reply {
	return reply{embed: noteEmbed(h.say(name+"-title"), h.say(name, pairs...)), private: true}
}

// apology needs no set, for there may be none.
func (*Handler) apology() reply { return new(handling).private("apology") }

// unknownButton answers a click on what this version never made.
func (h *handling) unknownButton() reply { return h.private("unknown-button") }
