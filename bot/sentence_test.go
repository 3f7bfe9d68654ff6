package bot_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"attache/bot"
	"attache/knowledge"
)

// TestSentences holds that the code and the catalogue name the same sentences.
func TestSentences(t *testing.T) {
	known := map[string]bool{}
	for _, name := range knowledge.SentenceNames() {
		known[name] = true
	}
	var code strings.Builder
	for _, pattern := range []string{"*.go", "../knowledge/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(text)
		}
	}
	for _, call := range regexp.MustCompile(`\b(?:say|private|describe|Sentence)\("([a-z-]*[a-z])"`).FindAllStringSubmatch(code.String(), -1) {
		if !known[call[1]] {
			t.Errorf("the catalogue lacks %q", call[1])
		}
	}
	for name := range known {
		if strings.Contains(code.String(), `"`+name+`"`) {
			continue
		}
		head := name[:strings.LastIndex(name, "-")+1] // "status-" + string(s)
		base := strings.TrimSuffix(name, "-title")
		talk, _, _ := strings.Cut(name, "-")
		if !strings.Contains(code.String(), `"`+head+`"`) && !strings.Contains(code.String(), `"`+talk+`-"`) &&
			(base == name || !strings.Contains(code.String(), `"`+base+`"`)) {
			t.Errorf("nothing says %q", name)
		}
	}
}

// TestOwnSentences holds that a set's own sentences are said, and that Discord
// takes them however long they are.
func TestOwnSentences(t *testing.T) {
	text, err := os.ReadFile("testdata/set/set.yaml")
	if err != nil {
		t.Fatal(err)
	}
	own := "  sentences:\n"
	for _, name := range knowledge.SentenceNames() {
		own += "    - {name: " + name + ", text: " + name + strings.Repeat(" lōng", 900) + "}\n"
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "set.yaml"), []byte(strings.Replace(string(text), "  parties:\n", own+"  parties:\n", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := knowledge.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	h := bot.NewHandler(always(set), build, nil, bot.WithClock(clock))
	checkCommands(t, h)
	for _, raw := range requests(t) {
		interact(t, h, raw)
		check(t, h, unmarshal(t, strings.Replace(raw, "{", `{"app_permissions":"0",`, 1)))
	}
	interact(t, h, click(t, "1|wrong|height|1"))
	if r := interact(t, h, command(t, "ask", "question", "what happened in 1870")); !strings.HasPrefix(r.Data.Embeds[0].Title, "refusal-title lōng") {
		t.Errorf("the refusal is headed %s", r.Data.Embeds[0].Title)
	}
}
