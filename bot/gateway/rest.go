package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// newTransport is one pool of connections for all requests. discordgo's
// addresses are package variables built at its start, so another API address
// is put in where the requests go out.
func newTransport(apiURL string) (http.RoundTripper, error) {
	pool := http.DefaultTransport.(*http.Transport).Clone()
	pool.MaxIdleConnsPerHost = 64 // or a burst of answers opens a connection each
	if apiURL == "" {
		return pool, nil
	}
	u, err := url.Parse(strings.TrimRight(apiURL, "/"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("the API address %q is no http(s) address; set DISCORD_API_URL to one such as http://127.0.0.1:8080/api, or leave it out", apiURL)
	}
	return redirect{pool, u}, nil
}

// redirect sends what is meant for Discord's API to another address.
type redirect struct {
	*http.Transport
	api *url.URL
}

func (r redirect) RoundTrip(request *http.Request) (*http.Response, error) {
	official, err := url.Parse(discordgo.EndpointDiscord)
	if err != nil {
		return nil, err
	}
	path, ok := strings.CutPrefix(request.URL.Path, "/api/")
	if request.URL.Host == official.Host && ok {
		request = request.Clone(request.Context())
		request.URL.Scheme, request.URL.Host = r.api.Scheme, r.api.Host
		request.URL.Path, request.URL.RawPath = r.api.Path+"/"+path, ""
		request.Host = r.api.Host
	}
	return r.Transport.RoundTrip(request)
}

// again reports whether a failed request may succeed later, and after how long
// Discord wants to be asked again.
func again(err error) (bool, time.Duration) {
	var limit *discordgo.RateLimitError
	if errors.As(err, &limit) {
		return true, limit.RetryAfter
	}
	if status := status(err); status != 0 {
		return status >= 500, 0
	}
	// What is left are broken connections, time-outs and 502s, which discordgo
	// does not type, and 429s that are no JSON: the firewall's, which only
	// patience lifts.
	var page *json.SyntaxError
	return !errors.As(err, &page), 0
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

// persist repeats a request while that may help and ctx lives. do must be safe
// to repeat: Discord may have acted although an answer did not arrive.
func persist(ctx context.Context, do func() error) error {
	for attempt := 1; ; attempt++ {
		err := do()
		if err == nil {
			return nil
		}
		may, after := again(err)
		if !may {
			return err
		}
		if !sleep(ctx, max(after, pause(attempt))) {
			return err
		}
	}
}

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
		text = err.Error()
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
