package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const discordgo = "github.com/bwmarrin/discordgo"

// TestImports holds the direction in which packages know each other, over
// everything that a package depends on, tests aside.
func TestImports(t *testing.T) {
	// Of ours, in the patterns of the go command; doors never know each other.
	allowed := map[string][]string{
		"attache/config":          {},
		"attache/knowledge":       {"attache/knowledge/..."},
		"attache/knowledge/match": {"attache/knowledge/match/..."},
		"attache/bot":             {"attache/bot/picture", "attache/knowledge/..."},
		"attache/bot/picture":     {},
		"attache/bot/dedup":       {},
		"attache/bot/drain":       {},
		"attache/bot/gateway":     {"attache/bot", "attache/bot/dedup", "attache/bot/drain", "attache/bot/picture", "attache/knowledge/..."},
		"attache/bot/endpoint":    {"attache/bot", "attache/bot/dedup", "attache/bot/drain", "attache/bot/picture", "attache/knowledge/..."},
		"attache/bot/ops":         {"attache/bot", "attache/bot/picture", "attache/knowledge/..."},
		"attache/bot/playground":  {"attache/bot", "attache/bot/picture", "attache/bot/rules", "attache/knowledge/..."},
		"attache/bot/rules":       {},
		"attache/bot/discordtest": {"attache/bot/rules"},
		"attache/cmd/attache":     {"attache/bot", "attache/bot/dedup", "attache/bot/drain", "attache/bot/gateway", "attache/bot/endpoint", "attache/bot/ops", "attache/bot/picture", "attache/bot/playground", "attache/bot/rules", "attache/config", "attache/knowledge/..."},
	}
	for _, p := range packages(t) {
		base, known := "", false
		for path := range allowed {
			// A package below one of these obeys the same rule as that one.
			if (p.ImportPath == path || strings.HasPrefix(p.ImportPath, path+"/")) && len(path) > len(base) {
				base, known = path, true
			}
		}
		if !known {
			t.Errorf("%s has no rule; add one", p.ImportPath)
			continue
		}
		for _, dep := range p.Deps {
			matches := func(pattern string) bool {
				tree, all := strings.CutSuffix(pattern, "/...")
				return dep == tree || all && strings.HasPrefix(dep, tree+"/")
			}
			if strings.HasPrefix(dep, "attache/") && !slices.ContainsFunc(allowed[base], matches) {
				t.Errorf("%s must not depend on %s", p.ImportPath, dep)
			}
		}
		if slices.Contains(p.Imports, discordgo) && !strings.HasPrefix(p.ImportPath+"/", "attache/bot/") {
			t.Errorf("%s must not import discordgo", p.ImportPath)
		}
		if slices.Contains(p.Deps, discordgo) && strings.HasPrefix(p.ImportPath, "attache/knowledge") {
			t.Errorf("%s must not depend on discordgo", p.ImportPath)
		}
	}
}

type goPackage struct {
	ImportPath    string
	Imports, Deps []string
}

// packages lists this module's packages with all that they depend on.
func packages(t *testing.T) []goPackage {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", "attache/...")
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &stderr)
	}
	var all []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// TestSubjectIsData holds that the program's code does not know what it is
// about: the subject stands in the data and in tests alone.
func TestSubjectIsData(t *testing.T) {
	subject := regexp.MustCompile(`(?i)\b(nato|parp|pfp)\b|belarus|minsk`)
	checked := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git"):
			return fs.SkipDir
		case d.IsDir(), filepath.Ext(path) != ".go", strings.HasSuffix(path, "_test.go"):
			return nil
		}
		code, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		checked++
		for i, line := range strings.Split(string(code), "\n") {
			if name := subject.FindString(line); name != "" {
				t.Errorf("%s:%d: code names %q; only the data may", filepath.ToSlash(path), i+1, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked == 0 {
		t.Error("no file was checked")
	}
}

// TestSecurity holds that each test that .github/SECURITY.md names for a threat
// exists, in the package named before it.
func TestSecurity(t *testing.T) {
	root := filepath.Join("..", "..")
	security, err := os.ReadFile(filepath.Join(root, ".github", "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, row := range regexp.MustCompile(`(?m)^\| \*\*.*\| (.*) \|$`).FindAllSubmatch(security, -1) {
		for group := range strings.SplitSeq(string(row[1]), " · ") {
			dir, names, ok := strings.Cut(group, ": ")
			dir = strings.Trim(dir, "`")
			if !ok { // files, between commas
				for name := range strings.SplitSeq(group, ", ") {
					if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(strings.Trim(name, "`")))); err != nil {
						t.Error(err)
					}
				}
				continue
			}
			var tests strings.Builder
			files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir), "*_test.go"))
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				tests.Write(text)
			}
			for name := range strings.SplitSeq(names, ", ") {
				checked++
				if !strings.Contains(tests.String(), "\nfunc "+name+"(") {
					t.Errorf("%s has no test %s", dir, name)
				}
			}
		}
	}
	if checked == 0 {
		t.Error("no threat names a test")
	}
}
