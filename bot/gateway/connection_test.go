package gateway_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"attache/bot/discordtest"
	"attache/bot/gateway"
)

// TestLostConnections has a fault a line. Each must be survived within the 20
// seconds that are promised, and where Discord keeps the session it must be
// resumed, so that what was sent meanwhile arrives.
func TestLostConnections(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		beat    time.Duration
		fault   func(*discordtest.Fake)
		resumed bool
	}{
		{name: "cut", fault: (*discordtest.Fake).Cut, resumed: true},
		{name: "op 7", fault: (*discordtest.Fake).Reconnect, resumed: true},
		{name: "op 9 resumable", fault: func(f *discordtest.Fake) { f.Invalidate(true) }, resumed: true},
		{name: "op 9", fault: func(f *discordtest.Fake) { f.Invalidate(false) }},
		{name: "4000", fault: closing(4000), resumed: true},
		{name: "4007", fault: closing(4007)},
		{name: "4008", fault: closing(4008), resumed: true},
		{name: "4009", fault: closing(4009)},
		{name: "1001", fault: closing(1001)},
		{name: "unknown code", fault: closing(4999), resumed: true},
		{name: "session forgotten meanwhile", fault: func(f *discordtest.Fake) { f.ForgetSessions(); f.Cut() }},
		{name: "resume met by op 7", fault: func(f *discordtest.Fake) { f.Greet(discordtest.Reconnecting()); f.Cut() }, resumed: true},
		{name: "resume met by silence", fault: func(f *discordtest.Fake) { f.Greet(discordtest.Silent()); f.Cut() }},
		{name: "unanswered heartbeats", beat: time.Second, fault: func(f *discordtest.Fake) { f.Deafen(true) }, resumed: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var settings []discordtest.Setting
			if tt.beat > 0 {
				settings = append(settings, discordtest.HeartbeatInterval(tt.beat))
			}
			fake := discordtest.New(t, settings...)
			start(t, fake)
			fake.AwaitReady(1)
			works(t, fake)
			began := time.Now()
			tt.fault(fake)
			if tt.resumed {
				fake.AwaitResumed(1)
				fake.Deafen(false)
			} else {
				fake.AwaitReady(2)
			}
			works(t, fake)
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("answers again after %v, 20 seconds are promised", took)
			}
			for _, r := range fake.Resumes() {
				if r.Elsewhere {
					t.Error("the session is not resumed where READY says")
				}
			}
			if fake.Early() > 0 {
				t.Errorf("%d IDENTIFYs came too early", fake.Early())
			}
			if n := len(fake.Identifies()); tt.resumed && n != 1 {
				t.Errorf("%d IDENTIFYs, the session should have been resumed", n)
			}
		})
	}
}

func closing(code int) func(*discordtest.Fake) {
	return func(f *discordtest.Fake) { f.CloseGateway(code) }
}

// What Discord sends while a connection is cut arrives with the resume.
func TestNothingIsMissedByResuming(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	works(t, fake) // so that READY has arrived
	fake.Cut()
	m := discordtest.Message(discordtest.Direct, "what is this")
	fake.Say(m)
	fake.AwaitReply(m)
}

// Frames before READY, over some of which discordgo v0.29.0 deadlocks for ever.
func TestGreetings(t *testing.T) {
	t.Parallel()
	for name, greeting := range map[string]discordtest.Greeting{
		"op 7":           discordtest.Reconnecting(),
		"op 9":           discordtest.Invalidating(false),
		"op 9 resumable": discordtest.Invalidating(true),
		"op 11":          discordtest.Acknowledging(),
		"op 1":           discordtest.Beating(),
		"close 4000":     discordtest.Closing(4000),
		"close 4009":     discordtest.Closing(4009),
		"silence":        discordtest.Silent(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			fake.Greet(greeting)
			start(t, fake)
			fake.AwaitReady(1)
			works(t, fake)
			if fake.Early() > 0 {
				t.Errorf("%d IDENTIFYs came too early", fake.Early())
			}
		})
	}
}

