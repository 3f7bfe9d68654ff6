package endpoint_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/endpoint"
)

// serve lets a new endpoint answer a request.
func serve(t testing.TB, h *bot.Handler, header http.Header, body []byte) *httptest.ResponseRecorder {
	t.Helper()
	e, err := endpoint.NewHandler(http.DefaultClient, endpoint.Options{PublicKey: discordtest.PublicKey(), Handler: h})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, endpoint.Path, bytes.NewReader(body))
	r.Header = header
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w
}

// FuzzBody: of what is rightly signed, every interaction is answered with what
// Discord takes, and nothing else is.
func FuzzBody(f *testing.F) {
	for _, p := range []discordtest.Payload{
		discordtest.Ping(),
		discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "what is PARP")),
		discordtest.Autocomplete(discordtest.Direct, "term", discordtest.Focused("name", "p")),
		discordtest.Click(discordtest.Private, "1|page|n|milestones||0|0|2", nil),
		discordtest.Submit(discordtest.Guild, "modal", nil),
		discordtest.Ping().With("id", nil),
	} {
		f.Add(p.JSON())
	}
	f.Add([]byte(`{"id":"1","type":"2","data":[]}`))
	f.Add([]byte(`{"id":"18446744073709551616"}`))
	f.Add([]byte("\xff"))
	h := handler(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		var named struct{ ID any }
		valid := json.Unmarshal(body, &named) == nil
		id, _ := named.ID.(string)
		_, err := strconv.ParseUint(id, 10, 64)
		w := serve(t, h, discordtest.Sign(time.Now(), body), body)
		switch {
		case valid && err == nil:
			if w.Code != http.StatusOK || w.Header().Get("Content-Length") != strconv.Itoa(w.Body.Len()) {
				t.Fatalf("%d, %v: %s", w.Code, w.Header(), w.Body)
			}
			discordtest.CheckCallback(t, w.Body.Bytes())
		case w.Code != http.StatusBadRequest:
			t.Errorf("%d for what is no interaction", w.Code)
		}
	})
}

// FuzzSignature: only what Discord has signed within the window is answered.
func FuzzSignature(f *testing.F) {
	body := discordtest.Ping().JSON()
	good := discordtest.Sign(time.Now(), body)
	signature, timestamp := good.Get("X-Signature-Ed25519"), good.Get("X-Signature-Timestamp")
	late := discordtest.Sign(time.Now().Add(-time.Hour), body)
	f.Add(signature, timestamp, "application/json")
	f.Add(strings.ToUpper(signature), timestamp, "application/JSON; charset=utf-8")
	f.Add(late.Get("X-Signature-Ed25519"), late.Get("X-Signature-Timestamp"), "application/json")
	f.Add(signature[:126]+"zz", "+"+timestamp, "application/json")
	f.Add("", "", "")
	h := handler(f)
	f.Fuzz(func(t *testing.T, signature, timestamp, contentType string) {
		seconds, err := strconv.ParseInt(timestamp, 10, 64)
		signed := err == nil && strings.EqualFold(signature, discordtest.Sign(time.Unix(seconds, 0), body).Get("X-Signature-Ed25519"))
		w := serve(t, h, http.Header{
			"X-Signature-Ed25519": {signature}, "X-Signature-Timestamp": {timestamp}, "Content-Type": {contentType},
		}, body)
		switch w.Code {
		case http.StatusOK:
			if age := time.Since(time.Unix(seconds, 0)).Abs(); !signed || age > time.Minute {
				t.Errorf("answered with the signature %q of %q", signature, timestamp)
			}
		case http.StatusUnauthorized, http.StatusUnsupportedMediaType:
		default:
			t.Errorf("refused with %d", w.Code)
		}
	})
}
