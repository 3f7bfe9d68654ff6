package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"attache": main})
}

// TestScript runs the whole program through testdata/script, a topic a file.
// $ROOT is the repository, $SMALL a set about something else than the one
// built in.
func TestScript(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Vars = slices.DeleteFunc(e.Vars, func(v string) bool {
				return strings.HasPrefix(v, "DISCORD_") || strings.HasPrefix(v, "KNOWLEDGE_") || strings.HasPrefix(v, "LOG_") || strings.HasPrefix(v, "LISTEN_") || strings.HasPrefix(v, "OPS_")
			})
			e.Setenv("ROOT", root)
			e.Setenv("SMALL", filepath.Join(root, filepath.FromSlash("knowledge/testdata/small")))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bytes":   writeBytes,
			"replies": checkReplies,
			"status":  checkStatus,
		},
	})
}

// checkStatus runs the program and compares its exit status:
// status STATUS ARGUMENT…
func checkStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: status STATUS ARGUMENT…")
	}
	got := 0
	if err := ts.Exec("attache", args[1:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// writeBytes writes what a txtar file cannot hold: bytes FILE TEXT…, each TEXT
// a Go string, perhaps with *COUNT behind it, repeated so many times.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: bytes FILE TEXT…")
	}
	var b strings.Builder
	for _, arg := range args[1:] {
		quoted, times, repeated := strings.Cut(arg, "*")
		count := 1
		if repeated {
			var err error
			count, err = strconv.Atoi(times)
			ts.Check(err)
		}
		text, err := strconv.Unquote(`"` + quoted + `"`)
		ts.Check(err)
		b.WriteString(strings.Repeat(text, count))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}

// checkReplies holds that a file is what ask --json promises, an object on
// each line with each key of its type, and compares the kinds:
// replies FILE KIND…
func checkReplies(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: replies FILE KIND…")
	}
	var kinds []string
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		kind, err := validReply(line)
		if err != nil {
			ts.Fatalf("line %d: %v: %.300s", len(kinds)+1, err, line)
		}
		kinds = append(kinds, kind)
	}
	if !slices.Equal(kinds, args[1:]) {
		ts.Fatalf("got kinds %q, want %q", kinds, args[1:])
	}
}

// validReply checks the form of a line of ask --json and gives its kind.
func validReply(line string) (string, error) {
	if !strings.HasSuffix(line, "}\n") {
		return "", fmt.Errorf("no whole line")
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &keys); err != nil {
		return "", err
	}
	for _, key := range []string{"question", "kind", "answer", "facts", "confidence", "candidates", "sources", "suggestions"} {
		value, ok := keys[key]
		if !ok || string(value) == "null" {
			return "", fmt.Errorf("%s is missing or null", key)
		}
		delete(keys, key)
	}
	delete(keys, "error")
	if len(keys) > 0 {
		return "", fmt.Errorf("unexpected keys %v", keys)
	}
	var r replied
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		return "", err
	}
	switch r.Kind {
	case "answer", "list":
		if r.Answer == "" || len(r.Facts) == 0 || len(r.Sources) == 0 || r.Error != "" {
			return "", fmt.Errorf("kind %s without an answer, facts or sources, or with an error", r.Kind)
		}
	case "none":
		if len(r.Facts) > 1 || len(r.Suggestions) > 3 { // a gap is one fact
			return "", fmt.Errorf("kind none with several facts or too many suggestions")
		}
	default:
		return "", fmt.Errorf("unknown kind %q", r.Kind)
	}
	if r.Confidence < 0 || r.Confidence > 1 {
		return "", fmt.Errorf("confidence %v is not within 0..1", r.Confidence)
	}
	if len(r.Candidates) > 5 {
		return "", fmt.Errorf("%d candidates", len(r.Candidates))
	}
	before := 1.0
	for _, c := range r.Candidates {
		if c.ID == "" || c.Confidence < 0 || c.Confidence > before {
			return "", fmt.Errorf("candidate %+v is nameless, or not in order within 0..1", c)
		}
		before = c.Confidence
	}
	return string(r.Kind), nil
}
