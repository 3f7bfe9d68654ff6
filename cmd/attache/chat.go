package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"attache/knowledge"
)

func newChat(environ map[string]string) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:                   "chat [--knowledge DIR]",
		DisableFlagsInUseLine: true,
		Short:                 "Ask in the terminal; needs no Discord account",
		Long: `Chat answers questions in the terminal. The arrow keys edit the line and bring
earlier questions back; Ctrl-D, Ctrl-C, exit and quit leave. Colours are off when the
output is no terminal or NO_COLOR is set.

Between two questions it takes over what has changed in the folder of the set, so
that an editor can try an entry at once.`,
		Example: "  attache chat\n  attache chat --knowledge my-knowledge",
		Args:    atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := chosen(dir, environ)
			if err != nil {
				return err
			}
			library, err := openLibrary(dir, nil)
			if err != nil {
				return err
			}
			stdin, stdout := cmd.InOrStdin(), cmd.OutOrStdout()
			sets := func() *knowledge.Set { return refreshed(library, dir, cmd.ErrOrStderr()) }
			return chat(sets, questions(stdin, stdout), stdout, newPalette(colourful(stdout, environ)))
		},
	}
	knowledgeFlag(cmd, &dir)
	return cmd
}

// refreshed gives the set as it is in dir now, and says on w when it has
// changed or cannot be read any more.
func refreshed(library *knowledge.Library, dir string, w io.Writer) *knowledge.Set {
	replaced, err := library.Refresh()
	switch {
	case err != nil:
		fmt.Fprintf(w, "attache: the knowledge has changed but cannot be used, so the former answers: %v\n", firstProblem(err, dir))
	case replaced:
		fmt.Fprintln(w, "attache: the knowledge has changed and was read again")
	}
	return library.Set()
}

// chat greets and then answers what read gives, until that is io.EOF or asks
// to leave. It asks for the set anew for each question.
func chat(sets func() *knowledge.Set, read func() (string, error), w io.Writer, p palette) error {
	if _, err := io.WriteString(w, greeting(sets(), p)); err != nil {
		return err
	}
	var context knowledge.Context
	for {
		line, err := read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, errTooLong) {
			return fmt.Errorf("standard input: %w", err)
		}
		r := refused(line, errTooLong)
		if err == nil {
			switch strings.ToLower(strings.TrimSpace(line)) {
			case "":
				continue
			case "exit", "quit":
				return nil
			}
			r, context = replyIn(sets(), context, line)
		}
		if _, err := io.WriteString(w, "\n"+plain(r, p)); err != nil {
			return err
		}
	}
}

func greeting(set *knowledge.Set, p palette) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s What I know is as of %s. For example:\n\n",
		cmp.Or(set.Greeting, "I answer questions about "+set.Subject+"."), set.AsOf.Spoken())
	for _, q := range examples(set) {
		fmt.Fprintln(&b, "  "+p.question.Sprint(q))
	}
	fmt.Fprint(&b, "\n"+p.detail.Sprint("exit, quit or Ctrl-D leaves.")+"\n\n")
	return b.String()
}

// examples gives up to three questions that set answers, each about another
// kind of entry as far as there are so many.
func examples(set *knowledge.Set) []string {
	const most = 3
	found := make([]string, 0, most)
	used := map[knowledge.Kind]bool{}
	for _, differ := range []bool{true, false} {
		for _, e := range set.Entries {
			if len(found) == most {
				return found
			}
			if differ && used[e.Kind] || e.Kind == knowledge.Gap || len(e.Questions) == 0 || slices.Contains(found, e.Questions[0]) {
				continue
			}
			if a := set.Answer(e.Questions[0]); len(a.Entries) > 0 && a.Entries[0] == e {
				found, used[e.Kind] = append(found, e.Questions[0]), true
			}
		}
	}
	return found
}

// questions gives a function that reads the next question: with line editing
// and history when both streams are a terminal, else just a line.
func questions(stdin io.Reader, stdout io.Writer) func() (string, error) {
	in, interactive := terminal(stdin)
	out, visible := terminal(stdout)
	if !interactive || !visible {
		return newLineReader(stdin).next
	}
	editor := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{in, out}, "> ")
	return func() (string, error) {
		// Raw only while a line is edited, so that an end by force in between
		// leaves the terminal as it was.
		before, err := term.MakeRaw(int(in.Fd()))
		if err != nil {
			return newLineReader(stdin).next()
		}
		defer func() {
			_ = term.Restore(int(in.Fd()), before)
		}()
		if width, height, err := term.GetSize(int(out.Fd())); err == nil && width > 0 {
			if err := editor.SetSize(width, height); err != nil {
				return "", err
			}
		}
		line, err := editor.ReadLine()
		if errors.Is(err, term.ErrPasteIndicator) {
			err = nil
		}
		if errors.Is(err, io.EOF) {
			fmt.Fprint(out, "\r\n") // so that the shell's prompt starts a line
		}
		return line, err
	}
}
