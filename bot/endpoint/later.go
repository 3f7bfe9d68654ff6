package endpoint

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
)

const (
	// discordAPI is where Discord's own API stands, without its version.
	discordAPI = "https://discord.com/api"
	// answerTime is how long an answer is awaited that Discord has been told of;
	// later it would surprise.
	answerTime = 30 * time.Second
	// laterTime is how long it is tried to send it, from when it has come.
	laterTime = 10 * time.Second
	// attempts to send it: Discord may not have taken in yet that it would come.
	attempts    = 4
	attemptTime = 3 * time.Second // or one that hangs would be the only one
	firstPause  = 250 * time.Millisecond
)

// sendLater sends the answer that Discord has been told of.
func (d *door) sendLater(in *bot.Interaction, later <-chan *bot.Response) {
	ctx := context.Background()
	response, err := await(later)
	if err == nil {
		if response == nil {
			return
		}
		err = d.followUp(ctx, in, response)
	}
	if err != nil {
		d.log.WarnContext(ctx, "interaction not answered", "id", in.ID, "type", in.Type, "error", err)
		return
	}
	d.log.DebugContext(ctx, "interaction answered later", "id", in.ID, "type", in.Type)
}

// await gives the answer when it has come.
func await(later <-chan *bot.Response) (*bot.Response, error) {
	select {
	case response := <-later:
		return response, nil
	case <-time.After(answerTime):
		return nil, fmt.Errorf("there is no answer after %v", answerTime)
	}
}

// followUp edits the clicked message, or sends one that follows. The
// interaction's own token is all that it takes.
// https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages
func (d *door) followUp(ctx context.Context, in *bot.Interaction, response *bot.Response) error {
	ctx, cancel := context.WithTimeout(ctx, laterTime)
	defer cancel()
	method, address := http.MethodPost, cmp.Or(d.APIURL, discordAPI)+"/v10/webhooks/"+in.ApplicationID+"/"+in.Token
	if response.Type == discordgo.InteractionResponseUpdateMessage {
		method, address = http.MethodPatch, address+"/messages/@original"
	}
	contentType, body, err := response.LaterBody()
	if err != nil {
		return err
	}
	pause := firstPause
	for attempt := 1; ; attempt++ {
		status, wait, err := d.send(ctx, method, address, contentType, body)
		if err == nil && status < 300 {
			return nil
		}
		again := status == http.StatusNotFound || status == http.StatusTooManyRequests || isDial(err)
		if method == http.MethodPatch { // an edit may be made twice, a message not
			again = again || err != nil || status >= 500
		}
		if !again || attempt == attempts {
			if err != nil {
				return err
			}
			return fmt.Errorf("refused with %d", status)
		}
		select {
		case <-time.After(max(pause, wait)):
			pause *= 2
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// isDial reports whether a request has not reached anybody.
func isDial(err error) bool {
	broken, ok := errors.AsType[*net.OpError](err)
	return ok && broken.Op == "dial"
}

func errorWithoutAddress(err error) error {
	if whole, ok := errors.AsType[*url.Error](err); ok {
		return whole.Err
	}
	return err
}

// send makes one request, and gives how long Discord wants to be left alone. Its error
// names no address, for that has the token.
func (d *door) send(ctx context.Context, method, address, contentType string, body []byte) (status int, wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, 0, errorWithoutAddress(err)
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("User-Agent", "DiscordBot (attache, 1)") // of this form, else Discord blocks it
	response, err := d.client.Do(request)
	if err != nil {
		return 0, 0, errorWithoutAddress(err)
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil {
		wait = time.Duration(min(max(seconds, 0), int(laterTime/time.Second))) * time.Second
	}
	return response.StatusCode, wait, response.Body.Close()
}
