package bot

import (
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// permissionUseExternalApps lets an app that a user brings along answer in
// public; discordgo v0.29.0 does not know it.
// https://discord.com/developers/docs/topics/permissions
const permissionUseExternalApps = 1 << 50

// lacks reports whether Discord says that the bot has not got a permission
// where the interaction takes place.
func (in *Interaction) lacks(permission uint64) bool {
	if in.Permissions == "" {
		return false
	}
	granted, err := strconv.ParseUint(in.Permissions, 10, 64)
	return err == nil && granted&permission == 0 && granted&discordgo.PermissionAdministrator == 0
}

// external reports whether the bot is in this server only because a user has
// installed it for themselves.
func (in *Interaction) external() bool {
	_, byServer := in.Owners["0"]
	_, byUser := in.Owners["1"]
	return in.GuildID != "" && byUser && !byServer
}

// fallBack makes of r what is allowed where the interaction takes place, and
// has it say in a line which permission is missing.
func (h *handling) fallBack(in *Interaction, r reply) reply {
	if r.embed == nil {
		return r
	}
	if in.external() && in.lacks(permissionUseExternalApps) && !r.private {
		r.private = true // Discord would see to that anyway
		r.embed.Description += "\n-# " + h.say("no-external-apps")
	}
	if in.lacks(discordgo.PermissionEmbedLinks) {
		r.content = plainText(r.embed, h.say("no-embed-links"))
	}
	return r
}
