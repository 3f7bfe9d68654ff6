package knowledge_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"attache/knowledge"
)

// TestGuide adds the examples of the editors' guide to the template, to which
// they belong: they load, leave nothing to advise and answer as the guide says.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("data/README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(guide), "\r\n", "\n")
	files := fstest.MapFS{}
	names, err := fs.Glob(knowledge.Template(), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(knowledge.Template(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	schema := compileSchema(t)
	blocks := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$").FindAllStringSubmatch(text, -1)
	if len(blocks) < 5 {
		t.Fatalf("the guide shows %d examples", len(blocks))
	}
	for i, block := range blocks {
		files[fmt.Sprintf("guide-%d.yaml", i)] = &fstest.MapFile{Data: []byte(block[1])}
		if err := validate(schema, []byte(block[1])); err != nil {
			t.Errorf("example %d: %v", i+1, err)
		}
	}
	set, err := knowledge.LoadFS(files, "guide")
	if err != nil {
		t.Fatal(err)
	}
	if advice := set.Advise(); len(advice) > 0 {
		t.Errorf("advice:\n%v", advice)
	}
	ask(t, set, []asked{
		{"on which day do you read aloud", knowledge.Direct, "reading-evenings", []string{"first Friday"}},
		{"when is the library open now", knowledge.Direct, "old-hours", []string{"nine to eight", "Before that: the library was open from ten to six"}},
		{"who was the first librarian", knowledge.Direct, "first-librarian", []string{"Ada Finch", "John Marsh", "Both are known"}},
		{"what was the price of the corn hall", knowledge.NoAnswer, "building-cost", []string{"do not say", "3 March 1911"}},
		{"when did Highcliff open its library", knowledge.NoAnswer, "", nil},
	})

	// Every section and status that there is, is told of.
	for _, word := range []string{
		"sources", "synonyms", "terms", "outsiders", "unstated", "offtopic", "phases", "gaps", "lists", "projects", "milestones", "facts",
		string(knowledge.Current), string(knowledge.Historical), string(knowledge.Superseded), string(knowledge.Disputed),
	} {
		if !strings.Contains(text, "`"+word+"`") && !strings.Contains(text, "**"+word+"**") {
			t.Errorf("the guide does not tell of %s", word)
		}
	}
}
