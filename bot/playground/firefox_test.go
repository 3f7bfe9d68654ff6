package playground_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// TestFirefox holds that the page works in another browser than Chromium:
// asking, completing, clicking, the panel, the timeline.
func TestFirefox(t *testing.T) {
	f := startFirefox(t)
	base := server(t, "")
	f.navigate(base + "/#q=what+is+parp")
	f.await("[...document.querySelectorAll('#log .embed-title')].some(e => e.textContent.includes('Planning and Review Process'))")
	f.await("document.querySelectorAll('#panel-how .candidate').length > 3")
	f.evaluate("[...document.querySelectorAll('#log button')].find(b => b.textContent === 'Sources').click()")
	f.await("document.querySelector('#log .only-you')")
	f.evaluate("document.querySelector('#log .select').click()")
	f.await("document.querySelectorAll('.popup[popover] .option').length > 1")
	f.evaluate("document.querySelector('.popup[popover] .option').click()")
	f.await("document.querySelector('#log .edited')")
	f.evaluate("document.getElementById('text').value = '/term '; document.getElementById('text').dispatchEvent(new Event('input'))")
	f.await("document.querySelectorAll('#palette .option').length > 1")
	if wide := f.evaluate("document.scrollingElement.scrollWidth > innerWidth"); wide != "false" {
		t.Error("the page is wider than the window")
	}
	f.navigate(base + "/timeline")
	f.await("document.querySelectorAll('#scroll a.mark').length > 80")
}

// firefox speaks WebDriver BiDi, which Firefox needs no driver for.
// https://www.w3.org/TR/webdriver-bidi/
type firefox struct {
	*testing.T
	conn    *websocket.Conn
	last    int
	context string
}

// startFirefox starts the browser until the test ends, or skips the test.
func startFirefox(t *testing.T) *firefox {
	t.Helper()
	path := os.Getenv("FIREFOX")
	for _, name := range []string{"firefox-esr", "firefox"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		t.Skip("no Firefox: install the package firefox-esr, or name the program in FIREFOX")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "--headless", "--no-remote", "--profile", t.TempDir(), "--remote-debugging-port", "0", "about:blank")
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "MOZ_REMOTE_ALLOW_SYSTEM_ACCESS=")
	cmd.WaitDelay = patience
	stderr, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = w
	if err := cmd.Start(); err != nil {
		t.Skipf("Firefox does not start: %v", err)
	}
	_ = w.Close()
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
		_ = stderr.Close()
	})
	address := make(chan string, 1)
	go func() {
		defer close(address)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			if _, found, ok := strings.Cut(lines.Text(), "WebDriver BiDi listening on "); ok {
				address <- found
			}
		}
		_, _ = io.Copy(io.Discard, stderr)
	}()
	f := &firefox{T: t}
	select {
	case at, ok := <-address:
		if !ok {
			t.Skip("Firefox ends at once")
		}
		conn, response, err := websocket.DefaultDialer.DialContext(ctx, strings.TrimSuffix(at, "/")+"/session", nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		f.conn = conn
		t.Cleanup(func() { _ = conn.Close() })
	case <-time.After(3 * patience):
		t.Skip("Firefox says no address")
	}
	f.call("session.new", map[string]any{"capabilities": map[string]any{}})
	var tree struct{ Contexts []struct{ Context string } }
	if err := json.Unmarshal(f.call("browsingContext.getTree", map[string]any{}), &tree); err != nil || len(tree.Contexts) == 0 {
		t.Fatalf("Firefox has no tab: %v", err)
	}
	f.context = tree.Contexts[0].Context
	return f
}

// call sends a command and gives its result.
func (f *firefox) call(method string, params map[string]any) json.RawMessage {
	f.Helper()
	f.last++
	if err := f.conn.WriteJSON(map[string]any{"id": f.last, "method": method, "params": params}); err != nil {
		f.Fatal(err)
	}
	_ = f.conn.SetReadDeadline(time.Now().Add(3 * patience))
	for {
		var answer struct {
			ID             int
			Error, Message string
			Result         json.RawMessage
		}
		if err := f.conn.ReadJSON(&answer); err != nil {
			f.Fatalf("%s: %v", method, err)
		}
		if answer.ID != f.last {
			continue // an event
		}
		if answer.Error != "" {
			f.Fatalf("%s: %s: %s", method, answer.Error, answer.Message)
		}
		return answer.Result
	}
}

func (f *firefox) navigate(url string) {
	f.Helper()
	f.call("browsingContext.navigate", map[string]any{"context": f.context, "url": url, "wait": "complete"})
}

// evaluate gives the value of a JavaScript expression, as JSON has it.
func (f *firefox) evaluate(expression string) string {
	f.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct{ Text string }
	}
	result := f.call("script.evaluate", map[string]any{
		"expression": expression, "target": map[string]any{"context": f.context}, "awaitPromise": true,
	})
	if err := json.Unmarshal(result, &answer); err != nil {
		f.Fatal(err)
	}
	if answer.ExceptionDetails != nil {
		f.Fatalf("%s: %s", expression, answer.ExceptionDetails.Text)
	}
	return string(answer.Result.Value)
}

// await waits until a JavaScript expression is true.
func (f *firefox) await(expression string) {
	f.Helper()
	found := f.evaluate(fmt.Sprintf(`new Promise(resolve => {
		const until = performance.now() + %d
		const look = () => (%s) ? resolve(true) : performance.now() > until ? resolve(false) : requestAnimationFrame(look)
		look()
	})`, patience.Milliseconds(), expression))
	if found != "true" {
		f.Fatalf("never: %s\nthe page: %s", expression, f.evaluate("document.body.innerText"))
	}
}
