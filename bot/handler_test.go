package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
)

// Every command that is registered must be answered, and every option that
// promises proposals must give some.
func TestCommandsHaveRoutes(t *testing.T) {
	h := lightsHandler(t)
	for _, c := range h.Commands() {
		r := interact(t, h, command(t, c.Name))
		if title := r.Data.Embeds[0].Title; title == "I do not know that command" {
			t.Errorf("%s: %s", c.Name, title)
		}
		for _, o := range c.Options {
			if !o.Autocomplete {
				continue
			}
			if r := interact(t, h, typing(t, c.Name, o.Name, "l")); len(r.Data.Choices) == 0 {
				t.Errorf("%s %s proposes nothing", c.Name, o.Name)
			}
		}
	}
}

// What does not have the shape that Discord promises is answered all the same.
func TestInteractionMalformed(t *testing.T) {
	h := lightsHandler(t)
	for _, test := range []struct {
		name, raw string
		want      string // in the title
	}{
		{"nothing", `{}`, "I do not know that"},
		{"type as text", `{"type":"2","data":{"name":"help"}}`, "I do not know that"},
		{"no data", `{"type":2}`, "Please try again"},
		{"data as text", `{"type":2,"data":"help"}`, "I do not know that command"},
		{"data null", `{"type":2,"data":null}`, "Please try again"},
		{"no options", `{"type":2,"data":{"name":"ask"}}`, "What would you like to know?"},
		{"options null", `{"type":2,"data":{"name":"ask","options":null}}`, "What would you like to know?"},
		{"options as object", `{"type":2,"data":{"name":"ask","options":{"name":"question"}}}`, "What would you like to know?"},
		{"option as text", `{"type":2,"data":{"name":"ask","options":["question"]}}`, "What would you like to know?"},
		{"value null", `{"type":2,"data":{"name":"ask","options":[{"name":"question","value":null}]}}`, "What would you like to know?"},
		{"value object", `{"type":2,"data":{"name":"ask","options":[{"name":"question","value":{"a":1}}]}}`, "What would you like to know?"},
		{"value blank", `{"type":2,"data":{"name":"ask","options":[{"name":"question","value":" \n "}]}}`, "What would you like to know?"},
		{"value boolean", `{"type":2,"data":{"name":"ask","options":[{"name":"question","value":true}]}}`, "Not in my sources"},
		{"unknown option type", `{"type":2,"data":{"name":"term","options":[{"name":"name","type":77,"value":"vbl"}]}}`, "Vell Bay Lights"},
		{"option in a subcommand", `{"type":2,"data":{"name":"term","options":[{"name":"x","type":1,"options":[{"name":"name","value":"vbl"}]}]}}`, "Vell Bay Lights"},
		{"year as text", command(t, "timeline", "from", "1900"), "Timeline · since 1900"},
		{"year as nonsense", command(t, "timeline", "from", "soon", "to", true), "Timeline"},
		{"year with a fraction", command(t, "timeline", "from", 1900.5), "Timeline"},
		{"year enormous", command(t, "timeline", "from", 1e300), "Timeline"},
		{"year negative", command(t, "timeline", "from", -44), "Timeline"},
		{"years swapped", command(t, "timeline", "from", 1900, "to", 1850), "Timeline · 1850 to 1900"},
		{"topic by title", command(t, "timeline", "topic", "Service and Upkeep"), "Timeline · Service and upkeep"},
		{"term by name", command(t, "term", "name", "OCCULTING LIGHT"), "Occulting light"},
		{"term by question", command(t, "term", "name", "what does VBL mean"), "Vell Bay Lights"},
		{"id of another kind", command(t, "term", "name", "beacon"), "No such term"},
		{"project by title", command(t, "projects", "name", "logbook archive"), "Logbook archive"},
		{"no target", `{"type":2,"data":{"name":"Answer this","type":3}}`, "Nothing to answer"},
		{"target not resolved", `{"type":2,"data":{"name":"Answer this","type":3,"target_id":"7","resolved":{"messages":{}}}}`, "Nothing to answer"},
		{"target null", `{"type":2,"data":{"name":"Answer this","type":3,"target_id":"7","resolved":{"messages":{"7":null}}}}`, "Nothing to answer"},
		{"target as text", `{"type":2,"data":{"name":"Answer this","type":3,"target_id":"7","resolved":{"messages":{"7":"hello"}}}}`, "Nothing to answer"},
		{"resolved as list", `{"type":2,"data":{"name":"Answer this","type":3,"target_id":"7","resolved":[]}}`, "Nothing to answer"},
		{"click without data", `{"type":3}`, "I do not know that button"},
		{"click without id", `{"type":3,"data":{}}`, "I do not know that button"},
		{"click of unknown component type", `{"type":3,"data":{"component_type":99,"custom_id":"1|page|n|milestones||0|0|2"}}`, "Timeline"},
		{"click of unknown route", click(t, "1|dance"), "I do not know that button"},
		{"click of later version", click(t, "7|page|f|x"), "This button is out of date"},
		{"click with too few fields", click(t, "1|page|f"), "I do not know that button"},
		{"click on page none", click(t, "1|page|f|milestones||0|0|0"), "I do not know that button"},
		{"click on page minus", click(t, "1|page|f|milestones||0|0|-1"), "I do not know that button"},
		{"click on page text", click(t, "1|page|f|milestones||0|0|x"), "I do not know that button"},
		{"click on page enormous", click(t, "1|page|f|milestones||0|0|99999999999999999999"), "I do not know that button"},
		{"click on unknown kind", click(t, "1|page|f|recipes||0|0|1"), "I do not know that button"},
		{"modal", `{"type":5,"data":{"custom_id":"x"}}`, "I do not know that"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := interact(t, h, test.raw)
			if title := r.Data.Embeds[0].Title; title != test.want {
				t.Errorf("title %q, want %q", title, test.want)
			}
			if strings.HasPrefix(test.want, "I do not know") && !private(r) {
				t.Error("everybody sees that something was not understood")
			}
		})
	}
}

