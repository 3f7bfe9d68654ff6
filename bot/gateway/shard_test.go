package gateway_test

import (
	"fmt"
	"strings"
	"testing"

	"attache/bot/discordtest"
	"attache/bot/gateway"
)

// shards has the bot run some shards.
func shards(first, last, of int) func(*gateway.Options) {
	return func(o *gateway.Options) { o.Shards = gateway.Shards{First: first, Last: last, Of: of} }
}

// ask is a question in the n-th server of a shard.
func ask(shard, of, n int) discordtest.Payload {
	return discordtest.Slash(discordtest.Guild, "help").In(discordtest.GuildOf(shard, of, n))
}

// As many shards as Discord recommends come up, and each answers for its own
// servers, also while another is away.
func TestShards(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change      func(*gateway.Options)
		first, last int
	}{
		"auto":  {func(*gateway.Options) {}, 0, 7},
		"all":   {shards(0, 7, 8), 0, 7},
		"range": {shards(2, 5, 8), 2, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const of = 8
			fake := discordtest.New(t, discordtest.Shards(of, of))
			var o observed
			start(t, fake, tt.change, observe(&o))
			o.await(t, "ready true", 1)
			for shard := tt.first; shard <= tt.last; shard++ {
				fake.Interact(ask(shard, of, 3))
			}
			if n := len(fake.Identifies()); n != tt.last-tt.first+1 {
				t.Errorf("%d IDENTIFYs for shards %d to %d", n, tt.first, tt.last)
			}
			for _, in := range fake.Identifies() {
				if in.Shard[0] < tt.first || in.Shard[0] > tt.last || in.Shard[1] != of {
					t.Errorf("IDENTIFY for shard %v", in.Shard)
				}
			}
			if tt.first == 0 {
				fake.Reply(discordtest.Message(discordtest.Direct, "what is this"))
			}
			fake.CutShard(tt.last)
			fake.Interact(ask(tt.first, of, 1))
			o.await(t, fmt.Sprintf("shard %d connected", tt.last), 2)
			fake.Interact(ask(tt.last, of, 1))
			fake.AwaitResumed(1)
			for _, r := range fake.Resumes() {
				if r.Elsewhere {
					t.Error("a session is not resumed where READY says")
				}
			}
			if n := o.count(fmt.Sprintf("shard %d connecting", tt.first)); n != 1 {
				t.Error("one shard's loss is another's")
			}
		})
	}
}

// New sessions of one bucket keep five seconds apart, whatever fails.
func TestShardsStartOneAfterTheOther(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Shards(4, 2))
	fake.Greet(discordtest.Invalidating(false), discordtest.Closing(4000))
	var o observed
	start(t, fake, observe(&o))
	o.await(t, "ready true", 1)
	if n := len(fake.Identifies()); n != 6 || fake.Early() != 0 {
		t.Errorf("%d IDENTIFYs, %d of them too early; want 6 and none", n, fake.Early())
	}
}

// What comes in two of a process's shards, or twice in one, is answered once.
func TestDuplicateAcrossShards(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Shards(2, 2))
	var o observed
	start(t, fake, observe(&o))
	o.await(t, "ready true", 1)
	in := ask(0, 2, 1)
	first := fake.Deliver(in)
	fake.Deliver(in.In(discordtest.GuildOf(1, 2, 1)))
	if _, err := first.Await(); err != nil {
		t.Fatal(err)
	}
	fake.Interact(ask(1, 2, 2))
	fake.Interact(ask(0, 2, 2))
	if n := count(fake.Requests(), "POST /interactions/"+in.ID()+"/"); n != 1 {
		t.Errorf("answered %d times", n)
	}
}

// A session outlives the address at which it is to be resumed.
func TestResumeAddressIsGone(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	works(t, fake) // so that READY has arrived
	fake.MoveResumes()
	fake.Cut()
	fake.AwaitResumed(1)
	works(t, fake)
	if n := len(fake.Identifies()); n != 1 {
		t.Errorf("%d IDENTIFYs, the session should have been resumed", n)
	}
}

// Near the number of sessions at which Discord resets the token none begins,
// and the log says so in one line; questions on other shards are answered.
func TestSessionsAreKept(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Shards(2, 2), discordtest.Sessions(2))
	var o observed
	bot := start(t, fake, observe(&o))
	o.await(t, "ready true", 1)
	fake.ForgetSessions()
	fake.CutShard(1)
	o.await(t, "ended 1 invalid_session false", 1)
	o.await(t, "sessions 0", 1)
	bot.log.await(t, "none begins until Discord resets the limit")
	fake.Settle() // of direct messages, which are the first shard's
	bot.stop()
	if err := bot.result(); err != nil {
		t.Errorf("Run returns %v", err)
	}
	if n := len(fake.Identifies()); n != 2 {
		t.Errorf("%d IDENTIFYs, two are allowed", n)
	}
	if n := strings.Count(bot.log.String(), "none begins until Discord resets the limit"); n != 1 {
		t.Errorf("the log says %d times that no session begins\n%s", n, bot.log)
	}
}

func TestWrongShards(t *testing.T) {
	for _, s := range []gateway.Shards{{First: -1, Last: 0, Of: 1}, {First: 0, Last: 1, Of: 1}, {First: 2, Last: 1, Of: 4}, {First: 1}} {
		err := gateway.Run(t.Context(), gateway.Options{Token: "x", Handler: handler(t), Shards: s})
		if err == nil || !strings.Contains(err.Error(), "no shards") {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
