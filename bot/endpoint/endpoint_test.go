package endpoint_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/endpoint"
)

// over is a client for each protocol.
func over(t *testing.T) map[string]*http.Client {
	t.Helper()
	clients := map[string]*http.Client{}
	for name, choose := range map[string]func(*http.Protocols, bool){
		"HTTP/1.1": (*http.Protocols).SetHTTP1, "HTTP/2.0": (*http.Protocols).SetUnencryptedHTTP2,
	} {
		var protocols http.Protocols
		choose(&protocols, true)
		transport := &http.Transport{Protocols: &protocols, ExpectContinueTimeout: discordtest.Patience}
		t.Cleanup(transport.CloseIdleConnections)
		clients[name] = &http.Client{Transport: transport}
	}
	return clients
}

// answer is an HTTP response with its body read.
type answer struct {
	*http.Response
	body []byte
}

func do(t testing.TB, client *http.Client, r *http.Request) answer {
	t.Helper()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response, body}
}

// post posts body as Discord does.
func post(t testing.TB, client *http.Client, url string, body []byte) answer {
	t.Helper()
	r, err := discordtest.SignedRequest(url, body)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, client, r)
}

// kind checks a callback and gives its type.
func (a answer) kind(t testing.TB) int {
	t.Helper()
	if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != "application/json" {
		t.Fatalf("%s, %s: %s", a.Status, a.Header.Get("Content-Type"), a.body)
	}
	discordtest.CheckCallback(t, a.body)
	var callback discordtest.Callback
	if err := json.Unmarshal(a.body, &callback); err != nil {
		t.Fatal(err)
	}
	return callback.Type
}

func TestInteractions(t *testing.T) {
	t.Parallel()
	url := start(t).url
	unknown := discordtest.Components(discordtest.UnknownComponent())
	asked := discordtest.Message(discordtest.Guild, "what is PARP", unknown)
	for protocol, client := range over(t) {
		for _, tt := range []struct {
			name string
			in   discordtest.Payload
			want int
		}{
			{"ping", discordtest.Ping(), 1},
			{"slash in a server", discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "what is PARP")), 4},
			{"slash in a direct message", discordtest.Slash(discordtest.Direct, "about"), 4},
			{"slash among others", discordtest.Slash(discordtest.Private, "help"), 4},
			{"unknown command", discordtest.Slash(discordtest.Guild, "no-such-command"), 4},
			{"no data", discordtest.Slash(discordtest.Guild, "ask").With("data", nil), 4},
			{"completion", discordtest.Autocomplete(discordtest.Guild, "ask", discordtest.Focused("question", "w")), 8},
			{"completion that finds nothing", discordtest.Autocomplete(discordtest.Guild, "term", discordtest.Focused("name", "zzzzzzqqqq")), 8},
			{"menu over an unknown component", discordtest.MessageMenu(discordtest.Guild, "Answer this", asked), 4},
			{"button", discordtest.Click(discordtest.Guild, "1|page|n|milestones||0|0|2", nil), 7},
			{"garbage button", discordtest.Click(discordtest.Guild, "\x00garbage", nil), 4},
			{"unknown modal", discordtest.Submit(discordtest.Guild, "modal", map[string]string{"a": "b"}), 4},
			{"unknown type", discordtest.Slash(discordtest.Guild, "ask").With("type", 77), 4},
		} {
			t.Run(protocol+" "+tt.name, func(t *testing.T) {
				a := post(t, client, url, tt.in.JSON())
				if got := a.kind(t); got != tt.want || a.Proto != protocol {
					t.Errorf("answered over %s with type %d, want %d: %s", a.Proto, got, tt.want, a.body)
				}
				if tt.want == 1 && string(a.body) != `{"type":1}` {
					t.Errorf("a ping is answered with %s", a.body)
				}
			})
		}
	}
}

// change makes something else of a request that Discord has signed.
type change func(r *http.Request, body []byte)

