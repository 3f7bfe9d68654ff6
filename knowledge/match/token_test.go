package match

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWords(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"??? !!!", ""},
		{"What's the IPP?", "what the ipp"},
		{"isn't it", "is not it"},
		{"NATO’s view", "nato view"},
		{"Belarus' mission", "belarus mission"},
		{"700,000 mines", "700000 mines"},
		{"700.000 / 700 000 / 700k", "700000 700000 700000"},
		{"in 1999, 2000 and 2001", "in 1999 2000 and 2001"},
		{"1995 2004", "1995 2004"},
		{"anti-personnel", "anti personnel"},
		{"Chișinău", "chisinau"},
		{"seventy-five scholarships", "75 scholarships"},
		{"seven hundred thousand", "700000"},
		{"nineteen ninety nine", "1999"},
		{"two thousand and four", "2004"},
		{"two thousand four", "2004"},
		{"twenty eleven", "2011"},
		{"the nineties", "the 1990s"},
		{"in the 90s", "in the 1990s"},
		{"since '99", "since 1999"},
		{"in 04", "in 2004"},
		{"which one", "which one"},
		{"one hundred and twenty-five activities", "125 activities"},
		{"forty", "40"},
		{"19e95 2017j 1990s 5000k", "1995 2017 1990s 5000000"},
		{"u know wat", "you know what"},
		{"what dos it do", "what does it do"},
		{"what dose of it, dos and don't", "what dose of it dos and do not"},
		{"did it predate that", "did it come before that"},
		{"info abt the reps at hq", "information about the representatives at headquarters"},
		{"ayo bro, when did it open tho lol", "when did it open"},
		{"what is it in layman's terms, for my history class", "what is it"},
		{"explain it like I'm five", "explain it"},
		{"in a nutshell", "in a nutshell"},
		{"can you list the mines", "list the mines"},
		{"Could you please name them?", "name them"},
		{"would anyone describe it", "describe it"},
		{"can you join", "can you join"},
		{"can you", "can you"},
		{"lol omg", "lol omg"},
		{"zero\u200bwidth", "zerowidth"},
		{"\xff\xfe bad", "bad"},
	} {
		if got := strings.Join(Words(test.text), " "); got != test.want {
			t.Errorf("Words(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("What's 700,000 in nineteen ninety nine?")
	f.Add("Belarus’ \xff 12,345.678 and hundred thousand and")
	f.Fuzz(func(t *testing.T, text string) {
		words := Words(text)
		if len(words) > maxWords+4 {
			t.Errorf("%d words", len(words))
		}
		for _, w := range words {
			if w == "" || len(w) > maxWordLen || !utf8.ValidString(w) {
				t.Errorf("word %q", w)
			}
		}
	})
}
