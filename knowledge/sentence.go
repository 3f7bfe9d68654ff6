package knowledge

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// The catalogue holds every sentence that the program says of itself, rather
// than from an entry. A set may put its own in the place of any of them:
//
//	set:
//	  sentences:
//	    - name: refusal-title
//	      text: Nothing about that in the yearbooks
//
// A text may hold the placeholders of the one it replaces, such as {subject}.

//go:embed sentences.yaml
var sentencesFile []byte

var defaultSentences = sync.OnceValue(func() map[string]string {
	var sentences map[string]string
	if err := yaml.Unmarshal(sentencesFile, &sentences); err != nil {
		panic(err) // a file of our own
	}
	return sentences
})

// SentenceNames gives the names of all sentences in the catalogue, sorted.
func SentenceNames() []string {
	var names []string
	for name := range defaultSentences() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Sentence gives the sentence called name, the set's own or the default, with
// placeholders filled: pairs are their names, without braces, each followed by
// its text. A name that the catalogue lacks is given back as it is. A nil set
// has the defaults.
func (s *Set) Sentence(name string, pairs ...string) string {
	sentence, ok := "", false
	if s != nil {
		sentence, ok = s.sentences[name]
	}
	if !ok {
		if sentence, ok = defaultSentences()[name]; !ok {
			return strings.Clone(name) // so that names need not live on
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		sentence = strings.ReplaceAll(sentence, "{"+pairs[i]+"}", pairs[i+1])
	}
	return sentence
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// sentences reads a set's own sentences.
func (c *checker) sentences(raws []rawSentence) map[string]string {
	own := make(map[string]string, len(raws))
	first := make(map[string]Position, len(raws))
	for _, raw := range raws {
		name := raw.Name.Value
		standard, known := defaultSentences()[name]
		switch {
		case name == "" || raw.Text.Value == "": // reported already
			continue
		case !known:
			c.report(raw.Name.At, fmt.Sprintf("there is no sentence %q", name), guess(name, SentenceNames())+"take one of knowledge/sentences.yaml")
			continue
		}
		if at, twice := first[name]; twice {
			c.report(raw.Name.At, fmt.Sprintf("sentence %q stands here a second time, first at %s", name, at), "remove one")
			continue
		}
		own[name], first[name] = raw.Text.Value, raw.Name.At
		c.placeholders(raw.Text, standard)
	}
	return own
}

// placeholders reports those of t that nothing would fill.
func (c *checker) placeholders(t text, standard string) {
	may := placeholder.FindAllString(standard, -1)
	remedy := "this sentence has no placeholder; remove it"
	if len(may) > 0 {
		remedy = "this sentence has " + strings.Join(may, ", ")
	}
	for _, p := range placeholder.FindAllString(t.Value, -1) {
		if !slices.Contains(may, p) {
			c.report(t.At, fmt.Sprintf("nothing fills the placeholder %s", p), remedy)
		}
	}
	if rest := placeholder.ReplaceAllString(t.Value, ""); strings.ContainsAny(rest, "{}") {
		c.report(t.At, "a brace stands alone", "write placeholders as {name}, and no braces elsewhere")
	}
}
