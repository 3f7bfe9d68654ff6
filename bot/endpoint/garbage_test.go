package endpoint_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"attache/bot/discordtest"
	"attache/bot/endpoint"
)

// garbageVariable names the environment variable that says how many requests
// TestGarbage sends, such as 100000.
const garbageVariable = "ENDPOINT_GARBAGE"

// TestGarbage holds that requests that nobody should send leave the endpoint
// answering, without a connection or a goroutine more and no larger in memory.
func TestGarbage(t *testing.T) {
	count := 4_000
	if text := os.Getenv(garbageVariable); text != "" {
		var err error
		if count, err = strconv.Atoi(text); err != nil {
			t.Fatalf("%s: %v", garbageVariable, err)
		}
	}
	e := start(t)
	litter(t, e, 1_000, 1) // fills the pools that the libraries keep
	goroutines, before := goleak.IgnoreCurrent(), heap()

	began := time.Now()
	litter(t, e, count, 2)
	took := time.Since(began)

	goleak.VerifyNone(t, goroutines)
	after := heap()
	t.Logf("%d requests in %v; the heap had %d kB, and has %d kB", count, took.Round(time.Millisecond), before>>10, after>>10)
	if after-before > 2<<20 { // all the ids that are remembered take less
		t.Errorf("the heap has grown by %d kB", (after-before)>>10)
	}
}

// heap is what is in use, in bytes.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what pools gave up at the first is free after the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// litter sends count requests and a few that take their time, looks now and
// then whether the endpoint answers, and returns when all connections are gone.
func litter(t *testing.T, e *running, count int, seed uint64) {
	t.Helper()
	const workers = 8
	transport := &http.Transport{MaxIdleConnsPerHost: workers}
	client := &http.Client{Transport: transport}
	var all sync.WaitGroup
	for i := range uint64(max(1, count/500)) { // these wait for the endpoint, some seconds each
		all.Go(func() { drip(t, e.url) })
		all.Go(func() { frames(t, e.url, rand.New(rand.NewPCG(seed+1000, i))) })
	}
	for worker := range uint64(workers) {
		all.Go(func() {
			r := rand.New(rand.NewPCG(seed, worker))
			for i := range count / workers {
				kinds[r.IntN(len(kinds))](t, client, e.url, r)
				if i%100 == 0 {
					answers(t, client, e.url)
				}
			}
		})
	}
	all.Wait()
	answers(t, client, e.url)
	transport.CloseIdleConnections()
	e.listener.awaitNone(t)
}

func answers(t *testing.T, client *http.Client, url string) {
	if status := send(t, client, request(t, url, discordtest.Slash(discordtest.Guild, "help").JSON())); status != 200 {
		t.Errorf("a good request is answered with %d", status)
	}
}

// kinds are the ways of sending garbage. Each fails the test if it is answered.
var kinds = []func(*testing.T, *http.Client, string, *rand.Rand){
	randomBody, mutatedSignature, mutatedBody, staleTimestamp, largeBody, wrongMethod, wrongType,
	randomBytes, largeHeader, halfClosed, aborted,
}

func request(t *testing.T, url string, body []byte) *http.Request {
	r, err := discordtest.SignedRequest(url, body)
	if err != nil {
		t.Error(err)
		return &http.Request{}
	}
	return r
}

// send gives the status of the response, 0 when there is none.
func send(t *testing.T, client *http.Client, r *http.Request) int {
	response, err := client.Do(r)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Error(err)
	}
	return response.StatusCode
}

func refused(t *testing.T, client *http.Client, r *http.Request, want ...int) {
	if status := send(t, client, r); !slices.Contains(want, status) {
		t.Errorf("%s is answered with %d, want one of %d", r.Method, status, want)
	}
}

