package playground

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/knowledge"
)

// entryRef names an entry and where it stands.
type entryRef struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Place string `json:"place"` // FILE:LINE:COLUMN
}

func refTo(e *knowledge.Entry) *entryRef { return &entryRef{e.ID, e.Title, e.Pos.String()} }

// cited gives the entry that a reply's components lead to the sources of.
func (d *door) cited(components []discordgo.MessageComponent) *entryRef {
	if e, ok := d.Handler.Cited(components); ok {
		return refTo(e)
	}
	return nil
}

// maxQuestion is the longest question that is explained, in bytes.
const maxQuestion = 8 << 10

// explain tells how a question is answered, and where its candidates stand.
func (d *door) explain(w http.ResponseWriter, r *http.Request) {
	question := r.URL.Query().Get("q")
	if len(question) > maxQuestion {
		http.Error(w, "the question is too long", http.StatusRequestEntityTooLarge)
		return
	}
	writeJSON(w, d.Library.Set().Explain(strings.ToValidUTF8(question, "\ufffd")))
}

// entries gives all that the set knows, for the timeline.
func (d *door) entries(w http.ResponseWriter, _ *http.Request) {
	type item struct {
		entryRef
		Kind     knowledge.Kind   `json:"kind"`
		Answer   string           `json:"answer"`
		From     string           `json:"from"` // YYYY, YYYY-MM or YYYY-MM-DD; empty where unknown
		To       string           `json:"to"`   // of what lasts
		Spoken   string           `json:"spoken"`
		Topics   []string         `json:"topics"`
		Status   knowledge.Status `json:"status"`
		Source   string           `json:"source"` // a source's id
		Question string           `json:"question"`
	}
	type topic struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
	type source struct {
		ID        string `json:"id"`
		Title     string `json:"title"`
		Publisher string `json:"publisher"`
		URL       string `json:"url"`
		Captured  string `json:"captured"`
		Entries   int    `json:"entries"`
	}
	set := d.Library.Set()
	answer := struct {
		Name    string   `json:"name"`
		Subject string   `json:"subject"`
		AsOf    string   `json:"as_of"`
		Entries []item   `json:"entries"`
		Topics  []topic  `json:"topics"`
		Sources []source `json:"sources"`
	}{set.Name, set.Subject, set.AsOf.Spoken(), []item{}, []topic{}, []source{}}
	uses := map[*knowledge.Source]int{}
	for _, e := range set.Entries {
		i := item{entryRef: *refTo(e), Kind: e.Kind, Answer: e.Answer, From: e.Date.String(), To: e.End.String(),
			Spoken: e.Date.Spoken(), Topics: []string{}, Status: e.Status, Question: e.Questions[0]}
		if p := e.Project; p != nil {
			i.From, i.To, i.Spoken = p.Start.String(), p.End.String(), p.Start.Spoken()
		}
		for _, t := range e.Topics {
			i.Topics = append(i.Topics, t.ID)
		}
		if s := e.Citation.Source; s != nil {
			i.Source = s.ID
			uses[s]++
		}
		for _, n := range e.Notes() {
			if n.Source != e.Citation.Source {
				uses[n.Source]++
			}
		}
		answer.Entries = append(answer.Entries, i)
	}
	for _, t := range set.Topics {
		answer.Topics = append(answer.Topics, topic{t.ID, t.Title})
	}
	for _, s := range set.Sources {
		answer.Sources = append(answer.Sources, source{s.ID, s.Title, s.Publisher, s.URL, s.Captured.Spoken(), uses[s]})
	}
	writeJSON(w, answer)
}

// maxLines is how many lines of an entry are shown.
const maxLines = 60

// source shows the lines of an entry as they stand in its file now.
func (d *door) source(w http.ResponseWriter, r *http.Request) {
	e, ok := d.Library.Set().Entry(r.URL.Query().Get("entry"))
	if !ok || !d.Editable {
		http.NotFound(w, r)
		return
	}
	content, err := os.ReadFile(e.Pos.File)
	if err != nil {
		http.Error(w, "the file cannot be read", http.StatusNotFound)
		return
	}
	lines := slices.Collect(strings.Lines(strings.ToValidUTF8(string(content), "\ufffd")))
	first, end := e.Pos.Line-1, e.Pos.Line-1+maxLines
	for _, other := range d.Library.Set().Entries {
		if other.Pos.File == e.Pos.File && other.Pos.Line > e.Pos.Line {
			end = min(end, other.Pos.Line-1)
		}
	}
	end = min(end, len(lines))
	writeJSON(w, struct {
		*entryRef
		File  string   `json:"file"`
		First int      `json:"first"` // number of the first line
		Lines []string `json:"lines"`
	}{refTo(e), e.Pos.File, e.Pos.Line, lines[min(first, end):end]})
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value) // whoever is gone needs no answer
}
