package gateway_test

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"attache/bot/discordtest"
	"attache/bot/gateway"
)

// How long the chaos lasts, and which of all there are.
var (
	chaosTime = flag.Duration("chaos", 15*time.Second, "how long TestChaos breaks things")
	chaosSeed = flag.Uint64("seed", 1, "which script of faults TestChaos follows")
)

// chaos is a script of faults against a running bot.
type chaos struct {
	*rand.Rand
	fake *discordtest.Fake
	log  *observed
}

// a disaster breaks something, and what it breaks for a while it mends.
type disaster struct {
	name string
	do   func(*chaos)
}

// lasting is how long a state of the fake lasts.
func (c *chaos) lasting(least, most time.Duration) {
	time.Sleep(least + c.N(most-least))
}

// N is a random duration below n.
func (c *chaos) N(n time.Duration) time.Duration { return time.Duration(c.Int64N(int64(n))) }

// disasters are every kind of fault that the fake knows.
func disasters() []disaster {
	all := []disaster{
		{"cut", func(c *chaos) { c.fake.Cut() }},
		{"cut one shard", func(c *chaos) { c.fake.CutShard(c.IntN(4)) }},
		{"op 7", func(c *chaos) { c.fake.Reconnect() }},
		{"op 9", func(c *chaos) { c.fake.Invalidate(false) }},
		{"op 9 resumable", func(c *chaos) { c.fake.Invalidate(true) }},
		{"op 1", func(c *chaos) { c.fake.Beat() }},
		{"babble", func(c *chaos) { c.fake.Babble() }},
		{"sessions forgotten", func(c *chaos) { c.fake.ForgetSessions(); c.fake.CloseGateway(4000) }},
		{"no ACKs", func(c *chaos) { c.fake.Deafen(true); c.lasting(3*time.Second, 4*time.Second); c.fake.Deafen(false) }},
		{"down", func(c *chaos) { c.fake.Down(); c.lasting(200*time.Millisecond, 2*time.Second); c.fake.Up() }},
		{"slow callbacks", func(c *chaos) {
			c.fake.SlowCallbacks(50*time.Millisecond + c.N(300*time.Millisecond))
			c.lasting(500*time.Millisecond, time.Second)
			c.fake.SlowCallbacks(0)
		}},
		{"duplicates", func(c *chaos) {
			for range 5 {
				in := discordtest.Slash(discordtest.Guild, "help")
				c.fake.Deliver(in)
				c.fake.Deliver(in)
			}
		}},
	}
	for _, code := range []int{1000, 1001, 1011, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 4999} {
		all = append(all, disaster{fmt.Sprint("close ", code), func(c *chaos) { c.fake.CloseGateway(code) }})
	}
	for name, greeting := range map[string]discordtest.Greeting{
		"op 7":       discordtest.Reconnecting(),
		"op 9":       discordtest.Invalidating(false),
		"op 9 true":  discordtest.Invalidating(true),
		"op 11":      discordtest.Acknowledging(),
		"op 1":       discordtest.Beating(),
		"close 4000": discordtest.Closing(4000),
		"close 4009": discordtest.Closing(4009),
		"silence":    discordtest.Silent(),
	} {
		all = append(all, disaster{"greeting " + name, func(c *chaos) { c.fake.Greet(greeting); c.fake.CloseGateway(4000) }})
	}
	for name, at := range map[string]discordtest.StallAt{"handshake": discordtest.StallHandshake, "HELLO": discordtest.StallHello} {
		all = append(all, disaster{"stall at " + name, func(c *chaos) { c.fake.Stall(at); c.fake.CutShard(c.IntN(4)) }})
	}
	for _, request := range []string{"POST /interactions/", "POST /channels/", "GET /gateway/bot"} {
		for name, response := range map[string]discordtest.Response{
			"500":         discordtest.Failing(500),
			"502":         discordtest.Failing(502),
			"503":         discordtest.Failing(503),
			"500 taken":   discordtest.Failing(500).Taken(),
			"429":         discordtest.TooMany(200*time.Millisecond, false),
			"429 global":  discordtest.TooMany(300*time.Millisecond, true),
			"firewall":    discordtest.Banned(),
			"403":         discordtest.Refusing(403, 50001),
			"no history":  discordtest.Refusing(400, 160002),
			"reset":       discordtest.Resetting(),
			"reset taken": discordtest.Resetting().Taken(),
			"hang":        discordtest.Hanging(),
			"hang taken":  discordtest.Hanging().Taken(),
		} {
			if request == "GET /gateway/bot" && name == "403" {
				continue // as hopeless as a 401
			}
			all = append(all, disaster{request + " " + name, func(c *chaos) { c.fake.Fail(request, 1+c.IntN(2), response) }})
		}
	}
	slices.SortFunc(all, func(a, b disaster) int { return cmp.Compare(a.name, b.name) }) // maps have no order
	return all
}

