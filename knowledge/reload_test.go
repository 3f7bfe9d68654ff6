package knowledge_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"

	"attache/knowledge"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// edition is the text of a small set, told from others by its number.
func edition(number int) (set, facts string) {
	return fmt.Sprintf(`set:
  name: Mill %[1]d
  subject: the mill
  colour: "#7a3e1d"
  refusal: That is not in my sources.
  about: It answers questions about the mill.
  parties:
    - name: mill
sources:
  - id: ledger
    title: Ledger %[1]d
    publisher: Mill House
    url: https://example.org/ledger
    captured: 2020-01-02
`, number), fmt.Sprintf(`facts:
  - id: sails
    title: Sails
    answer: The mill has %d sails.
    source: ledger
    as_of: 2020-01-02
    status: current
    questions:
      - how many sails does the mill have
      - number of sails
      - what turns in the wind
`, number)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// publish writes an edition as a folder.
func publish(t *testing.T, dir string, number int) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	set, facts := edition(number)
	write(t, filepath.Join(dir, "set.yaml"), set)
	write(t, filepath.Join(dir, "facts.yaml"), facts)
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// turn makes link lead to target, at once where it led elsewhere before.
func turn(t *testing.T, link, target string) {
	t.Helper()
	if err := os.Symlink(target, link+"_new"); err != nil {
		t.Skip(err)
	}
	rename(t, link+"_new", link)
}

// mount writes an edition as Kubernetes writes a ConfigMap.
func mount(t *testing.T, dir string, number int) {
	t.Helper()
	version := fmt.Sprintf("..%d", number)
	publish(t, filepath.Join(dir, version), number)
	turn(t, filepath.Join(dir, "..data"), version)
	for _, name := range []string{"set.yaml", "facts.yaml"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			turn(t, filepath.Join(dir, name), "..data/"+name)
		}
	}
}

// watching is a library at work, and what it logs.
type watching struct {
	*knowledge.Library
	mu      sync.Mutex
	log     bytes.Buffer
	written chan struct{}
}

func (w *watching) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer func() {
		select {
		case w.written <- struct{}{}:
		default:
		}
	}()
	return w.log.Write(p)
}

func (w *watching) logged() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.String()
}

// awaitLog waits until the log holds text.
func (w *watching) awaitLog(t *testing.T, text string) {
	t.Helper()
	late := time.After(patience)
	for !strings.Contains(w.logged(), text) {
		select {
		case <-w.written:
		case <-late:
			t.Fatalf("%q is not logged:\n%s", text, w.logged())
		}
	}
}

// await waits until the answers are those of an edition.
func (w *watching) await(t *testing.T, number int) {
	t.Helper()
	late := time.After(patience)
	for {
		set := w.Set()
		text := set.Answer("how many sails does the mill have").Text
		if set.Name == fmt.Sprintf("Mill %d", number) && strings.Contains(text, fmt.Sprintf("has %d sails", number)) {
			return
		}
		select {
		case <-w.Updates():
		case <-late:
			t.Fatalf("edition %d does not come, but %q: %s\n%s", number, set.Name, text, w.logged())
		}
	}
}

// watch opens dir and watches it until the test ends.
func watch(t *testing.T, dir string) *watching {
	t.Helper()
	w := &watching{written: make(chan struct{}, 1)}
	library, err := knowledge.Open(dir, slog.New(slog.NewTextHandler(w, nil)))
	if err != nil {
		t.Fatal(err)
	}
	library.Hasten(10 * time.Millisecond)
	w.Library = library
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); library.Watch(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	// A reload on request shows that it listens, so that what comes is noticed
	// and not found at the start.
	library.Reload()
	select {
	case <-library.Updates():
	case <-time.After(patience):
		t.Fatal("Watch does not reload")
	}
	return w
}

