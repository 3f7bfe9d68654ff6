package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeConsole runs each command that the README shows with its output,
// a line "$ attache …" in a console block, and compares every byte.
func TestReadmeConsole(t *testing.T) {
	readme := readReadme(t)
	blocks := regexp.MustCompile("(?ms)^ *```console\n(.*?)^ *```$").FindAllStringSubmatch(readme, -1)
	if len(blocks) == 0 {
		t.Fatal("the README shows no command with its output")
	}
	for _, block := range blocks {
		for _, shown := range strings.Split("\n"+block[1], "\n$ ")[1:] {
			command, want, _ := strings.Cut(shown, "\n")
			t.Run(command, func(t *testing.T) {
				var stdout, stderr strings.Builder
				status := execute(t.Context(), arguments(t, command), map[string]string{}, strings.NewReader(""), &stdout, &stderr)
				if status != exitFine || stderr.Len() > 0 {
					t.Errorf("status %d, errors %q", status, &stderr)
				}
				if got := stdout.String(); got != want {
					t.Errorf("the README shows\n%s\nbut the program prints\n%s", want, got)
				}
			})
		}
	}
}

// TestReadmeCommands holds that every attache command in the README exists,
// with the flags shown.
func TestReadmeCommands(t *testing.T) {
	command := regexp.MustCompile(`(?m)^ *(?:go run \./cmd/)?attache( [^#<>\n]*)?`)
	checked := 0
	for _, block := range regexp.MustCompile("(?ms)^ *```sh\n(.*?)^ *```$").FindAllStringSubmatch(readReadme(t), -1) {
		for _, found := range command.FindAllStringSubmatch(block[1], -1) {
			checked++
			root := newRoot(map[string]string{})
			cmd, rest, err := root.Find(strings.Fields(found[1]))
			if err != nil || cmd == root && len(rest) > 0 {
				t.Errorf("%q is no command", found[0])
				continue
			}
			if err := cmd.ParseFlags(rest); err != nil {
				t.Errorf("%q: %v", found[0], err)
			} else if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
				t.Errorf("%q: %v", found[0], err)
			}
		}
	}
	if checked == 0 {
		t.Error("the README shows no command")
	}
}

// TestReadmeConfiguration holds that README and .env.example name each
// variable that the program reads.
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

// arguments splits a shown command as a shell would, double quotes alone, and
// leaves the program's name out.
func arguments(t *testing.T, command string) []string {
	t.Helper()
	words := regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(command, -1)
	if len(words) == 0 || words[0] != "attache" {
		t.Fatalf("%q does not call attache", command)
	}
	for i := range words {
		words[i] = strings.Trim(words[i], `"`)
	}
	return words[1:]
}

func readReadme(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(readme), "\r\n", "\n")
}
