package gateway_test

import (
	"strings"
	"testing"
	"time"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/gateway"
)

// A click whose answer takes long is acknowledged first and answered later, in
// place for whoever asked and privately for anybody else.
func TestSlowClick(t *testing.T) {
	t.Parallel()
	slow, goOn := slowHandler(t, bot.WithPatience(time.Millisecond))
	fake := discordtest.New(t)
	start(t, fake, func(o *gateway.Options) { o.Handler = slow })
	fake.AwaitReady(1)
	for name, test := range map[string]struct {
		customID, want string
		edit           bool
		files          int
	}{
		"picture": {"1|picture|o|milestones||0|0|1", `"filename":"timeline.png"`, true, 1},
		"others'": {"1|entry|1|m1812", `"flags":64`, false, 0},
	} {
		click := discordtest.Click(discordtest.Guild, test.customID, nil)
		if c := fake.Interact(click); c.Type != 6 {
			t.Errorf("%s: answered with type %d: %s", name, c.Type, c.Body)
		}
		goOn <- struct{}{}
		later := fake.AwaitLater(click)
		if later.Edit != test.edit || len(later.Files) != test.files || !strings.Contains(string(later.JSON), test.want) {
			t.Errorf("%s: edit %t, %d files: %s", name, later.Edit, len(later.Files), later.JSON)
		}
	}
}

// However many answers are still being made, what comes is acknowledged.
func TestSlowAnswersSpareInteractions(t *testing.T) {
	t.Parallel()
	slow, goOn := slowHandler(t)
	fake := discordtest.New(t)
	log := start(t, fake, func(o *gateway.Options) { o.Handler = slow }).log
	fake.AwaitReady(1)
	const many = 150 // more than there are places over HTTP/1.1
	var all []*discordtest.Delivery
	for range many {
		all = append(all, fake.Deliver(discordtest.Click(discordtest.Guild, "1|entry|1|m1812", nil)))
	}
	for _, d := range all {
		if c, err := d.Await(); err != nil || c.Type != 6 {
			t.Fatalf("answered with type %d: %s, %v", c.Type, c.Body, err)
		}
	}
	close(goOn)
	log.awaitTimes(t, "interaction answered", many)
}

// An edit that fails is made again, a message that follows only when Discord
// has certainly not taken it.
func TestFailingLater(t *testing.T) {
	t.Parallel()
	const edit, follow = "1|picture|o|milestones||0|0|1", "1|entry|1|m1812"
	for _, tt := range []struct {
		name, customID string
		fault          discordtest.Response
		requests       int
	}{
		{"edit 500", edit, discordtest.Failing(500), 2},
		{"edit reset", edit, discordtest.Resetting(), 2},
		{"edit 429", edit, discordtest.TooMany(100*time.Millisecond, true), 2},
		{"message 429", follow, discordtest.TooMany(100*time.Millisecond, false), 2},
		{"message 500", follow, discordtest.Failing(500), 1},
		{"message 500 taken", follow, discordtest.Failing(500).Taken(), 1},
		{"message reset", follow, discordtest.Resetting(), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			slow, goOn := slowHandler(t, bot.WithPatience(time.Millisecond))
			fake := discordtest.New(t)
			log := start(t, fake, func(o *gateway.Options) { o.Handler = slow }).log
			fake.AwaitReady(1)
			click := discordtest.Click(discordtest.Guild, tt.customID, nil)
			fake.Interact(click)
			fake.Fail("PATCH /webhooks/", 1, tt.fault)
			fake.Fail("POST /webhooks/", 1, tt.fault)
			goOn <- struct{}{}
			log.await(t, map[bool]string{true: "interaction answered", false: "interaction not answered"}[tt.requests == 2])
			if n := count(fake.Requests(), "PATCH /webhooks/") + count(fake.Requests(), "POST /webhooks/"); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
}
