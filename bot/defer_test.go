package bot_test

import (
	"testing"
	"testing/synctest"
	"time"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/knowledge"
)

// A click for a form is never put off, however long it takes: a form cannot come later.
func TestSlowForm(t *testing.T) {
	set, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var click bot.Interaction
	if err := click.UnmarshalJSON(discordtest.Click(discordtest.Guild, "1|wrong|parp|", nil).JSON()); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		slow := bot.NewHandler(func() *knowledge.Set { time.Sleep(2 * time.Second); return set }, build, nil)
		if response, later := slow.InTime(t.Context(), &click); response.Type != 9 || later != nil {
			t.Errorf("answered with type %d, and something later: %t", response.Type, later != nil)
		}
	})
}
