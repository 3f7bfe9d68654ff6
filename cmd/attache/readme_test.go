package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestReadmeConfiguration holds that README, .env.example and the help of the
// commands name each variable that the program reads.
func TestReadmeConfiguration(t *testing.T) {
	example, err := os.ReadFile(filepath.Join("..", "..", ".env.example"))
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile(filepath.Join("..", "..", "config", "config.go"))
	if err != nil {
		t.Fatal(err)
	}
	readme := readReadme(t)
	variables := regexp.MustCompile("`env:\"([A-Z_]+)").FindAllStringSubmatch(string(code), -1)
	if len(variables) == 0 {
		t.Fatal("found no variable")
	}
	for _, v := range variables {
		if !strings.Contains(readme, "| `"+v[1]+"` |") {
			t.Errorf("the README's table lacks %s", v[1])
		}
		if !strings.Contains(string(example), v[1]+"=") {
			t.Errorf(".env.example lacks %s", v[1])
		}
		for command, without := range map[*cobra.Command][]string{
			newRun(nil):   {"DISCORD_PUBLIC_KEY", "LISTEN_ADDR"},
			newServe(nil): {"SHARDS"},
		} {
			if strings.Contains(command.Long, v[1]) == slices.Contains(without, v[1]) {
				t.Errorf("the help of attache %s names %s: %t", command.Name(), v[1], slices.Contains(without, v[1]))
			}
		}
	}
}

// TestReadmeLibraries holds that the README gives a reason for each direct
// dependency, and for no other.
func TestReadmeLibraries(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	direct := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(mod), -1) {
		direct[m[1]] = true
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\| ([a-z]\S*/\S+) \| \S`).FindAllStringSubmatch(readReadme(t), -1) {
		listed[m[1]] = true
		if !direct[m[1]] {
			t.Errorf("the README lists %s, which go.mod does not require directly", m[1])
		}
	}
	for module := range direct {
		if !listed[module] {
			t.Errorf("the README gives no reason for %s", module)
		}
	}
}

func readReadme(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(readme), "\r\n", "\n")
}
