package discordtest

import (
	"encoding/json"
	"net/http"
)

// getMessages tells of a channel's history the last that the bot has written.
func (f *Fake) getMessages(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("limit") != "1" || r.FormValue("before") == "" {
		f.t.Errorf("discordtest: %s asks for more than the message before one", r.URL)
	}
	messages := []Payload{}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.record.sent {
		if s.ChannelID == r.PathValue("channel") {
			messages = []Payload{s.Message(Direct)}
		}
	}
	reply(w, messages)
}

// Message is what the bot has sent as Discord tells of it.
func (s Sent) Message(where Place) Payload {
	var body struct {
		Embeds     []any     `json:"embeds"`
		Components []Payload `json:"components"`
	}
	_ = json.Unmarshal(s.Body, &body) // judged when it came
	return Message(where, s.Content, FromSelf(), Components(body.Components...)).With("embeds", body.Embeds)
}
