package gateway_test

import (
	"strings"
	"testing"
	"time"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/gateway"
	"attache/knowledge"
)

// A click whose answer takes long is acknowledged first and answered later, in
// place for whoever asked and privately for anybody else.
func TestSlowClick(t *testing.T) {
	t.Parallel()
	set, err := knowledge.Load("../testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	goOn := make(chan struct{})
	slow := bot.NewHandler(func() *knowledge.Set { <-goOn; return set }, bot.Build{}, nil, bot.WithPatience(time.Millisecond))
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
