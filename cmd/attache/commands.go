package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"attache/bot"
	"attache/bot/gateway"
	"attache/config"
	"attache/knowledge"
)

func newCommands(environ map[string]string) *cobra.Command {
	var o commandsOptions
	cmd := &cobra.Command{
		Use:                   "commands [--diff | --delete] [--knowledge DIR]",
		DisableFlagsInUseLine: true,
		Short:                 "Show the Discord commands, compare or delete them",
		Long: `Commands prints the application commands that run registers with Discord, as the
JSON that it sends; this needs neither token nor network.

With --diff it asks Discord for the commands that it holds, those of one server
when DISCORD_GUILD_ID is set, and prints a line for each that registering would
change; the exit status is 1 when there is one. With --delete it removes all that
Discord holds, so that nobody is offered the commands of a bot that is gone; run
registers them again. Both need DISCORD_TOKEN.`,
		Example: "  attache commands\n  attache commands --diff\n  attache commands --delete",
		Args:    atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.diff && o.remove {
				return usageError{errors.New("--diff and --delete do not go together"), cmd.CommandPath()}
			}
			return o.run(cmd.Context(), environ, cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&o.diff, "diff", false, "compare with those that Discord holds")
	cmd.Flags().BoolVar(&o.remove, "delete", false, "remove those that Discord holds")
	knowledgeFlag(cmd, &o.dir)
	return cmd
}

type commandsOptions struct {
	diff, remove bool
	dir          string
}

func (o commandsOptions) run(ctx context.Context, environ map[string]string, stdout io.Writer) error {
	if !o.diff && !o.remove {
		set, err := loadChosen(o.dir, environ)
		if err != nil {
			return err
		}
		encoder := json.NewEncoder(stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(handlerOf(set).Commands())
	}
	c, err := config.Load(environ, dotenv)
	if err != nil {
		return err
	}
	if o.dir != "" {
		c.KnowledgeDir = o.dir
	}
	set, err := loadOrFirst(c.KnowledgeDir)
	if err != nil {
		return err
	}
	h := handlerOf(set)
	options := gateway.Options{
		Token: c.Token.Reveal(), APIURL: string(c.APIURL), GuildID: string(c.GuildID), Handler: h, Commands: h.Commands(),
	}
	if o.remove {
		return gateway.DeleteCommands(ctx, options)
	}
	return diff(ctx, options, stdout)
}

func handlerOf(set *knowledge.Set) *bot.Handler {
	return bot.NewHandler(func() *knowledge.Set { return set }, bot.Build{}, nil)
}

// diff prints what registering would change; the error is errReported when it
// would anything.
func diff(ctx context.Context, options gateway.Options, stdout io.Writer) error {
	changes, err := gateway.Changes(ctx, options)
	if err != nil {
		return err
	}
	for _, c := range changes {
		line := fmt.Sprintf("%s: %s", c.Name, c.Kind)
		if len(c.Keys) > 0 {
			line += " (" + strings.Join(c.Keys, ", ") + ")"
		}
		if _, err := fmt.Fprintln(stdout, line); err != nil {
			return err
		}
	}
	if len(changes) > 0 {
		return errReported
	}
	_, err = fmt.Fprintln(stdout, "no difference")
	return err
}
