// Command attache answers questions from a curated set of facts: on Discord,
// in the terminal, or line by line for other programs.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/caarlos0/env/v11"
)

func main() {
	// Without this, writing to a pipe that its reader has closed would kill
	// the program instead of returning an error.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(execute(context.Background(), os.Args[1:], env.ToMap(os.Environ()), os.Stdin, os.Stdout, os.Stderr))
}
