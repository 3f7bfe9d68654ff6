package knowledge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Library holds the set that answers now and replaces it when its files change.
// It replaces a set as a whole, and only by one without a problem: whoever has
// taken a [Set] from it keeps that one for as long as needed. It is safe for
// use by many goroutines.
type Library struct {
	dir     string // empty for the set built in
	log     *slog.Logger
	quiet   time.Duration // without a change before a reload
	longest time.Duration // that changes can put a reload off

	current  atomic.Pointer[Set]
	asked    chan struct{}
	updates  chan *Set
	failures chan error

	replaced, refused atomic.Uint64

	loading sync.Mutex // guards what follows: one load at a time
	seen    string     // the fingerprint of what was last tried
	broken  bool       // what was last tried had a problem
}

// Times of a reload. Editors write a file in several steps, and several files
// are often saved together.
const (
	quietTime   = 300 * time.Millisecond
	longestTime = 10 * quietTime
)

// Open loads the set in dir, or the one that is built in when dir is empty. The
// error is that of [Load]. log takes what [Library.Watch] does; nil logs nothing.
func Open(dir string, log *slog.Logger) (*Library, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	l := &Library{
		dir: dir, log: log, quiet: quietTime, longest: longestTime,
		asked:    make(chan struct{}, 1),
		updates:  make(chan *Set, 1),
		failures: make(chan error, 1),
	}
	if dir == "" {
		set, err := Embedded()
		l.current.Store(set)
		return l, err
	}
	if err := l.load(); err != nil {
		return nil, err
	}
	<-l.updates
	return l, nil
}

// Set gives the set that answers now.
func (l *Library) Set() *Set { return l.current.Load() }

// Updates gives each set that has replaced another one, for one reader. A
// reader who is slow misses all but the newest.
func (l *Library) Updates() <-chan *Set { return l.updates }

// Reloads counts how often another set took the place of the one that answered,
// and how often that one stayed because the other had a problem.
func (l *Library) Reloads() (replaced, refused uint64) {
	return l.replaced.Load(), l.refused.Load()
}

// Failures gives the errors of [Load] for which the former set goes on
// answering, as Updates gives sets.
func (l *Library) Failures() <-chan error { return l.failures }

// Refresh replaces the set if its files seem to have changed since they were
// last read, and reports whether it did. The error is that of [Load]; it is
// given once for each change, and the former set goes on answering.
func (l *Library) Refresh() (replaced bool, err error) {
	if !l.changed() {
		return false, nil
	}
	if err := l.load(); err != nil {
		return false, err
	}
	return true, nil
}

// Reload asks the Watch under way to read the files again at once, changed or
// not. It does not wait for that.
func (l *Library) Reload() {
	select {
	case l.asked <- struct{}{}:
	default: // somebody has asked already
	}
}

// Watch replaces the set when its files have changed and then rested for a
// moment, and when [Library.Reload] asks for it, until ctx ends. A set with a
// problem is logged with each of its lines, and the former one goes on
// answering. Where changes cannot be noticed, that is logged and Reload alone is
// obeyed; so it is for the set built in, which never changes.
func (l *Library) Watch(ctx context.Context) {
	if l.dir == "" {
		<-ctx.Done()
		return
	}
	var events <-chan fsnotify.Event
	var faults <-chan error
	w, err := newWatcher(l.dir)
	if err != nil {
		l.deaf(ctx, err)
	} else {
		defer w.close()
		events, faults = w.fs.Events, w.fs.Errors
		if err := w.follow(); err != nil {
			l.deaf(ctx, err)
		}
		if l.changed() { // between Open and follow
			l.renew(ctx)
		}
	}
	settle(ctx, l.log, l.quiet, l.longest, events, faults, l.asked,
		func(e fsnotify.Event) bool { return w.concerns(e) && (e.Op != fsnotify.Chmod || l.isBroken()) },
		func() {
			if w != nil {
				// Before the files are read, so that no change falls in between.
				if err := w.follow(); err != nil {
					l.deaf(ctx, err)
				}
			}
			l.renew(ctx)
		})
}

func (l *Library) deaf(ctx context.Context, err error) {
	l.log.WarnContext(ctx, "changes of the knowledge are not noticed; send SIGHUP after a change", "folder", l.dir, "error", err)
}

