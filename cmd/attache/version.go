package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"attache/bot"
	"attache/knowledge"
)

// version and commit are set by the linker (-X main.version=…) where the
// build does not see the repository, as in the Dockerfile; else they are empty
// and the build's own record is used.
var version, commit string

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:                   "version",
		DisableFlagsInUseLine: true,
		Short:                 "Show the version of the program and of what it knows",
		Args:                  atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			set, err := loadOrFirst("")
			if err != nil {
				return err
			}
			b := readBuild()
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "attache %s\ncommit %s\n%s %s/%s\nknowledge %s, as of %s\n%d facts, %d milestones, %d projects, %d terms, %d sources\n",
				b.Version, cmp.Or(b.Commit, "unknown"), b.Go, runtime.GOOS, runtime.GOARCH, set.Name, set.AsOf.Spoken(),
				set.Count(knowledge.Fact), set.Count(knowledge.Milestone), set.Count(knowledge.Project), set.Count(knowledge.Term), len(set.Sources))
			return err
		},
	}
}

// readBuild says which build of the program this is.
func readBuild() bot.Build {
	b := bot.Build{Version: version, Commit: commit, Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Version = cmp.Or(b.Version, info.Main.Version, "(devel)")
	setting := map[string]string{}
	for _, s := range info.Settings {
		setting[s.Key] = s.Value
	}
	if b.Commit == "" && setting["vcs.revision"] != "" {
		b.Commit = setting["vcs.revision"]
		if setting["vcs.modified"] == "true" {
			b.Commit += " (modified)"
		}
	}
	return b
}
