package knowledge_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"attache/knowledge"
)

func readItems(t testing.TB, path string) []knowledge.Expectation {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	items, err := knowledge.ReadExpectations(f, path)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// tally judges every item, logs a table by category and gives the shares of
// right answers in scope and of abstentions out of scope, in percent.
func tally(t *testing.T, set *knowledge.Set, items []knowledge.Expectation) (right, abstained float64) {
	t.Helper()
	evaluation := set.Evaluate(items)
	for _, v := range evaluation {
		if !v.Right {
			t.Logf("miss %-12s %q: %s (%.2f %s)", v.Category, v.Question, v.Why, v.Answer.Confidence, strings.Join(ids(v.Answer), " "))
		}
	}
	var table strings.Builder
	for _, c := range evaluation.Categories() {
		fmt.Fprintf(&table, "%-14s %3d of %3d\n", c.Category, c.Right+c.Abstained, c.InScope+c.OutOfScope)
	}
	total := evaluation.Total()
	right = 100 * float64(total.Right) / float64(max(total.InScope, 1))
	abstained = 100 * float64(total.Abstained) / float64(max(total.OutOfScope, 1))
	t.Logf("\n%sin scope      %3d of %3d right (%.1f %%)\nout of scope  %3d of %3d abstained (%.1f %%)\nAUROC %.1f %%, expected calibration error %.3f",
		table.String(), total.Right, total.InScope, right, total.Abstained, total.OutOfScope, abstained,
		100*evaluation.AUROC(), evaluation.CalibrationError())
	return right, abstained
}

// TestQuestions holds the reached level against questions that were written
// without sight of the data. The levels only go up.
func TestQuestions(t *testing.T) {
	for _, test := range []struct {
		name, path       string
		right, abstained float64
	}{
		{"held out", "testdata/heldout.jsonl", 95, 94},
		{"held out, second hand", "testdata/heldout2.jsonl", 97, 96},
		{"page", "testdata/page.jsonl", 98, 98},
		{"page, last check", "testdata/page2.jsonl", 97, 97},
		{"later", "testdata/later.jsonl", 97, 98},
		{"later, second", "testdata/later-last.jsonl", 100, 98},
		{"later, second hand", "testdata/later2.jsonl", 98, 100},
		{"later, third hand", "testdata/later3.jsonl", 96, 100},
		{"later, last check", "testdata/later4.jsonl", 97, 100},
		{"later, fifth", "testdata/later5.jsonl", 97, 96},
		{"page, third", "testdata/page3.jsonl", 97, 98},
		{"later, sixth", "testdata/later6.jsonl", 95, 95},
		{"both, seventh", "testdata/later7.jsonl", 95, 96},
		{"both, eighth", "testdata/later8.jsonl", 96, 98},
		{"both, ninth", "testdata/later9.jsonl", 96, 96},
		{"both, tenth", "testdata/later10.jsonl", 95, 95},
		{"both, eleventh", "testdata/later11.jsonl", 98, 96},
		{"both, twelfth", "testdata/later12.jsonl", 97, 97},
		{"both, thirteenth", "testdata/later13.jsonl", 96, 98},
		{"both, fourteenth", "testdata/later14.jsonl", 95, 96},
		{"both, fifteenth", "testdata/later15.jsonl", 95, 95},
		{"both, sixteenth", "testdata/later16.jsonl", 96, 96},
		{"voices", "testdata/voices.jsonl", 90, 98},
		{"ATTACHE_EVAL", os.Getenv("ATTACHE_EVAL"), 99, 96},
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
