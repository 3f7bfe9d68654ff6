package bot

import (
	"regexp"
	"slices"
	"strings"
)

// The types of messages that people write.
const (
	messagePlain = 0
	messageReply = 19
)

// markup is what Discord makes of mentions, emoji and timestamps. None of it
// is part of a question.
var markup = regexp.MustCompile(`<(?:@[!&]?|#|/[^<>:]{1,100}:|a?:\w{1,64}:|t:)-?\d{1,20}(?::[a-zA-Z])?>`)

// calling is how people call the bot by its name before they ask.
var calling = regexp.MustCompile(`^(?i:(?:hey|hi|hello|yo|ok|okay|dear)[\s,]+)?(?i:attach[eé])(?:[\s,:!?–-]+|$)`)

// strip takes Discord's markup out of a message's content, and the bot's name from
// its beginning.
func strip(content string) string {
	return calling.ReplaceAllString(strings.TrimSpace(markup.ReplaceAllString(content, " ")), "")
}

// Addressed reports whether m speaks to the bot whose user id is self: a direct
// message, one whose text mentions it, or a reply to its own message whose text
// Discord lets it read. A role and @everyone do not count, and neither do bots,
// webhooks and the bot itself.
func Addressed(m *Message, self string) bool {
	switch {
	case m.Author == nil, m.Author.ID == "", m.Author.ID == self, m.Author.Bot, m.WebhookID != "":
		return false
	case m.Type != messagePlain && m.Type != messageReply:
		return false
	case m.GuildID == "":
		return true
	}
	if self == "" || !slices.ContainsFunc(m.Mentions, func(u User) bool { return u.ID == self }) {
		return false
	}
	// Discord lists in mentions whom a reply's chip names too, so elsewhere the
	// text must hold the mention as well.
	return strings.Contains(m.Content, "<@"+self+">") || strings.Contains(m.Content, "<@!"+self+">") ||
		m.repliesTo(self) && strings.TrimSpace(m.Content) != ""
}

// message answers a message that is addressed to the bot whose user id is self.
func (h *handling) message(m *Message, self string) reply {
	question := strip(m.Content)
	if m.repliesTo(self) {
		h.context = h.recall(m.Referenced)
	}
	if question == "" {
		return h.guide()
	}
	return h.answer(question)
}
