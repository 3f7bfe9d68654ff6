package gateway_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/bot/discordtest"
)

// An answer that Discord has taken, but did not acknowledge, is not given
// twice, and one that it has not taken is given.
func TestLostAcknowledgements(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]discordtest.Response{
		"reset":       discordtest.Resetting(),
		"reset taken": discordtest.Resetting().Taken(),
		"500 taken":   discordtest.Failing(500).Taken(),
		"502 taken":   discordtest.Failing(502).Taken(),
		"hang":        discordtest.Hanging(),
		"hang taken":  discordtest.Hanging().Taken(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			bot := start(t, fake)
			fake.AwaitReady(1)
			fake.Fail("POST /interactions/", 1, fault)
			in := discordtest.Slash(discordtest.Guild, "help")
			fake.Interact(in)
			fake.AwaitRequests(fmt.Sprintf("POST /interactions/%s/%s/callback", in.ID(), in["token"]), 2)
			if name == "hang" || name == "hang taken" {
				return // a message has thirty seconds, and one attempt fifteen
			}
			fake.Fail("POST /channels/"+discordtest.DirectID+"/messages", 1, fault)
			m := discordtest.Message(discordtest.Direct, "what is this")
			fake.Reply(m)
			fake.AwaitRequests("POST /channels/"+discordtest.DirectID+"/messages", 2)
			fake.Settle()
			if n := len(fake.Messages()); n != 1 {
				t.Errorf("%d replies were taken", n)
			}
			if log := bot.log.String(); strings.Contains(log, "not answered") {
				t.Errorf("an answer counts as lost:\n%s", log)
			}
		})
	}
}

// A callback is not tried after the three seconds that it is good for.
func TestCallbackEndsWithItsWindow(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]discordtest.Response{
		"500":  discordtest.Failing(500),
		"429":  discordtest.TooMany(400*time.Millisecond, false),
		"long": discordtest.TooMany(time.Hour, false),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			var o observed
			bot := start(t, fake, observe(&o))
			fake.AwaitReady(1)
			fake.Fail("POST /interactions/", 1000, fault)
			began := time.Now()
			fake.Deliver(discordtest.Slash(discordtest.Guild, "help"))
			bot.log.await(t, "interaction not answered")
			if took := time.Since(began); took > discordtest.Window+time.Second {
				t.Errorf("tried for %v", took)
			}
			if n := count(fake.Requests(), "POST /interactions/"); name == "long" && n != 1 {
				t.Errorf("%d requests although Discord wants none for an hour", n)
			}
		})
	}
}

// Pages of the firewall open the breaker: after a few no request goes out. The
// other kind of requests is not held off.
func TestFirewallOpensTheBreaker(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	var o observed
	bot := start(t, fake, observe(&o))
	fake.AwaitReady(1)
	o.await(t, "request GET /applications/@me 200", 1) // an answer between the pages would begin their count anew
	fake.Fail("POST /channels/", 1000, discordtest.Banned())
	for i := range 3 { // one after the other
		fake.Say(discordtest.Message(discordtest.Direct, "what does VBL mean"))
		bot.log.awaitTimes(t, "message not answered", i+1)
	}
	o.await(t, "breaker other true", 1)
	bot.log.awaitTimes(t, "the firewall before Discord locks this address out", 3)
	const messages = "POST /channels/" + discordtest.DirectID + "/messages" // that somebody types may be under way
	met := count(fake.Requests(), messages)
	for range 10 {
		fake.Say(discordtest.Message(discordtest.Direct, "what does VBL mean"))
	}
	bot.log.await(t, "held back by the refusals limit")
	fake.Settle()
	if n := count(fake.Requests(), messages); n != met {
		t.Errorf("%d requests went out after the breaker had opened", n-met)
	}
	if n := strings.Count(bot.log.String(), "would lock this address out"); n != 1 {
		t.Errorf("the log says so %d times", n)
	}
}

