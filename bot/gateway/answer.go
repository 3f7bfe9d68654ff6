package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
)

const (
	// callbackTime is how long Discord waits for the answer to an interaction.
	// https://discord.com/developers/docs/interactions/receiving-and-responding
	callbackTime = 3 * time.Second
	// replyTime is how long a reply to a message is tried; later it would
	// surprise.
	replyTime = 30 * time.Second
	// earlierTime is how long Discord is asked for the message before a direct
	// one; then that is answered by itself.
	earlierTime = 2 * time.Second
	// typingAfter is how long a reply may take before people are shown that one
	// is under way.
	typingAfter = 300 * time.Millisecond
	// remembered is how many events are known again: Discord may deliver one twice.
	// https://discord.com/developers/docs/reference#consistency
	remembered = 10_000
)

// Codes of Discord's errors that are no failure of ours, or have a cure.
const (
	codeUnknownInteraction  = 10062
	codeAlreadyAnswered     = 40060
	codeMissingPermissions  = 50013
	codeNoHistoryForReplies = 160002
)

// onEvent takes every event, one after the other for each shard, and has those
// that the bot lives for answered by workers. The raw JSON is decoded by structs
// of our own (see conn.go). What does not speak to the bot, which is nearly every
// message in a server, costs next to nothing.
func (d *door) onEvent(event string, data []byte) {
	switch event {
	case "INTERACTION_CREATE":
		d.serve(event, data, callbackTime, &d.interactions, d.onInteraction)
	case "MESSAGE_CREATE":
		if self := d.self.Load(); self != nil && mayAddress(data, self.userID) {
			d.serve(event, data, replyTime, &d.messages, d.onMessage)
		}
	}
}

// mayAddress reports whether a message can speak to the bot: it is a direct one,
// or names it.
func mayAddress(message []byte, self string) bool {
	switch {
	case bytes.Contains(message, []byte(self)), !bytes.Contains(message, []byte(`"guild_id"`)):
		return true
	case !bytes.Contains(message, []byte(`"message_reference"`)): // which has the server that a forward is from
		return false
	}
	var direct struct {
		GuildID string `json:"guild_id"`
	}
	return json.Unmarshal(message, &direct) == nil && direct.GuildID == ""
}

// serve has an event answered within limit, from now on, by one of those workers.
func (d *door) serve(event string, data []byte, limit time.Duration, by *workers, answer func(ctx context.Context, leave func(), data []byte)) {
	if !d.running.Begin() {
		return
	}
	deadline := time.Now().Add(limit)
	by.run(func(leave func()) {
		defer d.running.Done()
		ctx, cancel := context.WithDeadline(d.work, deadline)
		defer cancel()
		if ctx.Err() != nil {
			d.log.Warn("too much to do: an event was dropped", "type", event)
			return
		}
		defer func() {
			if p := recover(); p != nil {
				d.log.Error("panic while answering", "panic", p, "stack", string(debug.Stack()))
			}
		}()
		answer(ctx, leave, data)
	})
}

func (d *door) onInteraction(ctx context.Context, leave func(), raw []byte) {
	var in bot.Interaction
	err := in.UnmarshalJSON(raw)
	id, errID := strconv.ParseUint(in.ID, 10, 64)
	if err != nil || errID != nil || in.Token == "" {
		d.log.Warn("an interaction cannot be answered: it has no id or token")
		return
	}
	if !d.seen.First(id) {
		return
	}
	began := time.Now()
	response, later := d.Handler.InTime(ctx, &in)
	if response == nil {
		return
	}
	contentType, body, err := response.Body()
	if err == nil {
		err = d.postCallback(ctx, leave, in.ID, in.Token, contentType, body)
	}
	if err == nil && later != nil {
		leave()
		err = d.sendLater(&in, later)
	}
	switch {
	case err == nil:
		d.log.Debug("interaction answered", "id", in.ID, "type", in.Type, "took", time.Since(began))
	case code(err) == codeUnknownInteraction:
		d.log.Warn("interaction answered too late", "id", in.ID, "type", in.Type, "took", time.Since(began))
	default:
		d.log.Warn("interaction not answered", "id", in.ID, "type", in.Type, "took", time.Since(began), "error", d.clean(err))
	}
}

// postCallback sends the answer to an interaction. It may be sent again: Discord
// takes one answer alone, and says so of the second. The worker's place
// is left for that.
func (d *door) postCallback(ctx context.Context, leave func(), id, token, contentType string, body []byte) error {
	repeated := false
	return persist(ctx, func() error {
		ctx, cancel := context.WithTimeout(ctx, callbackTime*2/3) // or a lost packet would cost the answer
		defer cancel()
		_, err := d.send(ctx, d.callback, request{method: "POST", address: discordgo.EndpointInteractionResponse(id, token), contentType: contentType, body: body})
		if repeated && code(err) == codeAlreadyAnswered {
			return nil // an earlier attempt has arrived after all
		}
		if repeated = true; err != nil {
			leave()
		}
		return err
	})
}

