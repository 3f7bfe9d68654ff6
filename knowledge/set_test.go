package knowledge_test

import (
	"strings"
	"testing"

	"attache/knowledge"
)

func TestSelect(t *testing.T) {
	s, err := knowledge.Load("testdata/small")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		query knowledge.Query
		want  string
	}{
		{"every milestone by date", knowledge.Query{}, "opening fire first-van"},
		{"one topic", knowledge.Query{Topic: "building"}, "opening fire"},
		{"another topic", knowledge.Query{Topic: "lending"}, "first-van"},
		{"no such topic", knowledge.Query{Topic: "garden"}, ""},
		{"no such kind", knowledge.Query{Kind: "books"}, ""},
		{"from a year, included", knowledge.Query{From: 1954}, "fire first-van"},
		{"to a year, included", knowledge.Query{To: 1911}, "opening"},
		{"one year", knowledge.Query{From: 1954, To: 1954}, "fire first-van"},
		{"years without anything", knowledge.Query{From: 1912, To: 1953}, ""},
		{"years the wrong way round", knowledge.Query{From: 1954, To: 1911}, ""},
		{"topic and years", knowledge.Query{Topic: "building", From: 1912}, "fire"},
		{"undated without years", knowledge.Query{Kind: knowledge.Fact}, "late-fee reading-lamps"},
		{"undated within years", knowledge.Query{Kind: knowledge.Fact, From: 1}, ""},
		{"projects", knowledge.Query{Kind: knowledge.Project, From: 1998, To: 1998}, "new-wing"},
		{"terms", knowledge.Query{Kind: knowledge.Term}, "ill"},
		{"lists", knowledge.Query{Kind: knowledge.List}, "rooms building-history"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var ids []string
			for _, e := range s.Select(tt.query) {
				ids = append(ids, e.ID)
			}
			if got := strings.Join(ids, " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestStatusNote(t *testing.T) {
	date := func(s string) knowledge.Date {
		if s == "" {
			return knowledge.Date{}
		}
		d, err := knowledge.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, tt := range []struct {
		status      knowledge.Status
		since, text string
		want        string
	}{
		{knowledge.Current, "", "", ""},
		{knowledge.Superseded, "2021", "the fee was dropped", "Superseded in 2021: the fee was dropped."},
		{knowledge.Superseded, "2021-11", "the fee was dropped.", "Superseded in November 2021: the fee was dropped."},
		{knowledge.Superseded, "2021-05-31", "dropped!", "Superseded on 31 May 2021: dropped!"},
		{knowledge.Superseded, "", "was it?", "Superseded: was it?"},
		{knowledge.Superseded, "2021", "the council said “no more.”", "Superseded in 2021: the council said “no more.”"},
		{knowledge.Superseded, "2021", "dropped (by vote)", "Superseded in 2021: dropped (by vote)."},
		{knowledge.Disputed, "", "the gazette has 1955", "Sources differ: the gazette has 1955."},
	} {
		note := &knowledge.Note{Since: date(tt.since), Text: tt.text}
		e := &knowledge.Entry{Status: tt.status, Superseded: note, Disputed: []*knowledge.Note{note}}
		if got := e.StatusNote(); got != tt.want {
			t.Errorf("%s since %q: %q, want %q", tt.status, tt.since, got, tt.want)
		}
	}
	for _, status := range []knowledge.Status{knowledge.Superseded, knowledge.Disputed} {
		if got := (&knowledge.Entry{Status: status}).StatusNote(); got != "" {
			t.Errorf("%s without a note: %q", status, got)
		}
	}
}