// TestWatch changes a set in the ways that editors, people and machines do.
func TestWatch(t *testing.T) {
	for name, tt := range map[string]struct {
		start func(t *testing.T, dir string) string // gives the folder to open; nil is edition 1 in dir
		edit  func(t *testing.T, dir string)        // to edition 22
	}{
		"written in place": {nil, func(t *testing.T, dir string) { publish(t, dir, 22) }},
		"written beside and renamed": {nil, func(t *testing.T, dir string) {
			publish(t, filepath.Join(dir, ".tmp"), 22)
			for _, name := range []string{"set.yaml", "facts.yaml"} {
				rename(t, filepath.Join(dir, ".tmp", name), filepath.Join(dir, name))
			}
		}},
		"moved to a backup and written": {nil, func(t *testing.T, dir string) {
			for _, name := range []string{"set.yaml", "facts.yaml"} {
				rename(t, filepath.Join(dir, name), filepath.Join(dir, name+"~"))
			}
			publish(t, dir, 22)
		}},
		"files renamed, removed and added": {nil, func(t *testing.T, dir string) {
			set, facts := edition(22)
			rename(t, filepath.Join(dir, "set.yaml"), filepath.Join(dir, "a.yaml"))
			if err := os.Remove(filepath.Join(dir, "facts.yaml")); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "b.yaml"), facts)
			write(t, filepath.Join(dir, "a.yaml"), set)
		}},
		"folder replaced": {nil, func(t *testing.T, dir string) {
			publish(t, dir+".new", 22)
			rename(t, dir, dir+".old")
			rename(t, dir+".new", dir)
		}},
		"folder removed and made again": {nil, func(t *testing.T, dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			publish(t, dir, 22)
		}},
		"folder above replaced": {
			func(t *testing.T, dir string) string {
				publish(t, filepath.Join(dir, "set"), 1)
				return filepath.Join(dir, "set")
			},
			func(t *testing.T, dir string) {
				publish(t, filepath.Join(dir+".new", "set"), 22)
				rename(t, dir, dir+".old")
				rename(t, dir+".new", dir)
			},
		},
		"mounted ConfigMap": {
			func(t *testing.T, dir string) string { mount(t, dir, 1); return dir },
			func(t *testing.T, dir string) {
				mount(t, dir, 22)
				if err := os.RemoveAll(filepath.Join(dir, "..1")); err != nil {
					t.Fatal(err)
				}
			},
		},
		"link to the folder turned": {
			func(t *testing.T, dir string) string {
				publish(t, dir+"1", 1)
				turn(t, dir, dir+"1")
				return dir
			},
			func(t *testing.T, dir string) { publish(t, dir+"22", 22); turn(t, dir, filepath.Base(dir)+"22") },
		},
		"link above the folder turned": {
			func(t *testing.T, dir string) string {
				publish(t, filepath.Join(dir+"1", "set"), 1)
				turn(t, dir, filepath.Base(dir)+"1")
				return filepath.Join(dir, "set")
			},
			func(t *testing.T, dir string) {
				publish(t, filepath.Join(dir+"22", "set"), 22)
				turn(t, dir, dir+"22")
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := filepath.Join(t.TempDir(), "knowledge")
			dir := base
			if tt.start != nil {
				dir = tt.start(t, base)
			} else {
				publish(t, base, 1)
			}
			w := watch(t, dir)
			tt.edit(t, base)
			w.await(t, 22)
			if _, err := os.Stat(filepath.Join(dir, "facts.yaml")); err != nil {
				return // its files have other names now
			}
			publish(t, dir, 333) // what is there now is watched as well
			w.await(t, 333)
		})
	}
}

// TestWatchBroken holds that a set with problems is logged line by line and
// answers nothing, and that mending it is enough.
func TestWatchBroken(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "knowledge")
	publish(t, dir, 1)
	w := watch(t, dir)
	_, facts := edition(22)
	write(t, filepath.Join(dir, "facts.yaml"), strings.Replace(facts, "title:", "titel:", 1))
	w.awaitLog(t, `facts.yaml:3:5: key \"titel\" is unknown; did you mean \"title\"?`)
	if !strings.Contains(w.logged(), "the former one goes on answering") {
		t.Errorf("the log does not say who answers:\n%s", w.logged())
	}
	w.await(t, 1)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	w.awaitLog(t, "the folder does not exist")
	w.await(t, 1)
	before, refused := w.Reloads()
	if refused < 2 {
		t.Errorf("%d sets are counted as refused, want at least 2", refused)
	}
	publish(t, dir, 333)
	w.await(t, 333)
	if after, _ := w.Reloads(); after <= before {
		t.Errorf("%d reloads are counted, want more than the %d before", after, before)
	}
}

