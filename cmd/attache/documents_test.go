//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"attache/bot/discordtest"
)

// TestDocuments runs every command that a document shows, from top to bottom,
// in a fresh copy of the repository and through a shell, as a reader would; what
// goes on until it is told to end is awaited and told. A console block holds
// byte for byte what its commands print. Discord is the fake one.
func TestDocuments(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	r := newReader(t)
	met := map[string]bool{}
	for _, document := range []string{"README.md", "knowledge/data/README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md"} {
		text, err := os.ReadFile(filepath.Join(r.repository, document))
		if err != nil {
			t.Fatal(err)
		}
		commands := shownIn(strings.ReplaceAll(string(text), "\r\n", "\n"))
		if len(commands) == 0 {
			t.Errorf("%s shows no command", document)
		}
		for _, c := range commands {
			met[c.line] = true
		}
		t.Run(document, func(t *testing.T) {
			r.dir = r.repository
			if document == "knowledge/data/README.md" { // for somebody who has the program alone
				r.dir = t.TempDir()
			}
			for _, c := range commands {
				t.Run(c.line, func(t *testing.T) { r.follow(t, c) })
			}
		})
	}
	for line := range steps {
		if !met[line] {
			t.Errorf("no document shows %q", line)
		}
	}
}

// shown is a command in a document.
type shown struct {
	line    string
	prints  string // in a console block
	console bool
}

// shownIn finds the commands in a document: lines of shell and console blocks,
// comments that tell a command, and code within the text that begins with the
// name of a program. One that comes again is not found again.
func shownIn(document string) []shown {
	var all []shown
	add := func(c shown) {
		if c.line != "" && !slices.ContainsFunc(all, func(s shown) bool { return s.line == c.line }) {
			all = append(all, c)
		}
	}
	inText := regexp.MustCompile("`((?:attache|bash|docker|go|kubectl|npm|systemctl|\\.ci/run)(?: [^`\n]*)?)`")
	comment := regexp.MustCompile(`^ *# (kubectl .*)`)
	fence := ""
	for line := range strings.Lines(document) {
		line = strings.TrimSuffix(line, "\n")
		if tag, found := strings.CutPrefix(strings.TrimSpace(line), "```"); found {
			fence = tag
			continue
		}
		switch fence {
		case "sh":
			command, _, _ := strings.Cut(line, " #")
			add(shown{line: strings.TrimSpace(command)})
		case "console":
			if command, found := strings.CutPrefix(line, "$ "); found {
				add(shown{line: command, console: true})
			} else if len(all) > 0 {
				all[len(all)-1].prints += line + "\n"
			}
		case "":
			for _, found := range inText.FindAllStringSubmatch(line, -1) {
				add(shown{line: found[1]})
			}
		default:
			if found := comment.FindStringSubmatch(line); found != nil {
				add(shown{line: found[1]})
			}
		}
	}
	return all
}

// step tells how a command is run. The zero step is that it is run as it is
// shown, and is to succeed.
type step struct {
	typed   string            // instead, where it has a placeholder or lacks an argument
	stdin   string            // what is typed into it
	files   map[string]string // that have to be there
	environ []string          // that the text says it needs
	// await awaits that a command that goes on until it is told to end works, and
	// has the rest of its output read.
	await func(*testing.T, *reader, io.Reader)
	after func(*testing.T, *reader)
	// stands names a file, and a text in it, that runs the same where the tool
	// cannot be had; what is typed then is run beside it.
	stands [2]string
}

