package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"

	"github.com/DeRuina/timberjack"
	"github.com/spf13/cobra"

	"attache/bot"
	"attache/bot/gateway"
	"attache/bot/ops"
	"attache/config"
	"attache/knowledge"
)

// dotenv is the file beside which the program is started.
const dotenv = ".env"

// runGateway joins configuration, knowledge, handler and gateway, and runs the
// bot until ctx ends. Each value from hangups has the knowledge read again.
func runGateway(ctx context.Context, c config.Config, hangups <-chan os.Signal, logs io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // but nobody waits for a set that is being loaded
	log := newLogger(c, logs)
	operations, err := openOperations(ctx, c, ops.Gateway, log)
	if err != nil {
		return err
	}
	defer func() { stop(); operations.close() }() // systemd is told until ctx ends
	handler, renewed, err := openHandler(ctx, c, hangups, log, operations)
	if err != nil {
		return err
	}
	options := gatewayOptions(c, handler, renewed, log, operations)
	giveMemoryBack()
	return gateway.Run(ctx, options)
}

// giveMemoryBack returns what the knowledge and the commands took to be made.
func giveMemoryBack() {
	for range 2 { // what lies in pools outlives one collection
		debug.FreeOSMemory()
	}
}

func gatewayOptions(c config.Config, handler *bot.Handler, renewed <-chan struct{}, log *slog.Logger, observer gateway.Observer) gateway.Options {
	return gateway.Options{
		Token:    c.Token.Reveal(),
		APIURL:   string(c.APIURL),
		GuildID:  string(c.GuildID),
		Handler:  handler,
		Commands: handler.Commands(),
		Renewed:  renewed,
		Shards:   gateway.Shards(c.Shards),
		Observer: observer,
		Logger:   log,
	}
}

// openHandler gives a handler that answers from the newest knowledge until ctx
// ends. What it gives besides says that the handler's commands may have changed.
func openHandler(ctx context.Context, c config.Config, hangups <-chan os.Signal, log *slog.Logger, operations *operations) (*bot.Handler, <-chan struct{}, error) {
	library, err := openLibrary(c.KnowledgeDir, log)
	if err != nil {
		return nil, nil, err
	}
	set, b := library.Set(), readBuild()
	log.InfoContext(ctx, "starting", "version", b.Version, "knowledge", set.Name, "as_of", set.AsOf.String(), "entries", len(set.Entries))
	b.Source = string(c.SourceURL)
	settings := []bot.Setting{bot.WithObserver(operations.Outcome), bot.WithFairUse(bot.FairUse{User: int(c.FairUseUser), Channel: int(c.FairUseChannel)})}
	if c.MissesLog != "" {
		misses := rotating(c.MissesLog)
		if _, err := misses.Write(nil); err != nil { // now rather than at the first miss
			return nil, nil, fmt.Errorf("MISSES_LOG: %w; name a file that can be written", err)
		}
		context.AfterFunc(ctx, func() { _ = misses.Close() }) // what is written later opens it again
		settings = append(settings, bot.WithMisses(misses))
	}
	operations.loaded(ctx, library)
	renewed := make(chan struct{}, 1)
	go library.Watch(ctx)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
				log.InfoContext(ctx, "hangup: the knowledge is read again", "folder", cmp.Or(c.KnowledgeDir, "built in"))
				library.Reload()
			case <-library.Updates():
				select {
				case renewed <- struct{}{}:
				default: // the next registration will be of this set
				}
			}
		}
	}()
	return bot.NewHandler(library.Set, b, log, settings...), renewed, nil
}

// rotating appends to the file at path, which nobody else may read; at a megabyte
// it is put aside, and of those the last five are kept.
func rotating(path string) io.WriteCloser {
	return &timberjack.Logger{Filename: path, MaxSize: 1, MaxBackups: 5, FileMode: 0o600}
}

func newLogger(c config.Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == config.JSON {
		options.ReplaceAttr = func(_ []string, a slog.Attr) slog.Attr {
			if a.Value.Kind() == slog.KindDuration { // else bare nanoseconds
				a.Value = slog.StringValue(a.Value.Duration().String())
			}
			return a
		}
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// knowledgeFlag adds --knowledge to cmd.
func knowledgeFlag(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "knowledge", "", "answer from the set in `DIR` (default KNOWLEDGE_DIR, else the set built in)")
}

// chosen gives the folder that a command works on: dir when that was given on
// the command line, else KNOWLEDGE_DIR; empty is the set built in.
func chosen(dir string, environ map[string]string) (string, error) {
	if dir != "" {
		return dir, nil
	}
	return config.KnowledgeDir(environ, dotenv)
}

// loadChosen loads what chosen gives. Of a set's problems it reports the first.
func loadChosen(dir string, environ map[string]string) (*knowledge.Set, error) {
	dir, err := chosen(dir, environ)
	if err != nil {
		return nil, err
	}
	return loadOrFirst(dir)
}

// loadOrFirst loads dir; what it gives of a set's problems is firstProblem's.
func loadOrFirst(dir string) (*knowledge.Set, error) {
	defer collectLess()()
	set, err := load(dir)
	return set, firstProblem(err, dir)
}

// openLibrary opens dir like loadOrFirst.
func openLibrary(dir string, log *slog.Logger) (*knowledge.Library, error) {
	defer collectLess()()
	library, err := knowledge.Open(dir, log)
	return library, firstProblem(err, dir)
}

// collectLess has less garbage collected until what it gives is called: a set
// that is loaded leaves much of it within a moment, and a start should not wait.
func collectLess() func() {
	percent := debug.SetGCPercent(400)
	return func() { debug.SetGCPercent(percent) }
}

// firstProblem shortens an error of loading dir. Where a set is only needed,
// not checked, its first problem and how to see the others is as much as
// somebody wants to read; of a folder that is none, also where its name stands.
func firstProblem(err error, dir string) error {
	problems, ok := errors.AsType[knowledge.Problems](err)
	switch {
	case ok && problems[0].File == dir:
		return fmt.Errorf("--knowledge or KNOWLEDGE_DIR: %v", problems[0])
	case ok && len(problems) > 1:
		return fmt.Errorf("%v (and %d more: attache %s)", problems[0], len(problems)-1, strings.TrimSpace("check "+dir))
	}
	return err
}

// load gives the set in dir, or the one that is built in when dir is empty.
func load(dir string) (*knowledge.Set, error) {
	if dir == "" {
		return knowledge.Embedded()
	}
	return knowledge.Load(dir)
}
