package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"attache/bot/discordtest"
)

// TestImage runs the program from the root file system of its image, which lies
// in the folder ATTACHE_ROOTFS, as the user of the image and with nothing else in
// reach, and has it answer a question.
func TestImage(t *testing.T) {
	root := os.Getenv("ATTACHE_ROOTFS")
	if root == "" {
		t.Skip("ATTACHE_ROOTFS does not name the root file system of an image; .ci/image makes one")
	}
	if os.Getuid() != 0 {
		t.Skip("only root may change the root file system")
	}
	if err := os.WriteFile(filepath.Join(root, "written"), nil, 0o600); !errors.Is(err, syscall.EROFS) {
		t.Errorf("the file system can be written: %v", err)
	}
	fake := discordtest.New(t)
	cmd := exec.CommandContext(t.Context(), "/attache", "run")
	cmd.Dir = "/"
	cmd.Env = []string{"DISCORD_TOKEN=" + discordtest.Token, "DISCORD_API_URL=" + fake.URL()}
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: 65532, Gid: 65532}}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	fake.AwaitReady(1)
	fake.AwaitCommands(1)
	fake.Interact(discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "timeline")))
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}
