package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"attache/knowledge"
)

func newCheck(environ map[string]string) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:                   "check [--strict] [--json] [DIR]",
		DisableFlagsInUseLine: true,
		Short:                 "Check a folder of facts, name every problem in it and advise",
		Long: `Check reads the set in DIR just as run would, and prints each problem in it on a
line of standard error:

  FILE:LINE:COLUMN: what is wrong; what to do

A set without a problem is fit for use. For such a set check also asks every
example question and advises, on lines that have "warning: " behind the place:
questions that another entry wins, entries with few examples, dates that lack
what the answer says, abbreviations that nothing explains, and more. With
--strict advice counts as problems.

With --json each problem or warning is an object on a line of standard output,
with file, line, column, severity (error or warning), what and remedy.

Without DIR it checks the folder that KNOWLEDGE_DIR names, else the set that is
built in. The exit status is 1 when there is a problem.`,
		Example: "  attache check\n  attache check my-knowledge\n  attache check --strict --json my-knowledge",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := chosen(cmp.Or(append(args, "")...), environ)
			if err != nil {
				return err
			}
			return o.check(dir, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().BoolVar(&o.strict, "strict", false, "count advice as problems")
	cmd.Flags().BoolVar(&o.asJSON, "json", false, "print one JSON object for each problem or warning")
	return cmd
}

type checkOptions struct {
	strict bool
	asJSON bool
}

// check reports on the set in dir; the error is errReported when it is not fit.
func (o checkOptions) check(dir string, stdout, stderr io.Writer) error {
	report := reportPlain
	if o.asJSON {
		report, stderr = reportJSON, stdout
	}
	set, err := load(dir)
	if problems, ok := errors.AsType[knowledge.Problems](err); ok {
		return cmp.Or(report(stderr, problems, severityError), errReported)
	}
	if err != nil {
		return err
	}
	advice := set.Advise()
	if o.strict && len(advice) > 0 {
		return cmp.Or(report(stderr, advice, severityError), errReported)
	}
	if !o.asJSON {
		if _, err := fmt.Fprintf(stdout, "%s: %s: ok\n", cmp.Or(dir, "built in"), inventory(set)); err != nil {
			return err
		}
	}
	return report(stderr, advice, severityWarning)
}

const (
	severityError   = "error"
	severityWarning = "warning"
)

// reportPlain prints FILE:LINE:COLUMN: what; remedy, with the severity of what
// is no error in between.
func reportPlain(w io.Writer, problems knowledge.Problems, severity string) error {
	for _, p := range problems {
		if severity != severityError {
			p.What = severity + ": " + p.What
		}
		if _, err := fmt.Fprintln(w, p); err != nil {
			return err
		}
	}
	return nil
}

// reportJSON prints an object for each problem, for editors' tools.
func reportJSON(w io.Writer, problems knowledge.Problems, severity string) error {
	for _, p := range problems {
		if err := writeJSON(w, struct {
			File     string `json:"file"`
			Line     int    `json:"line"`
			Column   int    `json:"column"`
			Severity string `json:"severity"`
			What     string `json:"what"`
			Remedy   string `json:"remedy"`
		}{p.File, p.Line, p.Column, severity, p.What, p.Remedy}); err != nil {
			return err
		}
	}
	return nil
}

// inventory counts what a set holds; what not every set has is left out at none.
func inventory(set *knowledge.Set) string {
	rest := ""
	for _, kind := range []knowledge.Kind{knowledge.Phase, knowledge.Gap} {
		if n := set.Count(kind); n > 0 {
			rest += fmt.Sprintf("%d %s, ", n, kind)
		}
	}
	return fmt.Sprintf("%d facts, %d milestones, %d projects, %d terms, %d lists, %s%d topics, %d sources",
		set.Count(knowledge.Fact), set.Count(knowledge.Milestone), set.Count(knowledge.Project), set.Count(knowledge.Term),
		set.Count(knowledge.List), rest, len(set.Topics), len(set.Sources))
}