func with(header, value string) change {
	return func(r *http.Request, _ []byte) { r.Header.Set(header, value) }
}

func without(header string) change {
	return func(r *http.Request, _ []byte) { r.Header.Del(header) }
}

func signedAt(offset time.Duration) change {
	return func(r *http.Request, body []byte) { r.Header = discordtest.Sign(time.Now().Add(offset), body) }
}

// TestRefusals has a request a line that differs from Discord's in one thing. Each is
// counted.
func TestRefusals(t *testing.T) {
	t.Parallel()
	rejected := make(chan int, 1)
	url := start(t, func(o *endpoint.Options) { o.Rejected = func(status int) { rejected <- status } }).url
	const (
		signature = "X-Signature-Ed25519"
		timestamp = "X-Signature-Timestamp"
		limit     = 256 << 10
	)
	ping := func() []byte { return discordtest.Ping().JSON() }
	padded := func(size int) []byte { p := ping(); return append(p, bytes.Repeat([]byte(" "), size-len(p))...) }
	_, another, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	anothers := func(r *http.Request, body []byte) {
		message := append([]byte(r.Header.Get(timestamp)), body...)
		r.Header.Set(signature, fmt.Sprintf("%x", ed25519.Sign(another, message)))
	}
	chunked := func(r *http.Request, _ []byte) { r.ContentLength = -1 }
	clients := over(t)
	for _, tt := range []struct {
		name   string
		body   []byte
		change change
		want   int
	}{
		{"nothing", ping(), func(*http.Request, []byte) {}, 200},
		{"charset", ping(), with("Content-Type", "application/json; charset=utf-8"), 200},
		{"upper-case signature", ping(), func(r *http.Request, _ []byte) {
			r.Header.Set(signature, strings.ToUpper(r.Header.Get(signature)))
		}, 200},
		{"chunked", ping(), chunked, 200},
		{"largest", padded(limit), chunked, 200},
		{"early", ping(), signedAt(25 * time.Second), 200},
		{"late", ping(), signedAt(-25 * time.Second), 200},

		{"too early", ping(), signedAt(35 * time.Second), 401},
		{"too late", ping(), signedAt(-35 * time.Second), 401},
		{"epoch", ping(), signedAt(-time.Duration(time.Now().UnixNano())), 401},
		{"timestamp changed", ping(), func(r *http.Request, _ []byte) { r.Header.Set(timestamp, fmt.Sprint(time.Now().Unix()+1)) }, 401},
		{"timestamp with a sign", ping(), with(timestamp, fmt.Sprintf("+%d", time.Now().Unix())), 401},
		{"timestamp no number", ping(), with(timestamp, "now"), 401},
		{"timestamp huge", ping(), with(timestamp, strings.Repeat("9", 30)), 401},
		{"timestamp missing", ping(), without(timestamp), 401},
		{"signature missing", ping(), without(signature), 401},
		{"signature no hexadecimal", ping(), with(signature, strings.Repeat("xy", 64)), 401},
		{"signature too short", ping(), with(signature, strings.Repeat("ab", 63)), 401},
		{"signature of zeros", ping(), with(signature, strings.Repeat("00", 64)), 401},
		{"signature written otherwise", ping(), func(r *http.Request, _ []byte) { r.Header.Set(signature, plusOrder(t, r.Header.Get(signature))) }, 401},
		{"signature of another key", ping(), anothers, 401},
		{"signature of another body", ping(), func(r *http.Request, _ []byte) { r.Header = discordtest.Sign(time.Now(), ping()) }, 401},

		{"get", ping(), func(r *http.Request, _ []byte) { r.Method = http.MethodGet }, 405},
		{"put", ping(), func(r *http.Request, _ []byte) { r.Method = http.MethodPut }, 405},
		{"another path", ping(), func(r *http.Request, _ []byte) { r.URL.Path = "/" }, 404},
		{"too large", padded(limit + 1), func(*http.Request, []byte) {}, 413},
		{"too large, chunked", padded(limit + 1), chunked, 413},
		{"text", ping(), with("Content-Type", "text/plain"), 415},
		{"no type", ping(), without("Content-Type"), 415},
		{"broken type", ping(), with("Content-Type", "application/json; ="), 415},
		{"empty", nil, func(*http.Request, []byte) {}, 400},
		{"no JSON", []byte("{"), func(*http.Request, []byte) {}, 400},
		{"two objects", append(ping(), ping()...), func(*http.Request, []byte) {}, 400},
		{"null", []byte("null"), func(*http.Request, []byte) {}, 400},
		{"no object", []byte(`["id"]`), func(*http.Request, []byte) {}, 400},
		{"no id", discordtest.Ping().With("id", nil).JSON(), func(*http.Request, []byte) {}, 400},
		{"no snowflake", discordtest.Ping().With("id", "one").JSON(), func(*http.Request, []byte) {}, 400},
	} {
		for protocol, client := range clients {
			t.Run(protocol+" "+tt.name, func(t *testing.T) {
				body := tt.body
				if tt.want == 200 { // the other protocol has used the id up
					body = append(ping(), bytes.Repeat([]byte(" "), max(0, len(tt.body)-len(ping())))...)
				}
				r, err := discordtest.SignedRequest(url, body)
				if err != nil {
					t.Fatal(err)
				}
				tt.change(r, body)
				a := do(t, client, r)
				if a.StatusCode != tt.want {
					t.Errorf("%s: %s, want %d", a.Status, a.body, tt.want)
				}
				if tt.want >= 400 {
					if status := <-rejected; status != tt.want {
						t.Errorf("counted as %d, want %d", status, tt.want)
					}
				}
				if tt.want == 405 && a.Header.Get("Allow") != http.MethodPost {
					t.Errorf("405 allows %q", a.Header.Get("Allow"))
				}
			})
		}
	}
}

