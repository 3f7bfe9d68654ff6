package playground_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"attache/bot/discordtest"
)

// client speaks to a playground as a browser's tab does.
type client struct {
	*testing.T
	*http.Client
	base string
}

func newClient(t *testing.T, base string) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	c := &client{t, &http.Client{Jar: jar, Transport: transport}, base}
	c.request("GET", "/", "", nil, http.StatusOK)
	return c
}

// request sends a request and gives the body of its response, which must have
// the status.
func (c *client) request(method, path, body string, header http.Header, status int) (string, http.Header) {
	c.Helper()
	r, err := http.NewRequestWithContext(c.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	if host := header.Get("Host"); host != "" {
		r.Host = host
	}
	response, err := c.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		c.Fatal(err)
	}
	if response.StatusCode != status {
		c.Errorf("%s %s %v: status %d, not %d: %s", method, path, header, response.StatusCode, status, got)
	}
	return string(got), response.Header
}

// post sends JSON.
func (c *client) post(path string, body []byte, status int) string {
	c.Helper()
	got, _ := c.request("POST", path, string(body), http.Header{"Content-Type": {"application/json"}}, status)
	return got
}

// written is what the page sends of a message.
func written(message discordtest.Payload, permissions string) []byte {
	return discordtest.Payload{"message": message, "permissions": permissions}.JSON()
}

// event is a server-sent event.
type event struct{ id, name, data string }

// events reads the stream from behind the event lastID until stop returns true.
func (c *client) events(lastID string, stop func(event) bool) []event {
	c.Helper()
	ctx, cancel := context.WithTimeout(c.Context(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/events", nil)
	if err != nil {
		c.Fatal(err)
	}
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	response, err := c.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer response.Body.Close()
	var all []event
	var e event
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			e.data = value
		case "":
			all = append(all, e)
			if stop(e) {
				return all
			}
			e = event{}
		}
	}
	c.Fatalf("the stream ended too early: %v; it had %v", lines.Err(), all)
	return nil
}

func live(e event) bool { return e.name == "live" }

// TestExchange sends what the page sends and reads what it reads.
func TestExchange(t *testing.T) {
	c := newClient(t, server(t, ""))
	ask := discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "when did belarus join pfp"))
	if body := c.post("/interactions", ask.JSON(), http.StatusAccepted); body != "" {
		t.Errorf("the answer comes with the response: %s", body)
	}
	c.post("/messages", written(discordtest.Message(discordtest.Direct, "what is parp"), ""), http.StatusAccepted)

	events := c.events("", live)
	if len(events) != 4 || events[0].name != "ready" || events[1].name != "exchange" || events[2].name != "exchange" {
		t.Fatalf("the events are %v", events)
	}
	var ready struct {
		Session  struct{ ID string }
		Commands json.RawMessage
	}
	if err := json.Unmarshal([]byte(events[0].data), &ready); err != nil {
		t.Fatal(err)
	}
	var commands []map[string]any
	if err := json.Unmarshal(ready.Commands, &commands); err != nil {
		t.Fatal(err)
	}
	if len(commands) == 0 || commands[0]["name"] != "ask" || commands[0]["id"] == "" {
		t.Errorf("the commands are %s", ready.Commands)
	}
	for _, e := range events[1:3] {
		var x struct {
			Request, Reply json.RawMessage
			Problems       []string
			Entry          struct{ ID, Title, Place string }
		}
		if err := json.Unmarshal([]byte(e.data), &x); err != nil {
			t.Fatal(err)
		}
		if len(x.Problems) > 0 {
			t.Errorf("Discord would refuse %s: %v", x.Reply, x.Problems)
		}
		if x.Entry.ID == "" || !strings.Contains(x.Entry.Place, ".yaml:") {
			t.Errorf("the entry behind %s is %+v", x.Reply, x.Entry)
		}
		if e.id == "" || !strings.HasPrefix(e.id, ready.Session.ID+"-") {
			t.Errorf("the event's id is %q", e.id)
		}
	}

	// A browser that comes back gets what it has missed, another everything.
	if again := c.events(events[1].id, live); len(again) != 3 || again[1].id != events[2].id {
		t.Errorf("behind %s come %v", events[1].id, again)
	}
	if again := c.events("0-7", live); len(again) != 4 {
		t.Errorf("behind an event of another session come %v", again)
	}
	if other := newClient(t, c.base).events("", live); len(other) != 2 {
		t.Errorf("another browser sees %v", other)
	}
}

