package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"attache/knowledge"
)

func newMisses(environ map[string]string) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:                   "misses [--knowledge DIR] FILE | -",
		DisableFlagsInUseLine: true,
		Short:                 "Group questions that are not answered, as a list of what to write",
		Long: `Misses asks the questions of a file, or with - of standard input, and groups those
that are refused, the largest group first. A line is a question, or a JSON object
with the question under "q".

Each group has its count, the entry that comes nearest with its confidence, and
that entry's first example question; below stand up to five questions of the
group with their counts:

  near  the entry was suggested, but not surely enough meant: where it is the
        answer, add such a question to its examples
  gap   the sources are known not to say: look for one that does
  far   nothing comes near: write an entry or a gap, or add the question to
        offtopic so that it stays refused

Questions are near each other when the same entry was suggested for them; when
none was, when they share most of their telling words, of which rare ones count
more.`,
		Example: `  attache misses asked.txt
  attache misses --knowledge my-knowledge - <asked.jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("no file of questions given; name one, or - for standard input"), cmd.CommandPath()}
			}
			return atMost(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			questions, err := readAsked(args[0], cmd.InOrStdin())
			if err != nil {
				return err
			}
			set, err := loadChosen(dir, environ)
			if err != nil {
				return err
			}
			return writeMisses(cmd.OutOrStdout(), set.Misses(questions), len(questions))
		},
	}
	knowledgeFlag(cmd, &dir)
	return cmd
}

// readAsked reads the questions of the file at path, or of stdin for "-".
func readAsked(path string, stdin io.Reader) ([]string, error) {
	if path == "-" {
		return readQuestions(stdin, "standard input")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readQuestions(f, path)
}

// readQuestions reads a question a line, plain or as a JSON object, skips empty
// ones and gives each on one line; errors call r name.
func readQuestions(r io.Reader, name string) ([]string, error) {
	lines := newLineReader(r)
	var questions []string
	for number := 1; ; number++ {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			return questions, nil
		}
		if err == nil && strings.HasPrefix(line, "{") {
			line, err = questionOf(line)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, number, err)
		}
		if words := strings.Fields(strings.ToValidUTF8(line, "\ufffd")); len(words) > 0 {
			questions = append(questions, strings.Join(words, " "))
		}
	}
}

// questionOf gives the question of a JSON object.
func questionOf(line string) (string, error) {
	var asked struct{ Q *string }
	if err := json.Unmarshal([]byte(line), &asked); err != nil {
		return "", fmt.Errorf(`the line is no JSON object with a question: %w; write {"q": "…"}, or the question alone`, err)
	}
	if asked.Q == nil {
		return "", errors.New(`the object has no "q"; write the question under that key, or alone`)
	}
	return *asked.Q, nil
}

// maxShown is how many questions of a group are printed.
const maxShown = 5

func writeMisses(w io.Writer, clusters []knowledge.Cluster, asked int) error {
	var b strings.Builder
	count := 0
	for _, c := range clusters {
		count += c.Count
		fmt.Fprintf(&b, "\n%4d  %s\n", c.Count, nearestOf(c))
		for _, q := range c.Questions[:min(len(c.Questions), maxShown)] {
			fmt.Fprintf(&b, "      %4d  %s\n", q.Count, q.Question)
		}
		if more := len(c.Questions) - maxShown; more > 0 {
			fmt.Fprintf(&b, "            … and %d more\n", more)
		}
	}
	_, err := fmt.Fprintf(w, "%d of %d questions not answered; groups: %d\n%s", count, asked, len(clusters), &b)
	return err
}

// nearestOf says what comes nearest to a group, and how near it is.
func nearestOf(c knowledge.Cluster) string {
	if c.Nearest == nil {
		return "far from everything"
	}
	how := "far from"
	switch {
	case c.Near && c.Nearest.Kind == knowledge.Gap:
		how = "gap"
	case c.Near:
		how = "near"
	}
	return fmt.Sprintf("%s %s (%.2f): %s", how, c.Nearest.ID, c.Confidence, c.Nearest.Questions[0])
}