func TestAutocompleteMalformed(t *testing.T) {
	h := lightsHandler(t)
	for _, raw := range []string{
		`{"type":4}`,
		`{"type":4,"data":{}}`,
		`{"type":4,"data":{"name":"ask","options":[{"name":"question","value":"when"}]}}`,
		`{"type":4,"data":{"name":"dance","options":[{"name":"question","value":"when","focused":true}]}}`,
		`{"type":4,"data":{"name":"timeline","options":[{"name":"from","value":"19","focused":true}]}}`,
	} {
		r := interact(t, h, raw)
		if r.Type != discordgo.InteractionApplicationCommandAutocompleteResult || len(r.Data.Choices) != 0 {
			t.Errorf("%s gives %s", raw, encode(t, r))
		}
	}
}

// A handler without a set cannot but panic; nobody may notice more than an apology.
func TestPanic(t *testing.T) {
	var log bytes.Buffer
	h := bot.NewHandler(always(nil), bot.Build{}, slog.New(slog.NewJSONHandler(&log, nil)))

	r := interact(t, h, command(t, "ask", "question", "when"))
	if !private(r) || r.Data.Embeds[0].Title != "Something went wrong" {
		t.Errorf("interaction: %s", encode(t, r))
	}
	var record struct{ Msg, ID, Panic, Stack string }
	if err := json.Unmarshal(log.Bytes(), &record); err != nil {
		t.Fatalf("%v in %s", err, log.Bytes())
	}
	if record.ID != "1" || !strings.Contains(record.Stack, "ask.go") {
		t.Errorf("the log does not tell where it happened: %s", log.Bytes())
	}

	r = interact(t, h, click(t, "1|page|n|milestones||0|0|2"))
	if !private(r) || r.Data.Embeds[0].Title != "Something went wrong" {
		t.Errorf("click: %s", encode(t, r))
	}
	r = interact(t, h, typing(t, "ask", "question", "when"))
	if r.Type != discordgo.InteractionApplicationCommandAutocompleteResult || len(r.Data.Choices) != 0 {
		t.Errorf("autocomplete: %s", encode(t, r))
	}
	send := say(t, h, direct(t, "when"))
	if send == nil || send.Embeds[0].Title != "Something went wrong" {
		t.Errorf("message: %s", encode(t, send))
	}
	if r := h.Interaction(context.Background(), nil); r == nil {
		t.Error("no response to nil")
	}
}

// The same question gives the same bytes, from many goroutines at once too.
func TestConcurrent(t *testing.T) {
	h := lightsHandler(t)
	raws := []string{
		command(t, "ask", "question", "when was the South Light lit"),
		command(t, "timeline"),
		command(t, "help"),
		typing(t, "ask", "question", "when"),
	}
	var want []string
	for _, raw := range raws {
		want = append(want, string(encode(t, interact(t, h, raw))))
	}
	var wg sync.WaitGroup
	faults := make(chan error, 100*len(raws))
	for range 100 {
		wg.Go(func() {
			for i, raw := range raws {
				var in bot.Interaction
				if err := json.Unmarshal([]byte(raw), &in); err != nil {
					faults <- err
					return
				}
				got, err := json.Marshal(h.Interaction(context.Background(), &in))
				if err != nil {
					faults <- err
				} else if string(got) != want[i] {
					faults <- fmt.Errorf("%s gives %s", raw, got)
				}
			}
		})
	}
	wg.Wait()
	close(faults)
	for err := range faults {
		t.Error(err)
	}
}
