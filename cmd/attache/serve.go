package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"

	"github.com/spf13/cobra"

	"attache/bot/endpoint"
	"attache/bot/gateway"
	"attache/bot/ops"
	"attache/config"
)

func newServe(environ map[string]string) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:                   "serve [--knowledge DIR]",
		DisableFlagsInUseLine: true,
		Short:                 "Run the Discord bot behind an interactions endpoint URL",
		Long: `Serve answers the commands that Discord posts to ` + endpoint.Path + `, without a
connection to the gateway, until it is interrupted. Any number of it may run
behind a load balancer, which has to end TLS. Mentions and direct messages do
not come this way. It reads its configuration from the environment and from the
file .env; the environment wins.

  DISCORD_PUBLIC_KEY the application's public key (required)
  LISTEN_ADDR        where to listen, [HOST]:PORT (:8080)
  DISCORD_TOKEN      the bot's token; with it the commands are registered
  DISCORD_API_URL, DISCORD_GUILD_ID, KNOWLEDGE_DIR, FAIR_USE_USER,
  FAIR_USE_CHANNEL, MISSES_LOG, SOURCE_URL, OPS_ADDR, LOG_LEVEL, LOG_FORMAT
                     as for attache run

Put the URL, which ends in ` + endpoint.Path + `, into the field Interactions Endpoint
URL of your application on https://discord.com/developers/applications while
serve runs: Discord tries it before it saves it.

Knowledge is taken over from a folder, and the program ends, as with attache run.`,
		Example: "  attache serve\n  LISTEN_ADDR=127.0.0.1:9000 attache serve",
		Args:    atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := config.LoadEndpoint(environ, dotenv)
			if err != nil {
				return err
			}
			if dir != "" {
				c.KnowledgeDir = dir
			}
			return untilSignal(cmd, c, runEndpoint)
		},
	}
	knowledgeFlag(cmd, &dir)
	return cmd
}

// runEndpoint joins configuration, knowledge, handler and interactions endpoint
// like [runGateway]. It listens first: what comes while the knowledge is loaded
// waits for its answer instead of being turned away.
func runEndpoint(ctx context.Context, c config.Config, hangups <-chan os.Signal, logs io.Writer) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", string(c.ListenAddr))
	if err != nil {
		return fmt.Errorf("%w; set LISTEN_ADDR to a free address of this machine", err)
	}
	var registration sync.WaitGroup
	defer registration.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	log := newLogger(c, logs)
	operations, err := openOperations(ctx, c, ops.Endpoint, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { stop(); operations.close() }() // systemd is told until ctx ends
	handler, renewed, err := openHandler(ctx, c, hangups, log, operations)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if c.Token.Reveal() != "" {
		registration.Go(func() {
			// Answers need no token, so they go on without.
			if err := gateway.Register(ctx, gatewayOptions(c, handler, renewed, log, operations)); err != nil {
				log.ErrorContext(ctx, "commands are not registered", "error", err)
			}
		})
	}
	giveMemoryBack()
	return endpoint.Run(ctx, listener, endpoint.Options{
		PublicKey: c.PublicKey[:], APIURL: string(c.APIURL), Handler: handler,
		Rejected: operations.Rejected, Logger: log,
	})
}