// TestWatchEmbedded holds that the set built in is not watched, and can be
// asked to reload all the same.
func TestWatchEmbedded(t *testing.T) {
	library, err := knowledge.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	before := library.Set()
	library.Reload()
	library.Reload()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	library.Watch(ctx)
	if replaced, err := library.Refresh(); replaced || err != nil || library.Set() != before {
		t.Errorf("replaced: %t, %v", replaced, err)
	}
}

func TestOpenBroken(t *testing.T) {
	_, err := knowledge.Open("testdata/broken/syntax", nil)
	if _, ok := errors.AsType[knowledge.Problems](err); !ok {
		t.Errorf("got %v, not Problems", err)
	}
}

// TestRefresh holds that a change is found once, and its problems told once.
func TestRefresh(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "knowledge")
	mount(t, dir, 1)
	library, err := knowledge.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	check := func(wantReplaced bool, wantError, name string) {
		t.Helper()
		replaced, err := library.Refresh()
		if replaced != wantReplaced || (err != nil) != (wantError != "") || err != nil && !strings.Contains(err.Error(), wantError) || library.Set().Name != name {
			t.Errorf("replaced %t, error %v, answers %s", replaced, err, library.Set().Name)
		}
	}
	check(false, "", "Mill 1")
	mount(t, dir, 2)
	check(true, "", "Mill 2")
	check(false, "", "Mill 2")
	mount(t, dir, 3)
	write(t, filepath.Join(dir, "..3", "facts.yaml"), "facts: [")
	check(false, "facts.yaml:1:", "Mill 2")
	check(false, "", "Mill 2")
	mount(t, dir, 4)
	check(true, "", "Mill 4")
}

// TestSettle follows the waiting of Watch in time that costs nothing.
func TestSettle(t *testing.T) {
	const quiet, longest = 300 * time.Millisecond, 3 * time.Second
	change, noise := fsnotify.Event{Name: "change"}, fsnotify.Event{Name: "noise"}
	for name, tt := range map[string]struct {
		drive func(events chan<- fsnotify.Event, faults chan<- error, asked chan<- struct{})
		want  string // when it acted
	}{
		"one change": {func(events chan<- fsnotify.Event, _ chan<- error, _ chan<- struct{}) {
			events <- change
		}, "[300ms]"},
		"many changes are one": {func(events chan<- fsnotify.Event, _ chan<- error, _ chan<- struct{}) {
			for range 5 {
				events <- change
				time.Sleep(200 * time.Millisecond)
			}
		}, "[1.1s]"},
		"two changes": {func(events chan<- fsnotify.Event, _ chan<- error, _ chan<- struct{}) {
			events <- change
			time.Sleep(time.Second)
			events <- change
		}, "[300ms 1.3s]"},
		"changes without end": {func(events chan<- fsnotify.Event, _ chan<- error, _ chan<- struct{}) {
			for range 25 {
				events <- change
				time.Sleep(200 * time.Millisecond)
			}
		}, "[3s 5.1s]"},
		"noise": {func(events chan<- fsnotify.Event, _ chan<- error, _ chan<- struct{}) {
			events <- change
			for range 5 {
				events <- noise
				time.Sleep(200 * time.Millisecond)
			}
		}, "[300ms]"},
		"lost events": {func(_ chan<- fsnotify.Event, faults chan<- error, _ chan<- struct{}) {
			faults <- fsnotify.ErrEventOverflow
		}, "[300ms]"},
		"asked": {func(events chan<- fsnotify.Event, _ chan<- error, asked chan<- struct{}) {
			events <- change
			time.Sleep(100 * time.Millisecond)
			asked <- struct{}{}
		}, "[100ms]"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				events, faults, asked := make(chan fsnotify.Event), make(chan error), make(chan struct{})
				ctx, stop := context.WithCancel(t.Context())
				acted := []time.Duration{}
				ended := make(chan struct{})
				go func() {
					defer close(ended)
					knowledge.Settle(ctx, slog.New(slog.DiscardHandler), quiet, longest, events, faults, asked,
						func(e fsnotify.Event) bool { return e == change },
						func() { acted = append(acted, time.Since(began)) })
				}()
				tt.drive(events, faults, asked)
				time.Sleep(time.Minute)
				stop()
				<-ended
				if got := fmt.Sprint(acted); got != tt.want {
					t.Errorf("acted at %s, want %s", got, tt.want)
				}
			})
		})
	}
}
