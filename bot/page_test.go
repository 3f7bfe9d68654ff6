package bot_test

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/knowledge"
)

// buttons gives a reply's buttons by their labels.
func buttons(t testing.TB, components []discordgo.MessageComponent) map[string]discordgo.Button {
	t.Helper()
	found := map[string]discordgo.Button{}
	for _, c := range components {
		row, ok := c.(discordgo.ActionsRow)
		if !ok {
			t.Fatalf("%T stands where a row should", c)
		}
		for _, c := range row.Components {
			if b, ok := c.(discordgo.Button); ok {
				found[b.Label] = b
			}
		}
	}
	return found
}

// walk turns the pages of a list from where response is until the button named
// is dead, and gives the descriptions it saw.
func walk(t *testing.T, h *bot.Handler, response *bot.Response, button string) (last *bot.Response, seen []string) {
	t.Helper()
	for range 1000 {
		seen = append(seen, response.Data.Embeds[0].Description)
		b, ok := buttons(t, response.Data.Components)[button]
		if !ok || b.Disabled {
			return response, seen
		}
		response = interact(t, h, click(t, b.CustomID))
		if response.Type != discordgo.InteractionResponseUpdateMessage {
			t.Fatalf("a click gives type %d: %s", response.Type, encode(t, response))
		}
	}
	t.Fatal("there is no end of pages")
	return nil, nil
}

func TestPaging(t *testing.T) {
	lights, err := knowledge.Load("testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	builtin, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []*knowledge.Set{lights, builtin} {
		t.Run(set.Name, func(t *testing.T) {
			h := bot.NewHandler(always(set), build, nil)
			all := set.Select(knowledge.Query{})
			start := interact(t, h, command(t, "timeline"))
			end, forward := walk(t, h, start, "Next")
			text := strings.Join(forward, "\n")
			for _, e := range all {
				if !told(text, e) {
					t.Errorf("%s, %s is on no page", e.Date.Spoken(), e.Title)
				}
			}
			if n := strings.Count("\n"+text, "\n- "); n != len(all) {
				t.Errorf("%d lines for %d milestones", n, len(all))
			}
			back, backward := walk(t, h, end, "Prev")
			if len(backward) != len(forward) || len(forward) != (len(all)+9)/10 {
				t.Errorf("%d pages forward, %d back for %d milestones", len(forward), len(backward), len(all))
			}
			back.Data.Attachments = nil // what an update says of them is for messages that had some
			if got, want := encode(t, back.Data), encode(t, start.Data); string(got) != string(want) {
				t.Errorf("the way back ends at %s, not %s", got, want)
			}
			if len(forward) > 1 {
				jump := interact(t, h, click(t, buttons(t, start.Data.Components)["Last"].CustomID))
				if got, want := encode(t, jump.Data), encode(t, end.Data); string(got) != string(want) {
					t.Errorf("Last shows %s, not %s", got, want)
				}
			}
		})
	}
}

// A button outlives the program and the knowledge it was made from.
func TestPagingAfterRestart(t *testing.T) {
	before := interact(t, lightsHandler(t), command(t, "timeline"))
	id := buttons(t, before.Data.Components)["Next"].CustomID

	set, err := knowledge.Load("testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	want := encode(t, interact(t, lightsHandler(t), click(t, id)))
	if got := encode(t, interact(t, bot.NewHandler(always(set), build, nil), click(t, id))); string(got) != string(want) {
		t.Errorf("after a restart the button shows %s, not %s", got, want)
	}

	// Now the set has shrunk, so that there are fewer pages, or none at all.
	long := interact(t, embeddedHandler(t), command(t, "timeline", "topic", "security"))
	r := interact(t, lightsHandler(t), click(t, buttons(t, interact(t, embeddedHandler(t), command(t, "timeline")).Data.Components)["Last"].CustomID))
	if next := buttons(t, r.Data.Components)["Next"]; r.Type != discordgo.InteractionResponseUpdateMessage || !next.Disabled || len(r.Data.Embeds) != 1 {
		t.Errorf("a shrunken list shows %s", encode(t, r))
	}
	r = interact(t, lightsHandler(t), click(t, buttons(t, long.Data.Components)["Last"].CustomID))
	if r.Type != discordgo.InteractionResponseChannelMessageWithSource || !private(r) {
		t.Errorf("an empty list shows %s", encode(t, r))
	}
}
