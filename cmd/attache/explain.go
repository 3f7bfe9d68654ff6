package main

import (
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
		Example: `  attache explain "when did it open"
  attache explain --json "when did it open"`,
		Args: needQuestion("write it behind explain"),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := loadChosen(dir, environ)
			if err != nil {
				return err
			}
			x := set.Explain(strings.ToValidUTF8(strings.Join(args, " "), "\ufffd"))
			if asJSON {
				return writeJSON(cmd.OutOrStdout(), x)
			}
			return printExplanation(cmd.OutOrStdout(), x)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	knowledgeFlag(cmd, &dir)
	return cmd
}

func printExplanation(w io.Writer, e knowledge.Explanation) error {
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
			terms = append(terms, t.Text+" (unknown)")
		case t.Content:
			terms = append(terms, t.Text)
		}
	}
	line("terms", "%s", strings.Join(terms, ", "))
	for _, t := range e.Terms {
		if strings.HasPrefix(t.Text, "[") && t.Text != "["+t.Words+"]" {
			line("expanded", "%s to %s", t.Words, t.Text)
		}
	}
	line("type", "%s", e.Type)
	for _, c := range e.Constraints {
		line("constraint", "%s", c)
	}
	b.WriteByte('\n')
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "candidate\tconfidence")
	if len(e.Candidates) > 0 {
		for _, s := range e.Candidates[0].Shares {
			fmt.Fprint(table, "\t"+s.Signal)
		}
	}
	fmt.Fprintln(table)
	for i, c := range e.Candidates {
		fmt.Fprintf(table, "%s\t%.3f", e.Entries[i].ID, c.Confidence)
		for _, s := range c.Shares {
			fmt.Fprintf(table, "\t%+.2f", s.Share)
		}
		fmt.Fprintln(table)
	}
	fmt.Fprintf(table, "none\t%.3f", e.None.Confidence)
	for _, s := range e.None.Shares {
		fmt.Fprintf(table, "\t%s %+.2f", s.Signal, s.Share)
	}
	fmt.Fprintln(table)
	if err := table.Flush(); err != nil {
		return err
	}
	b.WriteByte('\n')
	line("threshold", "%.3f; that any entry is meant: %.3f", e.Threshold, 1-e.None.Confidence)
	line("verdict", "%s", e.Verdict)
	line("answer", "%s: %s", e.Answer.Kind, e.Answer.Text)
	_, err := io.WriteString(w, b.String())
	return err
}
