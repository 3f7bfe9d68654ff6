package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/knowledge"
)

// busy is a handler that answers three requests a minute of a user, five in a
// channel, and the time that it goes by.
func busy(t *testing.T) (h *bot.Handler, now *time.Time) {
	t.Helper()
	set, err := knowledge.Load("testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	at := clock()
	return bot.NewHandler(always(set), build, nil, bot.WithFairUse(bot.FairUse{User: 3, Channel: 5}),
		bot.WithClock(func() time.Time { return at })), &at
}

// by has a user in a channel send raw.
func by(user, channel, raw string) string {
	return strings.Replace(raw, "{", fmt.Sprintf(`{"channel_id":%q,"user":{"id":%q},`, channel, user), 1)
}

// outcome tells how a request was answered.
func outcome(t *testing.T, h *bot.Handler, raw string) string {
	t.Helper()
	r := h.Interaction(context.Background(), unmarshal(t, raw))
	switch {
	case r == nil:
		return "silence"
	case r.Type == discordgo.InteractionResponseDeferredMessageUpdate:
		return "acknowledged"
	case private(r) && r.Data.Embeds[0].Title == "One moment, please":
		return "warning"
	}
	return "answer"
}

func TestFairUse(t *testing.T) {
	h, now := busy(t)
	ask, press := command(t, "ask", "question", "when was the South Light lit"), click(t, "1|entry||m1853")
	steps := func(name string, want ...string) {
		t.Helper()
		for i, step := range want {
			who, wanted, _ := strings.Cut(step, " ")
			raw := by("1", "7", ask)
			switch who {
			case "press":
				raw = by("1", "7", press)
			case "other":
				raw = by("2", "8", ask)
			case "mate":
				raw = by("3", "7", ask)
			case "nobody":
				raw = ask
			}
			if got := outcome(t, h, raw); got != wanted {
				t.Errorf("%s, step %d: %s gets %s, want %s", name, i+1, who, got, wanted)
			}
		}
	}
	steps("at first", "ask answer", "press answer", "ask answer", "ask warning", "ask silence", "press acknowledged", "other answer", "nobody answer")
	for range 10 {
		if r := interact(t, h, by("1", "7", typing(t, "ask", "question", "when"))); len(r.Data.Choices) == 0 {
			t.Error("completions count")
		}
	}
	*now = now.Add(20 * time.Second)
	steps("after a third of a minute", "ask answer", "ask warning", "ask silence")
	steps("in the channel", "mate answer", "mate answer", "mate warning", "mate silence")
	*now = now.Add(time.Hour)
	steps("after a long pause", "ask answer", "ask answer", "ask answer", "ask warning")
}

// What a full channel leaves unanswered does not count against the user elsewhere.
func TestFairUseOfFullChannel(t *testing.T) {
	h, _ := busy(t)
	ask := command(t, "ask", "question", "when was the South Light lit")
	for i, step := range []struct{ user, channel, want string }{
		{"1", "7", "answer"}, {"1", "7", "answer"}, {"1", "7", "answer"}, {"2", "7", "answer"}, {"2", "7", "answer"},
		{"3", "7", "warning"}, {"3", "7", "silence"}, {"3", "7", "silence"},
		{"3", "8", "answer"}, {"3", "8", "answer"}, {"3", "8", "answer"}, {"3", "8", "warning"},
	} {
		if got := outcome(t, h, by(step.user, step.channel, ask)); got != step.want {
			t.Errorf("step %d: user %s in channel %s gets %s, want %s", i+1, step.user, step.channel, got, step.want)
		}
	}
}

func TestFairUseMessages(t *testing.T) {
	h, _ := busy(t)
	for i, want := range []string{"South Light lit", "South Light lit", "South Light lit", "One moment, please", "", ""} {
		send := say(t, h, direct(t, "when was the South Light lit"))
		switch {
		case send == nil && want != "", send != nil && send.Embeds[0].Title != want:
			t.Errorf("message %d gets %s, want %q", i+1, encode(t, send), want)
		}
	}
}

// In a server nobody else is bothered with a warning; it comes where it is seen by the
// one who asked alone.
func TestFairUseMentions(t *testing.T) {
	h, _ := busy(t)
	for i, want := range []bool{true, true, true, false, false} {
		if send := say(t, h, mention(t, "<@1000> when was the South Light lit")); (send != nil) != want {
			t.Errorf("mention %d gets %s", i+1, encode(t, send))
		}
	}
	ask := by("9", "7", command(t, "ask", "question", "when was the South Light lit")) // 9 has mentioned it
	for i, want := range []string{"warning", "silence"} {
		if got := outcome(t, h, ask); got != want {
			t.Errorf("command %d gets %s, want %s", i+1, got, want)
		}
	}
}
