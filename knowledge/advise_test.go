package knowledge_test

import (
	"os"
	"regexp"
	"testing"

	"attache/knowledge"
)

// TestAdvise compares every line of what is advised for a set, in which each
// advice is due at least once, with the .out file beside it.
func TestAdvise(t *testing.T) {
	t.Chdir("testdata")
	set, err := knowledge.Load("advice")
	if err != nil {
		t.Fatal(err)
	}
	// How far a rival is ahead is the matcher's to say and changes with it.
	got := regexp.MustCompile(`\d+ points?`).ReplaceAllString(set.Advise().Error(), "N points") + "\n"
	const golden = "advice.out"
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
		t.Errorf("advice differs from %s\ngot:\n%s\nwant:\n%s", golden, got, want)
	}
}

// TestNoAdvice holds that nothing is advised where nothing is amiss.
func TestNoAdvice(t *testing.T) {
	for _, dir := range []string{"testdata/sets/festival", "testdata/sets/kiosk"} {
		set, err := knowledge.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		if advice := set.Advise(); len(advice) > 0 {
			t.Errorf("%s:\n%v", dir, advice)
		}
	}
}
