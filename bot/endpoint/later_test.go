package endpoint_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/endpoint"
	"attache/bot/rules"
	"attache/knowledge"
)

// A picture comes in the response itself.
func TestPicture(t *testing.T) {
	click := discordtest.Click(discordtest.Guild, "1|picture|o|milestones||0|0|1", nil)
	a := post(t, http.DefaultClient, start(t).url, click.JSON())
	u, err := rules.ReadUpload(a.Header.Get("Content-Type"), a.body)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range discordtest.CallbackUploadProblems(u) {
		t.Error(p)
	}
	if len(u.Files) != 1 || u.Files[0].ContentType != "image/png" {
		t.Errorf("%d files, want a picture", len(u.Files))
	}
}

// A click whose answer takes long is acknowledged first and answered later,
// again where Discord has not taken the first in yet.
func TestSlowClick(t *testing.T) {
	set, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	goOn := make(chan struct{})
	slow := bot.NewHandler(func() *knowledge.Set { <-goOn; return set }, bot.Build{}, nil, bot.WithPatience(time.Millisecond))
	fake := discordtest.New(t)
	r := start(t, func(o *endpoint.Options) { o.Handler, o.APIURL = slow, fake.URL() })
	fake.Fail("PATCH ", 1, discordtest.Response{Status: http.StatusNotFound})
	for protocol, client := range over(t) {
		for name, test := range map[string]struct {
			customID, want string
			edit           bool
			files          int
		}{
			"picture": {"1|picture|o|milestones||0|0|1", `"filename":"timeline.png"`, true, 1},
			"others'": {"1|entry|1|parp", `"flags":64`, false, 0},
		} {
			click := discordtest.Click(discordtest.Guild, test.customID, nil)
			if a := post(t, client, r.url, click.JSON()); a.kind(t) != 6 {
				t.Errorf("%s over %s: answered with %s", name, protocol, a.body)
			}
			goOn <- struct{}{}
			later := fake.AwaitLater(click)
			if later.Edit != test.edit || len(later.Files) != test.files || !strings.Contains(string(later.JSON), test.want) {
				t.Errorf("%s over %s: edit %t, %d files: %s", name, protocol, later.Edit, len(later.Files), later.JSON)
			}
		}
	}
}
