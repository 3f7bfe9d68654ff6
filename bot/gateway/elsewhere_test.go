package gateway

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/knowledge"
)

// holds is a Discord that holds the given commands, with ids that begin with id, and lets
// nobody change them.
func holds(t *testing.T, id string, commands []*discordgo.ApplicationCommand) func(*http.Request) (int, string, string) {
	t.Helper()
	var held []discordgo.ApplicationCommand
	for _, c := range commands {
		with := *c
		with.ID = id + c.Name
		held = append(held, with)
	}
	body, err := json.Marshal(held)
	if err != nil {
		t.Fatal(err)
	}
	return func(r *http.Request) (int, string, string) {
		if r.Method != http.MethodGet {
			t.Errorf("%s %s, which is for another process", r.Method, r.URL.Path)
		}
		return http.StatusOK, "application/json", string(body)
	}
}

// help is what /help says.
func help(t *testing.T, h *bot.Handler) string {
	t.Helper()
	var in bot.Interaction
	if err := in.UnmarshalJSON([]byte(`{"id":"1","token":"t","type":2,"data":{"name":"help"}}`)); err != nil {
		t.Fatal(err)
	}
	_, body, err := h.Interaction(t.Context(), &in).Body()
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// A process that leaves the commands to the one of the first shard takes what Discord
// holds only when that has written them: in an update it starts before that one.
func TestCommandsAreAwaitedFromElsewhere(t *testing.T) {
	set, err := knowledge.Load("../testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		h := bot.NewHandler(func() *knowledge.Set { return set }, bot.Build{}, nil)
		before, after := holds(t, "8", h.Commands()[1:]), holds(t, "9", h.Commands())
		discord := &answering{answers: []func(*http.Request) (int, string, string){before, before, after}}
		var o told
		d, err := newDoor(Options{Token: "sesame", Handler: h, Observer: &o, Commands: h.Commands(), Shards: Shards{4, 7, 16}})
		if err != nil {
			t.Fatal(err)
		}
		d.rest.Client.Transport = newTransportOf(RequestOther, discord, newLimiter(&o, nil), &o, func(bool) {})
		go d.keepCommands(t.Context(), "1")
		for _, want := range []struct {
			after time.Duration
			told  []string
			asked int
			links bool
		}{
			{lookPause / 2, []string{"commands false"}, 1, false},
			{lookPause, []string{"commands false", "commands false"}, 2, false},
			{lookPause, []string{"commands false", "commands false", "commands true"}, 3, true},
			{time.Hour, []string{"commands false", "commands false", "commands true"}, 3, true},
		} {
			time.Sleep(want.after)
			said := help(t, h)
			links := strings.Contains(said, "/ask:9ask")
			if got := o.all(); !slices.Equal(got, want.told) || discord.count() != want.asked || links != want.links {
				t.Errorf("told %q, asked %d times, has the ids: %t; want %+v", got, discord.count(), links, want)
			}
			if strings.Contains(said, ":8") {
				t.Error("ids are taken from what is not as it should be")
			}
		}
	})
}
