package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-systemd/v22/unit"

	"attache/bot/discordtest"
)

// readUnit gives the text of the unit that the README shows.
func readUnit(t *testing.T) string {
	t.Helper()
	shown := regexp.MustCompile("(?ms)^```ini\n(.*?)^```$").FindStringSubmatch(readReadme(t))
	if shown == nil {
		t.Fatal("the README shows no unit")
	}
	return shown[1]
}

// notifySocket stands in for systemd's.
func notifySocket(t *testing.T) (path string, socket *net.UnixConn) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	return path, socket
}

// TestSystemd runs the program as the README's unit has systemd run it, with a
// stand-in for systemd's socket: it hears that the program has started, that it
// is alive, as often as the watchdog wants it, and that it stops.
func TestSystemd(t *testing.T) {
	options, err := unit.DeserializeOptions(strings.NewReader(readUnit(t)))
	if err != nil {
		t.Fatal(err)
	}
	service := map[string]string{}
	for _, o := range options {
		if o.Section == "Service" {
			service[o.Name] = o.Value
		}
	}
	command := strings.Fields(service["ExecStart"])
	watchdog, err := time.ParseDuration(service["WatchdogSec"])
	if err != nil || service["Type"] != "notify" || len(command) != 2 || filepath.Base(command[0]) != "attache" {
		t.Fatalf("the unit has Type=%s, ExecStart=%s, WatchdogSec=%s", service["Type"], service["ExecStart"], service["WatchdogSec"])
	}

	path, socket := notifySocket(t)
	await := func(state string) {
		t.Helper()
		b := make([]byte, 1<<10)
		for {
			n, err := socket.Read(b)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(string(b[:n]), state+"\n") {
				return
			}
		}
	}
	fake := discordtest.New(t)
	hurried := watchdog / 300 // so that nobody has to wait
	p := start(t, command[1], "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL="+fake.URL(),
		"NOTIFY_SOCKET="+path, "WATCHDOG_USEC="+strconv.FormatInt(hurried.Microseconds(), 10))
	await("READY=1")
	fake.AwaitReady(1)
	await("WATCHDOG=1")
	await("WATCHDOG=1")
	p.terminate(t)
	await("STOPPING=1")
}

// TestSystemdUnit has systemd itself look at the unit, and at how much it lets
// the program do: 0 is nothing, 10 everything.
func TestSystemdUnit(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "attache.service")
	text := strings.NewReplacer("/usr/local/bin/attache", program(t), "/etc/attache.env", "-/etc/attache.env").Replace(readUnit(t))
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"verify", "--man=no", path},
		{"security", "--offline=yes", "--threshold=20", "--no-pager", path},
	} {
		out, err := exec.CommandContext(t.Context(), analyze, args...).CombinedOutput()
		if strings.Contains(string(out), "unrecognized option") {
			t.Skip("systemd-analyze is older than systemd 250")
		}
		if err != nil || args[0] == "verify" && strings.Contains(string(out), filepath.Base(path)) {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// What ends by itself, as with a wrong token, ends under systemd too, which then may
// start it again.
func TestSystemdRefused(t *testing.T) {
	path, _ := notifySocket(t)
	fake := discordtest.New(t)
	fake.Fail("GET /gateway/bot", 100, discordtest.Refusing(401, 0))
	p := start(t, "run", "DISCORD_TOKEN="+discordtest.Token, "DISCORD_API_URL="+fake.URL(), "NOTIFY_SOCKET="+path)
	late := time.AfterFunc(20*time.Second, func() { _ = p.cmd.Process.Kill() })
	last := ""
	for p.logs.Scan() {
		last = p.logs.Text()
	}
	if !late.Stop() || !strings.HasPrefix(last, "attache: ") {
		t.Errorf("it did not end with the reason, but with %q", last)
	}
}
