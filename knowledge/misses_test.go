package knowledge_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"attache/knowledge"
)

func TestMisses(t *testing.T) {
	set, err := knowledge.Load("testdata/small")
	if err != nil {
		t.Fatal(err)
	}
	questions := strings.Split(strings.TrimSpace(`
When did the library open?
best pizza in town
where is the best PIZZA?
who swims in the harbour?
what is the best pizza
is there a swimming club at the harbour
Best pizza, in town!
who are you?
what is ILL
`), "\n")
	got := describe(set.Misses(questions))
	want := []string{
		`4: 2 "best pizza in town", 1 "where is the best PIZZA?", 1 "what is the best pizza"`,
		`2: 1 "who swims in the harbour?", 1 "is there a swimming club at the harbour"`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, c := range set.Misses(questions) {
		if c.Nearest == nil || c.Near || c.Confidence < 0 || c.Confidence > 1 {
			t.Errorf("%s: nearest %v, near %v, confidence %v", c.Questions[0].Question, c.Nearest, c.Near, c.Confidence)
		}
	}
	if misses := set.Misses(nil); len(misses) != 0 {
		t.Errorf("no question gives %v", misses)
	}
}

func TestMissesNearAnEntry(t *testing.T) {
	set, err := knowledge.Load("testdata/sets/festival")
	if err != nil {
		t.Fatal(err)
	}
	misses := set.Misses([]string{"which songs did they sing at the first one", "what happened in 1950", "what songs were sung at the first festival"})
	for _, c := range misses {
		if c.Nearest.ID == "songs" && (!c.Near || c.Count != 2) {
			t.Errorf("the gap: near %v, count %d, want 2 near", c.Near, c.Count)
		}
	}
	if len(misses) == 0 || misses[0].Nearest.ID != "songs" {
		t.Errorf("got %q, want the songs first", describe(misses))
	}
}

func describe(clusters []knowledge.Cluster) []string {
	var lines []string
	for _, c := range clusters {
		var asked []string
		for _, q := range c.Questions {
			asked = append(asked, fmt.Sprintf("%d %q", q.Count, q.Question))
		}
		lines = append(lines, fmt.Sprintf("%d: %s", c.Count, strings.Join(asked, ", ")))
	}
	return lines
}
