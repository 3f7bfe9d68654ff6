package bot

import (
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Permission is one that the bot asks a server for.
type Permission struct {
	Name string // as Discord's settings call it
	Why  string // what does not work without it
	bit  uint64
}

// Permissions are all that the bot asks for.
// https://discord.com/developers/docs/topics/permissions
func Permissions() []Permission {
	return []Permission{
		{"View Channels", "to see messages that mention it", discordgo.PermissionViewChannel},
		{"Send Messages", "to reply to them", discordgo.PermissionSendMessages},
		{"Send Messages in Threads", "to reply in threads too", discordgo.PermissionSendMessagesInThreads},
		{"Embed Links", "to lay an answer out with its date and source; without it answers are plain text", discordgo.PermissionEmbedLinks},
		{"Attach Files", "to show the timeline as a picture", discordgo.PermissionAttachFiles},
		{"Read Message History", "to mark a reply as one to the question", discordgo.PermissionReadMessageHistory},
	}
}

// ServerInvite is the address on which somebody adds the application to a
// server, with the least permissions.
// https://discord.com/developers/docs/topics/oauth2#bot-authorization-flow
func ServerInvite(applicationID string) string {
	var bits uint64
	for _, p := range Permissions() {
		bits |= p.bit
	}
	return invite(applicationID, url.Values{
		"scope":            {"bot applications.commands"},
		"permissions":      {strconv.FormatUint(bits, 10)},
		"integration_type": {strconv.Itoa(int(discordgo.ApplicationIntegrationGuildInstall))},
	})
}

// UserInvite is the address on which somebody installs the application for
// themselves, to use its commands wherever they are.
func UserInvite(applicationID string) string {
	return invite(applicationID, url.Values{
		"scope":            {"applications.commands"},
		"integration_type": {strconv.Itoa(int(discordgo.ApplicationIntegrationUserInstall))},
	})
}

func invite(applicationID string, query url.Values) string {
	query.Set("client_id", applicationID)
	return "https://discord.com/oauth2/authorize?" + query.Encode()
}
