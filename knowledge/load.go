package knowledge

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sync/errgroup"

	"attache/knowledge/match"
)

// Embedded gives the set that is built into the program.
func Embedded() (*Set, error) {
	set, m, matcher, err := readEmbedded()
	if err != nil {
		return nil, err
	}
	if set.answerer, err = newAnswerer(set, m, matcher); err != nil {
		return load(embeddedFiles(), embeddedName, 0) // what is stored is of no use
	}
	set.layout = sync.OnceValue(func() layout { // advice alone needs it, and it is no small part of the memory
		again, _, _, err := readEmbedded()
		if err != nil {
			return layout{}
		}
		return again.layout()
	})
	return set, nil
}

// readEmbedded reads the set that is built in, and its stored matcher.
func readEmbedded() (*Set, material, match.Stored, error) {
	var problems Problems
	files, matcher, ok := readStored(trained, embeddedDigest(), embeddedName)
	if !ok {
		_, files, problems = readFiles(embeddedFiles(), embeddedName)
	}
	set, m, err := assemble(files, problems, Position{embeddedName, 1, 1}, ok)
	return set, m, matcher, err
}

const embeddedName = "data"

// Load reads the set in the folder dir: its *.yaml files in the order of their
// names. Subfolders and names that start with a dot are left alone; a link is
// followed as long as it stays within the folder. When anything in the set is
// wrong, the error is a [Problems] that names every fault, and there is no set;
// so this is also what checks a set.
func Load(dir string) (*Set, error) { return LoadWithout(dir, 0) }

// LoadWithout is [Load] with parts of the matcher left out, to measure what they
// are worth.
func LoadWithout(dir string, parts match.Part) (*Set, error) {
	root, err := os.OpenRoot(dir) // through which no link leads out of the folder
	if err != nil {
		_, problems := refuseFolder(err, dir)
		return nil, problems
	}
	defer func() { _ = root.Close() }()
	return load(root.FS(), dir, parts)
}

// material is what a set's files hold beside its entries, for the answerer.
type material struct {
	parties   []named    // whom the set is about
	outsiders []named    // whom it may mention but is not about
	unstated  []named    // what people ask for and its sources do not give
	synonyms  [][]string // words or phrases that mean the same; the first stands for all
	offtopic  []string   // example questions that must be refused
	caution   float64    // the share of rightly answered examples that may not be refused
	without   match.Part // what the matcher is to do without
}

// named is somebody or something with the other names it goes by.
type named struct {
	Name    string
	Aliases []string
	Cities  []string
}

// load reads the set in fsys, which problems call dir, and makes it ready to answer.
func load(fsys fs.FS, dir string, without match.Part) (*Set, error) {
	set, m, err := readSet(fsys, dir)
	if err != nil {
		return nil, err
	}
	m.without = without
	var stored match.Stored
	if without == 0 { // the set that is built in need not be trained again, wherever its files lie
		_, stored, _ = readStored(trained, programDigest()+dataDigest(fsys), dir)
	}
	if set.answerer, err = newAnswerer(set, m, stored); err != nil {
		set.answerer, err = newAnswerer(set, m, match.Stored{}) // what is stored is of no use
	}
	if err != nil {
		return nil, err
	}
	places := set.layout()
	set.layout = func() layout { return places } // and all that they were read from is free
	return set, nil
}

func readSet(fsys fs.FS, dir string) (*Set, material, error) {
	names, files, problems := readFiles(fsys, dir)
	if len(names) == 0 {
		return nil, material{}, problems
	}
	return assemble(files, problems, Position{filepath.Join(dir, names[0]), 1, 1}, false)
}

// readFiles reads the files of a set; nil stands for one that has no shape that
// could be read.
func readFiles(fsys fs.FS, dir string) (names []string, files []*file, problems Problems) {
	names, problems = list(fsys, dir)
	files = make([]*file, len(names))
	found := make([]Problems, len(names))
	var reading errgroup.Group
	reading.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		reading.Go(func() error {
			files[i], found[i] = readFile(fsys, name, filepath.Join(dir, name))
			return nil // a fault in one file does not stop the others
		})
	}
	_ = reading.Wait()
	return names, files, append(problems, slices.Concat(found...)...)
}

