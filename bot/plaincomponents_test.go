package bot_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
)

// Components are written like discordgo writes them.
func TestPlainComponents(t *testing.T) {
	one := 1
	components := []discordgo.MessageComponent{
		discordgo.ActionsRow{ID: 7, Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "l", CustomID: "c", Emoji: &discordgo.ComponentEmoji{Name: "e"}},
			discordgo.Button{Label: "l", Style: discordgo.LinkButton, URL: "https://example.org", Disabled: true},
		}},
		discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: "s", MinValues: &one, MaxValues: 2,
				Options: []discordgo.SelectMenuOption{{Label: "l", Value: "v", Default: true}}},
		}},
		discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.TextInput{CustomID: "t", Label: "l", Style: discordgo.TextInputShort}}},
	}
	decoded := func(value any) (v any) {
		raw, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	if got, want := decoded(bot.PlainComponents(components)), decoded(components); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}