var steps = map[string]step{
	"go run ./cmd/attache playground --open":             {await: awaitPage},
	"go test ./...":                                      {stands: [2]string{".ci/run", "go test ./..."}}, // which runs this test
	"go run ./peers -every 3":                            {stands: [2]string{".ci/run", "go run ./peers -every 10"}},
	"attache eval FILE…":                                 {typed: "attache eval knowledge/testdata/page2.jsonl"},
	"attache ask --json - <questions.txt >answers.jsonl": {files: map[string]string{"questions.txt": "what is parp\nwho is the king of norway\n"}, after: checkAnswers},
	"cp .env.example .env":                               {after: writeToken},
	"go run ./cmd/attache run":                           {await: awaitBot},
	"docker build -t attache .":                          {stands: [2]string{".ci/image", "buildah bud"}},
	"docker run --read-only --env-file .env attache": {
		typed: "env $(grep -v '^#' .env) attache run", await: awaitBot,
		stands: [2]string{"cmd/attache/image_linux_test.go", "func TestImage("},
	},
	"attache invite": {environ: []string{"DISCORD_TOKEN=" + base64.RawStdEncoding.EncodeToString([]byte(discordtest.ApplicationID)) + ".secret.secret"}},
	"attache run":    {await: awaitBot},
	"attache serve":  {environ: serveEnviron(), await: awaitEndpoint},
	"kubectl create secret generic attache --from-literal=token=YOUR_TOKEN": {stands: [2]string{".ci/checks/cluster_test.go", "func TestCluster("}},
	"systemctl status": {stands: [2]string{"cmd/attache/systemd_linux_test.go", "func TestSystemd("}},
	"attache chat":     {stdin: "what is parp\n"},
	"go run ./cmd/attache chat --knowledge knowledge/data": {stdin: "what is parp\n"},
	"go run ./cmd/attache chat --knowledge library":        {stdin: "when was the library opened\n"},
	"attache explain":                    {typed: "attache explain what is parp"},
	"attache eval":                       {typed: "attache eval knowledge/testdata/page2.jsonl"},
	"attache misses":                     {typed: "attache misses questions.txt"},
	"attache init DIR":                   {typed: "attache init another"},
	"attache playground --knowledge DIR": {typed: "attache playground --addr 127.0.0.1:0 --knowledge library", await: awaitPage},
	".ci/run":                            {typed: "bash -n .ci/run"}, // it runs this test
	"bash .ci/run":                       {typed: "bash -n .ci/run"},

	"attache check FOLDER":                                          {typed: "attache check my-knowledge"},
	"attache check --strict":                                        {typed: "attache check --strict my-knowledge"},
	"attache chat --knowledge my-knowledge":                         {stdin: "when are the reading evenings\n"},
	"attache eval -v --knowledge my-knowledge my-questions.jsonl":   {files: map[string]string{"my-questions.jsonl": `{"q": "when was the library opened", "kind": "answer", "must": ["\\\\d"]}` + "\n"}},
	"attache misses --knowledge my-knowledge what-people-asked.txt": {files: map[string]string{"what-people-asked.txt": "where can I park\n"}},
	"attache ask --conversation --knowledge my-knowledge -":         {stdin: "when was the library opened\nand who paid for it?\n"},
	"go generate ./knowledge":                                       {stands: [2]string{"knowledge/stored_test.go", "func TestTrained("}},

	"go generate ./knowledge/match/vectors": {stands: [2]string{"knowledge/match/vectors/vectors_test.go", "func TestFind("}},
	"go test ./knowledge ./bot -update":     {stands: [2]string{"bot/golden_test.go", "func TestGoldenInteractions("}},
	"go generate ./bot/picture":             {stands: [2]string{"bot/picture/picture_test.go", "func TestNamesAreSpelt("}},
	"go generate ./bot/playground":          {stands: [2]string{"bot/playground/page_test.go", "func TestVendored("}},
	"go test ./bot/playground -screenshots": {stands: [2]string{"bot/playground/browser_test.go", "func (p *tab) shoot("}},
}

// reader is somebody who follows a document.
type reader struct {
	repository string // a copy of it
	dir        string // where commands are typed
	environ    []string
	opened     *os.File // gets the address that the browser is to open
	fake       *discordtest.Fake
	lives      int // of the bot on Discord
}

func newReader(t *testing.T) *reader {
	t.Helper()
	r := &reader{repository: filepath.Join(t.TempDir(), "attache"), fake: discordtest.New(t)}
	copyRepository(t, r.repository)
	bin := t.TempDir()
	pipe := filepath.Join(bin, "opened")
	for _, name := range []string{"xdg-open", "open"} { // the desktops' ways to open an address
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\necho \"$1\" >"+pipe+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	err := syscall.Mkfifo(pipe, 0o600)
	if err == nil {
		r.opened, err = os.OpenFile(pipe, os.O_RDWR|syscall.O_NONBLOCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.opened.Close() })

	r.environ = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return regexp.MustCompile(`^((ATTACHE|DISCORD|FAIR_USE|KNOWLEDGE|LISTEN|LOG|MISSES|OPS|SOURCE)_|SHARDS=)`).MatchString(v)
	})
	r.environ = append(r.environ, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "DISCORD_API_URL="+r.fake.URL(), "LOG_FORMAT=json",
		"GOBIN="+bin, "GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath") // so that what was built once is found again
	// The README says what puts the program where the shell finds it.
	r.dir = r.repository
	r.follow(t, shown{line: "go install ./cmd/attache"})
	return r
}

// copyRepository copies what a clone would have, and what is not committed yet.
func copyRepository(t *testing.T, to string) {
	t.Helper()
	from := filepath.Join("..", "..")
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".git" || d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, name), 0o700)
		}
		if !d.Type().IsRegular() || name == ".env" || name == ".git" {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), content, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// follow types a command, or makes sure that something stands for it.
