package gateway

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
)

// quiet pings nobody: left out, Discord would look for mentions in the text.
// https://discord.com/developers/docs/resources/message#allowed-mentions-object
var quiet = json.RawMessage(`{"parse":[],"replied_user":false}`)

// object is a JSON object with its values undecoded.
type object map[string]json.RawMessage

func toObject(value any) (object, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var o object
	err = json.Unmarshal(raw, &o)
	return o, err
}

// encode is json.Marshal for values that need not be looked at again, with keys
// that need no escape.
func (o object) encode() []byte {
	size := 2
	for key, value := range o {
		size += len(key) + len(value) + 4
	}
	out := append(make([]byte, 0, size), '{')
	for i, key := range slices.Sorted(maps.Keys(o)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, '"'), key...), '"', ':')
		out = append(out, o[key]...)
	}
	return append(out, '}')
}

// drop removes keys whose value says nothing: discordgo sends unset fields as
// null, "" and false.
func (o object) drop() object {
	for key, value := range o {
		switch string(bytes.TrimSpace(value)) {
		case "null", `""`, "false":
			delete(o, key)
		}
	}
	return o
}

// only keeps the given keys.
func (o object) only(keys ...string) object {
	kept := object{}
	for _, k := range keys {
		if v, ok := o[k]; ok {
			kept[k] = v
		}
	}
	return kept
}

// fill sets what is missing.
func (o object) fill(value string, keys ...string) object {
	for _, k := range keys {
		if _, ok := o[k]; !ok {
			o[k] = json.RawMessage(value)
		}
	}
	return o
}

// callbackBody is the answer to an interaction as Discord wants it. An update
// of a message names content, embeds and components in any case, because what
// is left out there stays as it was; completions name an empty list.
func callbackBody(r *bot.Response) (contentType string, body []byte, err error) {
	data, files, err := responseData(r)
	if err != nil {
		return "", nil, err
	}
	out := object{"type": json.RawMessage(strconv.Itoa(int(r.Type)))}
	if data != nil {
		out["data"] = data.encode()
	}
	return formBody(out, files)
}

// laterBody is the same answer after Discord has been told that one would come:
// its data alone.
func laterBody(r *bot.Response) (contentType string, body []byte, err error) {
	data, files, err := responseData(r)
	if err != nil {
		return "", nil, err
	}
	return formBody(data, files)
}

// shown is what a response shows, with components that are quickly written.
type shown struct {
	*bot.ResponseData
	Components []any `json:"components"`
}

// responseData is what r shows, with what its type allows; nil for a type that
// shows nothing.
func responseData(r *bot.Response) (data object, files []*discordgo.File, err error) {
	data = object{}
	if r.Data != nil {
		if data, err = toObject(shown{r.Data, bot.PlainComponents(r.Data.Components)}); err != nil {
			return nil, nil, err
		}
		files = r.Data.Files
	}
	data = data.drop()
	switch r.Type {
	case discordgo.InteractionResponseChannelMessageWithSource:
		data["allowed_mentions"] = quiet
	case discordgo.InteractionResponseUpdateMessage:
		data.fill(`""`, "content").fill("[]", "embeds", "components")
		data["allowed_mentions"] = quiet
	case discordgo.InteractionApplicationCommandAutocompleteResult:
		data = data.only("choices").fill("[]", "choices")
	case discordgo.InteractionResponseModal:
		data = data.only("custom_id", "title", "components")
	case discordgo.InteractionResponseDeferredChannelMessageWithSource:
		data = data.only("flags")
	default:
		data = nil
	}
	return data, files, nil
}

// formBody is o as JSON, or with files a form that has that JSON in its first
// part.
// https://discord.com/developers/docs/reference#uploading-files
func formBody(o object, files []*discordgo.File) (contentType string, body []byte, err error) {
	if len(files) > 0 {
		return discordgo.MultipartBodyWithJSON(o, files)
	}
	return contentJSON, o.encode(), nil
}

const contentJSON = "application/json"

// messageBody is the reply to m as Discord wants it, or the same as a plain
// message.
func messageBody(send *discordgo.MessageSend, m *bot.Message, asReply bool) ([]byte, error) {
	o, err := toObject(struct {
		*discordgo.MessageSend
		Components []any `json:"components"`
	}{send, bot.PlainComponents(send.Components)})
	if err != nil {
		return nil, err
	}
	o = o.drop()
	o["allowed_mentions"] = quiet
	nonce, err := json.Marshal(m.ID)
	if err != nil {
		return nil, err
	}
	o["nonce"], o["enforce_nonce"] = nonce, json.RawMessage("true")
	delete(o, "message_reference")
	if asReply {
		may := false
		reference, err := json.Marshal(discordgo.MessageReference{MessageID: m.ID, ChannelID: m.ChannelID, FailIfNotExists: &may})
		if err != nil {
			return nil, err
		}
		o["message_reference"] = reference
	}
	return o.encode(), nil
}
