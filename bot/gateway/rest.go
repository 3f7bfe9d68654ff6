package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// connections to one address at the most, over HTTP/1.1; Discord itself speaks
// HTTP/2 and needs one. Under load more of them cost more than they carry: through a
// proxy on a path of 100 ms these are good for 640 answers a second.
const connections = 64

// usualRequest is what nearly all requests stay below, in bytes, so that they go out at
// once; lists have more than the 4 KiB of net/http.
const usualRequest = 8 << 10

// quietTime is how long nothing may come over an HTTP/2 connection until it is asked
// whether it lives, and pongTime how long it has to say so. All requests share one: when
// it is lost without a word, as behind a router that has got a new address, they would
// else fail on it until TCP gives up, after a quarter of an hour.
const (
	quietTime = 10 * time.Second
	pongTime  = 5 * time.Second
)

// newTransport is a pool of connections. discordgo's
// addresses are package variables built at its start, so another API address
// is put in where the requests go out.
func newTransport(apiURL string) (http.RoundTripper, error) {
	pool := http.DefaultTransport.(*http.Transport).Clone()
	pool.MaxConnsPerHost = connections
	pool.MaxIdleConnsPerHost = connections // or each burst of answers opens them anew
	pool.MaxIdleConns = connections
	pool.WriteBufferSize = usualRequest
	pool.HTTP2 = &http.HTTP2Config{SendPingTimeout: quietTime, PingTimeout: pongTime}
	if apiURL == "" {
		return pool, nil
	}
	u, err := url.Parse(strings.TrimRight(apiURL, "/"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("the API address %q is no http(s) address; set DISCORD_API_URL to one such as http://127.0.0.1:8080/api, or leave it out", apiURL)
	}
	official, err := url.Parse(discordgo.EndpointDiscord)
	if err != nil {
		return nil, err
	}
	return redirect{pool, official.Host, u}, nil
}

// redirect sends what is meant for Discord's API to another address.
type redirect struct {
	*http.Transport
	official string // host
	api      *url.URL
}

func (r redirect) RoundTrip(request *http.Request) (*http.Response, error) {
	path, ok := strings.CutPrefix(request.URL.Path, "/api/")
	if request.URL.Host == r.official && ok {
		moved, to := *request, *request.URL
		to.Scheme, to.Host = r.api.Scheme, r.api.Host
		to.Path, to.RawPath = r.api.Path+"/"+path, ""
		moved.URL, moved.Host = &to, r.api.Host
		request = &moved
	}
	return r.Transport.RoundTrip(request)
}

// request is one REST request.
type request struct {
	method, address string
	contentType     string // application/json when empty
	body            []byte
}

// buckets are of discordgo's limiters, of which none is asked.
var buckets = sync.Pool{New: func() any { return discordgo.NewRatelimiter().GetBucket("") }}

// send makes one request over a session and gives the body of the answer. The
// limits are those of the session's client: discordgo's own limiter keeps a
// bucket for each address for ever (discordgo#1333), lets one request at a time
// pass each, and sleeps without regard for ctx.
func (d *door) send(ctx context.Context, s *discordgo.Session, r request) ([]byte, error) {
	bucket := buckets.Get().(*discordgo.Bucket)
	bucket.Lock() // which discordgo undoes
	answer, err := s.RequestWithLockedBucket(r.method, r.address, cmp.Or(r.contentType, "application/json"), r.body, bucket, 0, discordgo.WithContext(ctx))
	buckets.Put(bucket) // not after a panic, which leaves it locked
	return answer, err
}

// sendJSON is send for a value, or for none.
func (d *door) sendJSON(ctx context.Context, method, address string, value any) ([]byte, error) {
	var body []byte
	if value != nil {
		var err error
		if body, err = json.Marshal(value); err != nil {
			return nil, err
		}
	}
	return d.send(ctx, d.rest, request{method: method, address: address, body: body})
}

// again reports whether a failed request may succeed later. How long Discord
// wants to be left alone, the limiter sees to.
func again(err error) bool {
	var (
		limit *discordgo.RateLimitError
		page  *json.SyntaxError // which Discord does not send
	)
	switch {
	case errors.As(err, &limit):
		return true
	case status(err) != 0: // 408 is a proxy's
		return status(err) >= 500 || status(err) == http.StatusRequestTimeout
	case errors.Is(err, errLockedOut), errors.Is(err, errElsewhere), errors.As(err, &page), errors.As(err, new(*heldBack)):
		return false
	}
	// What is left are broken connections, time-outs and 502s, which discordgo
	// does not type.
	return true
}

// status is the HTTP status in an error, 0 when there is none.
func status(err error) int {
	var rest *discordgo.RESTError
	if errors.As(err, &rest) {
		return rest.Response.StatusCode
	}
	return 0
}

// code is Discord's own error code in an error, 0 when there is none.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
func code(err error) int {
	var rest *discordgo.RESTError
	if errors.As(err, &rest) && rest.Message != nil {
		return rest.Message.Code
	}
	return 0
}

// untaken reports whether a failed request may succeed later and Discord has
// certainly not acted on it.
func untaken(err error) bool {
	var (
		limit  *discordgo.RateLimitError
		broken *net.OpError
	)
	return errors.As(err, &limit) || errors.As(err, &broken) && broken.Op == "dial"
}

// persist repeats a request while that may help and ctx lives. do must be safe
// to repeat: Discord may have acted although an answer did not arrive.
func persist(ctx context.Context, do func() error) error { return persistWhile(ctx, again, do) }

// tellTime is after how long a failure to look at the commands, or to write them, is
// told: nobody else waits for that.
const tellTime = 20 * time.Second

// persistAwhile is persist until a failure is to be told.
func persistAwhile(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, tellTime)
	defer cancel()
	return persist(ctx, func() error { return do(ctx) })
}