// sendLater sends the answer that Discord has been told of: as an edit of the
// clicked message, or as a message that follows.
// https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages
func (d *door) sendLater(in *bot.Interaction, later <-chan *bot.Response) error {
	ctx, cancel := context.WithTimeout(d.work, replyTime)
	defer cancel()
	var response *bot.Response
	select {
	case response = <-later:
	case <-ctx.Done():
		return ctx.Err()
	}
	if response == nil {
		return nil
	}
	// Nothing keeps Discord from taking a message that follows twice.
	method, address, may := "POST", discordgo.EndpointFollowupMessage(in.ApplicationID, in.Token), untaken
	if response.Type == discordgo.InteractionResponseUpdateMessage {
		method, address, may = "PATCH", discordgo.EndpointInteractionResponseActions(in.ApplicationID, in.Token), again
	}
	contentType, body, err := response.LaterBody()
	if err != nil {
		return err
	}
	return persistWhile(ctx, may, func() error {
		_, err := d.send(ctx, d.callback, request{method: method, address: address, contentType: contentType, body: body})
		return err
	})
}

func (d *door) onMessage(ctx context.Context, _ func(), raw []byte) {
	var m bot.Message
	self := d.self.Load()
	err := m.UnmarshalJSON(raw)
	id, errID := strconv.ParseUint(m.ID, 10, 64)
	if err != nil || errID != nil || m.ChannelID == "" || self == nil {
		return
	}
	if !bot.Addressed(&m, self.userID) || d.seen.Has(id) || d.mute.has(m.ChannelID) {
		return
	}
	began := time.Now()
	typing := time.AfterFunc(typingAfter, func() { d.showTyping(ctx, m.ChannelID) })
	defer typing.Stop()
	if d.Handler.WantsEarlier(&m, self.userID) {
		m.Referenced = d.earlier(ctx, &m)
	}
	send := d.Handler.Message(ctx, &m, self.userID)
	if send == nil || !d.seen.First(id) {
		return
	}
	err = d.postReply(ctx, &m, send)
	if refused := status(err) == http.StatusForbidden; refused || err == nil {
		d.mute.note(m.ChannelID, refused)
	}
	if err != nil {
		d.log.Warn("message not answered", "id", m.ID, "channel", m.ChannelID, "took", time.Since(began), "error", d.clean(err))
		return
	}
	d.log.Debug("message answered", "id", m.ID, "channel", m.ChannelID, "took", time.Since(began))
}

// earlier gives the message before m, nil where Discord does not tell it soon.
// https://discord.com/developers/docs/resources/message#get-channel-messages
func (d *door) earlier(ctx context.Context, m *bot.Message) *bot.Message {
	ctx, cancel := context.WithTimeout(ctx, earlierTime)
	defer cancel()
	address := discordgo.EndpointChannelMessages(m.ChannelID) + "?limit=1&before=" + m.ID
	raw, err := d.send(ctx, d.rest, request{method: "GET", address: address})
	var messages []*bot.Message
	if err == nil {
		err = json.Unmarshal(raw, &messages)
	}
	if err != nil {
		d.log.Debug("earlier message not told", "channel", m.ChannelID, "error", d.clean(err))
	}
	if len(messages) == 0 {
		return nil
	}
	return messages[0]
}

// showTyping shows for some seconds that the bot is about to write. Nothing is
// lost where that fails, so it is tried once.
func (d *door) showTyping(ctx context.Context, channelID string) {
	if _, err := d.send(ctx, d.rest, request{method: "POST", address: discordgo.EndpointChannelTyping(channelID)}); err != nil {
		d.log.Debug("typing not shown", "channel", channelID, "error", d.clean(err))
	}
}

// postReply sends a reply. Its nonce is the message's id, so that Discord
// drops what is sent twice. Where the bot may not read the history, which a
// reply needs, it is sent as a plain message; where it may not embed, as text.
func (d *door) postReply(ctx context.Context, m *bot.Message, send *discordgo.MessageSend) error {
	address := discordgo.EndpointChannelMessages(m.ChannelID)
	post := func(asReply bool) error {
		body, err := messageBody(send, m, asReply)
		if err != nil {
			return err
		}
		return persist(ctx, func() error {
			_, err := d.send(ctx, d.rest, request{method: "POST", address: address, body: body})
			return err
		})
	}
	err := post(true)
	if code(err) == codeNoHistoryForReplies {
		err = post(false)
	}
	if code(err) == codeMissingPermissions && m.GuildID != "" && len(send.Embeds) > 0 {
		return d.postReply(ctx, m, d.Handler.Plain(send))
	}
	return err
}
