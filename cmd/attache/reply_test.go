package main

import (
	"strings"
	"testing"

	"attache/knowledge"
)

func TestSources(t *testing.T) {
	page := &knowledge.Source{Title: "A page", Publisher: "Somebody", URL: "https://page.example", Captured: knowledge.Date{Year: 2012}}
	news := &knowledge.Source{Title: "News", Captured: knowledge.Date{Year: 2021, Month: 11}}
	cite := func(s *knowledge.Source) knowledge.Citation { return knowledge.Citation{Source: s} }
	older := &knowledge.Entry{ID: "older", Citation: cite(page), AsOf: knowledge.Date{Year: 2010}}
	newer := &knowledge.Entry{
		ID: "newer", Citation: cite(page), AsOf: knowledge.Date{Year: 2012, Month: 10, Day: 20},
		Superseded: &knowledge.Note{Citation: cite(news)},
	}
	bare := &knowledge.Entry{ID: "bare", Disputed: []*knowledge.Note{{}}}

	tests := map[string]struct {
		entries []*knowledge.Entry
		want    string
	}{
		"none":               {nil, ""},
		"newest date counts": {[]*knowledge.Entry{older, newer, older}, "A page 2012-10-20, News 2021-11"},
		"order of use":       {[]*knowledge.Entry{older}, "A page 2010"},
		"without a source":   {[]*knowledge.Entry{bare}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := sources(test.entries)
			if got == nil {
				t.Error("nil would print as null")
			}
			var shown []string
			for _, s := range got {
				shown = append(shown, s.Title+" "+s.AsOf)
			}
			if s := strings.Join(shown, ", "); s != test.want {
				t.Errorf("got %q, want %q", s, test.want)
			}
		})
	}
}

func TestPlain(t *testing.T) {
	r := replied{
		Kind: knowledge.Direct, Answer: "It opened in 1911.", status: knowledge.Historical,
		Sources: []source{{Title: "Yearbook", Publisher: "Library", URL: "https://library.example", asOf: knowledge.Date{Year: 2020, Month: 5}}, {Title: "Gazette"}},
	}
	const want = `It opened in 1911.

  Status: historical
  Source: Yearbook, Library (as of May 2020)
          https://library.example
  Source: Gazette

`
	if got := plain(r, newPalette(false)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := plain(r, newPalette(true)); !strings.Contains(got, "\x1b[1mIt opened in 1911.\x1b[") {
		t.Errorf("got %q, want the answer in bold", got)
	}
}

func TestColourful(t *testing.T) {
	if colourful(new(strings.Builder), nil) {
		t.Error("what is no file is no terminal")
	}
}
