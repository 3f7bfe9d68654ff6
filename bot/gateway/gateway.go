// Package gateway is the bot's door to Discord's gateway: it keeps a connection
// alive for each shard, hands interactions and messages to the handler, and
// sends back what the handler answers.
//
// discordgo v0.29.0 speaks the protocol; what keeps it alive is here, because
// left to itself it retries for ever after a close that is final, cannot leave
// a session that Discord has dropped, does not know where to resume one, takes
// minutes to notice a dead connection, and deadlocks on frames that arrive
// before READY (discordgo#513, #1544, #1694). See conn.go for how these are
// seen, close.go for what follows from them, and shard.go for who acts on it.
// starts.go keeps Discord's rules for new sessions, limit.go and transport.go
// those for requests.
package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/time/rate"

	"attache/bot"
	"attache/bot/dedup"
	"attache/bot/drain"
)

// intents are guild and direct messages: nothing that Discord calls
// privileged. Interactions need no intent.
const intents = discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

// atOnce is how many handlers of interactions may work at the same time, and of messages.
const atOnce = 512

// Where each answer has a connection to itself, ahead is how many may be ready beyond
// those for which there is one: what waits unread takes a tenth of the memory that an
// answer does, which the garbage collector would have to look through. Those that take
// longer than holdUp, as when Discord is slow, hold up nothing else.
const (
	ahead  = 8
	holdUp = 250 * time.Millisecond
)

// Times of a shutdown; together they stay below the five seconds that are
// promised.
const (
	farewellTime = 2 * time.Second         // for Discord's good-bye, and what it sent before
	finishTime   = 2500 * time.Millisecond // for the answers to that
	letGoTime    = 1500 * time.Millisecond // meanwhile: discordgo sleeps for a second when it closes
)

// Options is what Run needs.
type Options struct {
	// Token is the bot's token, without "Bot " before it. It is never logged.
	Token string
	// APIURL is the API's address without a version, such as
	// http://127.0.0.1:8080/api; empty is Discord's own. The token is sent
	// there. The gateway's address is what its GET /gateway says.
	APIURL string
	// GuildID, when set, is the one server to register the commands in.
	GuildID string
	// Handler answers; it must not be nil.
	Handler *bot.Handler
	// Commands are registered when they differ from what Discord holds; nil
	// leaves Discord's as they are.
	Commands []*discordgo.ApplicationCommand
	// Renewed says that the handler's commands may have changed: they take the
	// place of Commands. Nil when they never change.
	Renewed <-chan struct{}
	// Shards are those of this process; the zero value is all, as many as
	// Discord recommends.
	Shards Shards
	// Observer is told what happens; nil for nobody.
	Observer Observer
	// Logger takes one line for each connection, loss and failure; nil
	// discards them.
	Logger *slog.Logger
}

// door is a running bot.
type door struct {
	Options
	log      *slog.Logger
	pools    map[RequestKind]http.RoundTripper // of connections: slow replies must hold up no callback
	rest     *discordgo.Session                // messages and commands
	callback *discordgo.Session                // to interactions, never held up by a limit on the others

	shards   Shards
	standing *standing
	starts   *starts
	self     atomic.Pointer[identity]
	seen     *dedup.Window // ids of interactions and messages
	mute     *silences
	register sync.Once

	// A reply may wait long for a limit, which must hold up no interaction.
	interactions, messages workers

	life     context.Context // Run's
	end      context.CancelCauseFunc
	work     context.Context // ends when a shutdown stops waiting for answers
	stopWork context.CancelFunc
	running  drain.Group    // answers
	links    sync.WaitGroup // discordgo's connections
}

// Run connects to Discord and answers until ctx ends; then it takes nothing
// more, answers what has arrived, and returns nil within five seconds. A lost
// connection is resumed or replaced for as long as it takes. A refusal that no
// retry can cure is returned as a [*FatalError].
func Run(ctx context.Context, options Options) error {
	d, err := newDoor(options)
	if err != nil {
		return err
	}
	defer d.closeIdle()
	d.life, d.end = context.WithCancelCause(ctx)
	defer d.end(nil)
	err = d.supervise(d.life)
	d.end(err) // the commands are kept until then
	began := time.Now()
	d.drain()
	within(letGoTime-time.Since(began), d.links.Wait)
	var fatal *FatalError
	if errors.As(context.Cause(d.life), &fatal) {
		return fatal
	}
	return err
}