// A key that is of another application is told of, once; one that has been right is not.
func TestWrongKeyIsTold(t *testing.T) {
	t.Parallel()
	anothers, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		key         ed25519.PublicKey
		status, say int
	}{{anothers, 401, 1}, {discordtest.PublicKey(), 200, 0}} {
		r := start(t, func(o *endpoint.Options) { o.PublicKey = tt.key })
		if a := post(t, http.DefaultClient, r.url, discordtest.Ping().JSON()); a.StatusCode != tt.status {
			t.Errorf("answered with %s, want %d", a.Status, tt.status)
		}
		for range 5 {
			request, err := discordtest.SignedRequest(r.url, discordtest.Ping().JSON())
			if err != nil {
				t.Fatal(err)
			}
			request.Header = discordtest.Sign(time.Now(), []byte("another body"))
			do(t, http.DefaultClient, request)
		}
		if n := strings.Count(r.log.String(), "DISCORD_PUBLIC_KEY"); n != tt.say {
			t.Errorf("the log doubts the key %d times, want %d", n, tt.say)
		}
	}
}

// plusOrder adds the group's order to the number that is a signature's second
// half. To who does not look closely it is good still.
func plusOrder(t *testing.T, signature string) string {
	t.Helper()
	raw, err := hex.DecodeString(signature)
	order, ok := new(big.Int).SetString("27742317777372353535851937790883648493", 10)
	if err != nil || !ok {
		t.Fatal(err)
	}
	order.SetBit(order, 252, 1)
	slices.Reverse(raw[32:]) // its first byte is the least
	sum := new(big.Int).SetBytes(raw[32:])
	sum.Add(sum, order).FillBytes(raw[32:])
	slices.Reverse(raw[32:])
	return hex.EncodeToString(raw)
}

