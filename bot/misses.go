package bot

import (
	"encoding/json"
	"io"
	"time"

	"attache/knowledge"
)

// Miss is a question that got no answer, or not the right one. Misses are
// logged as JSON, one a line, for the editors of a set: {"q":"who built it",
// "kind":"refused","candidates":["tower"],"day":"2026-01-31"}. Nothing in a line
// tells who asked, or where.
type Miss struct {
	// Question is what was asked, without mentions and at most 500 characters
	// long. Of an answer that was reached by a click, or that is too long ago,
	// it is the first example question of its entry.
	Question string   `json:"q"`
	Kind     MissKind `json:"kind"`
	// Candidates are the ids of the entries that came nearest, best first; of a
	// wrong answer the entry that gave it. It may be empty, but is never null.
	Candidates []string `json:"candidates"`
	Day        string   `json:"day"` // as 2006-01-02, in UTC
	// Note is what somebody had to say about a wrong answer, in a line of at
	// most 300 characters; often empty.
	Note string `json:"note,omitempty"`
}

// MissKind says how a question was missed.
type MissKind string

// The kinds of misses.
const (
	Refused   MissKind = "refused"   // nothing came near enough
	Suggested MissKind = "suggested" // answered with what may have been meant
	Wrong     MissKind = "wrong"     // somebody marked the answer
)

// WithMisses has misses written to w, which must be safe for use by many
// goroutines. Each is one Write.
func WithMisses(w io.Writer) Setting {
	return func(h *Handler) { h.misses = w }
}

// maxAsked is how many questions are remembered until somebody marks their
// answers; without a log of misses none is.
const maxAsked = 2000

// remember keeps what was asked for the marks below its answer, and logs what
// was missed.
func (h *handling) remember(question string, a knowledge.Answer) {
	if h.misses == nil || h.request == "" || question == "" {
		return
	}
	h.asked.Add(h.request, question)
	if a.Kind != knowledge.NoAnswer {
		return
	}
	m := Miss{Question: question, Kind: Refused}
	if h.set.Unsure(a) {
		m.Kind = Suggested
	}
	for _, e := range a.Entries {
		m.Candidates = append(m.Candidates, e.ID)
	}
	for _, s := range a.Suggestions {
		m.Candidates = append(m.Candidates, s.Entry.ID)
	}
	h.miss(m)
}

// miss logs m as of today.
func (h *handling) miss(m Miss) {
	if h.misses == nil || m.Question == "" {
		return
	}
	m.Question, m.Note = clip(strip(m.Question), maxQuestion), clip(strip(m.Note), maxNote)
	m.Day = h.now().UTC().Format(time.DateOnly)
	m.Candidates = append([]string{}, m.Candidates...)
	line, err := json.Marshal(m)
	if err == nil {
		_, err = h.misses.Write(append(line, '\n'))
	}
	if err != nil {
		h.log.Error("a miss is not logged", "error", err)
	}
}
