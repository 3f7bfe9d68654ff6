// Judge asks the real program, by "attache ask --json --knowledge DIR -", what
// it makes of the questions of a CLINC150 split, and scores its candidates:
// as the questions are, and with typing errors.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"attache/knowledge/bench"
)

// limits are what the scores must reach, in percent but for the calibration
// error.
type limits struct {
	raw, auroc, recall, calibration, typos float64
}

func main() {
	questions := flag.String("questions", "", "a `FILE` of JSON Lines with text and intent, those out of scope among them")
	program := flag.String("attache", "", "the `PROGRAM` to judge (default: built now)")
	var want limits
	flag.Float64Var(&want.raw, "min-raw", 0, "fail below this accuracy in scope, in `PERCENT`")
	flag.Float64Var(&want.auroc, "min-auroc", 0, "fail below this AUROC, in `PERCENT`")
	flag.Float64Var(&want.recall, "min-recall", 0, "fail below this out-of-scope recall where 90 % in scope are kept, in `PERCENT`")
	flag.Float64Var(&want.calibration, "max-ece", 1, "fail above this expected calibration `ERROR`, from 0 to 1")
	flag.Float64Var(&want.typos, "max-typos", 100, "fail when typing errors cost more `POINTS` of accuracy")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: judge -questions FILE [-attache PROGRAM] [-min-raw PERCENT …] DIR…")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *questions == "" || flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), *questions, *program, flag.Args(), want); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, path, program string, dirs []string, want limits) error {
	clean, err := bench.ReadUtterances(path)
	if err != nil {
		return err
	}
	if program == "" {
		scratch, err := os.MkdirTemp("", "judge")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(scratch) }()
		if program, err = build(ctx, scratch); err != nil {
			return err
		}
	}
	var plain, mistyped []bench.Score
	fmt.Println("| knowledge set | questions | raw | AUROC | out-of-scope recall at 90 % kept | calibration error |")
	fmt.Println("|---|---|---|---|---|---|")
	for _, dir := range dirs {
		for _, asked := range []struct {
			name   string
			texts  []bench.Utterance
			scores *[]bench.Score
		}{
			{"as they are", clean, &plain},
			{"with typos", bench.Mistyped(clean), &mistyped},
		} {
			score, err := judge(ctx, program, dir, asked.texts)
			if err != nil {
				return err
			}
			*asked.scores = append(*asked.scores, score)
			row(filepath.Base(dir), asked.name, score)
		}
	}
	if len(dirs) > 1 {
		row("mean", "as they are", bench.Mean(plain))
		row("mean", "with typos", bench.Mean(mistyped))
	}
	return want.check(bench.Mean(plain), bench.Mean(mistyped))
}

func row(set, questions string, s bench.Score) {
	fmt.Printf("| %s | %s | %.2f %% | %.2f %% | %.1f %% | %.3f |\n",
		set, questions, 100*s.Raw, 100*s.AUROC, 100*s.Recall, s.CalibrationError)
}

// check names every limit that is missed.
func (l limits) check(plain, mistyped bench.Score) error {
	var missed []string
	for _, c := range []struct {
		what      string
		got, want float64
		atMost    bool
	}{
		{"raw accuracy", 100 * plain.Raw, l.raw, false},
		{"AUROC", 100 * plain.AUROC, l.auroc, false},
		{"out-of-scope recall", 100 * plain.Recall, l.recall, false},
		{"expected calibration error", plain.CalibrationError, l.calibration, true},
		{"cost of typing errors", 100 * (plain.Raw - mistyped.Raw), l.typos, true},
	} {
		switch {
		case c.atMost && c.got > c.want:
			missed = append(missed, fmt.Sprintf("%s is %.3f, above %g", c.what, c.got, c.want))
		case !c.atMost && c.got < c.want:
			missed = append(missed, fmt.Sprintf("%s is %.2f, below %g", c.what, c.got, c.want))
		}
	}
	if len(missed) > 0 {
		return fmt.Errorf("%s", strings.Join(missed, "; "))
	}
	return nil
}

// build builds the program into dir.
func build(ctx context.Context, dir string) (string, error) {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "attache").Output()
	if err != nil {
		return "", fmt.Errorf("where the program's code is: %w; run this within its module, or give -attache", err)
	}
	program := filepath.Join(dir, "attache.exe") // the ending is needed on Windows only
	cmd := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/attache")
	cmd.Dir, cmd.Stderr = strings.TrimSpace(string(root)), os.Stderr
	return program, cmd.Run()
}

// judge has program answer every question from the set in dir.
func judge(ctx context.Context, program, dir string, questions []bench.Utterance) (bench.Score, error) {
	var in, out bytes.Buffer
	for _, q := range questions {
		fmt.Fprintln(&in, strings.ReplaceAll(q.Text, "\n", " "))
	}
	cmd := exec.CommandContext(ctx, program, "ask", "--json", "--knowledge", dir, "-")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = &in, &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return bench.Score{}, fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	guesses := make([]bench.Guess, len(questions))
	replies := json.NewDecoder(&out)
	for i, q := range questions {
		var reply struct {
			Candidates []struct {
				ID         string
				Confidence float64
			}
		}
		if err := replies.Decode(&reply); err != nil {
			return bench.Score{}, fmt.Errorf("reply %d: %w", i+1, err)
		}
		g := bench.Guess{InScope: q.Intent != bench.OutOfScope}
		if len(reply.Candidates) > 0 {
			best := reply.Candidates[0]
			g.Confidence, g.Right = best.Confidence, g.InScope && best.ID == q.ID()
		}
		guesses[i] = g
	}
	if err := replies.Decode(new(any)); err != io.EOF {
		return bench.Score{}, fmt.Errorf("more replies than the %d questions", len(questions))
	}
	return bench.Rate(guesses), nil
}
