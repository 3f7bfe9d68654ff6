package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"attache/knowledge"
)

func newCheck(environ map[string]string) *cobra.Command {
	return &cobra.Command{
		Use:                   "check [DIR]",
		DisableFlagsInUseLine: true,
		Short:                 "Check a folder of facts and name every problem in it",
		Long: `Check reads the set in DIR just as run would, and prints each problem in it on a
line of standard error:

  FILE:LINE:COLUMN: what is wrong; what to do

Without DIR it checks the folder that KNOWLEDGE_DIR names, else the set that is
built in. The exit status is 1 when anything is wrong.`,
		Example: "  attache check\n  attache check my-knowledge",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := chosen(cmp.Or(append(args, "")...), environ)
			if err != nil {
				return err
			}
			set, err := load(dir)
			if problems, ok := errors.AsType[knowledge.Problems](err); ok {
				fmt.Fprintln(cmd.ErrOrStderr(), problems)
				return errReported
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s: ok\n", cmp.Or(dir, "built in"), inventory(set))
			return err
		},
	}
}

// inventory counts what a set holds.
func inventory(set *knowledge.Set) string {
	count := map[knowledge.Kind]int{}
	for _, e := range set.Entries {
		count[e.Kind]++
	}
	return fmt.Sprintf("%d facts, %d milestones, %d projects, %d terms, %d lists, %d topics, %d sources",
		count[knowledge.Fact], count[knowledge.Milestone], count[knowledge.Project], count[knowledge.Term],
		count[knowledge.List], len(set.Topics), len(set.Sources))
}