func TestCompletionIsTheResponse(t *testing.T) {
	c := newClient(t, server(t, ""))
	typing := discordtest.Autocomplete(discordtest.Guild, "ask", discordtest.Focused("question", "pfp"))
	var answer struct {
		Type int
		Data struct {
			Choices []struct{ Name, Value string }
		}
	}
	body := c.post("/interactions", typing.JSON(), http.StatusOK)
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Type != 8 || len(answer.Data.Choices) == 0 {
		t.Errorf("the answer is %s", body)
	}
	if events := c.events("", live); len(events) != 2 {
		t.Errorf("completions are kept: %v", events)
	}
}

// TestPermissions holds that a reply in a server is what is left of it there.
func TestPermissions(t *testing.T) {
	c := newClient(t, server(t, ""))
	self := selfID(c)
	const all = 1024 | 2048 | 16384 | 32768 | 65536
	for _, test := range []struct {
		name string
		bits int
		want func(reply map[string]any, refused string) bool
	}{
		{"all", all, func(r map[string]any, _ string) bool { return r["embeds"] != nil && r["message_reference"] != nil }},
		{"no embeds", all &^ 16384, func(r map[string]any, _ string) bool { return r["embeds"] == nil && r["content"] != nil }},
		{"no history", all &^ 65536, func(r map[string]any, _ string) bool { return r["message_reference"] == nil }},
		{"no sending", all &^ 2048, func(_ map[string]any, refused string) bool { return strings.Contains(refused, "Missing Permissions") }},
	} {
		message := discordtest.Message(discordtest.Guild, "<@"+self+"> what is parp").
			With("mentions", []any{map[string]any{"id": self}})
		c.post("/messages", written(message, fmt.Sprint(test.bits)), http.StatusAccepted)
		events := c.events("", live)
		var x struct {
			Reply   map[string]any
			Refused string
		}
		if err := json.Unmarshal([]byte(events[len(events)-2].data), &x); err != nil {
			t.Fatal(err)
		}
		if !test.want(x.Reply, x.Refused) {
			t.Errorf("%s: %v, refused %q", test.name, x.Reply, x.Refused)
		}
	}
}

// selfID gives the bot's user id.
func selfID(c *client) string {
	c.Helper()
	var ready struct {
		ID string `json:"application_id"`
	}
	if err := json.Unmarshal([]byte(c.events("", live)[0].data), &ready); err != nil {
		c.Fatal(err)
	}
	return ready.ID
}

