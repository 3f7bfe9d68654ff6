package checks

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"attache/bot/discordtest"
)

// TestCluster starts the processes as the manifests say, against a Discord of
// four times four shards. They see the events of 10,000 servers, and each is
// answered exactly once.
func TestCluster(t *testing.T) {
	const servers, shards = 10_000, 16
	m := readManifests(t)
	bots := container(t, m.bots.Spec.Template)
	replicas := int(*m.bots.Spec.Replicas)
	program := build(t)
	fake := discordtest.New(t, discordtest.Shards(shards, shards))
	for ordinal := range replicas {
		env := environment(t, bots, ordinal, discordtest.Token)
		// The proxy's part is Discord's here, and the pods share one address.
		env["DISCORD_API_URL"], env["OPS_ADDR"] = fake.URL(), "127.0.0.1:0"
		start(t, program, bots.Args, env)
	}
	fake.AwaitReady(shards)
	seen := map[int]int{}
	for _, in := range fake.Identifies() {
		if in.Shard[1] != shards {
			t.Errorf("IDENTIFY for %v, want %d shards", in.Shard, shards)
		}
		seen[in.Shard[0]]++
	}
	if len(seen) != shards || len(fake.Identifies()) != shards {
		t.Fatalf("IDENTIFYs for the shards %v, want %d, each once", seen, shards)
	}

	mention := "<@" + discordtest.BotID + "> "
	var deliveries []*discordtest.Delivery
	for n := range servers {
		guild := discordtest.GuildOf(n%shards, shards, n/shards+1)
		user := fmt.Sprint(100_000_000_000_000_000 + n)
		deliveries = append(deliveries, fake.Deliver(discordtest.Slash(discordtest.Guild, "ask",
			discordtest.String("question", fmt.Sprint("what happened in ", 1990+n%30))).By(user).In(guild)))
		if n%50 == 0 { // which count for Discord's limits
			deliveries = append(deliveries, fake.Say(discordtest.Message(discordtest.Guild, mention+"when did it begin", discordtest.Mention()).In(guild)))
		}
		if n%100 == 0 { // or each would wait for less than all
			await(t, deliveries)
		}
	}
	await(t, deliveries)
	want := servers + servers/50
	if fake.Answers() != want || fake.Refused() > 0 || fake.Late() > 0 {
		t.Errorf("%d answers, %d of them twice, %d too late; want %d and none", fake.Answers(), fake.Refused(), fake.Late(), want)
	}
	if n := len(fake.Callbacks()) + len(fake.Messages()); n != want {
		t.Errorf("%d callbacks and messages, want %d", n, want)
	}
}

func await(t *testing.T, deliveries []*discordtest.Delivery) {
	t.Helper()
	for _, d := range deliveries {
		if _, err := d.Await(); err != nil {
			t.Fatal(err)
		}
	}
}

// build compiles the program from the module that it belongs to.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "attache")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./cmd/attache")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// start runs the program until the test ends, when it must leave in peace.
func start(t *testing.T, program string, args []string, env map[string]string) {
	t.Helper()
	var log strings.Builder
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), program, args...) // it ends in the cleanup
	cmd.Dir, cmd.Stderr = t.TempDir(), &log
	for _, name := range slices.Sorted(maps.Keys(env)) {
		cmd.Env = append(cmd.Env, name+"="+env[name])
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v\n%s", env["SHARDS"], err, &log)
		}
	})
}
