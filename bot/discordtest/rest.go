package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"time"

	quick "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"attache/bot/rules"
)

// routes are the REST requests that the fake knows; any other fails the test.
func (f *Fake) routes() http.Handler {
	routes := map[string]http.HandlerFunc{
		"GET /gateway":                 f.getGateway,
		"GET /gateway/bot":             f.getGateway,
		"GET /users/@me":               f.getSelf,
		"GET /applications/@me":        f.getApplication,
		"GET /oauth2/applications/@me": f.getApplication,

		"GET /applications/{app}/commands":                f.getCommands,
		"PUT /applications/{app}/commands":                f.putCommands,
		"GET /applications/{app}/guilds/{guild}/commands": f.getCommands,
		"PUT /applications/{app}/guilds/{guild}/commands": f.putCommands,

		"POST /interactions/{id}/{token}/callback":         f.postCallback,
		"GET /webhooks/{app}/{token}/messages/@original":   f.original,
		"PATCH /webhooks/{app}/{token}/messages/@original": f.original,
		"POST /webhooks/{app}/{token}":                     f.postFollowUp,

		"GET /channels/{channel}/messages":  f.getMessages,
		"POST /channels/{channel}/messages": f.postMessage,
		"POST /channels/{channel}/typing":   noContent,
	}
	unknown := func(w http.ResponseWriter, r *http.Request) {
		f.t.Errorf("discordtest: unknown request %s %s", r.Method, r.URL.Path)
		refuse(w, http.StatusNotFound, 0, "404: Not Found")
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/gateway/", f.serveGateway)
	mux.HandleFunc("/", unknown)
	for _, version := range []string{"/api/v9", "/api/v10"} {
		for pattern, handle := range routes {
			method, path, _ := strings.Cut(pattern, " ")
			mux.Handle(method+" "+version+path, f.guard(version, handle))
		}
		mux.Handle(version+"/", f.guard(version, unknown))
	}
	return mux
}

// guard does what Discord does before it looks at a request: it demands a user
// agent, the token (but not where the address holds one), and tells the limits.
func (f *Fake) guard(version string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, version)
		request := r.Method + " " + path
		if !f.light {
			f.change(func() { f.record.requests = append(f.record.requests, request) })
		}
		if !strings.HasPrefix(r.UserAgent(), "DiscordBot (") {
			f.t.Errorf("discordtest: %s has the user agent %q, which Discord blocks", request, r.UserAgent())
		}
		if response, ok := f.nextFault(request); ok {
			f.fail(w, r, path, response, next)
			return
		}
		if !strings.HasPrefix(path, "/interactions/") && !strings.HasPrefix(path, "/webhooks/") &&
			r.Header.Get("Authorization") != "Bot "+Token {
			refuse(w, http.StatusUnauthorized, 0, "401: Unauthorized")
			return
		}
		f.tellLimits(w.Header())
		next(w, r)
	})
}

func (f *Fake) tellLimits(header http.Header) {
	maps.Copy(header, f.limits)
	header.Set("X-Ratelimit-Reset", strconv.FormatInt(time.Now().Unix()+1, 10))
}

// fail gives response in place of the usual one.
func (f *Fake) fail(w http.ResponseWriter, r *http.Request, path string, response Response, next http.HandlerFunc) {
	if f.lean {
		f.t.Errorf("discordtest: a lean fake has no faults")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	f.change(func() {
		d := f.answeredBy(path, body)
		if d == nil {
			return
		}
		d.spoilt = d.spoilt || response.final() && !response.taken
		d.dropped = d.dropped || response.taken
		d.delay += response.cost(d.kind)
	})
	if response.taken {
		next(httptest.NewRecorder(), r)
	}
	switch {
	case response.hang:
		<-r.Context().Done()
		return
	case response.reset:
		if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
			reset(c)
		}
		return
	}
	for k, v := range response.Header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(response.Status)
	_, _ = io.WriteString(w, response.Body)
}