// A replay is refused, whatever of it is new; a forged request does not use
// the id up that it names.
func TestReplay(t *testing.T) {
	t.Parallel()
	url := start(t).url
	ping := discordtest.Ping()
	forged, err := discordtest.SignedRequest(url, ping.JSON())
	if err != nil {
		t.Fatal(err)
	}
	forged.Header = discordtest.Sign(time.Now(), nil)
	for i, step := range []struct {
		r    *http.Request
		want int
	}{
		{forged, 401},
		{signedRequest(t, url, ping.JSON()), 200},
		{signedRequest(t, url, ping.JSON()), 401},
		{signedRequest(t, url, ping.With("type", 2).JSON()), 401},
		{signedRequest(t, url, discordtest.Ping().JSON()), 200},
	} {
		if a := do(t, http.DefaultClient, step.r); a.StatusCode != step.want {
			t.Errorf("step %d: %s, want %d", i, a.Status, step.want)
		}
	}
}

func signedRequest(t testing.TB, url string, body []byte) *http.Request {
	t.Helper()
	r, err := discordtest.SignedRequest(url, body)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Of many copies that arrive at once, one is answered.
func TestReplayAtOnce(t *testing.T) {
	t.Parallel()
	url := start(t).url
	body := discordtest.Slash(discordtest.Guild, "help").JSON()
	statuses := make(chan int, 32)
	var copies sync.WaitGroup
	for range cap(statuses) {
		r := signedRequest(t, url, body)
		copies.Go(func() {
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			response.Body.Close()
			statuses <- response.StatusCode
		})
	}
	copies.Wait()
	close(statuses)
	count := map[int]int{}
	for status := range statuses {
		count[status]++
	}
	if count[200] != 1 || count[401] != cap(statuses)-1 {
		t.Errorf("answered %v, want one 200 and 401 for the others", count)
	}
}

// What people write, and an interaction's token, stay out of the log; a wrong
// clock is told, but not again for each request.
func TestLog(t *testing.T) {
	t.Parallel()
	r := start(t)
	const marker = "xyzzyplugh"
	slash := discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", marker)).With("token", marker)
	post(t, http.DefaultClient, r.url, slash.JSON()).kind(t)
	for range 3 {
		late := signedRequest(t, r.url, slash.JSON())
		late.Header = discordtest.Sign(time.Now().Add(-time.Hour), slash.JSON())
		do(t, http.DefaultClient, late)
	}
	for _, header := range []string{"Content-Type", "X-Signature-Ed25519", "X-Signature-Timestamp", "User-Agent"} {
		forged := signedRequest(t, r.url, slash.JSON())
		forged.Header.Set(header, marker)
		do(t, http.DefaultClient, forged)
	}
	post(t, http.DefaultClient, r.url, []byte(marker))
	post(t, http.DefaultClient, r.url, discordtest.Ping().With("id", marker).JSON())
	raw(t, r.url, "POST /"+marker+" HTTP/9.9\r\nContent-Length: "+marker+"\r\n\r\n")
	if n := r.log.lines(marker); n > 0 {
		t.Errorf("%d lines of the log hold what a request says:\n%s", n, r.log)
	}
	if n := r.log.lines("clock"); n != 1 {
		t.Errorf("%d lines tell of the clock, want 1:\n%s", n, r.log)
	}
}

// raw sends text over a connection of its own and gives what comes back before
// the connection ends.
func raw(t testing.TB, url, text string) string {
	t.Helper()
	c := dial(t, url)
	defer c.Close()
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
	back, err := io.ReadAll(c)
	if err != nil {
		t.Errorf("%v after %q", err, back)
	}
	return string(back)
}

func dial(t testing.TB, url string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(url, "http://"), endpoint.Path))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.SetDeadline(time.Now().Add(discordtest.Patience)); err != nil {
		t.Fatal(err)
	}
	return c
}

