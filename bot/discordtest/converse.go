package discordtest

import (
	"fmt"
	"slices"
)

// Interact delivers an interaction and returns the bot's answer to it.
func (f *Fake) Interact(interaction Payload) Callback {
	f.t.Helper()
	c, err := f.Deliver(interaction).Await()
	if err != nil {
		f.t.Fatalf("discordtest: %v\n%s", err, f.summary())
	}
	return c
}

// Deliver dispatches an interaction without waiting for its answer. Delivering
// it again makes the duplicate that Discord may send.
func (f *Fake) Deliver(interaction Payload) *Delivery { return f.Prepare(interaction)() }

// Prepare encodes an interaction, so that a load need not; what it gives is
// Deliver for that.
func (f *Fake) Prepare(interaction Payload) (deliver func() *Delivery) {
	id, out := interaction.ID(), eventOf("INTERACTION_CREATE", interaction)
	token, _ := interaction["token"].(string)
	kind, _ := interaction["type"].(int)
	return func() *Delivery {
		f.mu.Lock()
		d := f.pending[id]
		if d == nil {
			d = f.newDelivery(id, token, kind)
			f.pending[id] = d
		}
		f.mu.Unlock()
		f.dispatch(out, d)
		return d
	}
}

// Callback waits for the answer to a delivered interaction. It may be called
// from any goroutine.
func (f *Fake) Callback(interactionID string) (Callback, error) {
	f.mu.Lock()
	d := f.pending[interactionID]
	f.mu.Unlock()
	if d == nil {
		return Callback{}, fmt.Errorf("interaction %s was never delivered", interactionID)
	}
	return d.Await()
}

// AwaitLater returns what followed the answer to an interaction: an edit of what
// that shows, or another message.
func (f *Fake) AwaitLater(interaction Payload) Later {
	f.t.Helper()
	var later Later
	f.await("what follows interaction "+interaction.ID(), func() bool {
		i := slices.IndexFunc(f.record.later, func(l Later) bool { return l.Token == interaction["token"] })
		if i >= 0 {
			later = f.record.later[i]
		}
		return i >= 0
	})
	return later
}

// Say delivers a message, as the bot's intents let it see it: without the
// privileged intent its content is blank unless it is direct or mentions the bot.
func (f *Fake) Say(message Payload) *Delivery {
	var d *Delivery
	f.change(func() {
		f.messages[message.ID()] = true
		if d = f.said[message.ID()]; d == nil {
			d = f.newDelivery(message.ID(), "", 0)
			f.said[d.id] = d
		}
	})
	_, inGuild := message["guild_id"]
	if inGuild && !mentionsBot(message) {
		message = message.With("content", "").With("embeds", []any{}).
			With("attachments", []any{}).With("components", []any{})
	}
	f.dispatch(eventOf("MESSAGE_CREATE", message), d)
	return d
}

func mentionsBot(message Payload) bool {
	mentions, _ := message["mentions"].([]any)
	for _, m := range mentions {
		if u, ok := m.(Payload); ok && u.ID() == BotID {
			return true
		}
	}
	return false
}

// Reply delivers a message and returns the bot's reply to it.
func (f *Fake) Reply(message Payload) Sent {
	f.t.Helper()
	f.Say(message)
	return f.AwaitReply(message)
}

// AwaitReply returns the bot's reply to a message.
func (f *Fake) AwaitReply(message Payload) Sent {
	f.t.Helper()
	var reply Sent
	f.await("a reply to message "+message.ID(), func() bool {
		for _, s := range f.record.sent {
			if s.ReplyTo == message.ID() {
				reply = s
				return true
			}
		}
		return false
	})
	return reply
}

// NoReply delivers a message and fails the test when the bot writes anything
// while it answers several later interactions, each awaited before the next.
func (f *Fake) NoReply(message Payload) {
	f.t.Helper()
	before := len(f.Messages())
	f.Say(message)
	f.Settle()
	if sent := f.Messages(); len(sent) > before {
		f.t.Errorf("discordtest: message %s was answered: %s", message.JSON(), sent[before].Body)
	}
}

// Settle delivers a few interactions one after the other and awaits their
// answers: whatever was delivered before has been seen by then.
func (f *Fake) Settle() {
	f.t.Helper()
	for range 3 {
		f.Interact(Slash(Direct, "help"))
	}
}
