package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"attache/knowledge"
)

func newAsk(environ map[string]string) *cobra.Command {
	var (
		asJSON, conversation bool
		dir                  string
	)
	cmd := &cobra.Command{
		Use:                   "ask [--json] [--conversation] [--knowledge DIR] QUESTION… | -",
		DisableFlagsInUseLine: true,
		Short:                 "Answer one question, or each line of standard input",
		Long: `Ask answers the question on the command line, or with - each line of standard
input, in order and as it arrives.

With --json each question gives one JSON object on a line of its own:

  question     the question as it was read
  kind         answer (one fact), list, or none (the sources do not say)
  answer       plain text
  facts        the ids of the entries that the answer rests on, best first
  confidence   0 to 1
  candidates   id and confidence of the entries that the question may mean, up
               to five, best first, whatever the kind
  sources      title, publisher, url and as_of of each source
  suggestions  questions that can be answered, with kind none only

With --conversation the lines of standard input are the turns of one, so that
"who paid for it?" is answered in the light of the line before. An empty line
begins a new conversation and prints nothing.

A line longer than 1 MiB gives kind none and a field error; its question is cut
to the first 100 characters.`,
		Example: `  attache ask "what happened first"
  attache ask --json "what happened first"
  attache ask --json - <questions.txt >answers.jsonl
  attache ask --json --conversation - <turns.txt >answers.jsonl`,
		Args: needQuestion("write it behind ask, or - to read questions from standard input"),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := loadChosen(dir, environ)
			if err != nil {
				return err
			}
			write := writePlain
			if asJSON {
				write = writeJSON
			}
			if len(args) == 1 && args[0] == "-" {
				return answerLines(set, conversation, cmd.InOrStdin(), cmd.OutOrStdout(), write)
			}
			return write(cmd.OutOrStdout(), reply(set, strings.Join(args, " ")))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object for each question")
	cmd.Flags().BoolVar(&conversation, "conversation", false, "take the lines of standard input for the turns of a conversation")
	knowledgeFlag(cmd, &dir)
	return cmd
}

// needQuestion accepts arguments that ask something; blank ones, as of a variable that is
// not set, ask as little as none. The error says what to do instead.
func needQuestion(remedy string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if strings.TrimSpace(strings.Join(args, "")) == "" {
			return usageError{errors.New("no question given; " + remedy), cmd.CommandPath()}
		}
		return nil
	}
}

// answerLines answers each line of r, the empty ones included, with one call
// of write. What is written is flushed before the next line is read. In a
// conversation each line is answered in the light of those before it, and an
// empty one begins another.
func answerLines(set *knowledge.Set, conversation bool, r io.Reader, w io.Writer, write func(io.Writer, replied) error) error {
	lines := newLineReader(r)
	var context knowledge.Context
	var out bytes.Buffer // one write for each answer, whatever write does
	for {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, errTooLong) {
			return fmt.Errorf("standard input: %w", err)
		}
		if !conversation {
			context = knowledge.Context{}
		} else if strings.TrimSpace(line) == "" && err == nil {
			context = knowledge.Context{}
			continue
		}
		var r replied
		if err != nil {
			r = refused(line, err)
		} else {
			r, context = replyIn(set, context, line)
		}
		out.Reset()
		if err := write(&out, r); err != nil {
			return err
		}
		if _, err := w.Write(out.Bytes()); err != nil {
			return err
		}
	}
}
