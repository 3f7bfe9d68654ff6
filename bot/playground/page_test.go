package playground_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSize holds that the whole page stays small.
func TestSize(t *testing.T) {
	const most = 150_000
	total := 0
	err := filepath.WalkDir("page", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".d.ts") {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += int(info.Size())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the page has %d bytes", total)
	if total > most {
		t.Errorf("the page has %d bytes, more than %d", total, most)
	}
}

// TestVendored holds the third-party file against the checksum beside it.
func TestVendored(t *testing.T) {
	code, err := os.ReadFile("page/vendor/simple-markdown.js")
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.ReadFile("page/vendor/simple-markdown.from.txt")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(code)
	if !strings.Contains(string(from), hex.EncodeToString(sum[:])) {
		t.Error("simple-markdown.js is not the file whose checksum is noted; run go generate ./bot/playground")
	}
}

// TestNoInlineCode holds that the documents need neither inline code nor another
// host, which the policy forbids anyway.
func TestNoInlineCode(t *testing.T) {
	for _, name := range []string{"page/index.html", "page/timeline.html"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{`(?i)<script[^>]*>[^<]`, `(?i)<style`, `(?i)\sstyle=`, `(?i)\son[a-z]+=`, `(?i)https?://`} {
			if found := regexp.MustCompile(bad).Find(text); found != nil {
				t.Errorf("%s has %q", name, found)
			}
		}
	}
}

// TestPreloaded holds that the channel's document names every module that its
// script imports, so that none waits for another to arrive.
func TestPreloaded(t *testing.T) {
	document, err := os.ReadFile("page/index.html")
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, link := range regexp.MustCompile(`<link rel="modulepreload" href="/([^"]+)"`).FindAllSubmatch(document, -1) {
		named = append(named, string(link[1]))
	}
	var imported []string
	for left := []string{"main.js"}; len(left) > 0; left = left[1:] {
		code, err := os.ReadFile(filepath.Join("page", filepath.FromSlash(left[0])))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)^(?:import|export) .*"\./([^"]+\.js)";$`).FindAllSubmatch(code, -1) {
			if name := string(found[1]); !slices.Contains(imported, name) {
				imported = append(imported, name)
				left = append(left, name)
			}
		}
	}
	slices.Sort(named)
	slices.Sort(imported)
	if !slices.Equal(named, imported) {
		t.Errorf("the document names the modules %v, but the script imports %v", named, imported)
	}
}
