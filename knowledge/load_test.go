package knowledge_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"attache/knowledge"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestBroken loads each folder of testdata/broken and compares every line of
// what is reported with the folder's .out file.
func TestBroken(t *testing.T) {
	t.Chdir("testdata/broken")
	dirents, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	folders := slices.DeleteFunc(dirents, func(d os.DirEntry) bool { return !d.IsDir() })
	if len(folders) < 10 {
		t.Fatalf("found only %d broken folders", len(folders))
	}
	for _, folder := range folders {
		name := folder.Name()
		t.Run(name, func(t *testing.T) {
			_, err := knowledge.Load(name)
			var problems knowledge.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("Load gave %v, not Problems", err)
			}
			got := problems.Error() + "\n"
			golden := name + ".out"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("problems differ from %s\ngot:\n%s\nwant:\n%s", golden, got, want)
			}
		})
	}
}

func TestMissingFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("empty", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("file", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		"nowhere": "nowhere:1:1: the folder does not exist; name a folder that holds *.yaml files",
		"empty":   "empty:1:1: the folder holds no *.yaml file; add one, or name another folder",
		"file":    "file:1:1: the folder cannot be read: not a directory; name a folder that holds *.yaml files",
	} {
		_, err := knowledge.Load(dir)
		if err == nil || err.Error() != want {
			t.Errorf("Load(%q): %v, want %s", dir, err, want)
		}
	}
	if _, err := knowledge.Load(""); err == nil {
		t.Error(`Load("") gave no error`)
	}
}

func TestTooLarge(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "big.yaml")
	if err := os.WriteFile(name, bytes.Repeat([]byte("#\n"), 4<<20+1), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := knowledge.Load(dir)
	if want := name + ":1:1: the file is larger than 8 MiB; split it"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestEndless loads a folder in which a name leads to something that can be
// opened but would never end.
func TestEndless(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "zero.yaml")); err != nil {
		t.Skip(err)
	}
	_, err := knowledge.Load(dir)
	if err == nil || !strings.Contains(err.Error(), `the link leads to "/dev/zero", which is not a relative path`) {
		t.Errorf("got %v", err)
	}
}

// TestBounds loads files small enough to be taken that would cost the parser
// its stack or hours.
func TestBounds(t *testing.T) {
	const many = 1 << 14
	for name, tt := range map[string]struct{ data, want string }{
		"brackets":  {"facts: " + strings.Repeat("[", many), ":1:40: more than 32 levels"},
		"braces":    {strings.Repeat("{a: ", many), ":1:129: more than 32 levels"},
		"dashes":    {"facts:\n" + strings.Repeat("- ", many), ":2:65: more than 32 levels"},
		"dash keys": {strings.Repeat("- a: ", many), ":1:161: more than 32 levels"},
		"lines":     {strings.Repeat("-\n", many), ":33:1: more than 32 levels"},
		"keys":      {strings.Repeat("a: b\n", many), ":101:2: more than 100 keys"},
		"flow keys": {"{" + strings.Repeat("a: b, ", many) + "}", " more than 100 keys"},
		"key lists": {strings.Repeat("a:\n- b\n", many), ":201:2: more than 100 keys"},
		"questions": {strings.Repeat("? ", many), " keys with a question mark are not read here"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := knowledge.LoadFS(fstest.MapFS{"a.yaml": {Data: []byte(tt.data)}}, "set")
			if err == nil {
				t.Fatal("no problem was found")
			}
			if first, _, _ := strings.Cut(err.Error(), "\n"); !strings.Contains(first, tt.want) {
				t.Errorf("got %s, want %s", first, tt.want)
			}
		})
	}
}