// ask has somebody ask something.
func (c *chaos) ask(i int) *discordtest.Delivery {
	guild := discordtest.GuildOf(c.IntN(4), 4, 1+c.IntN(600))
	text := fmt.Sprint("what is this ", i)
	switch c.IntN(8) {
	case 0:
		return c.fake.Say(discordtest.Message(discordtest.Direct, text))
	case 1:
		return c.fake.Say(discordtest.Message(discordtest.Guild, mention+text, discordtest.Mention()).In(guild))
	case 2:
		return c.fake.Deliver(discordtest.Autocomplete(discordtest.Guild, "ask", discordtest.Focused("question", "what")).In(guild))
	case 3:
		return c.fake.Deliver(discordtest.Click(discordtest.Guild, "garbage", nil).In(guild))
	case 4:
		return c.fake.Deliver(discordtest.Slash(discordtest.Direct, "help"))
	}
	return c.fake.Deliver(discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", text)).In(guild))
}

// TestChaos asks fifty questions a second while everything breaks that can.
// Whatever Discord delivered while the bot was connected is answered, nothing
// is answered twice, and neither a goroutine nor memory is left. Minutes of it:
//
//	go test -run TestChaos -v -chaos 3m -seed 1 ./bot/gateway
func TestChaos(t *testing.T) {
	if testing.Short() {
		*chaosTime = min(*chaosTime, 3*time.Second)
	}
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { // after the bot and the fake have ended
		if err := goleak.Find(before); err != nil {
			t.Errorf("goroutines are left: %v", err)
		}
	})
	fake := discordtest.New(t, discordtest.Light(), discordtest.Shards(4, 4), discordtest.Sessions(1_000_000), discordtest.HeartbeatInterval(2*time.Second))
	var o observed
	bot := start(t, fake, embedded(t), observe(&o), func(options *gateway.Options) { options.Logger = nil }) // it would fill the memory
	o.await(t, "ready true", 1)
	var faultLog observed
	c := &chaos{rand.New(rand.NewPCG(*chaosSeed, 0)), fake, &faultLog}
	for i := range 500 { // what is made once is there
		if _, err := c.ask(i).Await(); err != nil {
			t.Fatal(err)
		}
	}
	fake.Forget()
	heap := heapInUse()

	over := make(chan struct{})
	var asked []*discordtest.Delivery
	asking := make(chan struct{})
	go func() {
		defer close(asking)
		asker := &chaos{rand.New(rand.NewPCG(*chaosSeed, 1)), fake, &faultLog}
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for i := 0; ; i++ {
			select {
			case <-tick.C:
				asked = append(asked, asker.ask(i))
			case <-over:
				return
			}
		}
	}()
	faults := c.run(t, *chaosTime)
	close(over)
	<-asking
	fake.Calm()
	for shard := range 4 { // all of them come back
		guild := discordtest.GuildOf(shard, 4, 1)
		deadline := time.Now().Add(2 * discordtest.Patience)
		for back := false; !back; {
			d := fake.Deliver(discordtest.Slash(discordtest.Guild, "help").In(guild))
			select {
			case <-d.Answered():
				back = true
			case <-time.After(time.Second): // it was away
			}
			if time.Now().After(deadline) {
				t.Fatalf("shard %d does not come back", shard)
			}
		}
	}
	due, lost := 0, 0
	late := time.NewTimer(40 * time.Second) // a reply has thirty
	excused := map[string]int{}
	for _, d := range asked {
		if excuse := d.Excuse(); excuse != "" {
			excused[excuse]++
			continue
		}
		due++
		select {
		case <-d.Answered():
			continue
		default:
		}
		select {
		case <-d.Answered():
		case <-late.C:
			late.Reset(0)
			if d.Due() {
				if lost++; lost <= 10 {
					t.Log("lost:", d)
				}
			}
		}
	}
	t.Logf("seed %d: %d faults in %v; %d questions, %d of them delivered while connected (of the others: %v); %d lost, %d answered twice",
		*chaosSeed, faults, *chaosTime, len(asked), due, excused, lost, fake.Refused())
	if lost > 0 || fake.Refused() > 0 {
		t.Errorf("%d of %d lost, %d answered twice; the faults were\n%s", lost, due, fake.Refused(), strings.Join(faultLog.lines, "\n"))
	}
	if due < len(asked)/5 || len(asked) < int(chaosTime.Seconds()*25) {
		t.Errorf("only %d of %d questions were delivered: this proves little", due, len(asked))
	}
	asked = nil
	o.clear()
	fake.Forget()
	grown := heapInUse() - heap
	t.Logf("the heap has grown by %d kB", grown>>10)
	if grown > 8<<20 {
		t.Errorf("the heap has grown by %d kB", grown>>10)
	}
	bot.stop()
	if err := bot.result(); err != nil {
		t.Errorf("Run returns %v", err)
	}
}

// run breaks things for so long, each once before one comes again, and gives how
// many. At its end all is well.
func (c *chaos) run(t *testing.T, duration time.Duration) int {
	t.Helper()
	n := 0
	for end := time.Now().Add(duration); time.Now().Before(end); {
		all := disasters()
		c.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for _, d := range all {
			if time.Now().After(end) {
				break
			}
			c.log.note("%s %s", time.Now().Format(time.StampMilli), d.name)
			d.do(c)
			n++
			time.Sleep(200*time.Millisecond + c.N(2800*time.Millisecond))
		}
	}
	return n
}

// heapInUse is what is left after two collections.
func heapInUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
