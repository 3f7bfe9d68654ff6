package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"attache/bot/discordtest"
)

// running is the program itself, built as it is released.
type running struct {
	t   testing.TB
	cmd *exec.Cmd
}

// build compiles the program as it is released, without C's library; it skips
// where its memory cannot be told.
func build(t testing.TB) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells in /proc what a process keeps of memory")
	}
	program := filepath.Join(t.TempDir(), "attache")
	compile := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".")
	compile.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// run starts the built program against fake.
func run(t testing.TB, program string, fake *discordtest.Fake) *running {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, "run")
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"DISCORD_TOKEN=" + discordtest.Token, "DISCORD_API_URL=" + fake.URL(), "FAIR_USE_USER=0", "FAIR_USE_CHANNEL=0"}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	fake.AwaitReady(1)
	fake.AwaitCommands(1)
	return &running{t, cmd}
}

// resident is what the program keeps of memory, in kB.
func (r *running) resident() int {
	r.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.cmd.Process.Pid))
	if err != nil {
		r.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			var kB int
			if _, err := fmt.Sscan(rest, &kB); err != nil {
				r.t.Fatal(err)
			}
			return kB
		}
	}
	r.t.Fatal("/proc does not tell VmRSS")
	return 0
}

// end has the program leave in peace.
func (r *running) end() {
	r.t.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		r.t.Fatal(err)
	}
	if err := r.cmd.Wait(); err != nil {
		r.t.Errorf("after SIGTERM: %v", err)
	}
}

// TestRunMemory holds what the program keeps of memory when it waits: at most
// 40 MB, and 60 MB in 2,500 servers of 60 channels and 30 roles, although
// Discord sends each of them, which it does not without being asked.
func TestRunMemory(t *testing.T) {
	program := build(t)
	for _, tt := range []struct{ servers, most int }{{1, 40_000_000}, {2500, 60_000_000}} {
		t.Run(fmt.Sprint(tt.servers), func(t *testing.T) {
			fake := discordtest.New(t, discordtest.Servers(tt.servers))
			bot := run(t, program, fake)
			for i := range tt.servers {
				fake.Dispatch("GUILD_CREATE", discordtest.Server(discordtest.GuildOf(0, 1, i), 60, 30))
			}
			fake.Interact(discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", "timeline")))
			resident := bot.resident()
			t.Logf("%d kB resident in %d servers", resident, tt.servers)
			if resident*1024 > tt.most {
				t.Errorf("%d kB resident, want at most %d", resident, tt.most/1024)
			}
			bot.end()
		})
	}
}

// BenchmarkSoak tells by how much the program's memory grows with each
// interaction: the slope of a line through what it keeps while it answers, but
// for the first fifth. A million takes some minutes:
//
//	go test -run '^$' -bench Soak -benchtime 1000000x -timeout 1h ./cmd/attache
func BenchmarkSoak(b *testing.B) {
	fake := discordtest.New(b, discordtest.Light())
	bot := run(b, build(b), fake)
	ask := func(from, to int) {
		next := make(chan int)
		var all sync.WaitGroup
		for range 32 {
			all.Go(func() {
				for i := range next {
					in := discordtest.Slash(discordtest.Guild, "ask", discordtest.String("question", fmt.Sprint("what happened in ", 1990+i%30)))
					if _, err := fake.Deliver(in.In(discordtest.GuildOf(0, 1, i%2500))).Await(); err != nil {
						b.Error(err)
					}
				}
			})
		}
		for i := from; i < to; i++ {
			next <- i
		}
		close(next)
		all.Wait()
	}
	ask(0, 1000) // so that what is made once is there
	const samples = 50
	var n, kB []float64
	b.ResetTimer()
	for s := range samples {
		ask(b.N*s/samples, b.N*(s+1)/samples)
		if s >= samples/5 {
			n, kB = append(n, float64(b.N*(s+1)/samples)), append(kB, float64(bot.resident()))
		}
	}
	b.StopTimer()
	b.ReportMetric(kB[0], "kB-begin")
	b.ReportMetric(kB[len(kB)-1], "kB-end")
	b.ReportMetric(slope(n, kB)*1024, "B-grown/op")
	bot.end()
}

// slope is that of the straight line nearest to the points.
func slope(x, y []float64) float64 {
	var sx, sy, sxx, sxy float64
	for i := range x {
		sx, sy, sxx, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], sxy+x[i]*y[i]
	}
	n := float64(len(x))
	if d := n*sxx - sx*sx; d != 0 {
		return (n*sxy - sx*sy) / d
	}
	return 0
}
