package knowledge_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"attache/knowledge"
)

// TestCoverage asks for every statement of the source's checklist.
func TestCoverage(t *testing.T) {
	set := embedded(t)
	covered := make(map[string]bool)
	for _, it := range readItems(t, "testdata/coverage.jsonl") {
		covered[it.ID] = true
		if len(it.Must) == 0 {
			t.Errorf("%s: %q: no expression says what the answer must hold", it.ID, it.Question)
		}
		a := set.Answer(it.Question)
		if ok, why := it.Judge(a); !ok {
			t.Errorf("%s: %q: %s: %s %q", it.ID, it.Question, why, a.Kind, a.Text)
		}
	}
	for i := 1; i <= 92; i++ {
		if id := fmt.Sprintf("S%03d", i); !covered[id] {
			t.Errorf("no question asks for %s", id)
		}
	}
}

// TestOwnWords compares every run of eight words in the data with the source.
func TestOwnWords(t *testing.T) {
	path := os.Getenv("ATTACHE_SOURCE")
	if path == "" {
		t.Skip("set ATTACHE_SOURCE to the source's text to look for copied sentences")
	}
	const run = 8
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	theirs := make(map[string]bool)
	for _, gram := range grams(string(text), run) {
		theirs[gram] = true
	}
	if len(theirs) < 100 {
		t.Fatalf("%s holds %d runs of %d words: is it the source?", path, len(theirs), run)
	}
	files, err := filepath.Glob("data/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no data", err)
	}
	for _, file := range files {
		ours, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, gram := range grams(string(ours), run) {
			if theirs[gram] {
				t.Errorf("%s: copied: %s", file, gram)
			}
		}
	}
}

func grams(text string, n int) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	var out []string
	for i := 0; i+n <= len(words); i++ {
		out = append(out, strings.Join(words[i:i+n], " "))
	}
	return out
}

// TestExamplesAnswered asks every example question: its own entry answers, or
// the list that it selects.
func TestExamplesAnswered(t *testing.T) {
	set := embedded(t)
	for _, e := range set.Entries {
		for _, q := range e.Questions {
			a := set.Answer(q)
			if e.Kind == knowledge.Gap {
				if a.Kind != knowledge.NoAnswer || len(a.Entries) == 0 {
					t.Errorf("%s: %q does not name a gap: %s %q", e.ID, q, a.Kind, a.Text)
				}
				continue
			}
			if a.Kind == knowledge.NoAnswer && e.Select == nil {
				t.Errorf("%s: %q is refused", e.ID, q)
			}
		}
	}
}

// TestSameAnswer asks everything twice, the second time of a set loaded anew.
func TestSameAnswer(t *testing.T) {
	one, two := embedded(t), embedded(t)
	for _, it := range readItems(t, "testdata/heldout.jsonl") {
		a, b := one.Answer(it.Question), two.Answer(it.Question)
		if a.Text != b.Text || a.Kind != b.Kind || a.Confidence != b.Confidence || !reflect.DeepEqual(ids(a), ids(b)) {
			t.Errorf("%q: %q %v, then %q %v", it.Question, a.Text, a.Confidence, b.Text, b.Confidence)
		}
	}
}

func TestAnswerConcurrently(t *testing.T) {
	set := embedded(t)
	items := readItems(t, "testdata/heldout.jsonl")
	want := make([]string, len(items))
	for i, it := range items {
		want[i] = set.Answer(it.Question).Text
	}
	for g := range 8 {
		t.Run(fmt.Sprint(g), func(t *testing.T) {
			t.Parallel()
			for i := range items {
				i = (i + g*31) % len(items)
				if got := set.Answer(items[i].Question).Text; got != want[i] {
					t.Errorf("%q: %q, alone %q", items[i].Question, got, want[i])
				}
			}
		})
	}
}

func ids(a knowledge.Answer) []string {
	var ids []string
	for _, e := range a.Entries {
		ids = append(ids, e.ID)
	}
	for _, s := range a.Suggestions {
		ids = append(ids, "?"+s.Entry.ID)
	}
	return ids
}

// Questions that nothing answers take something for granted. What is so must not be
// denied; of what is not, some is put right.
func TestPremises(t *testing.T) {
	set := embedded(t)
	file, err := os.Open("testdata/premises.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	putRight := 0
	for d := json.NewDecoder(file); ; {
		var premise struct {
			Q  string
			So bool
		}
		if err := d.Decode(&premise); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		text := set.Answer(premise.Q).Text
		switch denied := strings.HasPrefix(text, "No. "); {
		case denied && premise.So:
			t.Errorf("%q: %q denies what is so", premise.Q, text)
		case denied:
			putRight++
		}
	}
	t.Logf("%d are put right", putRight)
	if putRight < 12 {
		t.Errorf("%d are put right, 12 were before", putRight)
	}
}
