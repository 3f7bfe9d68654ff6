package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"attache/knowledge"
)

func newEval(environ map[string]string) *cobra.Command {
	var (
		dir             string
		verbose, asJSON bool
	)
	cmd := &cobra.Command{
		Use:                   "eval [--knowledge DIR] [-v] [--json] FILE…",
		DisableFlagsInUseLine: true,
		Short:                 "Judge the answers to a set of questions",
		Long: `Eval asks each question of the files, judges the answers and prints how many are
right, by category. A file holds a JSON object a line:

  q         the question
  kind      answer or list: it has an answer; none: it must be refused
  must      regular expressions (RE2) that must all match the answer's text,
            whatever their case
  must_not  those that must not
  cat       the category, in your own words

An answer longer than 700 characters, 2,500 for a list, counts as wrong.

Below the totals stand the AUROC of the confidence, which is 100 % when every
question that has an answer gets more than any that has none, and the expected
calibration error, which is 0 when of the answers given with 0.8 just 80 % are
right. Both take the confidence of the best candidate.

With -v each miss comes first, on a line with its place, its category, what is
wrong, and the entry that won with its confidence. With --json there is one
object with all of that, its shares from 0 to 1.`,
		Example: `  attache eval questions.jsonl
  attache eval -v --knowledge my-knowledge my-questions.jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("no file of questions given"), cmd.CommandPath()}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			questions, err := readExpectations(args)
			if problems, ok := errors.AsType[knowledge.Problems](err); ok {
				return cmp.Or(reportPlain(cmd.ErrOrStderr(), problems, severityError), errReported)
			}
			if err != nil {
				return err
			}
			set, err := loadChosen(dir, environ)
			if err != nil {
				return err
			}
			evaluation := set.Evaluate(questions)
			if asJSON {
				return writeEvaluationJSON(cmd.OutOrStdout(), evaluation)
			}
			return writeEvaluation(cmd.OutOrStdout(), evaluation, verbose)
		},
	}
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "print the misses too")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	knowledgeFlag(cmd, &dir)
	return cmd
}

// readExpectations reads question sets one after the other. The error names
// the problems of the first that has any.
func readExpectations(paths []string) ([]knowledge.Expectation, error) {
	var all []knowledge.Expectation
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		read, err := knowledge.ReadExpectations(f, path)
		f.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, read...)
	}
	return all, nil
}

// writeEvaluation prints a table for people, the misses before it if wanted.
func writeEvaluation(w io.Writer, evaluation knowledge.Evaluation, misses bool) error {
	var b strings.Builder
	for _, v := range evaluation {
		if misses && !v.Right {
			fmt.Fprintf(&b, "%s:%d: %s %q: %s (%s)\n", v.Pos.File, v.Pos.Line, category(v.Category), v.Question, v.Why, won(v.Answer))
		}
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "category\tright\tabstained")
	for _, t := range evaluation.Categories() {
		fmt.Fprintf(table, "%s\t%s\t%s\n", category(t.Category), share(t.Right, t.InScope), share(t.Abstained, t.OutOfScope))
	}
	total := evaluation.Total()
	fmt.Fprintf(table, "total\t%s\t%s\n", share(total.Right, total.InScope), share(total.Abstained, total.OutOfScope))
	if err := table.Flush(); err != nil {
		return err
	}
	b.WriteByte('\n')
	if auroc := evaluation.AUROC(); !math.IsNaN(auroc) {
		fmt.Fprintf(&b, "AUROC %.1f %%, ", 100*auroc)
	}
	fmt.Fprintf(&b, "expected calibration error %.3f\n", evaluation.CalibrationError())
	_, err := io.WriteString(w, b.String())
	return err
}

func category(name string) string { return cmp.Or(name, "-") }

// share gives a cell of a table: "9 of 10 (90.0 %)".
func share(n, all int) string {
	if all == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d (%.1f %%)", n, all, 100*float64(n)/float64(all))
}

// won says which entry an answer rests on, or which was nearest, and how sure
// the best candidate was.
func won(a knowledge.Answer) string {
	switch {
	case len(a.Entries) > 0:
		return fmt.Sprintf("%s %.2f", a.Entries[0].ID, a.Confidence)
	case len(a.Candidates) > 0:
		return fmt.Sprintf("nearest %s %.2f", a.Candidates[0].Entry.ID, a.Candidates[0].Confidence)
	}
	return "nothing near"
}

// evaluated is an evaluation in the form that eval --json prints.
type evaluated struct {
	tallied
	AUROC            *float64  `json:"auroc"` // null unless questions of both kinds were asked
	CalibrationError float64   `json:"calibration_error"`
	Categories       []tallied `json:"categories"`
	Misses           []missed  `json:"misses"`
}

type tallied struct {
	Category   string `json:"category"`
	InScope    int    `json:"in_scope"`
	Right      int    `json:"right"`
	OutOfScope int    `json:"out_of_scope"`
	Abstained  int    `json:"abstained"`
}

type missed struct {
	File     string  `json:"file"`
	Line     int     `json:"line"`
	Category string  `json:"category"`
	Why      string  `json:"why"`
	Reply    replied `json:"reply"`
}

func writeEvaluationJSON(w io.Writer, evaluation knowledge.Evaluation) error {
	out := evaluated{
		tallied:          tallied(evaluation.Total()),
		CalibrationError: evaluation.CalibrationError(),
		Categories:       []tallied{},
		Misses:           []missed{},
	}
	if auroc := evaluation.AUROC(); !math.IsNaN(auroc) {
		out.AUROC = &auroc
	}
	for _, t := range evaluation.Categories() {
		out.Categories = append(out.Categories, tallied(t))
	}
	for _, v := range evaluation {
		if !v.Right {
			out.Misses = append(out.Misses, missed{v.Pos.File, v.Pos.Line, v.Category, v.Why, replyOf(v.Question, v.Answer)})
		}
	}
	return writeJSON(w, out)
}
