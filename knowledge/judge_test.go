package knowledge_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"attache/knowledge"
)

// item is one line of a question set.
type item struct {
	ID      string   `json:"id"`
	Q       string   `json:"q"`
	Kind    string   `json:"kind"`
	Must    []string `json:"must"`
	MustNot []string `json:"must_not"`
	Cat     string   `json:"cat"`
	line    int
}

func readItems(t testing.TB, path string) []item {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var items []item
	for s := bufio.NewScanner(f); s.Scan(); {
		it := item{line: len(items) + 1}
		if err := json.Unmarshal(s.Bytes(), &it); err != nil {
			t.Fatalf("%s:%d: %v", path, it.line, err)
		}
		items = append(items, it)
	}
	return items
}

// judge says whether an answer is right, and if not, why.
func judge(it item, a knowledge.Answer) (bool, string) {
	if it.Kind == "none" {
		return a.Kind == knowledge.NoAnswer, "answered"
	}
	limit := 700
	switch a.Kind {
	case knowledge.NoAnswer:
		return false, "silent"
	case knowledge.Listing:
		limit = 2500
	}
	if utf8.RuneCountInString(a.Text) > limit {
		return false, "too long"
	}
	for _, m := range it.Must {
		if !regexp.MustCompile("(?i)" + m).MatchString(a.Text) {
			return false, "lacks " + m
		}
	}
	for _, m := range it.MustNot {
		if regexp.MustCompile("(?i)" + m).MatchString(a.Text) {
			return false, "has " + m
		}
	}
	return true, ""
}

// tally judges every item, logs a table by category and gives the shares of
// right answers in scope and of abstentions out of scope, in percent.
func tally(t *testing.T, set *knowledge.Set, items []item) (right, abstained float64) {
	t.Helper()
	type count struct{ right, all int }
	byCat := make(map[string]*count)
	var in, out count
	for _, it := range items {
		a := set.Answer(it.Q)
		ok, why := judge(it, a)
		c := byCat[it.Cat]
		if c == nil {
			c = &count{}
			byCat[it.Cat] = c
		}
		total := &in
		if it.Kind == "none" {
			total = &out
		}
		c.all++
		total.all++
		if ok {
			c.right++
			total.right++
			continue
		}
		t.Logf("miss %-12s %q: %s (%.2f %s)", it.Cat, it.Q, why, a.Confidence, strings.Join(ids(a), " "))
	}
	cats := make([]string, 0, len(byCat))
	for c := range byCat {
		cats = append(cats, c)
	}
	sort.Strings(cats)
	var table strings.Builder
	for _, c := range cats {
		fmt.Fprintf(&table, "%-14s %3d of %3d\n", c, byCat[c].right, byCat[c].all)
	}
	right = 100 * float64(in.right) / float64(max(in.all, 1))
	abstained = 100 * float64(out.right) / float64(max(out.all, 1))
	t.Logf("\n%sin scope      %3d of %3d right (%.1f %%)\nout of scope  %3d of %3d abstained (%.1f %%)",
		table.String(), in.right, in.all, right, out.right, out.all, abstained)
	return right, abstained
}

// TestQuestions holds the reached level against questions that were written
// without sight of the data. The levels only go up.
func TestQuestions(t *testing.T) {
	for _, test := range []struct {
		name, path       string
		right, abstained float64
	}{
		{"held out", "testdata/heldout.jsonl", 88, 97},
		{"held out, second hand", "testdata/heldout2.jsonl", 93, 91},
		{"later", "testdata/later.jsonl", 90, 95},
		{"later, last check", "testdata/later-last.jsonl", 87, 90},
		{"ATTACHE_EVAL", os.Getenv("ATTACHE_EVAL"), 98, 93},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.path == "" {
				t.Skip("set ATTACHE_EVAL to a file of questions to judge them")
			}
			right, abstained := tally(t, embedded(t), readItems(t, test.path))
			if right < test.right || abstained < test.abstained {
				t.Errorf("%.1f %% right, %.1f %% abstained; %.1f %% and %.1f %% were reached before", right, abstained, test.right, test.abstained)
			}
		})
	}
}

func embedded(t testing.TB) *knowledge.Set {
	t.Helper()
	set, err := knowledge.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return set
}
