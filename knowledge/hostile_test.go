package knowledge_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache/knowledge"
)

// link makes a link, or skips the test where there are none.
func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skip(err)
	}
}

// TestHostileFiles puts into a good set a file that could harm the program, or
// give away what is none of the set's.
func TestHostileFiles(t *testing.T) {
	for name, tt := range map[string]struct {
		put  func(t *testing.T, name string)
		want string // behind the file's name
	}{
		"50 MB": {func(t *testing.T, name string) {
			write(t, name, "facts:\n")
			if err := os.Truncate(name, 50_000_000); err != nil {
				t.Fatal(err)
			}
		}, ":1:1: the file is larger than 8 MiB; split it"},
		"anchors that stand for gigabytes": {func(t *testing.T, name string) {
			var b strings.Builder
			b.WriteString("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
			for i := 1; i < 20; i++ {
				fmt.Fprintf(&b, "a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 8), i-1)
			}
			write(t, name, b.String())
		}, ":1:5: anchors (&) are not read here; write the value out, in quotes if it is text"},
		"an alias to itself": {func(t *testing.T, name string) {
			write(t, name, "facts: &a\n  - *a\n")
		}, ":1:8: anchors (&) are not read here; write the value out, in quotes if it is text"},
		"8 MiB of brackets": {func(t *testing.T, name string) {
			write(t, name, strings.Repeat("[", 8<<20))
		}, ":1:1: the file has 8388608 characters that mean something in YAML, more than 1000000; split it, or remove what is no text"},
		"keys within keys on a line": {func(t *testing.T, name string) {
			write(t, name, strings.Repeat(": ", 400_000))
		}, ":1:129: more than 32 levels are nested here; remove the surplus brackets or dashes"},
		"nested by indentation": {func(t *testing.T, name string) {
			var b strings.Builder
			for i := range 500 {
				fmt.Fprintf(&b, "%s a:\n", strings.Repeat(" ", i))
			}
			write(t, name, b.String())
		}, ":65:67: more than 32 levels are nested here; remove the surplus brackets or dashes"},
		"1 MiB without a line break": {func(t *testing.T, name string) {
			write(t, name, "about: "+strings.Repeat("word ", 1<<20/5))
		}, `:1:1: key "about" is unknown`},
		"not UTF-8": {func(t *testing.T, name string) {
			write(t, name, "facts: # caf\xe9\n")
		}, ":1:13: the file is not plain UTF-8 text; save it as UTF-8"},
		"UTF-16": {func(t *testing.T, name string) {
			write(t, name, "\xff\xfef\x00a\x00")
		}, ":1:1: the file is not plain UTF-8 text; save it as UTF-8"},
		"NUL": {func(t *testing.T, name string) {
			write(t, name, "facts:\x00\n")
		}, ":1:7: the file is not plain UTF-8 text; save it as UTF-8"},
		"link to a file outside": {func(t *testing.T, name string) {
			write(t, filepath.Join(filepath.Dir(name), "../secret"), "token: abc\n")
			link(t, "../secret", name)
		}, `:1:1: the link leads out of the folder, to "../secret"; put the file itself here or remove the link`},
		"link to a set outside": {func(t *testing.T, name string) {
			publish(t, filepath.Join(filepath.Dir(name), "../other"), 2)
			link(t, "../other/facts.yaml", name)
		}, `:1:1: the link leads out of the folder, to "../other/facts.yaml"; put the file itself here or remove the link`},
		"link through a folder that leads outside": {func(t *testing.T, name string) {
			publish(t, filepath.Join(filepath.Dir(name), "../other"), 2)
			link(t, "../other", filepath.Join(filepath.Dir(name), "..data"))
			link(t, "..data/facts.yaml", name)
		}, `:1:1: the link leads out of the folder, to "..data/facts.yaml"; put the file itself here or remove the link`},
		"link with an absolute path": {func(t *testing.T, name string) {
			link(t, os.DevNull, name)
		}, fmt.Sprintf(`:1:1: the link leads to %q, which is not a relative path; put the file itself here or remove the link`, os.DevNull)},
		"link to nothing": {func(t *testing.T, name string) {
			link(t, "nothing.yaml", name)
		}, `:1:1: the link leads to "nothing.yaml", where nothing is; put the file itself here or remove the link`},
		"link to itself": {func(t *testing.T, name string) {
			link(t, filepath.Base(name), name)
		}, ":1:1: the file cannot be read: too many levels of symbolic links; mend its permissions or remove it"},
		"link to a folder": {func(t *testing.T, name string) {
			link(t, ".", name)
		}, ":1:1: this is not a regular file; remove it or rename it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "set")
			publish(t, dir, 1)
			bad := filepath.Join(dir, "bad.yaml")
			tt.put(t, bad)
			_, err := knowledge.Load(dir)
			if err == nil {
				t.Fatal("it was loaded")
			}
			first, _, _ := strings.Cut(err.Error(), "\n")
			if !strings.HasPrefix(first, bad+tt.want) {
				t.Errorf("got  %.300s\nwant %s", first, bad+tt.want)
			}
		})
	}
}

// TestLinksWithin loads what links within the folder lead to.
func TestLinksWithin(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "knowledge")
	mount(t, dir, 7)
	set, err := knowledge.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if set.Name != "Mill 7" || len(set.Entries) != 1 {
		t.Errorf("loaded %q with %d entries", set.Name, len(set.Entries))
	}
}

// TestLinkToTheFolder loads a set whose folder is itself a link: where that
// leads is the operator's choice.
func TestLinkToTheFolder(t *testing.T) {
	base := t.TempDir()
	publish(t, filepath.Join(base, "version"), 7)
	link(t, "version", filepath.Join(base, "current"))
	if _, err := knowledge.Load(filepath.Join(base, "current")); err != nil {
		t.Error(err)
	}
}
