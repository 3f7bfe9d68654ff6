package bot_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/knowledge"
)

// TestOutcome holds what an observer is told of each kind of request.
func TestOutcome(t *testing.T) {
	set, err := lights()
	if err != nil {
		t.Fatal(err)
	}
	question := func(text string) discordtest.Payload {
		return discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", text))
	}
	for name, tt := range map[string]struct {
		in   discordtest.Payload
		want bot.Outcome // but for Confidence
	}{
		"ping":       {discordtest.Ping(), bot.Outcome{Request: bot.RequestPing}},
		"answer":     {question(set.Entries[0].Questions[0]), bot.Outcome{Request: bot.RequestCommand, Question: bot.QuestionAnswered}},
		"refusal":    {question("qwrtz plmbk"), bot.Outcome{Request: bot.RequestCommand, Question: bot.QuestionRefused}},
		"greeting":   {question("hello"), bot.Outcome{Request: bot.RequestCommand, Question: bot.QuestionTalk}},
		"help":       {discordtest.Slash(discordtest.Guild, "help"), bot.Outcome{Request: bot.RequestCommand}},
		"typing":     {discordtest.Autocomplete(discordtest.Guild, "ask", discordtest.String("question", "wh")), bot.Outcome{Request: bot.RequestCompletion}},
		"unheard of": {discordtest.Payload{"id": "1", "type": 99}, bot.Outcome{Request: bot.RequestUnknown}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []bot.Outcome
			h := bot.NewHandler(always(set), build, nil, bot.WithClock(ticking()), bot.WithObserver(func(o bot.Outcome) { got = append(got, o) }))
			var in bot.Interaction
			if err := json.Unmarshal(tt.in.JSON(), &in); err != nil {
				t.Fatal(err)
			}
			h.Interaction(t.Context(), &in)
			if len(got) != 1 {
				t.Fatalf("%d outcomes, want one", len(got))
			}
			o := got[0]
			if answered := tt.want.Question == bot.QuestionAnswered; answered != (o.Confidence > 0.5) || o.Confidence > 1 {
				t.Errorf("confidence %v", o.Confidence)
			}
			if o.Took <= 0 {
				t.Errorf("took %v", o.Took)
			}
			o.Confidence, o.Took = 0, 0
			if o != tt.want {
				t.Errorf("got %+v, want %+v", o, tt.want)
			}
		})
	}
}

// TestOutcomeOfTrouble holds that a panic and an exceeded fair use are told, and
// that nothing is told of a message that speaks to nobody.
func TestOutcomeOfTrouble(t *testing.T) {
	var got []bot.Outcome
	observe := bot.WithObserver(func(o bot.Outcome) { got = append(got, o) })
	broken := bot.NewHandler(func() *knowledge.Set { panic(errors.New("no set")) }, build, nil, observe)
	broken.Message(t.Context(), &bot.Message{ID: "1", Author: &bot.User{ID: "2"}, Content: "hello"}, self)
	broken.Message(t.Context(), &bot.Message{ID: "1", GuildID: "3", Author: &bot.User{ID: "2"}, Content: "hello"}, self)

	set, err := lights()
	if err != nil {
		t.Fatal(err)
	}
	strict := bot.NewHandler(always(set), build, nil, observe, bot.WithClock(clock), bot.WithFairUse(bot.FairUse{User: 1}))
	for i := range 3 {
		strict.Message(t.Context(), &bot.Message{ID: fmt.Sprint(i), Author: &bot.User{ID: "2"}, Content: "hello"}, self)
	}
	var told string
	for _, o := range got {
		told += fmt.Sprintf("%s held=%t panicked=%t\n", o.Request, o.Held, o.Panicked)
	}
	want := `message held=false panicked=true
message held=false panicked=false
message held=true panicked=false
message held=true panicked=false
`
	if told != want {
		t.Errorf("got\n%s\nwant\n%s", told, want)
	}
}

// ticking is a clock that goes on by a millisecond each time it is read.
func ticking() func() time.Time {
	at := clock()
	return func() time.Time {
		at = at.Add(time.Millisecond)
		return at
	}
}
