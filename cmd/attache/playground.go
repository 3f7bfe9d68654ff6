package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/spf13/cobra"

	"attache/bot"
	"attache/bot/playground"
)

type playgroundOptions struct {
	address string
	open    bool
	dir     string
}

func newPlayground(environ map[string]string) *cobra.Command {
	var o playgroundOptions
	cmd := &cobra.Command{
		Use:                   "playground [--addr HOST:PORT] [--open] [--knowledge DIR]",
		DisableFlagsInUseLine: true,
		Short:                 "Try the Discord bot in a browser, without a token",
		Long: `Playground serves a page that looks and behaves like a Discord channel with the
bot in it, and prints its address. Commands, buttons, menus and forms work as on
Discord: the page speaks Discord's JSON to the same handler that run and serve
have. It shows how each answer came about and what Discord would have received.

With a set in a folder it also shows the file and line behind an answer; saving
the file has it read again and the last question asked again, with the advice
of attache check beside it. The page never writes to the disk.

It listens on this machine alone unless --addr says otherwise. There is no
password: whoever reaches another address can use the page and, with --knowledge,
read the folder's entries.`,
		Example: "  attache playground --open\n  attache playground --knowledge my-knowledge",
		Args:    atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := chosen(o.dir, environ)
			if err != nil {
				return err
			}
			o.dir = dir
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			context.AfterFunc(ctx, stop) // so that a second signal does what it does by default
			return o.run(ctx, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&o.address, "addr", "127.0.0.1:8765", "listen on `HOST:PORT`; port 0 takes any that is free")
	cmd.Flags().BoolVar(&o.open, "open", false, "open the page in the browser")
	knowledgeFlag(cmd, &o.dir)
	return cmd
}

// run serves the page until ctx ends.
func (o playgroundOptions) run(ctx context.Context, stdout, stderr io.Writer) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.address)
	if err != nil {
		return fmt.Errorf("%w; name a free address with --addr", err)
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	library, err := openLibrary(o.dir, log)
	if err != nil {
		return cmp.Or(err, listener.Close())
	}
	page := "http://" + listener.Addr().String() + "/"
	if tcp, ok := listener.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		fmt.Fprintln(stderr, "attache: warning: the playground has no password; whoever reaches", tcp, "can use it")
		if tcp.IP.IsUnspecified() {
			page = fmt.Sprintf("http://127.0.0.1:%d/", tcp.Port)
		}
	}
	fmt.Fprintln(stdout, "The playground is at "+page+" (Ctrl-C ends it)")
	if o.open {
		if err := openBrowser(ctx, page); err != nil {
			fmt.Fprintln(stderr, "attache: the browser cannot be opened, so open the address yourself:", err)
		}
	}
	return playground.Run(ctx, listener, playground.Options{
		Handler:  bot.NewHandler(library.Set, readBuild(), log),
		Library:  library,
		Editable: o.dir != "",
		Logger:   log,
	})
}

// openBrowser has the desktop open an address, and does not wait for it.
func openBrowser(ctx context.Context, address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // it outlives nobody: the process is reaped when it ends
	return nil
}