func random(r *rand.Rand, most int) []byte {
	b := make([]byte, r.IntN(most))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func randomBody(t *testing.T, client *http.Client, url string, r *rand.Rand) {
	g := request(t, url, random(r, 4<<10))
	g.Header.Set("X-Signature-Ed25519", fmt.Sprintf("%x", random(r, 128)))
	refused(t, client, g, 401)
}

func mutatedSignature(t *testing.T, client *http.Client, url string, r *rand.Rand) {
	g := request(t, url, discordtest.Ping().JSON())
	signature := []byte(g.Header.Get("X-Signature-Ed25519"))
	at := r.IntN(len(signature))
	if signature[at]++; signature[at] == 'g' || signature[at] == ':' {
		signature[at] = '0'
	}
	g.Header.Set("X-Signature-Ed25519", string(signature))
	refused(t, client, g, 401)
}

func mutatedBody(t *testing.T, client *http.Client, url string, r *rand.Rand) {
	body := discordtest.Slash(discordtest.Guild, "help").JSON()
	g := request(t, url, body)
	body[r.IntN(len(body))] ^= byte(1 + r.IntN(255)) // the request reads the same bytes
	refused(t, client, g, 401)
}

func staleTimestamp(t *testing.T, client *http.Client, url string, _ *rand.Rand) {
	body := discordtest.Ping().JSON()
	g := request(t, url, body)
	g.Header = discordtest.Sign(time.Now().Add(-time.Minute), body)
	refused(t, client, g, 401)
}

func largeBody(t *testing.T, client *http.Client, url string, r *rand.Rand) {
	g := request(t, url, bytes.Repeat([]byte("["), 256<<10+1+r.IntN(8<<10)))
	if r.IntN(2) == 0 {
		g.ContentLength = -1
	}
	refused(t, client, g, 413, 0) // 0: the endpoint has closed the connection while we were writing
}

func wrongMethod(t *testing.T, client *http.Client, url string, r *rand.Rand) {
	g := request(t, url, nil)
	g.Method = []string{"GET", "PUT", "DELETE", "OPTIONS", "PATCH"}[r.IntN(5)]
	refused(t, client, g, 405)
}

func wrongType(t *testing.T, client *http.Client, url string, r *rand.Rand) {
	g := request(t, url, random(r, 1<<10))
	g.Header.Set("Content-Type", "multipart/form-data; boundary="+strings.Repeat("-", r.IntN(99)))
	refused(t, client, g, 415)
}

// talk sends what on a connection of its own, half closes it, and reads what
// comes back until the end.
func talk(t *testing.T, url string, what []byte) []byte {
	c := open(t, url)
	if c == nil {
		return nil
	}
	defer c.Close()
	_, _ = c.Write(what) // the other side may have had enough
	_ = c.CloseWrite()
	back, _ := io.ReadAll(c)
	if bytes.HasPrefix(back, []byte("HTTP/1.1 2")) {
		t.Errorf("answered with %.100q", back)
	}
	return back
}

func open(t *testing.T, url string) *net.TCPConn {
	address := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), endpoint.Path)
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return nil
	}
	if err := c.SetDeadline(time.Now().Add(discordtest.Patience)); err != nil {
		t.Error(err)
	}
	return c.(*net.TCPConn)
}

func randomBytes(t *testing.T, _ *http.Client, url string, r *rand.Rand) {
	talk(t, url, random(r, 2<<10))
}

func largeHeader(t *testing.T, _ *http.Client, url string, r *rand.Rand) {
	header := "POST " + endpoint.Path + " HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 20<<10+r.IntN(20<<10)) + "\r\n\r\n"
	if back := talk(t, url, []byte(header)); len(back) > 0 && !bytes.HasPrefix(back, []byte("HTTP/1.1 431")) {
		t.Errorf("answered with %.100q", back)
	}
}

// wire is a good request as it goes over the wire.
func wire(t *testing.T, url string) []byte {
	var b bytes.Buffer
	if err := request(t, url, discordtest.Ping().JSON()).Write(&b); err != nil {
		t.Error(err)
	}
	return b.Bytes()
}

func halfClosed(t *testing.T, _ *http.Client, url string, r *rand.Rand) {
	whole := wire(t, url)
	talk(t, url, whole[:r.IntN(len(whole))])
}

// aborted leaves a request unfinished with a reset.
func aborted(t *testing.T, _ *http.Client, url string, r *rand.Rand) {
	if c := open(t, url); c != nil {
		defer c.Close()
		whole := wire(t, url)
		_, _ = c.Write(whole[:r.IntN(len(whole))])
		_ = c.SetLinger(0)
	}
}

// frames are noise where HTTP/2 should follow.
func frames(t *testing.T, url string, r *rand.Rand) {
	talk(t, url, append([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"), random(r, 1<<10)...))
}

// drip sends a request so slowly that it never ends.
func drip(t *testing.T, url string) {
	c := open(t, url)
	if c == nil {
		return
	}
	defer c.Close()
	ended := make(chan struct{})
	go func() { defer close(ended); _, _ = io.Copy(io.Discard, c) }()
	pace := time.NewTicker(100 * time.Millisecond)
	defer pace.Stop()
	for _, b := range wire(t, url) {
		select {
		case <-pace.C:
			_, _ = c.Write([]byte{b}) // a failure ends the reading too
		case <-ended:
			return
		}
	}
	t.Error("a whole request was taken though it dripped")
}
