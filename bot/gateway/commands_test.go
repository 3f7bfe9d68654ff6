package gateway_test

import (
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/gateway"
	"attache/knowledge"
)

func withCommands(t *testing.T, guild string) func(*gateway.Options) {
	t.Helper()
	commands := handler(t).Commands()
	return func(o *gateway.Options) { o.Commands, o.GuildID = commands, guild }
}

func TestCommandsAreRegisteredOnce(t *testing.T) {
	t.Parallel()
	for name, guild := range map[string]string{"global": "", "one server": discordtest.GuildID} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			first := start(t, fake, withCommands(t, guild))
			put := fake.AwaitCommands(1)
			if put.GuildID != guild {
				t.Errorf("commands were registered in %q, want %q", put.GuildID, guild)
			}
			if has := strings.Contains(string(put.Body), `"contexts":[0,1,2]`); has != (guild == "") {
				t.Errorf("contexts, which only global commands have: %t", has)
			}
			first.stop()
			if err := first.result(); err != nil {
				t.Fatal(err)
			}

			start(t, fake, withCommands(t, guild)) // the same again: nothing to write
			fake.AwaitReady(2)
			path := "/applications/" + discordtest.ApplicationID
			if guild != "" {
				path += "/guilds/" + guild
			}
			fake.AwaitRequests("GET "+path+"/commands", 2)
			fake.Settle()
			if n := len(fake.CommandPuts()); n != 1 {
				t.Errorf("unchanged commands were registered %d times", n)
			}
		})
	}
}

func TestChangedCommandsAreRegistered(t *testing.T) {
	t.Parallel()
	ours, err := json.Marshal(handler(t).Commands())
	if err != nil {
		t.Fatal(err)
	}
	for name, held := range map[string]string{
		"another description": strings.Replace(string(ours), `"description":"`, `"description":"Once: `, 1),
		"one more":            strings.Replace(string(ours), "[", `[{"name":"old","description":"d"},`, 1),
		"another context":     strings.Replace(string(ours), `"contexts":[0,1,2]`, `"contexts":[0]`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			fake.HoldCommands("", []byte(held))
			start(t, fake, withCommands(t, ""))
			fake.AwaitCommands(1)
		})
	}
}

// When the handler's set is replaced while the bot runs, its commands are
// registered as far as they have changed.
func TestRenewedCommandsAreRegistered(t *testing.T) {
	t.Parallel()
	set, err := knowledge.Load("../testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	other := *set
	other.Subject = "something else"
	var current atomic.Pointer[knowledge.Set]
	current.Store(set)
	h := bot.NewHandler(current.Load, bot.Build{}, nil)
	renewed := make(chan struct{})
	fake := discordtest.New(t)
	start(t, fake, func(o *gateway.Options) { o.Handler, o.Commands, o.Renewed = h, h.Commands(), renewed })
	fake.AwaitCommands(1)
	renewed <- struct{}{} // the same set
	current.Store(&other)
	renewed <- struct{}{}
	if put := fake.AwaitCommands(2); !strings.Contains(string(put.Body), "something else") {
		t.Errorf("registered: %s", put.Body)
	}
	works(t, fake)
}

func TestRegistrationIsRepeated(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	fake.Fail("PUT /applications/", 2, discordtest.Failing(500))
	start(t, fake, withCommands(t, ""))
	fake.AwaitCommands(1)
}

func TestFailedRegistrationIsNotFatal(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	fake.Fail("PUT /applications/", 1, discordtest.Refusing(400, 50035))
	start(t, fake, withCommands(t, ""))
	fake.AwaitRequests("PUT /applications/"+discordtest.ApplicationID+"/commands", 1)
	works(t, fake)
}

func TestUnauthorizedRegistrationIsFatal(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	fake.Fail("GET /applications/", 1, discordtest.Failing(401))
	bot := start(t, fake, func(o *gateway.Options) {
		o.Commands = []*discordgo.ApplicationCommand{{Name: "a", Description: "b"}}
	})
	checkFatal(t, bot.result(), 401, "DISCORD_TOKEN")
}

// Where Discord sends interactions to a URL, none comes over the gateway; that is told,
// and the URL, which may have a secret, is not.
func TestEndpointElsewhereIsTold(t *testing.T) {
	t.Parallel()
	const told = "Discord sends commands and clicks to an interactions endpoint URL"
	fake := discordtest.New(t, discordtest.Endpoint("https://example.org/interactions?key=sesame"))
	bot := start(t, fake)
	bot.log.await(t, told)
	if strings.Contains(bot.log.String(), "sesame") {
		t.Error("the URL is logged")
	}

	fake = discordtest.New(t)
	bot = start(t, fake)
	fake.AwaitRequests("GET /applications/@me", 1)
	bot.stop()
	if err := bot.result(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(bot.log.String(), told) {
		t.Error("told although there is none")
	}
}
