// Package playground is the bot's door to a browser: a page that looks and
// behaves like a Discord channel with the bot in it, for whoever has no token at
// hand and for editors who want to see an answer as Discord will show it.
//
// The page is the client: it makes the interactions and messages that Discord
// would deliver and shows what Discord would show. This package only carries
// them to the handler and back, and keeps what was said so that a page that is
// loaded again, or a second one, shows the same.
package playground

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/bot/rules"
	"attache/knowledge"
)

// Options is what Run needs.
type Options struct {
	// Handler answers, from the sets of Library; it must not be nil.
	Handler *bot.Handler
	// Library is watched for changes while Run runs; it must not be nil.
	Library *knowledge.Library
	// Editable has the page show the files behind the answers.
	Editable bool
	// Logger takes a line for each failure; nil discards them.
	Logger *slog.Logger
}

// Times of a connection.
const (
	requestTime = 5 * time.Second
	idleTime    = 2 * time.Minute
	finishTime  = 2 * time.Second
)

// Run serves the page and answers it until ctx ends, and then returns nil
// within some seconds. It closes listener.
func Run(ctx context.Context, listener net.Listener, options Options) error {
	defer func() { _ = listener.Close() }() // mostly the server has closed it
	d, err := newDoor(options)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	defer watching.Wait()
	defer stop()
	watching.Go(func() { options.Library.Watch(ctx) })
	watching.Go(func() { d.follow(ctx) })
	server := &http.Server{
		Handler:           d.routes(listener.Addr()),
		ReadHeaderTimeout: requestTime,
		ReadTimeout:       requestTime,
		IdleTimeout:       idleTime,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(d.log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("cannot go on listening: %w", err)
	case <-ctx.Done(): // with it the streams of events end
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	if err := server.Shutdown(finish); err != nil {
		_ = server.Close() // nobody is left to be told
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("cannot go on listening: %w", err)
	}
	return nil
}

// door carries requests to the handler. It is safe for use by many goroutines.
type door struct {
	Options
	log      *slog.Logger
	appID    string // the application's, which is its bot user's too
	sessions *sessions
	state    *library
}

func newDoor(options Options) (*door, error) {
	if options.Handler == nil || options.Library == nil {
		return nil, errors.New("playground: handler and library are needed")
	}
	all := newSessions()
	d := &door{Options: options, log: options.Logger, appID: all.snowflake(), sessions: all, state: &library{}}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	return d, d.state.renew(d)
}

// routes serve everything. address is where they are listened for.
func (d *door) routes(address net.Addr) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /", d.pages())
	mux.HandleFunc("GET /events", d.events)
	mux.HandleFunc("POST /interactions", d.interaction)
	mux.HandleFunc("POST /messages", d.message)
	mux.HandleFunc("GET /files/{exchange}/{number}", d.file)
	mux.HandleFunc("GET /explain", d.explain)
	mux.HandleFunc("GET /entries", d.entries)
	mux.HandleFunc("GET /source", d.source)
	return guard(address, mux)
}

// register gives the handler's commands as Discord would hold them, with ids,
// and tells the handler those ids.
func (d *door) register() (json.RawMessage, error) {
	commands := d.Handler.Commands()
	for _, c := range commands {
		c.ID, c.ApplicationID = d.sessions.commandID(c.Name), d.appID
	}
	body, err := json.Marshal(commands)
	if err != nil {
		return nil, err
	}
	for _, problem := range rules.Commands(body) {
		d.log.Warn("Discord would refuse the commands", "problem", problem)
	}
	d.Handler.Registered(commands)
	return body, nil
}

// permissions is the JSON of what the bot asks a server for.
type permission struct {
	Name string `json:"name"`
	Bit  string `json:"bit"`
}

// Permissions whose lack the page can try.
func permissions() []permission {
	return []permission{
		{"Embed Links", fmt.Sprint(discordgo.PermissionEmbedLinks)},
		{"Attach Files", fmt.Sprint(discordgo.PermissionAttachFiles)},
		{"Read Message History", fmt.Sprint(discordgo.PermissionReadMessageHistory)},
		{"Send Messages", fmt.Sprint(discordgo.PermissionSendMessages)},
		{"Use External Apps", fmt.Sprint(uint64(1 << 50))},
	}
}
