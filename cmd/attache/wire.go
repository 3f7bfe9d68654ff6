package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"attache/bot"
	"attache/bot/gateway"
	"attache/config"
	"attache/knowledge"
)

// dotenv is the file beside which the program is started.
const dotenv = ".env"

// serve joins configuration, knowledge, handler and gateway, and runs the bot
// until ctx ends.
func serve(ctx context.Context, c config.Config, logs io.Writer) error {
	set, err := loadOrFirst(c.KnowledgeDir)
	if err != nil {
		return err
	}
	log := newLogger(c, logs)
	b := readBuild()
	log.InfoContext(ctx, "starting", "version", b.Version, "knowledge", set.Name, "as_of", set.AsOf.String(), "entries", len(set.Entries))
	handler := bot.NewHandler(set, b, log)
	return gateway.Run(ctx, gateway.Options{
		Token:    c.Token.Reveal(),
		APIURL:   string(c.APIURL),
		GuildID:  string(c.GuildID),
		Handler:  handler,
		Commands: handler.Commands(),
		Logger:   log,
	})
}

func newLogger(c config.Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == config.JSON {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// load gives the set in dir, or the one that is built in when dir is empty.
func load(dir string) (*knowledge.Set, error) {
	if dir == "" {
		return knowledge.Embedded()
	}
	return knowledge.Load(dir)
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

// loadOrFirst loads dir. Where a set is only needed, not checked, its first
// problem and how to see the others is as much as somebody wants to read.
func loadOrFirst(dir string) (*knowledge.Set, error) {
	set, err := load(dir)
	if problems, ok := errors.AsType[knowledge.Problems](err); ok && len(problems) > 1 {
		return nil, fmt.Errorf("%v (and %d more: attache %s)", problems[0], len(problems)-1, strings.TrimSpace("check "+dir))
	}
	return set, err
}