// persistWhile is persist for as long as the failures are of a kind.
func persistWhile(ctx context.Context, kind func(error) bool, do func() error) error {
	for attempt := 1; ; attempt++ {
		err := do()
		if err == nil {
			return nil
		}
		if !kind(err) || !sleep(ctx, pause(attempt)) {
			return err
		}
	}
}

// shownOfError is how many bytes of an error of unknown kind are logged.
const shownOfError = 200

// clean is an error's text without what must not be logged: the bot's token,
// the tokens in addresses, and whatever a response says beyond its message.
func (d *door) clean(err error) string {
	var (
		address *url.Error
		limit   *discordgo.RateLimitError
		rest    *discordgo.RESTError
		text    string
	)
	switch {
	case err == nil:
		return ""
	case errors.As(err, &address):
		text = address.Err.Error()
	case errors.As(err, &limit):
		text = fmt.Sprintf("rate limited for %v", limit.RetryAfter)
	case errors.As(err, &rest):
		text = "HTTP " + rest.Response.Status
		if rest.Message != nil {
			text += fmt.Sprintf(", code %d: %s", rest.Message.Code, rest.Message.Message)
		}
	default:
		if text = err.Error(); len(text) > shownOfError { // discordgo's 502 has the whole page
			text = strings.ToValidUTF8(text[:shownOfError], "") + "…"
		}
	}
	return strings.ReplaceAll(text, d.Token, "[token]")
}

// libraryLog guards discordgo.Logger, which is one for the whole process.
var libraryLog sync.Once

// routeLibraryLog sends discordgo's own messages, of which sessions let only
// errors through, to the debug level: what matters is logged here in its place.
func routeLibraryLog(log *slog.Logger, clean func(error) string) {
	libraryLog.Do(func() {
		discordgo.Logger = func(_, _ int, format string, args ...any) {
			log.Debug("discordgo", "message", clean(fmt.Errorf(strings.ReplaceAll(format, "%w", "%v"), args...)))
		}
	})
}