// Those who do not finish what they began are cut off.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	r := start(t)
	headers := "POST " + endpoint.Path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n" +
		"X-Signature-Timestamp: 1\r\nX-Signature-Ed25519: " + strings.Repeat("00", 64) + "\r\n\r\n"
	for name, tt := range map[string]struct{ sent, want string }{
		"nothing":           {"", ""},
		"half a header":     {headers[:40], "HTTP/1.1 400"},
		"header alone":      {headers, "HTTP/1.1 408"},
		"half a body":       {headers + `{"type":1`, "HTTP/1.1 408"},
		"HTTP/2 preface":    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x00\x00"},
		"half of a preface": {"PRI * HTTP/2.0\r\n\r\nSM", "HTTP/1.1 400"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if back := raw(t, r.url, tt.sent); !strings.HasPrefix(back, tt.want) || tt.want == "" && back != "" {
				t.Errorf("got %q before the end, want %q", back, tt.want)
			}
		})
	}
	t.Run("half a body over HTTP/2", func(t *testing.T) {
		t.Parallel()
		body, rest := io.Pipe()
		defer rest.Close()
		request := signedRequest(t, r.url, nil)
		request.Body, request.ContentLength = body, 100
		if a := do(t, over(t)["HTTP/2.0"], request); a.StatusCode != http.StatusRequestTimeout {
			t.Errorf("answered %s", a.Status)
		}
	})
}

// A request that is under way when the endpoint is told to end gets its answer.
func TestShutdown(t *testing.T) {
	t.Parallel()
	for protocol, client := range over(t) {
		t.Run(protocol, func(t *testing.T) {
			t.Parallel()
			e := start(t)
			post(t, client, e.url, discordtest.Ping().JSON()).kind(t) // leaves a connection idle
			ping := discordtest.Ping().JSON()
			request := signedRequest(t, e.url, ping)
			body, rest := io.Pipe()
			request.Body = body
			request.Header.Set("Expect", "100-continue")
			answered := make(chan answer, 1)
			go func() { answered <- do(t, client, request) }()
			// The client reads of the body only when the server asks for it.
			if _, err := rest.Write(ping[:10]); err != nil {
				t.Fatal(err)
			}
			e.stop()
			<-e.listener.shut
			if _, err := rest.Write(ping[10:]); err != nil {
				t.Fatal(err)
			}
			rest.Close()
			if a := <-answered; a.kind(t) != 1 {
				t.Errorf("answered %s", a.body)
			}
			if err := <-e.done; err != nil {
				t.Errorf("Run returns %v", err)
			}
			e.listener.awaitNone(t)
		})
	}
}

// A client that stalls does not keep the endpoint from ending.
func TestShutdownStalled(t *testing.T) {
	t.Parallel()
	e := start(t)
	stalled := signedRequest(t, e.url, discordtest.Ping().JSON())
	body, rest := io.Pipe()
	defer rest.Close()
	stalled.Body = body
	stalled.Header.Set("Expect", "100-continue")
	client := over(t)["HTTP/1.1"]
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if response, err := client.Do(stalled); err == nil {
			response.Body.Close()
		}
	}()
	if _, err := rest.Write([]byte("{")); err != nil {
		t.Fatal(err)
	}
	e.stop()
	select {
	case err := <-e.done:
		if err != nil {
			t.Errorf("Run returns %v", err)
		}
	case <-time.After(discordtest.Patience):
		t.Error("Run does not return")
	}
	rest.Close()
	<-ended
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		options endpoint.Options
		want    string
	}{
		"no key":     {endpoint.Options{Handler: handler(t)}, "the public key has 0 bytes"},
		"no point":   {endpoint.Options{PublicKey: append(make([]byte, 31), 0x7f), Handler: handler(t)}, "the public key is none"},
		"no handler": {endpoint.Options{PublicKey: discordtest.PublicKey()}, "no handler"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			if err := endpoint.Run(t.Context(), l, tt.options); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Run returns %v, want %q", err, tt.want)
			}
			if _, err := l.Accept(); err == nil {
				t.Error("the listener is open")
			}
		})
	}
}

// A listener that breaks ends the endpoint with an error.
func TestBrokenListener(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	options := endpoint.Options{PublicKey: discordtest.PublicKey(), Handler: bot.NewHandler(nil, bot.Build{}, nil)}
	if err := endpoint.Run(context.Background(), l, options); err == nil {
		t.Error("Run returns without an error")
	}
}
