//go:build unix

package knowledge_test

import (
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"attache/knowledge"
)

// TestNotRegular loads folders with a name that can be opened but never ends,
// or cannot be read at all.
func TestNotRegular(t *testing.T) {
	for name, put := range map[string]func(t *testing.T, name string) error{
		"pipe": func(_ *testing.T, name string) error { return syscall.Mkfifo(name, 0o644) },
		"link to a pipe": func(t *testing.T, name string) error {
			link(t, ".pipe", name)
			return syscall.Mkfifo(filepath.Join(filepath.Dir(name), ".pipe"), 0o644)
		},
		"device": func(_ *testing.T, name string) error {
			const zero = 1<<8 | 5
			return syscall.Mknod(name, syscall.S_IFCHR|0o644, zero)
		},
		"socket": func(t *testing.T, name string) error {
			l, err := net.Listen("unix", name)
			if err == nil {
				t.Cleanup(func() { l.Close() })
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			publish(t, dir, 1)
			bad := filepath.Join(dir, "bad.yaml")
			if err := put(t, bad); err != nil {
				t.Skip(err) // devices are for root
			}
			_, err := knowledge.Load(dir)
			if err == nil || !strings.HasPrefix(err.Error(), bad+":1:1: this is not a regular file; ") {
				t.Errorf("got %v", err)
			}
		})
	}
}
