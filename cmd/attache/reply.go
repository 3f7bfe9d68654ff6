package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"attache/knowledge"
)

// replied is a question with its answer, in the form that ask --json prints.
// No slice in it is nil, so that each prints as an array.
type replied struct {
	Question    string               `json:"question"`
	Kind        knowledge.AnswerKind `json:"kind"`
	Answer      string               `json:"answer"` // plain text
	Facts       []string             `json:"facts"`  // ids, best first
	Confidence  float64              `json:"confidence"`
	Candidates  []candidate          `json:"candidates"` // up to five, best first
	Sources     []source             `json:"sources"`
	Suggestions []string             `json:"suggestions"`
	Error       string               `json:"error,omitempty"` // why the question was not even considered

	status knowledge.Status // of a direct answer
}

// candidate is an entry that the question may mean.
type candidate struct {
	ID         string  `json:"id"`
	Confidence float64 `json:"confidence"` // 0..1
}

// source is a source with the newest date to which an answer's entries hold.
type source struct {
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	URL       string `json:"url"`
	AsOf      string `json:"as_of"` // 2012, 2012-10 or 2012-10-20

	asOf knowledge.Date
}

// reply answers question from set.
func reply(set *knowledge.Set, question string) replied {
	r, _ := replyIn(set, knowledge.Context{}, question)
	return r
}

// replyIn answers question within a conversation.
func replyIn(set *knowledge.Set, c knowledge.Context, question string) (replied, knowledge.Context) {
	question = strings.ToValidUTF8(question, "\ufffd")
	answer, next := set.AnswerIn(c, question)
	return replyOf(question, answer), next
}

// replyOf gives the form in which an answer is printed.
func replyOf(question string, a knowledge.Answer) replied {
	r := replied{
		Question:    question,
		Kind:        a.Kind,
		Answer:      a.Text,
		Facts:       make([]string, 0, len(a.Entries)),
		Confidence:  rounded(a.Confidence),
		Candidates:  make([]candidate, 0, len(a.Candidates)),
		Sources:     sources(a.Entries),
		Suggestions: make([]string, 0, len(a.Suggestions)),
	}
	for _, e := range a.Entries {
		r.Facts = append(r.Facts, e.ID)
	}
	for _, c := range a.Candidates {
		r.Candidates = append(r.Candidates, candidate{c.Entry.ID, rounded(c.Confidence)})
	}
	for _, s := range a.Suggestions {
		r.Suggestions = append(r.Suggestions, s.Question)
	}
	if a.Kind == knowledge.Direct && len(a.Entries) > 0 {
		r.status = a.Entries[0].Status
	}
	return r
}

// rounded keeps three decimals of a confidence.
func rounded(confidence float64) float64 { return math.Round(confidence*1000) / 1000 }

// refused is the reply to a question that cannot be taken.
func refused(question string, why error) replied {
	return replied{
		Question:    strings.ToValidUTF8(question, "\ufffd"),
		Kind:        knowledge.NoAnswer,
		Facts:       []string{},
		Candidates:  []candidate{},
		Sources:     []source{},
		Suggestions: []string{},
		Error:       why.Error(),
	}
}

// sources gives each source that entries rest on once, the first used first.
func sources(entries []*knowledge.Entry) []source {
	found := []source{}
	at := map[*knowledge.Source]int{}
	add := func(s *knowledge.Source, asOf knowledge.Date) {
		if s == nil {
			return
		}
		i, seen := at[s]
		if !seen {
			at[s] = len(found)
			found = append(found, source{s.Title, s.Publisher, s.URL, asOf.String(), asOf})
		} else if asOf.Compare(found[i].asOf) > 0 {
			found[i].AsOf, found[i].asOf = asOf.String(), asOf
		}
	}
	for _, e := range entries {
		add(e.Citation.Source, e.AsOf)
	}
	for _, e := range entries {
		for _, note := range e.Notes() {
			if note.Source != nil {
				add(note.Source, note.Source.Captured)
			}
		}
	}
	return found
}

// writeJSON prints value as one line of JSON.
func writeJSON[T any](w io.Writer, value T) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// writePlain prints a reply for people, with an empty line behind it.
func writePlain(w io.Writer, r replied) error {
	_, err := io.WriteString(w, plain(r, newPalette(false)))
	return err
}

// plain lays a reply out for people: the answer, how it stands today, where it
// comes from, and what else could be asked.
func plain(r replied, p palette) string {
	var b strings.Builder
	switch {
	case r.Error != "":
		fmt.Fprintln(&b, p.refusal.Sprint("Not answered: "+r.Error))
	case r.Kind == knowledge.NoAnswer:
		fmt.Fprintln(&b, p.refusal.Sprint(r.Answer))
	default:
		fmt.Fprintln(&b, p.answer.Sprint(r.Answer))
	}
	if len(r.Sources) > 0 {
		b.WriteByte('\n')
	}
	if r.status != "" {
		fmt.Fprintln(&b, p.detail.Sprint("  Status: ")+p.status(r.status).Sprint(r.status))
	}
	for _, s := range r.Sources {
		fmt.Fprintln(&b, p.detail.Sprint("  Source: "+s.String()))
		if s.URL != "" {
			fmt.Fprintln(&b, p.detail.Sprint("          "+s.URL))
		}
	}
	if len(r.Suggestions) > 0 {
		fmt.Fprint(&b, "\n"+p.detail.Sprint("  You could ask:")+"\n")
		for _, s := range r.Suggestions {
			fmt.Fprintln(&b, "    "+p.question.Sprint(s))
		}
	}
	b.WriteByte('\n')
	return b.String()
}

// String gives the source as prose: "A page, Publisher (as of May 2020)".
func (s source) String() string {
	text := s.Title
	if s.Publisher != "" {
		text += ", " + s.Publisher
	}
	if !s.asOf.IsZero() {
		text += " (as of " + s.asOf.Spoken() + ")"
	}
	return text
}
