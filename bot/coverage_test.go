package bot_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestGoldensSayEverySentence holds that there is a golden payload for every
// reply: each sentence of the catalogue is said in one of them.
func TestGoldensSayEverySentence(t *testing.T) {
	raw, err := os.ReadFile("../knowledge/sentences.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var catalogue map[string]string
	if err := yaml.Unmarshal(raw, &catalogue); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/golden/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden payloads: %v", err)
	}
	var said strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		said.Write(text)
	}
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	for name, sentence := range catalogue {
		if name == "talk-help" {
			continue // elsewhere; on Discord there is more to show
		}
		parts := placeholder.Split(strings.TrimSpace(sentence), -1)
		if !slices.ContainsFunc(parts, func(part string) bool { return len(strings.TrimSpace(part)) > 1 }) {
			continue // placeholders alone
		}
		for _, part := range parts {
			if !strings.Contains(said.String(), strings.Trim(part, " ,;·")) {
				t.Errorf("no golden payload says %s: %q", name, sentence)
				break
			}
		}
	}
}
