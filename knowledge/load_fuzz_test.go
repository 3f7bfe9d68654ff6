package knowledge_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"testing/fstest"

	"attache/knowledge"
)

// FuzzLoad holds that any bytes in a file load or are reported, a line a
// problem, and never end the program.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/small/*.yaml", "testdata/broken/*/*.yaml"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			f.Fatalf("%s: %d files, %v", pattern, len(names), err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	line := regexp.MustCompile(`^set/a\.yaml:[1-9]\d*:[1-9]\d*: [^\n\r]+; [^\n\r]+$`)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := knowledge.LoadFS(fstest.MapFS{"a.yaml": {Data: data}}, "set")
		if err == nil {
			if len(s.Entries) == 0 {
				t.Error("an empty set was loaded")
			}
			return
		}
		var problems knowledge.Problems
		if !errors.As(err, &problems) || len(problems) == 0 {
			t.Fatalf("not Problems: %v", err)
		}
		for _, p := range problems {
			if !line.MatchString(p.String()) {
				t.Errorf("badly formed: %q", p)
			}
		}
	})
}

// BenchmarkLoad reads and checks the embedded set without making it ready to
// answer.
func BenchmarkLoad(b *testing.B) {
	names, err := filepath.Glob("data/*.yaml")
	if err != nil {
		b.Fatal(err)
	}
	size := int64(0)
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			b.Fatal(err)
		}
		size += info.Size()
	}
	b.SetBytes(size)
	for b.Loop() {
		if _, err := knowledge.ReadFS(os.DirFS("data"), "data"); err != nil {
			b.Fatal(err)
		}
	}
}
