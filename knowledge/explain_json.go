package knowledge

import "encoding/json"

type termUse struct {
	Term    string `json:"term"`
	Words   string `json:"words"`
	Known   bool   `json:"known"`
	Content bool   `json:"content"`
}

type weighed struct {
	ID         string        `json:"id,omitempty"`
	Title      string        `json:"title,omitempty"`
	Confidence float64       `json:"confidence"`
	Signals    []signalShare `json:"signals"`
}

type signalShare struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Share float64 `json:"share"`
}

// MarshalJSON writes the form that attache explain --json prints and the
// playground shows: with the best five candidates, by their entries' ids.
func (x Explanation) MarshalJSON() ([]byte, error) {
	out := struct {
		Read        []string   `json:"read"`
		Words       []string   `json:"words"`
		Type        string     `json:"type"`
		Terms       []termUse  `json:"terms"`
		Constraints []string   `json:"constraints"`
		Candidates  []weighed  `json:"candidates"`
		None        weighed    `json:"none"`
		Threshold   float64    `json:"threshold"`
		Kind        AnswerKind `json:"kind"`
		Answer      string     `json:"answer"`
		Verdict     string     `json:"verdict"`
	}{
		Read: append([]string{}, x.Read...), Words: append([]string{}, x.Words...), Type: x.Type.String(), Terms: []termUse{},
		Constraints: append([]string{}, x.Constraints...), Candidates: []weighed{}, Threshold: x.Threshold,
		Kind: x.Answer.Kind, Answer: x.Answer.Text, Verdict: x.Verdict,
	}
	for _, t := range x.Terms {
		out.Terms = append(out.Terms, termUse{t.Text, t.Words, t.Known, t.Content})
	}
	for i, c := range x.Candidates {
		w := weighed{ID: x.Entries[i].ID, Title: x.Entries[i].Title, Confidence: c.Confidence}
		for _, s := range c.Shares {
			w.Signals = append(w.Signals, signalShare{s.Signal, s.Value, s.Share})
		}
		out.Candidates = append(out.Candidates, w)
	}
	out.None.Confidence = x.None.Confidence
	for _, s := range x.None.Shares {
		out.None.Signals = append(out.None.Signals, signalShare{s.Signal, s.Value, s.Share})
	}
	return json.Marshal(out)
}