func newDoor(options Options) (*door, error) {
	if options.Token == "" {
		return nil, errors.New("the bot's token is empty; set DISCORD_TOKEN")
	}
	if options.Handler == nil {
		return nil, errors.New("gateway: no handler")
	}
	pools := make(map[RequestKind]http.RoundTripper)
	for _, kind := range []RequestKind{RequestCallback, RequestOther} {
		pool, err := newTransport(options.APIURL)
		if err != nil {
			return nil, err
		}
		pools[kind] = pool
	}
	if n := options.Shards; n != (Shards{}) && (n.First < 0 || n.First > n.Last || n.Last >= n.Of) {
		return nil, fmt.Errorf("gateway: no shards %d to %d of %d", n.First, n.Last, n.Of)
	}
	d := &door{
		Options: options,
		log:     options.Logger,
		pools:   pools,
		shards:  options.Shards,
		seen:    dedup.NewWindow(remembered),
		mute:    newSilences(),

		interactions: workers{most: atOnce},
		messages:     workers{most: atOnce},
	}
	if strings.HasPrefix(strings.ToLower(options.APIURL), "http:") { // HTTP/1.1
		d.interactions.most, d.interactions.patience = connections+ahead, holdUp
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.Observer == nil {
		d.Observer = unobserved{}
	}
	d.work, d.stopWork = context.WithCancel(context.Background())
	routeLibraryLog(d.log, d.clean)
	d.standing = &standing{observer: d.Observer, shards: map[int]ShardState{}, servers: map[int]int{}}
	d.starts = newStarts(d.askGateway, d.Observer, d.warn)
	everything := newLimiter(d.Observer, rate.NewLimiter(globalRate, globalBurst))
	var err error
	if d.rest, err = d.session(d.client(RequestOther, everything)); err != nil {
		return nil, err
	}
	d.callback, err = d.session(d.client(RequestCallback, newLimiter(d.Observer, nil)))
	return d, err
}

// warn logs without what must not be logged of errors.
func (d *door) warn(text string, args ...any) {
	for i, arg := range args {
		if err, ok := arg.(error); ok {
			args[i] = d.clean(err)
		}
	}
	d.log.Warn(text, args...)
}

// client sends requests of one kind.
func (d *door) client(kind RequestKind, l *limiter) *http.Client {
	return &http.Client{Transport: newTransportOf(kind, d.pools[kind], l, d.Observer, func(open bool) {
		if open {
			d.log.Error("Discord refuses too many requests; none is sent for a while, or it would lock this address out", "kind", kind, "for", holdOff)
		} else {
			d.log.Info("Discord takes requests again", "kind", kind)
		}
	})}
}

func (d *door) closeIdle() {
	for _, pool := range d.pools {
		if pool, ok := pool.(interface{ CloseIdleConnections() }); ok {
			pool.CloseIdleConnections()
		}
	}
}

// session is a discordgo session that does nothing by itself: no cache, no
// retries, no reconnecting.
func (d *door) session(client *http.Client) (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + d.Token)
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	s.Client = client
	s.StateEnabled = false
	s.SyncEvents = false
	s.ShouldReconnectOnError = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.Compress = false // conn.go reads along
	s.Identify.Compress = false
	s.Identify.Intents = intents
	s.LogLevel = discordgo.LogError // higher ones print tokens and what users write
	return s, nil
}

// drain waits for the answers that are under way, but no longer than any of
// them could still be of use.
func (d *door) drain() {
	d.running.Close()
	defer d.stopWork()
	if !within(finishTime, d.running.Wait) {
		d.log.Warn("left with answers unfinished")
	}
}

// within runs do and reports whether it ended in time; if not, it is left to
// run on.
func within(limit time.Duration, do func()) bool {
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}
