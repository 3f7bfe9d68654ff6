package main

import (
	"github.com/spf13/cobra"

	"attache/knowledge"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:                   "schema",
		DisableFlagsInUseLine: true,
		Short:                 "Print the JSON Schema of a set's files, for editors",
		Long: `Schema prints the JSON Schema (draft 2020-12) of the files of a set. An editor
that knows it completes keys, says what each is for and underlines faults. With
VS Code's YAML extension it is enough to start a file with the line

  # yaml-language-server: $schema=./attache.schema.json

Init writes both, the schema and the line.`,
		Example: "  attache schema >my-knowledge/attache.schema.json",
		Args:    atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(knowledge.Schema())
			return err
		},
	}
}
