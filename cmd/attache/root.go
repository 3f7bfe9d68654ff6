package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit statuses.
const (
	exitFine    = 0
	exitFailure = 1 // something failed, or problems were found
	exitUsage   = 2 // the command line makes no sense
)

// usageError is a command line that makes no sense.
type usageError struct {
	error
	command string // whose help to see
}

func (e usageError) Error() string { return e.error.Error() + "; see " + e.command + " --help" }

func (e usageError) Unwrap() error { return e.error }

// errReported is a failure whose particulars are printed already.
var errReported = errors.New("reported already")

// execute runs the program with args, not counting its own name, and gives its
// exit status.
func execute(ctx context.Context, args []string, environ map[string]string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot(environ)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)

	err := root.ExecuteContext(ctx)
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE): // whoever reads has had enough
		return exitFine
	case !errors.Is(err, errReported):
		for line := range strings.Lines(err.Error()) {
			fmt.Fprintln(stderr, "attache:", strings.TrimSpace(line))
		}
	}
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailure
}

func newRoot(environ map[string]string) *cobra.Command {
	root := &cobra.Command{
		Use:   "attache",
		Short: "Answers questions from a curated, dated and sourced set of facts",
		Long: `Attaché answers questions from a set of facts that people have written and can
check: on Discord, in the terminal, or line by line for other programs. Every
answer names its source and its date; what the sources do not say is refused.`,
		Example: `  attache chat                       ask in the terminal; needs no Discord account
  attache ask "what happened first"  answer one question
  attache ask --json - <questions    answer a file of questions, one a line
  attache run                        start the Discord bot; needs DISCORD_TOKEN
  attache init my-knowledge          write a small set of facts to start from
  attache check my-knowledge         check a folder of facts before using it
  attache eval questions.jsonl       judge the answers to a set of questions
  attache misses asked.txt           group what people asked in vain`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(cmd, args[0])
		},
		RunE:                  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		DisableFlagsInUseLine: true,
		SilenceErrors:         true,
		SilenceUsage:          true,
		CompletionOptions:     cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{err, cmd.CommandPath()}
	})
	root.SetHelpCommand(&cobra.Command{
		Use:                   "help [COMMAND]",
		DisableFlagsInUseLine: true,
		Short:                 "Show help for a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			of, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(root, args[0])
			}
			of.InitDefaultHelpFlag()
			return of.Help()
		},
	})
	root.AddCommand(
		newRun(environ), newServe(environ), newPlayground(environ), newChat(environ), newAsk(environ), newExplain(environ),
		newCheck(environ), newEval(environ), newMisses(environ), newInit(), newSchema(),
		newCommands(environ), newInvite(environ), newVersion(),
	)
	return root
}

func unknownCommand(cmd *cobra.Command, name string) error {
	err := fmt.Errorf("unknown command %q", name)
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		err = fmt.Errorf("%w; did you mean %s?", err, strings.Join(near, " or "))
	}
	return usageError{err, cmd.CommandPath()}
}

// atMost accepts up to n arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return usageError{fmt.Errorf("unexpected argument %q", args[n]), cmd.CommandPath()}
	}
}