// discordgo waits for a handshake and for HELLO for ever.
func TestStalls(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]discordtest.StallAt{"handshake": discordtest.StallHandshake, "HELLO": discordtest.StallHello} {
		for _, when := range []string{"start", "resume"} {
			t.Run(name+" at "+when, func(t *testing.T) {
				t.Parallel()
				fake := discordtest.New(t)
				if when == "start" {
					fake.Stall(at)
				}
				start(t, fake)
				fake.AwaitReady(1) // which "start" stalls before
				if when == "resume" {
					works(t, fake) // so that READY has arrived
					fake.Stall(at)
					fake.Cut()
				}
				began := time.Now()
				fake.Reply(discordtest.Message(discordtest.Direct, "what is this"))
				if took := time.Since(began); took > 20*time.Second {
					t.Errorf("answers again after %v, 20 seconds are promised", took)
				}
				if n := len(fake.Identifies()); n != 1 {
					t.Errorf("%d IDENTIFYs, the session should have been resumed", n)
				}
			})
		}
	}
}

// What is no gateway payload, and what nobody asked for, does no harm.
func TestBabble(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	fake.Babble()
	fake.Beat()
	fake.Babble()
	works(t, fake)
	if n := len(fake.Identifies()) + len(fake.Resumes()); n != 1 {
		t.Errorf("the connection was given up: %d IDENTIFYs and RESUMEs", n)
	}
}

// Discord is away, REST and gateway, and comes back.
func TestOutage(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	start(t, fake)
	fake.AwaitReady(1)
	works(t, fake)
	fake.Down()
	fake.AwaitRefusals(6)
	fake.Up()
	began := time.Now()
	in := discordtest.Message(discordtest.Direct, "what is this")
	fake.Say(in)
	fake.AwaitReply(in)
	took := time.Since(began)
	t.Logf("answered %v after Discord's return", took.Round(time.Millisecond))
	if took > 20*time.Second {
		t.Errorf("answered %v after Discord's return, 20 seconds are promised", took)
	}
}

// A start while Discord is ill is no failure.
func TestIllAtStart(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]discordtest.Response{
		"500":      discordtest.Failing(500),
		"502":      discordtest.Failing(502),
		"429":      discordtest.TooMany(200*time.Millisecond, false),
		"firewall": discordtest.Banned(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			fake.Fail("GET /gateway", 2, response)
			start(t, fake)
			fake.AwaitReady(1)
			works(t, fake)
		})
	}
}

func TestFatalCloses(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]string{
		4004: "DISCORD_TOKEN",
		4010: "SHARDS",
		4011: "SHARDS",
		4012: "update this program",
		4013: "update this program",
		4014: "privileged",
	} {
		for _, when := range []string{"start", "later", "resume"} {
			t.Run(when, func(t *testing.T) {
				t.Parallel()
				fake := discordtest.New(t)
				if when == "start" {
					fake.Greet(discordtest.Closing(code))
				}
				bot := start(t, fake)
				switch when {
				case "later":
					fake.AwaitReady(1)
					fake.CloseGateway(code)
				case "resume":
					fake.AwaitReady(1)
					fake.Greet(discordtest.Closing(code))
					fake.Cut()
				}
				checkFatal(t, bot.result(), code, want)
			})
		}
	}
}

func checkFatal(t *testing.T, err error, code int, want string) {
	t.Helper()
	var fatal *gateway.FatalError
	if !errors.As(err, &fatal) || fatal.Code != code {
		t.Fatalf("Run returns %v, want a FatalError with code %d", err, code)
	}
	if text := err.Error(); !strings.Contains(text, want) || strings.Contains(text, "\n") || strings.Contains(text, discordtest.Token) {
		t.Errorf("the error is %q, want one line with %q", text, want)
	}
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	bot := start(t, fake, func(o *gateway.Options) { o.Token = "some-other-token" })
	checkFatal(t, bot.result(), 401, "DISCORD_TOKEN")
}

// A stop is obeyed whatever the connection is doing.
func TestStopAtAnyTime(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*discordtest.Fake){
		"before READY": func(f *discordtest.Fake) { f.Greet(discordtest.Silent()) },
		"while down":   func(f *discordtest.Fake) { f.Down() },
		"connected":    func(*discordtest.Fake) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := discordtest.New(t)
			prepare(fake)
			bot := start(t, fake)
			switch name {
			case "before READY":
				fake.AwaitIdentifies(1)
			case "while down":
				fake.AwaitRefusals(2)
			default:
				fake.AwaitReady(1)
			}
			began := time.Now()
			bot.stop()
			if err := bot.result(); err != nil {
				t.Errorf("Run returns %v", err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("the stop took %v, five seconds are promised", took)
			}
		})
	}
}