// TestManyEntries holds that the bounds are no bounds on the number of entries,
// in lines or in brackets.
func TestManyEntries(t *testing.T) {
	head, err := os.ReadFile("testdata/small/library.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var lines, brackets strings.Builder
	lines.WriteString("facts:\n")
	brackets.WriteString(`{"terms": [`)
	for i := range 300 {
		fmt.Fprintf(&lines, "- id: f%d\n  title: T\n  answer: A.\n  source: yearbook\n  as_of: 2020\n  status: current\n  questions:\n  - fact %d\n", i, i)
		fmt.Fprintf(&brackets, `{"id": "t%d", "title": "T", "name": "N", "answer": "A.", "source": "yearbook", "as_of": "2020", "status": "current", "questions": ["term %d"]},`, i, i)
	}
	brackets.WriteString("]}")
	s, err := knowledge.ReadFS(fstest.MapFS{
		"a.yaml": {Data: head}, "b.yaml": {Data: []byte(lines.String())}, "c.yaml": {Data: []byte(brackets.String())},
	}, "set")
	if err != nil {
		t.Fatal(err)
	}
	if s.Count(knowledge.Fact) != 300 || s.Count(knowledge.Term) != 300 {
		t.Errorf("%d facts, %d terms", s.Count(knowledge.Fact), s.Count(knowledge.Term))
	}
}

// TestSameEachTime holds that one load does not depend on another: problems come in
// the same order each time although files are read side by side.
func TestSameEachTime(t *testing.T) {
	var first string
	for i := range 20 {
		var all strings.Builder
		for _, name := range []string{"syntax", "duplicate-ids", "encoding", "two-sets"} {
			_, err := knowledge.Load(filepath.Join("testdata/broken", name))
			fmt.Fprintln(&all, err)
		}
		if i == 0 {
			first = all.String()
		} else if all.String() != first {
			t.Fatalf("problems differ:\n%s\nfirst:\n%s", all.String(), first)
		}
	}
}

func TestSmall(t *testing.T) {
	s, err := knowledge.Load("testdata/small")
	if err != nil {
		t.Fatal(err)
	}
	if s.Name != "Town library" || s.Subject != "the town library" || s.Colour != 0x7a3e1d || s.Refusal == "" || s.About == "" || !slices.Equal(s.Parties, []string{"library"}) {
		t.Errorf("head: %q %q %#x %q %q %q", s.Name, s.Subject, s.Colour, s.Refusal, s.About, s.Parties)
	}
	if got := s.AsOf.String(); got != "2020-05-04" {
		t.Errorf("as of %s", got)
	}
	counts := fmt.Sprint(len(s.Entries), s.Count(knowledge.Fact), s.Count(knowledge.Milestone), s.Count(knowledge.Project), s.Count(knowledge.Term), s.Count(knowledge.List))
	if counts != "9 2 3 1 1 2" {
		t.Errorf("counts: %s", counts)
	}
	fee, ok := s.Entry("late-fee")
	if !ok {
		t.Fatal("late-fee is missing")
	}
	if fee.Citation.Source.Title != "Yearbook of the town library" || fee.Citation.Section != "Rules" || fee.Topics[0].Title != "Lending" || fee.Superseded.Source.ID != "gazette" || fee.Superseded.Section != "Council" {
		t.Errorf("late-fee: %+v", fee)
	}
	if pos := fee.Pos; filepath.ToSlash(pos.String()) != "testdata/small/stock.yaml:37:5" {
		t.Errorf("late-fee stands at %s", pos)
	}
	lamps, _ := s.Entry("reading-lamps")
	if lamps.About == nil || lamps.About.ID != "new-wing" || lamps.Questions[0] != "1911" {
		t.Errorf("reading-lamps: %+v", lamps)
	}
	wing := lamps.About.Project
	if wing.Lead != "Town hall" || len(wing.Funders) != 2 || wing.Partners[0] != "Builders' guild" || wing.Start.String() != "1998-04" || wing.End.String() != "2001" || wing.Figures[0].Value != "120000" {
		t.Errorf("new-wing: %+v", wing)
	}
	ill, _ := s.Entry("ill")
	if ill.Term.Abbreviation != "ILL" || ill.Term.Name != "inter-library loan" {
		t.Errorf("ill: %+v", ill.Term)
	}
	rooms, _ := s.Entry("rooms")
	if len(rooms.Items) != 3 || rooms.Select != nil {
		t.Errorf("rooms: %+v", rooms)
	}
	history, _ := s.Entry("building-history")
	if *history.Select != (knowledge.Query{Kind: knowledge.Milestone, Topic: "building"}) {
		t.Errorf("building-history selects %+v", history.Select)
	}
	if _, ok := s.Entry("nothing"); ok {
		t.Error("found an entry that is not there")
	}
}

// TestLineEnds loads the small set as an editor on Windows would save it.
func TestLineEnds(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"library.yaml", "stock.yaml"} {
		data, err := os.ReadFile(filepath.Join("testdata/small", name))
		if err != nil {
			t.Fatal(err)
		}
		data = append([]byte("\ufeff"), bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))...)
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := knowledge.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s.About, "\r") || !strings.HasSuffix(s.About, "library and from nothing else.") {
		t.Errorf("about: %q", s.About)
	}
}

// TestIgnored loads a set beside files and folders that are none of its own.
func TestIgnored(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/small")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, fstest.MapFS{
		".#stock.yaml":      {Data: []byte("not: [yaml")},
		"README.md":         {Data: []byte("# notes")},
		"old.yaml/set.yaml": {Data: []byte("not: [yaml")},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := knowledge.Load(dir); err != nil {
		t.Error(err)
	}
}

func TestEmbedded(t *testing.T) {
	s, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Entries) == 0 || s.AsOf.IsZero() {
		t.Errorf("%d entries as of %s", len(s.Entries), s.AsOf)
	}
}
