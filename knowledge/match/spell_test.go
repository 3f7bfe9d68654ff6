package match

import (
	"strings"
	"testing"
)

// spellerOf learns the words of one text that is no question.
func spellerOf(text string) *speller {
	return newSpeller(&corpus{texts: [][]string{strings.Fields(text)}, question: []bool{false}}, nil)
}

func TestCorrect(t *testing.T) {
	needVectors(t)
	s := spellerOf("partnership for peace support how many mines were destroyed how many contact embassy of which country library planning oslo comeback come back " +
		"belarus belarus belarus hour lukashenka vershbow rocket airmail air defence mail order nap join cooperation halt")
	for _, test := range []struct{ text, want string }{
		{"parntership", "partnership"},
		{"olso", "oslo"},
		{"libarry", "library"},
		{"destoryed", "destroyed"},
		{"embasssy", "embassy"},
		{"mynes", "mines"},
		{"joni", "join"},       // neighbours swapped
		{"beluras", "belarus"}, // two edits
		{"coperation", "cooperation"},
		{"kontakt", "contact"},  // sounds alike
		{"hou", "how"},          // before hour, which is as near but not as frequent
		{"planing", "planning"}, // a rare word of the dictionary
		{"house", "house"},      // a common one
		{"support", "support"},  // known
		{"partner ship", "partnership"},
		{"peacesupport", "peace support"},
		{"contactembassy", "contact embassy"},
		{"how many", "how many"},   // no word when joined
		{"come back", "come back"}, // three words of the examples
		{"xqzptlk", "xqzptlk"},
		{"merkel", "merkel"},     // a name that the examples do not have
		{"hat", "hat"},           // right, though near "halt"
		{"contract", "contract"}, // right, though near "contact"
		{"air mail", "airmail"},  // both known by themselves
		{"loukachenka", "lukashenka"},
		{"wershbow", "vershbow"},
		{"rokit", "rocket"},
		{"disdnt", "did not"},
		{"mins", "mines"},
		{"contrakct", "contract"}, // of the dictionary, one edit away
		{"so", "so"},
		{"nah", "nah"}, // wraps a question
		{"1999", "1999"},
	} {
		if got := strings.Join(s.correct(strings.Fields(test.text)), " "); got != test.want {
			t.Errorf("%q is corrected to %q, want %q", test.text, got, test.want)
		}
	}
}

// A typing error in a question that somebody gave as an example is no word to know;
// what an entry says itself, or no frequent word is near to, is.
func TestSlipsAreNotLearnt(t *testing.T) {
	needVectors(t)
	c := &corpus{}
	add := func(text string, question bool) {
		c.texts, c.question = append(c.texts, strings.Fields(text)), append(c.question, question)
	}
	for range slipOf {
		add("when did belarus join the partnership", true)
	}
	add("when did belaurs join the partnrship with zzyzzx", true)
	add("belarsu", false)
	s := newSpeller(c, nil)
	for word, want := range map[string]string{"belaurs": "belarus", "partnrship": "partnership", "zzyzzx": "zzyzzx", "belarsu": "belarsu"} {
		if got := strings.Join(s.correct([]string{word}), " "); got != want {
			t.Errorf("%q is corrected to %q, want %q", word, got, want)
		}
	}
	if c.correct(s); strings.Join(c.texts[slipOf], " ") != "when did belarus join the partnership with zzyzzx" {
		t.Errorf("the example is learnt as %q", c.texts[slipOf])
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "abd", 1}, {"abc", "cba", 2}, {"abcd", "wxyz", 3},
	} {
		if got := distance(test.a, test.b, 2); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestSoundOf(t *testing.T) {
	for _, pair := range [][2]string{{"contact", "kontakt"}, {"photo", "foto"}, {"lukashenko", "lukashenka"}, {"city", "sity"}, {"lukashenka", "loukachenko"}, {"programme", "program"}} {
		if a, b := soundOf(nil, pair[0]), soundOf(nil, pair[1]); string(a) != string(b) {
			t.Errorf("%s sounds as %s, %s as %s", pair[0], a, pair[1], b)
		}
	}
	if a, b := soundOf(nil, "mission"), soundOf(nil, "session"); string(a) == string(b) {
		t.Errorf("mission and session both sound as %s", a)
	}
}

func FuzzCorrect(f *testing.F) {
	s := spellerOf("partnership peace support mines destroyed")
	f.Add("partner ship of peacesupport mynes")
	f.Fuzz(func(t *testing.T, text string) {
		words := Words(text)
		count := len(words)
		for _, w := range s.correct(words) {
			if w == "" {
				t.Errorf("%q holds an empty word after correction", text)
			}
		}
		if got := len(s.correct(Words(text))); got > 2*count {
			t.Errorf("%d words became %d", count, got)
		}
	})
}
