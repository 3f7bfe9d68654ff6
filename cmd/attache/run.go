package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"attache/config"
)

func newRun(environ map[string]string) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:                   "run [--knowledge DIR]",
		DisableFlagsInUseLine: true,
		Short:                 "Run the Discord bot",
		Long: `Run connects to Discord and answers until it is interrupted. It reads its
configuration from the environment and from the file .env; the environment wins.

  DISCORD_TOKEN      the bot's token (required)
  DISCORD_API_URL    another address of Discord's API, for a proxy or a test
  DISCORD_GUILD_ID   register the commands in this one server only
  SHARDS             the shards of this process: auto, 16, 4-7/16, "part 1/4 of 16"
  KNOWLEDGE_DIR      answer from the set in this folder
  FAIR_USE_USER      requests a minute that one user is answered, 0 for any number (120)
  FAIR_USE_CHANNEL   the same for one channel (600)
  MISSES_LOG         append questions without a good answer to this file
  SOURCE_URL         where the source code is, for /about
  OPS_ADDR           where to tell of health and metrics, [HOST]:PORT (nowhere)
  LOG_LEVEL          debug, info, warn or error (info)
  LOG_FORMAT         text or json (text)

A change in the folder of KNOWLEDGE_DIR is taken over while the bot runs, as soon
as it has no problem; until then the log names its problems and the former set
goes on answering. SIGHUP has the folder read at once, for disks that do not
report changes, such as those over a network.

The first SIGINT or SIGTERM lets the bot answer what has arrived, the second
ends it at once.`,
		Example: "  attache run\n  attache run --knowledge my-knowledge",
		Args:    atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := config.Load(environ, dotenv)
			if err != nil {
				return err
			}
			if dir != "" {
				c.KnowledgeDir = dir
			}
			return untilSignal(cmd, c, runGateway)
		},
	}
	knowledgeFlag(cmd, &dir)
	return cmd
}

// untilSignal calls run with a context that ends with the first SIGINT or
// SIGTERM, and with each SIGHUP.
func untilSignal(cmd *cobra.Command, c config.Config, run func(context.Context, config.Config, <-chan os.Signal, io.Writer) error) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // so that a second signal does what it does by default
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	return run(ctx, c, hangups, cmd.ErrOrStderr())
}
