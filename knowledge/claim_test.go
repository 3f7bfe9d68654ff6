package knowledge_test

import (
	"strings"
	"testing"
)

// A statement that is put to be judged is read as the question whether it is so.
func TestClaims(t *testing.T) {
	set := festival(t)
	for question, want := range map[string]string{
		"True or false: the festival company paid for the lighthouse":    "Yes. ",
		"the festival company paid for the lighthouse, true/false":       "Yes. ",
		"did the festival company pay for the lighthouse, yes or no?":    "Yes. ",
		"TRUE OR FALSE: the festival company paid for the lighthouse":    "Yes. ",
		"Fact check: the repair of the lighthouse cost 90,000 crowns":    "No. ",
		"did the repair of the lighthouse cost 90,000 crowns, yes or no": "No. ",
	} {
		if got := set.Answer(question).Text; !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s; want %s", question, got, want)
		}
	}
}
