package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
)

// small is a set that is ready sooner than the one built in.
const small = "../../knowledge/testdata/small"

func TestLineReader(t *testing.T) {
	full := strings.Repeat("a", maxLine)
	start := strings.Repeat("a", maxKept)
	tests := map[string]struct {
		in   string
		want []string // a line that is too long has "…" behind what is kept
	}{
		"nothing":                {"", nil},
		"one empty line":         {"\n", []string{""}},
		"no ending":              {"a", []string{"a"}},
		"endings mixed":          {"a\r\n\nb\n\r\nc", []string{"a", "", "b", "", "c"}},
		"carriage return inside": {"a\rb\n", []string{"a\rb"}},
		"longest":                {full + "\n" + full + "\r\n" + full, []string{full, full, full}},
		"longest with an inner return": {
			full[1:] + "\r\r\nb\n", []string{full[1:] + "\r", "b"},
		},
		"one byte more":          {full + "a\nb\n", []string{start + "…", "b"}},
		"one byte more and CRLF": {full + "a\r\nb\n", []string{start + "…", "b"}},
		"one byte more, at end":  {full + "a", []string{start + "…"}},
		"many times too long":    {strings.Repeat(full, 3) + "\nb", []string{start + "…", "b"}},
		"kept as characters": {
			strings.Repeat("é", maxLine) + "\n", []string{strings.Repeat("é", maxKept) + "…"},
		},
		"kept though invalid": {
			strings.Repeat("\xff", maxLine+1) + "\n", []string{strings.Repeat("\xff", maxKept) + "…"},
		},
	}
	for name, test := range tests {
		for how, wrap := range map[string]func(io.Reader) io.Reader{
			"whole":  func(r io.Reader) io.Reader { return r },
			"halves": iotest.HalfReader, "with end": iotest.DataErrReader,
		} {
			t.Run(name+"/"+how, func(t *testing.T) {
				lines := newLineReader(wrap(strings.NewReader(test.in)))
				var got []string
				for {
					line, err := lines.next()
					if errors.Is(err, io.EOF) {
						break
					}
					if errors.Is(err, errTooLong) {
						line += "…"
					} else if err != nil {
						t.Fatal(err)
					}
					got = append(got, line)
				}
				if len(got) != len(test.want) {
					t.Fatalf("got %d lines, want %d", len(got), len(test.want))
				}
				for i := range got {
					if got[i] != test.want[i] {
						t.Errorf("line %d: got %.40q (%d bytes), want %.40q (%d bytes)", i, got[i], len(got[i]), test.want[i], len(test.want[i]))
					}
				}
				if cap(lines.line) > 2*maxLine {
					t.Errorf("holds %d bytes, more than any line needs", cap(lines.line))
				}
			})
		}
	}
}

// TestAnswerLinesAsTheyArrive holds that an answer is out before the next
// question is in.
func TestAnswerLinesAsTheyArrive(t *testing.T) {
	set, err := load(small)
	if err != nil {
		t.Fatal(err)
	}
	questions, ask := io.Pipe()
	answers, answer := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- answerLines(set, false, questions, answer, writeJSON) }()
	lines := newLineReader(answers)
	for _, question := range []string{"what is this", "", "\xff"} {
		if _, err := io.WriteString(ask, question+"\n"); err != nil {
			t.Fatal(err)
		}
		line, err := lines.next()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := validReply(line + "\n"); err != nil {
			t.Errorf("%q: %v: %s", question, err, line)
		}
	}
	ask.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAnswerLinesFaults(t *testing.T) {
	set, err := load(small)
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := answerLines(set, false, iotest.ErrReader(broken), io.Discard, writeJSON); !errors.Is(err, broken) {
		t.Errorf("reading: got %v, want %v", err, broken)
	}
	if err := answerLines(set, false, strings.NewReader("\n"), closedPipe{}, writeJSON); !errors.Is(err, syscall.EPIPE) {
		t.Errorf("writing: got %v, want %v", err, syscall.EPIPE)
	}
}

func TestClosedOutputEndsQuietly(t *testing.T) {
	for _, args := range [][]string{{"ask", "x"}, {"ask", "--json", "-"}, {"ask", "-"}, {"chat"}, {"version"}, {"check"}} {
		var stderr strings.Builder
		status := execute(t.Context(), args, map[string]string{"KNOWLEDGE_DIR": small}, strings.NewReader("one\ntwo\n"), closedPipe{}, &stderr)
		if status != exitFine || stderr.Len() > 0 {
			t.Errorf("%q: status %d, errors %q", args, status, &stderr)
		}
	}
}

// closedPipe is a pipe whose reader has gone.
type closedPipe struct{}

func (closedPipe) Write([]byte) (int, error) { return 0, syscall.EPIPE }

// FuzzAskJSON holds that whatever comes in, one valid object goes out a line.
func FuzzAskJSON(f *testing.F) {
	set, err := load(small)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("what is this\n\n\r\n"))
	f.Add([]byte("\xff\x00\u2028</script>"))
	f.Add([]byte("between 1995 and 99999999999999999999\n\"\\"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		if err := answerLines(set, false, bytes.NewReader(in), &out, writeJSON); err != nil {
			t.Fatal(err)
		}
		want := bytes.Count(in, []byte("\n"))
		if len(in) > 0 && in[len(in)-1] != '\n' {
			want++
		}
		got := 0
		for line := range strings.Lines(out.String()) {
			if _, err := validReply(line); err != nil {
				t.Errorf("%v: %s", err, line)
			}
			got++
		}
		if got != want {
			t.Errorf("%d lines for %d", got, want)
		}
	})
}
