package playground_test

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"go.uber.org/goleak"

	"attache/bot"
	"attache/bot/playground"
	"attache/knowledge"
)

var screenshots = flag.Bool("screenshots", false, "write the README's screenshots anew")

// TestMain ends the browser and looks at the end, over all tests, for
// goroutines left behind.
func TestMain(m *testing.M) {
	flag.Parse()
	status := m.Run()
	chromium.stop()
	http.DefaultClient.CloseIdleConnections()
	if err := goleak.Find(); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, "goroutines are left:", err)
		status = 1
	}
	os.Exit(status)
}

// patience is how long anything awaited may take.
const patience = 20 * time.Second

// browser is the one that all tests share; each has a profile of its own in it.
type browser struct {
	once   sync.Once
	ctx    context.Context
	cancel context.CancelFunc
	lack   string // why there is none
}

var chromium browser

// start gives the browser's context, or skips the test.
func (b *browser) start(t testing.TB) context.Context {
	t.Helper()
	b.once.Do(func() {
		path := os.Getenv("CHROMIUM")
		// The first has no window, and starts a page in half the time.
		for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"} {
			if found, err := exec.LookPath(name); path == "" && err == nil {
				path = found
			}
		}
		if path == "" {
			b.lack = "no Chromium: install the package chromium-headless-shell, or name the program in CHROMIUM"
			return
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.NoSandbox,
			chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
			chromedp.Flag("lang", "en-GB"), chromedp.Flag("force-color-profile", "srgb"),
			chromedp.Flag("font-render-hinting", "none"),
		)
		allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, cancelBrowser := chromedp.NewContext(allocator)
		b.ctx, b.cancel = ctx, func() { cancelBrowser(); cancel() }
		if err := chromedp.Do(ctx); err != nil {
			b.lack = "Chromium does not start: " + err.Error()
		}
	})
	if b.lack != "" {
		t.Skip(b.lack)
	}
	return b.ctx
}

func (b *browser) stop() {
	if b.cancel != nil {
		b.cancel()
	}
}

// server runs the playground until the test ends and gives its address.
func server(t testing.TB, dir string) string {
	t.Helper()
	base, _ := run(t, dir)
	return base
}

// run is server that can be stopped before the test ends.
func run(t testing.TB, dir string) (base string, stop func()) {
	t.Helper()
	return runAt(t, dir, "127.0.0.1:0")
}

// runAt is run at an address that is to be free.
func runAt(t testing.TB, dir, address string) (base string, stop func()) {
	t.Helper()
	library, err := knowledge.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- playground.Run(ctx, listener, playground.Options{
			Handler:  bot.NewHandler(library.Set, bot.Build{Version: "v0.0.0-test", Go: "go1.26"}, nil),
			Library:  library,
			Editable: dir != "",
		})
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(patience):
			t.Error("Run does not return")
		}
	})
	t.Cleanup(stop)
	return "http://" + listener.Addr().String(), stop
}

// lights copies the small set of bot/testdata/set into a folder to edit.
func lights(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "set"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// tab is a page in the browser.
type tab struct {
	testing.TB
	ctx  context.Context
	base string
}

// open opens a page of the playground at base, in a profile of its own, and
// fails the test for everything that the page complains of.
func open(t testing.TB, base, path string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(chromium.start(t), chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	return start(ctx, t, base, path)
}

// another opens one more tab of the same profile.
func (p *tab) another(path string) *tab {
	p.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.Cleanup(cancel)
	return start(ctx, p.TB, p.base, path)
}

func start(ctx context.Context, t testing.TB, base, path string) *tab {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 3*patience)
	t.Cleanup(cancel)
	p := &tab{t, ctx, base}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	messages := chromedp.Console(ctx)
	read := make(chan struct{})
	go func() {
		defer close(read)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleWarning || m.IsException() {
				// A refused request is the server's to answer for.
				if m.Source != "network" {
					t.Errorf("the page complains: %s %s:%d", m.Text, m.URL, m.Line)
				}
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-read
	})
	p.size(1280, 800)
	p.do(chromedp.Navigate(base + path))
	if !strings.HasPrefix(path, "/timeline") {
		p.await("document.documentElement.dataset.live !== undefined")
	}
	return p
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.failed(err.Error())
	}
}