func (r *reader) follow(t *testing.T, c shown) {
	t.Helper()
	s := steps[c.line]
	if file, text := s.stands[0], s.stands[1]; file != "" {
		content, err := os.ReadFile(filepath.Join(r.repository, file))
		if err != nil || !strings.Contains(string(content), text) {
			t.Errorf("%s was to stand for it with %q: %v", file, text, err)
		}
		if s.typed == "" {
			return
		}
	}
	for name, content := range s.files {
		if err := os.WriteFile(filepath.Join(r.dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	line := c.line
	if s.typed != "" {
		line = s.typed
	}
	if s.await != nil {
		r.attend(t, line, s)
		return
	}
	cmd := r.command(t, line, s)
	cmd.Stdin = strings.NewReader(s.stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if cmd.ProcessState == nil || !cmd.ProcessState.Success() {
		t.Fatalf("%s: %v\n%s%s", line, err, &stdout, &stderr)
	}
	if c.console && stdout.String() != c.prints {
		t.Errorf("it is to print\n%s\nbut prints\n%s", c.prints, &stdout)
	}
	if s.after != nil {
		s.after(t, r)
	}
}

// attend runs a command until it works, and then ends it as its user would.
func (r *reader) attend(t *testing.T, line string, s step) {
	t.Helper()
	if taken, err := net.Listen("tcp", "127.0.0.1:8765"); err == nil {
		_ = taken.Close()
	} else if strings.Contains(line, "playground --open") {
		line += " --addr 127.0.0.1:0" // another program has the port
	}
	cmd := r.command(t, "exec "+line, s)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	output, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = w, w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- cmd.Wait()
		_ = w.Close()
	}()
	var said lockedBuffer
	s.await(t, r, io.TeeReader(output, &said))
	// Ctrl-C ends go run together with its program, whose failure it tells; it
	// calls it a failure of its own anyway.
	signal, process, status := syscall.SIGTERM, cmd.Process.Pid, 0
	if strings.HasPrefix(line, "go run ") {
		signal, process, status = syscall.SIGINT, -process, 1
	}
	if err := syscall.Kill(process, signal); err != nil {
		t.Error(err)
	}
	err := <-ended
	if cmd.ProcessState.ExitCode() != status || strings.Contains(said.String(), "exit status") {
		t.Errorf("after %v: %v\n%s", signal, err, said.String())
	}
}

func (r *reader) command(t *testing.T, line string, s step) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.Dir, cmd.Env = r.dir, append(slices.Clip(r.environ), s.environ...)
	cmd.WaitDelay = time.Second
	return cmd
}

// awaitPage opens the address that the playground prints, and that the browser
// is to open.
func awaitPage(t *testing.T, r *reader, output io.Reader) {
	t.Helper()
	lines := bufio.NewReader(output)
	line, err := lines.ReadString('\n')
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(line)
	if address == "" {
		t.Fatalf("it prints %q: %v", line, err)
	}
	if body := fetch(t, address); !strings.Contains(body, "<title>Playground</title>") {
		t.Errorf("the page is %.300s", body)
	}
	if !strings.HasSuffix(t.Name(), "--open") {
		return
	}
	if err := r.opened.SetReadDeadline(time.Now().Add(discordtest.Patience)); err != nil {
		t.Fatal(err)
	}
	opened, err := bufio.NewReader(r.opened).ReadString('\n')
	if err != nil || strings.TrimSpace(opened) != address {
		t.Errorf("the browser is to open %q: %v", opened, err)
	}
}

// awaitBot has the bot answer on Discord.
func awaitBot(t *testing.T, r *reader, output io.Reader) {
	t.Helper()
	go func() { _, _ = io.Copy(io.Discard, output) }()
	r.lives++
	r.fake.AwaitReady(r.lives)
	r.fake.AwaitCommands(1) // which Discord then holds
	r.fake.Interact(discordtest.Slash(discordtest.Guild, "help"))
}

// awaitEndpoint has the endpoint answer.
func awaitEndpoint(t *testing.T, _ *reader, output io.Reader) {
	t.Helper()
	ask(t, awaitURL(t, output), discordtest.Slash(discordtest.Guild, "help"))
	http.DefaultClient.CloseIdleConnections()
}

// writeToken does what the README says of the file .env.
func writeToken(t *testing.T, r *reader) {
	t.Helper()
	path := filepath.Join(r.dir, ".env")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	written := strings.Replace(string(content), "DISCORD_TOKEN=\n", "DISCORD_TOKEN="+discordtest.Token+"\n", 1)
	if err := os.WriteFile(path, []byte(written), 0o600); err != nil || written == string(content) {
		t.Fatalf(".env has no place for the token: %v", err)
	}
}

// checkAnswers holds that each question has its line.
func checkAnswers(t *testing.T, r *reader) {
	t.Helper()
	answers, err := os.ReadFile(filepath.Join(r.dir, "answers.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for line := range strings.Lines(string(answers)) {
		kind, err := validReply(line)
		if err != nil {
			t.Errorf("%v: %s", err, line)
		}
		kinds = append(kinds, kind)
	}
	if want := []string{"answer", "none"}; !slices.Equal(kinds, want) {
		t.Errorf("the answers are of the kinds %v, not %v", kinds, want)
	}
}
