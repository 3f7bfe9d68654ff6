package picture

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxAlt is how many characters an alt text has at most: Discord's limit for
// the description of an attachment.
// https://discord.com/developers/docs/resources/message#attachment-object
const MaxAlt = 1024

// minTold is how many characters of a row's text are worth telling.
const minTold = 20

// alt tells what a picture of the first rows of t shows. Where that is too
// much, the longest texts are cut first, then rows from the end are counted.
func alt(t Timeline, shown int) string {
	for told := shown; ; told-- {
		tooMuch := sort.Search(MaxAlt, func(most int) bool {
			return utf8.RuneCountInString(tell(t, told, most)) > MaxAlt
		})
		if most := tooMuch - 1; most >= minTold || told == 1 {
			return tell(t, told, most)
		}
	}
}

// tell puts the first rows of t into words, at most so many characters of each
// text.
func tell(t Timeline, rows, most int) string {
	lines := []string{clip(t.Title, 150)}
	var previous Row
	for _, r := range t.Rows[:rows] {
		if r.Phase != previous.Phase {
			lines = append(lines, clip(r.Phase, min(most, 80)))
		}
		lines = append(lines, r.tell(most))
		previous = r
	}
	if rest := len(t.Rows) - rows; rest > 0 {
		lines = append(lines, countLeft(clip(t.More, 80), rest))
	}
	lines = append(lines, clip(t.AsOf, 150), clip(t.About, 250))
	return joinSome("\n", lines...)
}

func (r Row) tell(most int) string {
	date := joinSome(", ", clip(r.Year, 30), clip(r.Day, 40))
	told := joinSome(": ", date, clip(r.Text, most))
	if note := clip(r.Note, most); note != "" {
		told += " (" + note + ")"
	}
	return told
}

// countLeft says that there are more of what name names.
func countLeft(name string, n int) string {
	if name == "" {
		return fmt.Sprintf("+ %d", n)
	}
	return fmt.Sprintf("%s: %d", name, n)
}

// joinSome joins the parts that are not empty.
func joinSome(between string, parts ...string) string {
	some := slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return strings.Join(some, between)
}

// clip gives s with single spaces and no controls, cut to at most n characters
// with an ellipsis.
func clip(s string, n int) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	runes := []rune(strings.Join(words, " "))
	if len(runes) <= n {
		return string(runes)
	}
	return strings.TrimSpace(string(runes[:max(n-1, 0)])) + "…"
}