// answeredBy is what a request answers, if anything. The fake is locked.
func (f *Fake) answeredBy(path string, body []byte) *Delivery {
	if parts := strings.Split(path, "/"); len(parts) > 2 && parts[1] == "interactions" {
		return f.pending[parts[2]]
	}
	var m struct {
		Reference struct {
			MessageID string `json:"message_id"`
		} `json:"message_reference"`
	}
	_ = json.Unmarshal(body, &m) // what is no message answers none
	return f.said[m.Reference.MessageID]
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

func refuse(w http.ResponseWriter, status, code int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(Payload{"message": text, "code": code})
}

func noContent(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

// body reads a JSON body, which Discord refuses under another content type.
func (f *Fake) body(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	u, ok := f.upload(w, r)
	if ok && len(u.Files) > 0 {
		f.t.Errorf("discordtest: %s %s has files", r.Method, r.URL.Path)
	}
	return u.JSON, ok
}

// upload reads a body that may have files beside it.
func (f *Fake) upload(w http.ResponseWriter, r *http.Request) (rules.Upload, bool) {
	b := new(bytes.Buffer)
	if lean, ok := w.(*leanWriter); ok { // over which callbacks come, of which none is kept
		b = &lean.request
		b.Reset()
	}
	b.Grow(int(max(r.ContentLength, 0)) + bytes.MinRead)
	if _, err := b.ReadFrom(r.Body); err != nil {
		return rules.Upload{}, false
	}
	u, err := rules.ReadUpload(r.Header.Get("Content-Type"), b.Bytes())
	if err != nil {
		f.t.Errorf("discordtest: %s %s: %v", r.Method, r.URL.Path, err)
		refuse(w, http.StatusBadRequest, 50035, "Invalid Form Body")
		return rules.Upload{}, false
	}
	return u, true
}

// judgeUpload is judge for a message, or what shows one, with files.
func (f *Fake) judgeUpload(w http.ResponseWriter, r *http.Request, u rules.Upload, by func(rules.Upload) []string) bool {
	return f.judge(w, r, u.JSON, func(body []byte) []string { return by(rules.Upload{JSON: body, Files: u.Files}) })
}

// judge reports what is wrong with a body and refuses it as Discord does. A
// body that has been found good is not looked at again: under load the judge
// would cost more than the bot. A light fake looks at one in a hundred.
func (f *Fake) judge(w http.ResponseWriter, r *http.Request, body []byte, by func([]byte) []string) bool {
	f.mu.Lock()
	f.judged++
	passed := f.light && f.judged%100 != 1
	f.mu.Unlock()
	if passed {
		return true
	}
	key := r.Method + " " + r.Pattern + " " + string(body)
	f.mu.Lock()
	good := f.good[key]
	f.mu.Unlock()
	if good {
		return true
	}
	problems := by(body)
	if len(problems) == 0 {
		f.mu.Lock()
		if f.good[key] = true; len(f.good) > logged {
			clear(f.good)
		}
		f.mu.Unlock()
		return true
	}
	f.t.Errorf("discordtest: %s %s: %s\n%s", r.Method, r.URL.Path, strings.Join(problems, "; "), body)
	refuse(w, http.StatusBadRequest, 50035, "Invalid Form Body")
	return false
}

func (f *Fake) getGateway(w http.ResponseWriter, r *http.Request) {
	out := Payload{"url": f.gatewayURL()}
	if strings.HasSuffix(r.URL.Path, "/bot") {
		out["shards"] = f.shards
		out["session_start_limit"] = Payload{"total": f.allowed, "remaining": max(f.allowed-len(f.Identifies()), 0),
			"reset_after": 86400000, "max_concurrency": f.buckets}
	}
	reply(w, out)
}

func (f *Fake) getSelf(w http.ResponseWriter, _ *http.Request) { reply(w, bot()) }

func (f *Fake) getApplication(w http.ResponseWriter, _ *http.Request) {
	reply(w, Payload{"id": ApplicationID, "name": "fake", "description": "", "bot": bot(), "flags": 0,
		"interactions_endpoint_url": f.endpoint})
}

// typeOf gives the type of a callback, which ours begin with, and reads no further;
// 0 where there is none.
func typeOf(callback []byte) int {
	d := jsontext.NewDecoder(bytes.NewBuffer(callback))
	for token, err := d.ReadToken(); err == nil && d.StackDepth() == 1; token, err = d.ReadToken() {
		if token.Kind() == '"' && token.String() == "type" {
			var kind int
			_ = quick.UnmarshalDecode(d, &kind)
			return kind
		}
		if token.Kind() == '"' && d.SkipValue() != nil {
			return 0
		}
	}
	return 0
}

func (f *Fake) postCallback(w http.ResponseWriter, r *http.Request) {
	arrived := time.Now()
	u, ok := f.upload(w, r)
	if !ok || !f.judgeUpload(w, r, u, CallbackUploadProblems) {
		return
	}
	body := u.JSON
	var c Callback
	if f.light { // of which nobody asks what it says
		c.Type = typeOf(body)
	} else {
		_ = quick.Unmarshal(body, &c) // judged above
		c.Body, c.Files = body, u.Files
	}

	f.mu.Lock()
	p, latency := f.pending[r.PathValue("id")], f.latency
	if p != nil {
		c.InteractionID = p.id
		c.Latency = arrived.Sub(p.dispatched)
	}
	f.mu.Unlock()
	if latency > 0 {
		select {
		case <-time.After(latency):
		case <-r.Context().Done():
		}
	}
	if p == nil || p.token != r.PathValue("token") || c.Latency > Window {
		f.change(func() { f.record.late++ })
		refuse(w, http.StatusNotFound, 10062, "Unknown interaction")
		return
	}
	if problem := mismatch(p.kind, c.Type); problem != "" {
		f.t.Errorf("discordtest: %s: %s", problem, body)
		refuse(w, http.StatusBadRequest, 50035, "Invalid Form Body")
		return
	}
	first := false
	f.change(func() {
		if first = p.callback == nil; first {
			p.callback = &c
			if !f.light {
				f.record.callbacks = append(f.record.callbacks, c)
			}
			p.dropped = p.dropped || r.Context().Err() != nil
			f.took(p)
		} else if !p.dropped {
			f.record.refused++
		}
	})
	if !first {
		refuse(w, http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
		return
	}
	if _, taken := w.(*leanWriter); f.lean && !taken {
		f.takeOver(w)
		return
	}
	noContent(w, r)
}

// mismatch tells when an interaction may not be answered in this way.
func mismatch(interaction, callback int) string {
	switch {
	case interaction == 4 && callback != 8:
		return fmt.Sprintf("an autocomplete is answered with type %d", callback)
	case interaction != 4 && callback == 8:
		return fmt.Sprintf("an interaction of type %d is answered with choices", interaction)
	case interaction == 2 && (callback == 6 || callback == 7):
		return "a command is answered by updating a message"
	case interaction == 5 && callback == 9:
		return "a modal is answered with a modal"
	}
	return ""
}

func (f *Fake) original(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPatch {
		u, ok := f.upload(w, r)
		if !ok || !f.judgeUpload(w, r, u, bodyProblems("IncomingWebhookUpdateRequestPartial")) {
			return
		}
		f.later(r, u)
	}
	reply(w, Message(Direct, "", From(bot())))
}

func (f *Fake) postFollowUp(w http.ResponseWriter, r *http.Request) {
	u, ok := f.upload(w, r)
	if !ok || !f.judgeUpload(w, r, u, bodyProblems("IncomingWebhookRequestPartial")) {
		return
	}
	f.later(r, u)
	reply(w, Message(Direct, "", From(bot())))
}

// later records an edit or a follow-up.
func (f *Fake) later(r *http.Request, u rules.Upload) {
	u.JSON = slices.Clone(u.JSON) // which a lean connection reads into again
	f.change(func() {
		f.record.later = append(f.record.later, Later{r.Method == http.MethodPatch, r.PathValue("token"), u})
	})
}

// bodyProblems judges an edit or a follow-up.
func bodyProblems(schema string) func(rules.Upload) []string {
	return func(u rules.Upload) []string {
		return slices.Concat(rules.Webhook(u.JSON), againstSchema(component(schema), u.JSON), rules.Files(u))
	}
}

func (f *Fake) postMessage(w http.ResponseWriter, r *http.Request) {
	body, ok := f.body(w, r)
	if !ok || !f.judge(w, r, body, MessageProblems) {
		return
	}
	var m struct {
		Content      string `json:"content"`
		Nonce        any    `json:"nonce"`
		EnforceNonce bool   `json:"enforce_nonce"`
		Reference    *struct {
			MessageID string `json:"message_id"`
		} `json:"message_reference"`
	}
	_ = json.Unmarshal(body, &m) // judged above
	sent := Sent{ChannelID: r.PathValue("channel"), Content: m.Content, Body: body}
	out := Message(Direct, m.Content, From(bot())).With("channel_id", sent.ChannelID)
	if m.Reference != nil {
		sent.ReplyTo = m.Reference.MessageID
	}
	answer := json.RawMessage(out.JSON())
	f.change(func() {
		if m.Reference != nil && !f.messages[sent.ReplyTo] {
			sent.ReplyTo = "" // the message is gone, and the bot does not mind
		}
		if m.EnforceNonce && m.Nonce != nil {
			key := sent.ChannelID + " " + fmt.Sprint(m.Nonce)
			if earlier, ok := f.nonces[key]; ok {
				answer = earlier
				if d := f.said[sent.ReplyTo]; d != nil && !d.dropped {
					f.record.refused++
				}
				return
			}
			f.nonces[key] = answer
			if f.light && len(f.nonces) > logged {
				clear(f.nonces)
			}
		}
		if d := f.said[sent.ReplyTo]; d != nil && !isClosed(d.answered) {
			f.took(d)
		}
		if !f.light {
			f.messages[out.ID()] = true
			f.record.sent = append(f.record.sent, sent)
		}
	})
	reply(w, answer)
}
