package bot

import (
	"context"
	"time"

	"github.com/bwmarrin/discordgo"
)

// usualPatience is how long somebody who clicks may wait until Discord is told
// that an answer is under way: half of the three seconds that Discord gives.
// https://discord.com/developers/docs/interactions/receiving-and-responding
const usualPatience = 1500 * time.Millisecond

// WithPatience has [Handler.InTime] defer what takes longer than d.
func WithPatience(d time.Duration) Setting {
	return func(h *Handler) { h.patience = d }
}

// InTime is [Handler.Interaction] for a door to which Discord will not listen
// for long. Where the answer to a click, which may have a picture to draw, takes
// too long, the response only says that one is under way, and later gives the
// answer: one of the type UpdateMessage is an edit of the clicked message, any
// other one a message that follows. Otherwise later is nil. Whatever is no click
// is answered at once, and so is a click for a form, which Discord takes at first only.
func (h *Handler) InTime(ctx context.Context, in *Interaction) (response *Response, later <-chan *Response) {
	if in == nil || in.Type != typeComponent || opensForm(in) {
		return h.Interaction(ctx, in), nil
	}
	answer := make(chan *Response, 1)
	go func() { answer <- h.Interaction(ctx, in) }() // which recovers from a panic
	late := time.NewTimer(h.patience)
	defer late.Stop()
	select {
	case response := <-answer:
		return response, nil
	case <-late.C:
		return &Response{Type: discordgo.InteractionResponseDeferredMessageUpdate}, answer
	}
}

// opensForm reports whether a click is answered with a form.
func opensForm(in *Interaction) bool {
	if in.Data == nil {
		return false
	}
	route, _, err := decodeCustomID(in.Data.CustomID)
	return err == nil && route == wrongRoute
}
