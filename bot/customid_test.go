package bot

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"attache/knowledge"
)

func TestDecodeCustomID(t *testing.T) {
	for _, test := range []struct {
		id     string
		route  string
		fields []string
		err    error
	}{
		{"1|page|n|a%7Cb|", "page", []string{"n", "a|b", ""}, nil},
		{"1|page", "page", []string{}, nil},
		{"1|", "", []string{}, nil},
		{"1|a%257C", "a%7C", []string{}, nil},

		{"", "", nil, errCustomID},
		{"1", "", nil, errCustomID},
		{"page", "", nil, errCustomID},
		{"x|page", "", nil, errCustomID},
		{"-1|page", "", nil, errCustomID},
		{"1|50%", "", nil, errCustomID},
		{"1|%7c", "", nil, errCustomID},
		{"1|\xff", "", nil, errCustomID},
		{"1|" + strings.Repeat("é", 99), "", nil, errCustomID},
		{"0|page", "", nil, errCustomIDVersion},
		{"2|page|x", "", nil, errCustomIDVersion},
	} {
		route, fields, err := decodeCustomID(test.id)
		if route != test.route || !slices.Equal(fields, test.fields) || !errors.Is(err, test.err) {
			t.Errorf("decodeCustomID(%q) = %q, %q, %v; want %q, %q, %v",
				test.id, route, fields, err, test.route, test.fields, test.err)
		}
	}
}

// However long ids are, a page has all its buttons: one whose custom_id is too long is left out.
func TestPagesHaveTheirButtons(t *testing.T) {
	for length := range maxID + 2 {
		id := strings.Repeat("x", length)
		ref := pageRef{
			query: knowledge.Query{Kind: knowledge.Milestone, Topic: id, From: 2004, FromMonth: time.December, To: 2021, ToMonth: time.December},
			page:  999, drawn: true, back: id, asker: compactID("18446744073709551615"),
		}
		if _, err := encodeCustomID(ref.route(), ref.fields(first)...); err != nil {
			t.Errorf("with ids of %d characters: %v", length, err)
		}
	}
}

// FuzzCustomID: decode undoes encode, encode keeps to the limit, and what
// decode accepts is what encode makes.
func FuzzCustomID(f *testing.F) {
	f.Add("page", "n", "a|b%", 1995, 2004, 3)
	f.Add("", "", "", 0, 0, 0)
	f.Add("1|page|n|milestones||0|0|2", "%7C", "é\xff", -1, 1<<40, 7)
	f.Fuzz(func(t *testing.T, a, b, c string, from, to, page int) {
		if id, err := encodeCustomID(a, b, c); err == nil {
			if n := utf8.RuneCountInString(id); n > maxCustomID {
				t.Errorf("%q has %d characters", id, n)
			}
			route, fields, err := decodeCustomID(id)
			if err != nil || route != a || !slices.Equal(fields, []string{b, c}) {
				t.Errorf("%q decodes to %q, %q, %v", id, route, fields, err)
			}
		}
		if route, fields, err := decodeCustomID(a); err == nil {
			if id, err := encodeCustomID(route, fields...); err != nil || id != a {
				t.Errorf("%q was accepted but encodes to %q, %v", a, id, err)
			}
		}
		ref := pageRef{
			query: knowledge.Query{Kind: knowledge.Milestone, Topic: b, From: max(from, 0), To: max(to, 0)},
			page:  max(page, 1), back: c, asker: a,
		}
		if id, err := encodeCustomID(pageRoute, ref.fields(next)...); err == nil {
			_, fields, err := decodeCustomID(id)
			ref.query.Topic, ref.back = idWithin(maxPageID, ref.query.Topic), idWithin(maxPageID, ref.back) // looked up by whoever decodes
			if got, ok := decodePage(fields); err != nil || !ok || got != ref {
				t.Errorf("%q decodes to %+v, %v, %v; want %+v", id, got, ok, err, ref)
			}
		}
	})
}