// Many refusals open it, too, long before 10,000.
func TestRefusalsOpenTheBreaker(t *testing.T) {
	t.Parallel()
	for _, status := range []int{401, 403} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			var o observed
			start(t, fake, observe(&o))
			fake.AwaitReady(1)
			fake.Fail("POST /interactions/", 1_000_000, discordtest.Refusing(status, 0))
			var asked sync.WaitGroup
			for range 8 {
				asked.Go(func() {
					for range 100 {
						fake.Deliver(discordtest.Slash(discordtest.Guild, "help"))
					}
				})
			}
			asked.Wait()
			o.await(t, "breaker callback true", 1)
			o.await(t, fmt.Sprintf("request POST /interactions/{interaction}/{token}/callback %d", status), 500)
			if n := count(fake.Requests(), "POST /interactions/"); n > 1100 {
				t.Errorf("%d requests were refused", n)
			}
			fake.Reply(discordtest.Message(discordtest.Direct, "what is this")) // the other kind
		})
	}
}

// Where the bot may not write it tries a few times, and then not for a while,
// however often somebody mentions it there.
func TestForbiddenChannelIsLeftAlone(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	bot := start(t, fake)
	fake.AwaitReady(1)
	fake.Fail("POST /channels/"+discordtest.ChannelID+"/messages", 1000, discordtest.Refusing(403, 50001))
	address := func(i int) discordtest.Payload {
		return discordtest.Message(discordtest.Guild, fmt.Sprint(mention, "what is this ", i), discordtest.Mention())
	}
	for i := range 3 {
		fake.Say(address(i))
		bot.log.awaitTimes(t, "message not answered", i+1)
	}
	met := count(fake.Requests(), "POST /channels/"+discordtest.ChannelID+"/messages")
	for i := range 50 {
		fake.Say(address(i))
	}
	fake.Reply(discordtest.Message(discordtest.Direct, "what is this"))
	if n := count(fake.Requests(), "POST /channels/"+discordtest.ChannelID+"/messages"); n != met {
		t.Errorf("%d more requests where the bot may not write", n-met)
	}
}

// A limit on messages does not hold up the callbacks, and a limit on one
// channel no other.
func TestLimitsAreApart(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	fake.Fail("POST /channels/"+discordtest.ChannelID+"/messages", 1, discordtest.TooMany(time.Hour, false))
	fake.Say(discordtest.Message(discordtest.Guild, mention+"what is this", discordtest.Mention()))
	fake.AwaitRequests("POST /channels/"+discordtest.ChannelID+"/messages", 1)
	fake.Reply(discordtest.Message(discordtest.Direct, "what is this"))
	works(t, fake)
}

// Replies that wait for a limit take no place from interactions, however many wait.
func TestWaitingRepliesSpareInteractions(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake, embedded(t))
	fake.AwaitReady(1)
	post := "POST /channels/" + discordtest.ChannelID + "/messages"
	fake.Fail(post, 1, discordtest.TooMany(10*time.Second, false))
	for range 600 {
		fake.Say(discordtest.Message(discordtest.Guild, mention+"what is this", discordtest.Mention()))
	}
	fake.AwaitRequests(post, 1)
	for range 200 { // by and by each reply waits
		works(t, fake)
	}
}

// Replies that hang take no connection from callbacks, as over HTTP/1.1 there are but
// some.
func TestHangingRepliesSpareCallbacks(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake, embedded(t))
	fake.AwaitReady(1)
	fake.Fail("POST /channels/", 1000, discordtest.Hanging())
	channel := func(i int) string { return fmt.Sprint(900000000000001000 + i) }
	for i := range 32 {
		fake.Say(discordtest.Message(discordtest.Guild, mention+"what is this", discordtest.Mention()).With("channel_id", channel(i)))
	}
	for i := range 32 { // 64 requests, as many as there are connections
		fake.AwaitRequests("POST /channels/"+channel(i)+"/messages", 1)
		fake.AwaitRequests("POST /channels/"+channel(i)+"/typing", 1)
	}
	works(t, fake)
	fake.Calm()
}

// What a proxy writes on its page of errors is not logged.
func TestPagesAreNotLogged(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	fake.Fail("GET /gateway/bot", 1, discordtest.Response{Status: http.StatusBadGateway, Body: strings.Repeat("the proxy's page ", 3000)})
	r := start(t, fake)
	fake.AwaitReady(1)
	log := r.log.String()
	if !strings.Contains(log, "502") || len(log) > 20_000 {
		t.Errorf("the log has %d bytes: %.2000s", len(log), log)
	}
}
