package playground_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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