// TestGuard holds that other sites, and names that lead here, are kept out.
func TestGuard(t *testing.T) {
	base := server(t, "")
	c := newClient(t, base)
	host := strings.TrimPrefix(base, "http://")
	port := host[strings.LastIndex(host, ":"):]
	kind := "application/json"
	for _, test := range []struct {
		method, path string
		header       http.Header
		status       int
	}{
		{"GET", "/", http.Header{"Host": {"localhost" + port}}, http.StatusOK},
		{"GET", "/", http.Header{"Host": {"[::1]" + port}}, http.StatusOK},
		{"GET", "/", http.Header{"Host": {"127.0.0.1:9"}}, http.StatusOK}, // a forwarded port
		{"GET", "/", http.Header{"Host": {"evil.example" + port}}, http.StatusForbidden},
		{"GET", "/", http.Header{"Host": {"localhost.evil.example"}}, http.StatusForbidden},
		{"GET", "/", http.Header{"Host": {"192.0.2.1" + port}}, http.StatusForbidden}, // it listens on loopback alone
		{"GET", "/events", http.Header{"Origin": {"http://evil.example"}}, http.StatusForbidden},
		{"GET", "/entries", http.Header{"Origin": {"null"}}, http.StatusForbidden},
		{"GET", "/entries", http.Header{"Origin": {"http://" + host}}, http.StatusOK},
		{"POST", "/messages", http.Header{"Content-Type": {kind}, "Origin": {"https://" + host}}, http.StatusForbidden},
		{"POST", "/messages", http.Header{"Content-Type": {kind}, "Sec-Fetch-Site": {"cross-site"}}, http.StatusForbidden},
		{"POST", "/messages", http.Header{"Content-Type": {kind}, "Sec-Fetch-Site": {"same-site"}}, http.StatusForbidden},
		{"POST", "/messages", http.Header{"Content-Type": {kind}, "Sec-Fetch-Site": {"same-origin"}}, http.StatusAccepted},
		{"POST", "/messages", http.Header{"Content-Type": {"text/plain"}}, http.StatusUnsupportedMediaType},
		{"POST", "/messages", nil, http.StatusUnsupportedMediaType},
		{"GET", "/messages", nil, http.StatusNotFound},
		{"POST", "/entries", http.Header{"Content-Type": {kind}}, http.StatusMethodNotAllowed},
		{"GET", "/../page.go", nil, http.StatusNotFound},
		{"GET", "/vendor/simple-markdown.d.ts", nil, http.StatusNotFound},
		{"GET", "/files/1/0", nil, http.StatusNotFound},
		{"GET", "/source?entry=pfp-joined", nil, http.StatusNotFound}, // the set is built in
		{"GET", "/explain?q=" + strings.Repeat("a", 9000), nil, http.StatusRequestEntityTooLarge},
	} {
		body := `{"message":{"id":"1","channel_id":"2","content":"hello","author":{"id":"3"}}}`
		if test.method == http.MethodGet {
			body = ""
		}
		_, header := c.request(test.method, test.path, body, test.header, test.status)
		policy := header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'self';") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy is %q", test.path, policy)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: the header is %v", test.path, header)
		}
	}
}

func TestBodies(t *testing.T) {
	c := newClient(t, server(t, ""))
	for _, path := range []string{"/messages", "/interactions"} {
		c.post(path, []byte(`{"content":"`+strings.Repeat("a", 256<<10)+`"}`), http.StatusRequestEntityTooLarge)
		c.post(path, []byte(`{"content":`), http.StatusBadRequest)
		c.post(path, nil, http.StatusBadRequest)
		c.post(path, []byte(`[1,2]`), http.StatusBadRequest)
		c.post(path, []byte(`{"id":1,"author":[],"message":{"author":[]}}`), http.StatusAccepted) // whatever Discord may send is answered
	}
	stranger := &client{t, &http.Client{Transport: c.Transport}, c.base}
	if body := stranger.post("/messages", []byte(`{}`), http.StatusConflict); !strings.Contains(body, "load the page again") {
		t.Errorf("a stranger is told %q", body)
	}
}

// TestTwoPlaygrounds holds that a browser may have two open, as to compare two sets: they
// differ in their ports alone, which cookies do not tell apart.
func TestTwoPlaygrounds(t *testing.T) {
	one := newClient(t, server(t, ""))
	other := &client{t, one.Client, server(t, "")}
	other.request("GET", "/", "", nil, http.StatusOK)
	for _, c := range []*client{one, other} {
		c.post("/messages", written(discordtest.Message(discordtest.Direct, "what is parp"), ""), http.StatusAccepted)
	}
}

// TestBounded holds that a session keeps no more than it may, and that the
// events that are left still follow each other.
func TestBounded(t *testing.T) {
	c := newClient(t, server(t, ""))
	message := discordtest.Message(discordtest.Direct, strings.Repeat("word ", 10_000))
	for range 320 {
		c.post("/messages", written(message, ""), http.StatusAccepted)
	}
	events := c.events("", live)
	size := 0
	for _, e := range events {
		size += len(e.data)
	}
	const most = 9 << 20
	if len(events) > 310 || size > most || len(events) < 50 {
		t.Errorf("%d events of %d bytes are kept", len(events), size)
	}
	if !strings.HasSuffix(events[len(events)-2].id, "-320") {
		t.Errorf("the last event is %s", events[len(events)-2].id)
	}
}

// TestStop holds that Run returns while a page is open.
func TestStop(t *testing.T) {
	base, stop := run(t, "")
	c := newClient(t, base)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	stop()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Errorf("the stream did not end well: %v", err)
	}
}
