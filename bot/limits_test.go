package bot

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

func TestClip(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{
		{"", 5, ""},
		{"  short ", 5, "short"},
		{"exact", 5, "exact"},
		{"one two three", 8, "one two…"},
		{"one two three", 9, "one two…"},
		{"unbroken", 5, "unbr…"},
		{"a unbrokenword", 8, "a unbro…"},
		{"éèêëàâ", 4, "éèê…"},
		{"😀😀😀", 3, "😀😀😀"},
		{"😀😀😀😀", 3, "😀😀…"},
		{"bad \xff byte", 10, "bad \uFFFD byte"},
		{"ab", 1, "…"},
		{"ab", 0, ""},
	} {
		if got := clip(test.text, test.n); got != test.want {
			t.Errorf("clip(%q, %d) = %q, want %q", test.text, test.n, got, test.want)
		}
	}
}

func TestJoinLines(t *testing.T) {
	lines := []string{"first line", "second line", "third line"}
	for _, test := range []struct {
		n    int
		want string
	}{
		{33, "first line\nsecond line\nthird line"},
		{32, "first line\n… and 2 more"},
		{23, "first line\n… and 2 more"},
		{20, "first line"},
		{5, "firs…"},
	} {
		got := joinLines(lines, test.n, func(n int) string { return fmt.Sprintf("… and %d more", n) })
		if test.n == 20 {
			// No whole line fits beside the remark.
			if utf8.RuneCountInString(got) > 20 {
				t.Errorf("joinLines(…, 20) = %q is too long", got)
			}
			continue
		}
		if got != test.want {
			t.Errorf("joinLines(…, %d) = %q, want %q", test.n, got, test.want)
		}
	}
}

func TestClamp(t *testing.T) {
	long := strings.Repeat("wörd ", 2000)
	e := &discordgo.MessageEmbed{
		Title:       long,
		Description: long,
		Color:       0x1000000,
		Footer:      &discordgo.MessageEmbedFooter{Text: long},
		Fields:      []*discordgo.MessageEmbedField{{Name: " ", Value: "x"}, {Name: "x"}},
	}
	for range 30 {
		e.Fields = append(e.Fields, &discordgo.MessageEmbedField{Name: long, Value: long})
	}
	clamp(e)
	total := 0
	check := func(what, text string, limit int) {
		n := utf8.RuneCountInString(text)
		total += n
		if n == 0 || n > limit {
			t.Errorf("%s has %d characters, want 1..%d", what, n, limit)
		}
	}
	check("title", e.Title, 256)
	check("description", e.Description, 4096)
	check("footer", e.Footer.Text, 2048)
	for _, f := range e.Fields {
		check("field name", f.Name, 256)
		check("field value", f.Value, 1024)
	}
	if len(e.Fields) != 25 || total > 6000 || total < 5000 || e.Color != 0xFFFFFF {
		t.Errorf("%d fields, %d characters, colour %x", len(e.Fields), total, e.Color)
	}
}