// assemble makes the set that files describe, in which problems were found
// already. start is where to report what no file has. Of files that were checked
// before the questions are not compared once more.
func assemble(files []*file, problems Problems, start Position, checked bool) (*Set, material, error) {
	c := newChecker()
	c.checked = checked
	c.problems = problems
	set := c.build(files, start)
	if len(c.problems) > 0 {
		c.problems.sort()
		return nil, material{}, c.problems
	}
	return set, c.material, nil
}

// list gives the names of a set's files in order.
func list(fsys fs.FS, dir string) (names []string, problems Problems) {
	dirents, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return refuseFolder(err, dir)
	}
	for _, d := range dirents {
		name := d.Name()
		switch {
		case d.IsDir() || strings.HasPrefix(name, "."):
		case path.Ext(name) == ".yaml":
			names = append(names, name)
		case path.Ext(name) == ".yml":
			problems.add(Position{filepath.Join(dir, name), 1, 1}, "files that end in .yml are not read", fmt.Sprintf("rename it to %saml", strings.TrimSuffix(name, "ml")))
		case strings.EqualFold(path.Ext(name), ".yaml"), strings.EqualFold(path.Ext(name), ".yml"):
			problems.add(Position{filepath.Join(dir, name), 1, 1}, "only files that end in .yaml, in small letters, are read", "rename it")
		}
	}
	if len(names) == 0 && len(problems) == 0 {
		problems.add(Position{dir, 1, 1}, "the folder holds no *.yaml file", "add one, or name another folder")
	}
	return names, problems
}

// refuseFolder reports a folder that cannot be read at all.
func refuseFolder(err error, dir string) (names []string, problems Problems) {
	what := "the folder cannot be read: " + cause(err)
	if errors.Is(err, fs.ErrNotExist) {
		what = "the folder does not exist"
	}
	// A folder has no lines, but every problem has the same form.
	problems.add(Position{dir, 1, 1}, what, "name a folder that holds *.yaml files")
	return nil, problems
}

// maxFileSize bounds one file of a set, in bytes.
const maxFileSize = 8 << 20

// readFile reads the file name, which problems call shown.
func readFile(fsys fs.FS, name, shown string) (*file, Problems) {
	var problems Problems
	refuse := func(what, remedy string) Problems {
		problems.add(Position{shown, 1, 1}, what, remedy)
		return problems
	}
	unreadable := func(err error) Problems {
		return refuse("the file cannot be read: "+cause(err), "mend its permissions or remove it")
	}
	tooLarge := func() Problems {
		return refuse(fmt.Sprintf("the file is larger than %d MiB", maxFileSize>>20), "split it")
	}
	info, err := fs.Stat(fsys, name) // before opening: opening a pipe would wait for ever
	switch {
	case err != nil:
		if what, bad := strayLink(fsys, name, err); bad {
			return nil, refuse(what, "put the file itself here or remove the link")
		}
		return nil, unreadable(err)
	case !info.Mode().IsRegular():
		return nil, refuse("this is not a regular file", "remove it or rename it")
	case info.Size() > maxFileSize:
		return nil, tooLarge()
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, unreadable(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err != nil {
		return nil, unreadable(err)
	}
	if len(data) > maxFileSize { // it grows, or its size was not known
		return nil, tooLarge()
	}
	return decode(data, shown)
}

// strayLink says where a link leads that could not be followed with err, if it
// is the link's fault.
func strayLink(fsys fs.FS, name string, err error) (what string, bad bool) {
	target, notLink := fs.ReadLink(fsys, name)
	if notLink != nil {
		return "", false
	}
	var number syscall.Errno
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("the link leads to %q, where nothing is", target), true
	case path.IsAbs(filepath.ToSlash(target)):
		return fmt.Sprintf("the link leads to %q, which is not a relative path", target), true
	case !errors.As(err, &number): // not the system's refusal but that of os.Root
		return fmt.Sprintf("the link leads out of the folder, to %q", target), true
	}
	return "", false
}

// cause strips the operation and the path from a file error.
func cause(err error) string {
	if fault := (*fs.PathError)(nil); errors.As(err, &fault) {
		return fault.Err.Error()
	}
	return err.Error()
}
