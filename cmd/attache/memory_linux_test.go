package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// TestMemoryLimit holds that the garbage collector keeps below the limit that a
// container sets, and below GOMEMLIMIT, which wins.
func TestMemoryLimit(t *testing.T) {
	environ := append(serveEnviron(), "OPS_ADDR=127.0.0.1:0")
	t.Run("container", func(t *testing.T) {
		shell := exec.CommandContext(t.Context(), "/bin/sh", "-c", `echo $$ >"$0" && exec "$1" serve`, memoryGroup(t, 100<<20), program(t))
		checkLimit(t, 90<<20, startCommand(t, shell, environ...))
	})
	t.Run("GOMEMLIMIT", func(t *testing.T) {
		checkLimit(t, 50<<20, start(t, "serve", append(environ, "GOMEMLIMIT=50MiB")...))
	})
}

// checkLimit compares the limit that the program tells, in bytes.
func checkLimit(t *testing.T, want int, p *process) {
	t.Helper()
	at := "http://" + p.awaitLine(t, "health and metrics")["address"]
	metrics := fetch(t, at+"/metrics")
	told := regexp.MustCompile(`(?m)^go_gc_gomemlimit_bytes (\S+)$`).FindStringSubmatch(metrics)
	if told == nil {
		t.Fatalf("no limit is told:\n%s", metrics)
	}
	var got float64
	if _, err := fmt.Sscan(told[1], &got); err != nil || int(got) != want {
		t.Errorf("the limit is %v bytes, want %d; %v", got, want, err)
	}
}

// memoryGroup makes a control group with a limit in bytes, as containers have,
// and gives the file by which a process joins it.
func memoryGroup(t *testing.T, limit int) string {
	t.Helper()
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		t.Skip(err)
	}
	root, file := "/sys/fs/cgroup", "memory.max"
	path := regexp.MustCompile(`(?m)^0::(.*)$`).FindSubmatch(own)
	if first := regexp.MustCompile(`(?m)^\d+:memory:(.*)$`).FindSubmatch(own); first != nil {
		root, file, path = "/sys/fs/cgroup/memory", "memory.limit_in_bytes", first
	}
	if path == nil {
		t.Skip("there is no control group for memory")
	}
	dir, err := os.MkdirTemp(filepath.Join(root, string(bytes.TrimSpace(path[1]))), "attache-test-") //nolint:usetesting // a control group is made where it belongs
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = os.Remove(dir) })
	if err := os.WriteFile(filepath.Join(dir, file), fmt.Append(nil, limit), 0o600); err != nil {
		t.Skip(err)
	}
	return filepath.Join(dir, "cgroup.procs")
}
