package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"attache/knowledge"
)

func newExplain(environ map[string]string) *cobra.Command {
	var (
		asJSON bool
		dir    string
	)
	cmd := &cobra.Command{
		Use:                   "explain [--json] [--knowledge DIR] QUESTION…",
		DisableFlagsInUseLine: true,
		Short:                 "Show how a question is answered, stage by stage",
		Long: `Explain answers a question and shows what each stage did: the words as they were
read and corrected, what they stand for, what the question's own words demand,
the five best candidates with what each signal adds, the confidence that an
answer needs, and the verdict. From it an editor sees which example question to
add, and to which entry.`,
		Example: `  attache explain "when did it join parp"
  attache explain --json "when did it join parp"`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("no question given; write it behind explain"), cmd.CommandPath()}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := loadChosen(dir, environ)
			if err != nil {
				return err
			}
			x := explanationOf(set.Explain(strings.ToValidUTF8(strings.Join(args, " "), "\ufffd")))
			if asJSON {
				encoder := json.NewEncoder(cmd.OutOrStdout())
				encoder.SetEscapeHTML(false)
				return encoder.Encode(x)
			}
			return x.print(cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	knowledgeFlag(cmd, &dir)
	return cmd
}

// explanation is the form that explain --json prints.
type explanation struct {
	Read        []string             `json:"read"`
	Words       []string             `json:"words"`
	Type        string               `json:"type"`
	Terms       []termUse            `json:"terms"`
	Constraints []string             `json:"constraints"`
	Candidates  []weighed            `json:"candidates"`
	None        weighed              `json:"none"`
	Threshold   float64              `json:"threshold"`
	Kind        knowledge.AnswerKind `json:"kind"`
	Answer      string               `json:"answer"`
	Verdict     string               `json:"verdict"`
}

type termUse struct {
	Term    string `json:"term"`
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

const explained = 5 // candidates that are shown

func explanationOf(x knowledge.Explanation) explanation {
	e := explanation{
		Read: x.Read, Words: x.Words, Type: x.Type.String(), Terms: []termUse{}, Constraints: append([]string{}, x.Constraints...),
		Candidates: []weighed{}, Threshold: x.Threshold, Kind: x.Answer.Kind, Answer: x.Answer.Text, Verdict: x.Verdict,
	}
	for _, t := range x.Terms {
		e.Terms = append(e.Terms, termUse{t.Text, t.Known, t.Content})
	}
	for i, c := range x.Candidates[:min(len(x.Candidates), explained)] {
		w := weighed{ID: x.Entries[i].ID, Title: x.Entries[i].Title, Confidence: c.Confidence}
		for _, s := range c.Shares {
			w.Signals = append(w.Signals, signalShare{s.Signal, s.Value, s.Share})
		}
		e.Candidates = append(e.Candidates, w)
	}
	e.None.Confidence = x.None.Confidence
	for _, s := range x.None.Shares {
		e.None.Signals = append(e.None.Signals, signalShare{s.Signal, s.Value, s.Share})
	}
	return e
}

func (e explanation) print(w io.Writer) error {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "%-12s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("read", "%s", strings.Join(e.Read, " "))
	if corrected := strings.Join(e.Words, " "); corrected != strings.Join(e.Read, " ") {
		line("corrected", "%s", corrected)
	}
	var terms []string
	for _, t := range e.Terms {
		switch {
		case !t.Known:
			terms = append(terms, t.Term+" (unknown)")
		case t.Content:
			terms = append(terms, t.Term)
		}
	}
	line("terms", "%s", strings.Join(terms, ", "))
	line("type", "%s", e.Type)
	for _, c := range e.Constraints {
		line("constraint", "%s", c)
	}
	b.WriteByte('\n')
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "candidate\tconfidence")
	if len(e.Candidates) > 0 {
		for _, s := range e.Candidates[0].Signals {
			fmt.Fprint(table, "\t"+s.Name)
		}
	}
	fmt.Fprintln(table)
	for _, c := range e.Candidates {
		fmt.Fprintf(table, "%s\t%.3f", c.ID, c.Confidence)
		for _, s := range c.Signals {
			fmt.Fprintf(table, "\t%+.2f", s.Share)
		}
		fmt.Fprintln(table)
	}
	fmt.Fprintf(table, "none\t%.3f", e.None.Confidence)
	for _, s := range e.None.Signals {
		fmt.Fprintf(table, "\t%s %+.2f", s.Name, s.Share)
	}
	fmt.Fprintln(table)
	if err := table.Flush(); err != nil {
		return err
	}
	b.WriteByte('\n')
	line("threshold", "%.3f", e.Threshold)
	line("verdict", "%s", e.Verdict)
	line("answer", "%s: %s", e.Kind, e.Answer)
	_, err := io.WriteString(w, b.String())
	return err
}