// failed ends the test, with a picture of the page where FAILED_SCREENSHOT
// names a file for it.
func (p *tab) failed(why string) {
	p.Helper()
	if path := os.Getenv("FAILED_SCREENSHOT"); path != "" {
		if png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot()); err == nil {
			_ = os.WriteFile(path, png, 0o600)
		}
	}
	p.Fatal(why)
}

// value gives what a JavaScript expression has.
func value[T any](p *tab, expression string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.failed(fmt.Sprintf("%s: %v", expression, err))
	}
	return v
}

// await waits until a JavaScript expression is true, also on the page that the
// present one is just left for.
func (p *tab) await(expression string) {
	p.Helper()
	for {
		_, err := chromedp.Run(p.ctx, chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingTimeout(patience)))
		switch {
		case err == nil:
			return
		case strings.Contains(err.Error(), "context with specified id"):
			continue
		}
		p.failed(fmt.Sprintf("never: %s (%v)\nthe page: %s", expression, err, value[string](p, "document.body.innerText")))
	}
}

// awaitText waits until an element that a selector finds holds a text.
func (p *tab) awaitText(selector, text string) {
	p.Helper()
	p.await(fmt.Sprintf("[...document.querySelectorAll(%q)].some(e => e.textContent.includes(%q))", selector, text))
}

// keys types text and the keys of the package kb where the focus is.
func (p *tab) keys(keys string) {
	p.Helper()
	for _, key := range keys {
		if string(key) != kb.Enter {
			p.do(chromedp.KeyEvent(string(key)))
			continue
		}
		// As one event: a page that takes the key for itself then gets no
		// character either, as when somebody presses it.
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
			params := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13}
			if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, params); err != nil {
				p.Fatal(err)
			}
		}
	}
}

// ask writes a question into the message box and awaits its answer.
func (p *tab) ask(question string) {
	p.Helper()
	before := p.messages()
	p.do(chromedp.Focus(chromedp.ID("text")))
	p.keys(question + kb.Enter)
	p.await(fmt.Sprintf("document.querySelectorAll('#log .message').length >= %d", before+2))
}

func (p *tab) messages() int {
	return value[int](p, "document.querySelectorAll('#log .message').length")
}

// press clicks the newest button with a label.
func (p *tab) press(label string) {
	p.Helper()
	p.do(chromedp.Click(chromedp.JSPath(button(label))))
}

func button(label string) string {
	return fmt.Sprintf("[...document.querySelectorAll('button, a')].findLast(b => b.textContent.replace(/\\s+/g, ' ').trim() === %q && b.offsetParent)", label)
}

func (p *tab) size(width, height int64) { p.do(chromedp.EmulateViewport(width, height)) }

// prefer sets a media feature, such as prefers-color-scheme.
func (p *tab) prefer(name, wish string) {
	p.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: name, Value: wish}},
	}); err != nil {
		p.Fatal(err)
	}
}

// inReadme are the screenshots that the README shows.
var inReadme = []string{"answer", "autocomplete", "dark", "edit", "phone", "picture", "timeline"}

// shoot takes a screenshot. With -screenshots those of the README are written
// to where it has them; SCREENSHOTS names a folder for all.
func (p *tab) shoot(name string) {
	p.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.Fatal(err)
	}
	dir := os.Getenv("SCREENSHOTS")
	if slices.Contains(inReadme, name) {
		const most = 200 << 10
		if len(png) > most {
			p.Errorf("the screenshot %s has %d bytes, more than %d", name, len(png), most)
		}
		if *screenshots {
			dir = filepath.Join("..", "..", ".github", "screenshots")
		}
	}
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
		p.Fatal(err)
	}
}