// settle calls act when events that matter have been followed by a quiet time,
// when the first of them is older than longest, and at once when asked. A fault
// may be a lost event and so counts as one.
func settle(ctx context.Context, log *slog.Logger, quiet, longest time.Duration, events <-chan fsnotify.Event, faults <-chan error, asked <-chan struct{}, matters func(fsnotify.Event) bool, act func()) {
	var rest, end <-chan time.Time // nil while nothing has changed
	change := func() {
		rest = time.After(quiet)
		if end == nil {
			end = time.After(longest)
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-events:
			if matters(e) {
				change()
			}
			continue
		case err := <-faults:
			log.WarnContext(ctx, "a change of the knowledge may be lost, so it is read again", "error", err)
			change()
			continue
		case <-asked:
		case <-rest:
		case <-end:
		}
		rest, end = nil, nil
		act()
	}
}

// renew loads and logs how that went.
func (l *Library) renew(ctx context.Context) {
	const most = 20 // problems in the log; attache check shows them all
	began := time.Now()
	err := l.load()
	if err == nil {
		set := l.Set()
		l.log.InfoContext(ctx, "knowledge reloaded", "knowledge", set.Name, "as_of", set.AsOf.String(),
			"entries", len(set.Entries), "took", time.Since(began).Round(time.Millisecond))
		return
	}
	problems, ok := errors.AsType[Problems](err)
	if !ok {
		l.log.ErrorContext(ctx, "knowledge not reloaded, the former one goes on answering", "folder", l.dir, "error", err)
		return
	}
	l.log.ErrorContext(ctx, "knowledge not reloaded, the former one goes on answering", "folder", l.dir, "problems", len(problems))
	for _, p := range problems[:min(len(problems), most)] {
		l.log.ErrorContext(ctx, "problem in the knowledge", "problem", p.String())
	}
}

// load reads the folder and puts its set in place of the current one.
func (l *Library) load() error {
	l.loading.Lock()
	defer l.loading.Unlock()
	// Files that change while they are read side by side could make a set
	// that nobody has written.
	const attempts = 5
	for range attempts {
		l.seen = fingerprint(l.dir)
		set, err := Load(l.dir)
		if fingerprint(l.dir) != l.seen {
			continue
		}
		l.broken = err != nil
		if err != nil {
			l.refused.Add(1)
			offer(l.failures, err)
			return err
		}
		if l.current.Load() != nil {
			l.replaced.Add(1)
		}
		l.current.Store(set)
		offer(l.updates, set)
		return nil
	}
	l.seen = "" // so that the next Refresh tries again
	return fmt.Errorf("%s:1:1: the files change while they are read; wait until they are all written", l.dir)
}

// offer puts v into a channel for one reader, in place of what nobody has taken.
func offer[T any](to chan T, v T) {
	select {
	case <-to:
	default:
	}
	to <- v
}

func (l *Library) changed() bool {
	if l.dir == "" {
		return false
	}
	l.loading.Lock()
	defer l.loading.Unlock()
	return fingerprint(l.dir) != l.seen
}

func (l *Library) isBroken() bool {
	l.loading.Lock()
	defer l.loading.Unlock()
	return l.broken
}

// fingerprint tells the states of a folder's files apart without reading them.
func fingerprint(dir string) string {
	dirents, err := os.ReadDir(dir)
	if err != nil {
		return cause(err)
	}
	var b strings.Builder
	for _, d := range dirents {
		if d.IsDir() || !isSetFile(d.Name()) {
			continue
		}
		// Files behind a link that was turned elsewhere may be as old and as
		// large as those before.
		end, err := filepath.EvalSymlinks(filepath.Join(dir, d.Name()))
		var info os.FileInfo
		if err == nil {
			info, err = os.Stat(end)
		}
		if err != nil {
			fmt.Fprintf(&b, "%q %s\n", d.Name(), cause(err))
			continue
		}
		fmt.Fprintf(&b, "%q %q %v %d %d\n", d.Name(), end, info.Mode(), info.Size(), info.ModTime().UnixNano())
	}
	return cmp.Or(b.String(), "empty")
}

// isSetFile reports whether a file of that name is read or complained about.
func isSetFile(name string) bool {
	ext := filepath.Ext(name)
	return !strings.HasPrefix(name, ".") && (ext == ".yaml" || ext == ".yml")
}
