package knowledge

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// watcher notices changes of a set's folder. A folder is watched, not its
// files: editors replace a file by another of its name. The folder can be
// replaced as well, and links on the way to it or to its files can be turned
// elsewhere, as Kubernetes does to change a mounted ConfigMap:
//
//	set/facts.yaml -> ..data/facts.yaml
//	set/..data     -> ..2020_01_02        next ..2020_01_03
//
// So each name that is looked up on the way counts, and the folder in which it
// stands is watched, the nearest that exists if there is none.
type watcher struct {
	fs   *fsnotify.Watcher
	dir  string          // absolute
	real string          // the folder that dir leads to; empty when there is none
	used map[string]bool // names and folders whose changes count
}

func newWatcher(dir string) (*watcher, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	return &watcher{fs: w, dir: dir}, nil
}

func (w *watcher) close() { _ = w.fs.Close() }

// follow watches what there is to watch now. It fails when that is not the
// folder itself.
func (w *watcher) follow() error {
	names, folder := trail(w.dir)
	w.real, w.used = folder, map[string]bool{}
	if dirents, err := os.ReadDir(folder); folder != "" && err == nil {
		for _, d := range dirents {
			if d.Type()&os.ModeSymlink != 0 && isSetFile(d.Name()) {
				further, _ := trail(filepath.Join(folder, d.Name()))
				names = append(names, further...)
			}
		}
	}
	for _, name := range names {
		w.used[name] = true
	}
	folders := map[string]bool{}
	for name := range w.used {
		folders[filepath.Dir(name)] = true
	}
	if folder != "" {
		folders[folder] = true
	}
	for _, old := range w.fs.WatchList() {
		if !folders[old] {
			_ = w.fs.Remove(old) // it may be gone already
		}
	}
	var failed error
	for f := range folders {
		// A folder above that may not be read is no loss as a rule.
		if err := w.fs.Add(f); err != nil && f == folder {
			failed = err
		}
		w.used[f] = true
	}
	return failed
}

// concerns reports whether an event may change the set.
func (w *watcher) concerns(e fsnotify.Event) bool {
	return w.used[e.Name] || filepath.Dir(e.Name) == w.real && isSetFile(filepath.Base(e.Name))
}

// maxLinks is after how many links a path is taken to lead nowhere.
const maxLinks = 40

// trail gives the names that decide where a path leads: each link on the way,
// and at its end the name of the thing itself, or the first that is missing.
// The second result is where it leads, empty when to nothing.
func trail(path string) (names []string, end string) {
	root := func(path string) string { return filepath.VolumeName(path) + string(filepath.Separator) }
	parts := func(path string) []string {
		return strings.Split(strings.TrimPrefix(path, filepath.VolumeName(path)), string(filepath.Separator))
	}
	at, todo := root(path), parts(path)
	for links := 0; len(todo) > 0; {
		name := filepath.Join(at, todo[0]) // this also goes up at ".."
		todo = todo[1:]
		if name == at || len(name) < len(at) {
			at = name
			continue
		}
		info, err := os.Lstat(name)
		switch {
		case err != nil:
			return append(names, name), ""
		case info.Mode()&os.ModeSymlink != 0:
			names = append(names, name)
			target, err := os.Readlink(name)
			if links++; err != nil || links > maxLinks {
				return names, ""
			}
			if filepath.IsAbs(target) {
				at = root(target)
			}
			todo = slices.Concat(parts(filepath.FromSlash(target)), todo)
		default:
			at = name
		}
	}
	return append(names, at), at
}
