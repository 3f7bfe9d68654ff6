package playground

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot"
	"attache/bot/rules"
)

// record is an exchange as the page gets it.
type record struct {
	ID       string          `json:"id"`   // of the bot's message
	At       int64           `json:"at"`   // milliseconds since 1970
	Took     int64           `json:"took"` // microseconds within the handler
	Kind     string          `json:"kind"` // "interaction" or "message"
	Request  json.RawMessage `json:"request"`
	Reply    json.RawMessage `json:"reply"`    // null when nothing is said
	Refused  string          `json:"refused"`  // why Discord would not take the reply; empty when it would
	Problems []string        `json:"problems"` // rules that the reply breaks
	Files    []link          `json:"files"`
	Entry    *entryRef       `json:"entry"` // behind the answer; null for none
}

type link struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// interaction answers an interaction as Discord would deliver it. Completions
// are the response; everything else comes with the events.
func (d *door) interaction(w http.ResponseWriter, r *http.Request) {
	s, body, ok := d.read(w, r)
	if !ok {
		return
	}
	var in bot.Interaction
	if err := in.UnmarshalJSON(body); err != nil {
		http.Error(w, "the body is not JSON", http.StatusBadRequest)
		return
	}
	began := time.Now()
	response := d.Handler.Interaction(r.Context(), &in)
	took := time.Since(began)
	rec := record{Kind: "interaction", Request: body, Took: took.Microseconds(), Problems: []string{}}
	var files []*discordgo.File
	if response != nil {
		reply, err := json.Marshal(response)
		if err != nil {
			d.failed(w, r, err)
			return
		}
		rec.Reply, rec.Problems = reply, append(rec.Problems, rules.Callback(reply)...)
		if response.Type == discordgo.InteractionApplicationCommandAutocompleteResult {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(reply) // whoever is gone needs no completions
			return
		}
		if response.Data != nil {
			files, rec.Entry = response.Data.Files, d.cited(response.Data.Components)
		}
	}
	d.keep(w, r, s, rec, files)
}

// written is a message that somebody has written, and what Discord would tell
// of its channel when asked.
type written struct {
	Message     json.RawMessage `json:"message"`
	Before      *bot.Message    `json:"before"`      // the message before it; nil for none
	Permissions string          `json:"permissions"` // of the bot there, as bits
}

// message answers a message as Discord would deliver it.
func (d *door) message(w http.ResponseWriter, r *http.Request) {
	s, body, ok := d.read(w, r)
	if !ok {
		return
	}
	var in written
	var m bot.Message
	if err := errors.Join(json.Unmarshal(body, &in), m.UnmarshalJSON(in.Message)); err != nil {
		http.Error(w, "the body has no message", http.StatusBadRequest)
		return
	}
	began := time.Now()
	if d.Handler.WantsEarlier(&m, d.appID) {
		m.Referenced = in.Before
	}
	send := d.Handler.Message(r.Context(), &m, d.appID)
	rec := record{Kind: "message", Request: in.Message, Took: time.Since(began).Microseconds(), Problems: []string{}}
	var files []*discordgo.File
	if send != nil {
		if m.GuildID != "" {
			send, rec.Refused = d.permitted(send, in.Permissions)
		}
		reply, err := json.Marshal(send)
		if err != nil {
			d.failed(w, r, err)
			return
		}
		rec.Reply, rec.Problems = reply, append(rec.Problems, rules.Message(reply)...)
		files, rec.Entry = send.Files, d.cited(send.Components)
	}
	d.keep(w, r, s, rec, files)
}

// permitted makes of a reply in a server what is left of it with the
// permissions that the bot has there, as the gateway's door does after Discord
// has refused it.
func (d *door) permitted(send *discordgo.MessageSend, granted string) (left *discordgo.MessageSend, refused string) {
	bits, err := strconv.ParseUint(granted, 10, 64)
	if err != nil {
		return send, ""
	}
	if bits&discordgo.PermissionSendMessages == 0 {
		refused = "Missing Permissions: the bot may not send messages here"
	}
	if bits&discordgo.PermissionEmbedLinks == 0 {
		send = d.Handler.Plain(send)
	}
	if bits&discordgo.PermissionReadMessageHistory == 0 {
		send.Reference = nil
	}
	return send, refused
}

// sendTime is how long a request waits at most until a stream has sent its answer.
const sendTime = 50 * time.Millisecond

// keep adds an exchange to the session, whose pages then get it.
func (d *door) keep(w http.ResponseWriter, r *http.Request, s *session, rec record, files []*discordgo.File) {
	rec.ID, rec.At, rec.Files = d.sessions.snowflake(), time.Now().UnixMilli(), []link{}
	e := exchange{id: rec.ID}
	for i, f := range files {
		content, err := io.ReadAll(f.Reader)
		if err != nil {
			d.failed(w, r, err)
			return
		}
		e.files = append(e.files, file{contentType(f), content})
		rec.Files = append(rec.Files, link{f.Name, "/files/" + rec.ID + "/" + strconv.Itoa(i)})
	}
	data, err := json.Marshal(rec)
	if err != nil {
		d.failed(w, r, err)
		return
	}
	e.data = data
	// The answer goes first: a browser that gets both at the same time shows it
	// later.
	select {
	case <-s.append(e):
	case <-time.After(sendTime):
	}
	w.WriteHeader(http.StatusAccepted)
}

func contentType(f *discordgo.File) string {
	if f.ContentType != "" {
		return f.ContentType
	}
	return mime.TypeByExtension(filepath.Ext(f.Name))
}

// read gives the session and the JSON body of a request, or refuses it.
func (d *door) read(w http.ResponseWriter, r *http.Request) (*session, []byte, bool) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		http.Error(w, "the body must be application/json", http.StatusUnsupportedMediaType)
		return nil, nil, false
	}
	s, ok := d.sessions.of(r)
	if !ok {
		http.Error(w, "the session is unknown; load the page again", http.StatusConflict)
		return nil, nil, false
	}
	body, err := io.ReadAll(r.Body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		http.Error(w, "the body is larger than 256 KiB", http.StatusRequestEntityTooLarge)
		return nil, nil, false
	}
	if err != nil || !json.Valid(body) || bytes.TrimSpace(body)[0] != '{' {
		http.Error(w, "the body is not a JSON object", http.StatusBadRequest)
		return nil, nil, false
	}
	return s, body, true
}

func (d *door) failed(w http.ResponseWriter, r *http.Request, err error) {
	d.log.ErrorContext(r.Context(), "a reply cannot be written", "error", err)
	http.Error(w, "the reply cannot be written", http.StatusInternalServerError)
}

// file serves a file of a reply.
func (d *door) file(w http.ResponseWriter, r *http.Request) {
	s, ok := d.sessions.of(r)
	number, err := strconv.Atoi(r.PathValue("number"))
	if !ok || err != nil {
		http.NotFound(w, r)
		return
	}
	f, ok := s.file(r.PathValue("exchange"), number)
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.contentType)
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	w.Header().Set("Cache-Control", "private, max-age=86400, immutable")
	_, _ = w.Write(f.content) // whoever is gone needs no file
}
