package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"attache/knowledge"
)

// schemaName is the file that the first line of each file of a new set names.
const schemaName = "attache.schema.json"

func newInit() *cobra.Command {
	return &cobra.Command{
		Use:                   "init DIR",
		DisableFlagsInUseLine: true,
		Short:                 "Write a small set of facts to start your own from",
		Long: `Init writes a small, complete set about an invented town library to DIR, which
must be new or empty. Comments in its files say how they are written and what
each part is for; replace the library by your own subject piece by piece.

Beside it stands a JSON Schema, with which editors such as VS Code (with its
YAML extension) complete keys and underline faults.`,
		Example: "  attache init my-knowledge\n  attache check my-knowledge\n  attache chat --knowledge my-knowledge",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("no folder given; write the name of a new one behind init"), cmd.CommandPath()}
			}
			return atMost(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return initSet(args[0], cmd.OutOrStdout())
		},
	}
}

// initSet writes the template and its schema to dir and says what to do next.
func initSet(dir string, out io.Writer) error {
	dirents, err := os.ReadDir(dir)
	switch {
	case err == nil && len(dirents) > 0:
		return fmt.Errorf("the folder %s is not empty; name a new one", dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the folder %s cannot be used: %w; name a new one", dir, unwrapPath(err))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("the folder %s cannot be made: %w; name another", dir, unwrapPath(err))
	}
	if err := os.CopyFS(dir, knowledge.Template()); err != nil {
		return fmt.Errorf("the set cannot be written: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, schemaName), knowledge.Schema(), 0o644); err != nil {
		return fmt.Errorf("the schema cannot be written: %w", err)
	}
	_, err = fmt.Fprintf(out, "wrote a small set to %s; next:\n  attache check %s\n  attache chat --knowledge %s\n", dir, dir, dir)
	return err
}

// unwrapPath strips the operation and the path from a file error.
func unwrapPath(err error) error {
	if fault, ok := errors.AsType[*fs.PathError](err); ok {
		return fault.Err
	}
	return err
}
