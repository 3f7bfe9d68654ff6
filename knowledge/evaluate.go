package knowledge

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Expectation is a question with what its answer must be: one line of a
// question set.
type Expectation struct {
	ID       string // may be empty
	Question string
	Kind     AnswerKind       // NoAnswer: out of scope, to be refused; the other two count as one
	Must     []*regexp.Regexp // all of them match the answer's text
	MustNot  []*regexp.Regexp // none of them does
	Category string           // may be empty
	Pos      Position
}

// The longest text in characters that counts as an answer.
const (
	maxJudgedAnswer = 700
	maxJudgedList   = 2500
)

// Limits of a question set.
const (
	maxExpectation       = 1 << 20 // bytes of a line
	maxExpectationFaults = 20      // after so many problems the rest is left unread
)

// ReadExpectations reads a question set in JSON Lines, which errors call name:
//
//	{"q": "when did it open?", "kind": "answer", "must": ["\\b1911\\b"], "must_not": [], "cat": "date"}
//
// The expressions are of RE2 (https://golang.org/s/re2syntax) and ignore case.
// Empty lines and keys of other programs are skipped. An error is a [Problems]
// that names the first faults, unless r cannot be read.
func ReadExpectations(r io.Reader, name string) ([]Expectation, error) {
	var read []Expectation
	var problems Problems
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxExpectation)
	at := Position{name, 0, 1}
	for lines.Scan() && len(problems) < maxExpectationFaults {
		at.Line++
		line := lines.Bytes()
		if at.Line == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff")) // Windows editors write a byte order mark
		}
		if len(bytes.TrimSpace(line)) > 0 {
			e, faults := readExpectation(line, at)
			read, problems = append(read, e), append(problems, faults...)
			if len(read) == 1 && !bytes.Contains(line, []byte("{")) { // plain questions: one word is enough
				break
			}
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		at.Line++
		problems.add(at, "the line is longer than 1 MiB", "write one question a line")
	case err != nil:
		return nil, fmt.Errorf("%s: cannot be read: %w", name, err)
	case len(read) == 0:
		problems.add(Position{name, 1, 1}, "there is no question", expectationForm)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return read, nil
}

const expectationForm = `write lines such as {"q": "when did it open?", "kind": "answer", "must": ["\\b1911\\b"], "cat": "date"}`

// expectationKeys are the keys of a line of a question set.
var expectationKeys = []string{"q", "kind", "must", "must_not", "cat"}

func readExpectation(line []byte, at Position) (Expectation, Problems) {
	var problems Problems
	var keys map[string]json.RawMessage
	var raw struct {
		ID       string     `json:"id"`
		Question string     `json:"q"`
		Kind     AnswerKind `json:"kind"`
		Must     []string   `json:"must"`
		MustNot  []string   `json:"must_not"`
		Category string     `json:"cat"`
	}
	if err := cmp.Or(json.Unmarshal(line, &keys), json.Unmarshal(line, &raw)); err != nil {
		problems.add(within(line, at, err), notJSON(err), expectationForm)
		return Expectation{}, problems
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if near, ok := nearest(key, expectationKeys); ok && near != key && len(key) > 2 {
			problems.add(at, fmt.Sprintf("key %q is unknown", key), fmt.Sprintf("did you mean %q?", near))
		}
	}
	if strings.TrimSpace(raw.Question) == "" {
		problems.add(at, `"q" is missing or empty`, "write the question")
	}
	switch kinds := []string{string(Direct), string(Listing), string(NoAnswer)}; {
	case raw.Kind == "":
		problems.add(at, `"kind" is missing or empty`, "write "+strings.Join(kinds, ", "))
	case !slices.Contains(kinds, string(raw.Kind)):
		problems.add(at, fmt.Sprintf("kind %q is unknown", raw.Kind), oneOf(string(raw.Kind), kinds))
	}
	expressions := func(key string, texts []string) []*regexp.Regexp {
		var compiled []*regexp.Regexp
		for _, text := range texts {
			re, err := regexp.Compile("(?i)" + text)
			if err != nil {
				problems.add(at, fmt.Sprintf("%q is no expression of %q: %v", text, key, err), "write it as on golang.org/s/re2syntax")
			}
			compiled = append(compiled, re)
		}
		return compiled
	}
	return Expectation{
		raw.ID, raw.Question, raw.Kind, expressions("must", raw.Must), expressions("must_not", raw.MustNot), raw.Category, at,
	}, problems
}

// within moves a place to where err stands in the line, if it says.
func within(line []byte, at Position, err error) Position {
	var offset int64
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = syntax.Offset
	} else if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = mismatch.Offset
	}
	at.Column = max(utf8.RuneCount(line[:min(int(offset), len(line))]), 1)
	return at
}

func notJSON(err error) string {
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && mismatch.Field != "" {
		return fmt.Sprintf("%q cannot be a %s", mismatch.Field, mismatch.Value)
	}
	return "the line is no JSON object: " + err.Error()
}

// Judge says whether an answer is right, and if it is not, why.
func (e Expectation) Judge(a Answer) (right bool, why string) {
	switch {
	case e.Kind == NoAnswer && a.Kind != NoAnswer:
		return false, "answered"
	case e.Kind == NoAnswer:
		return true, ""
	case a.Kind == NoAnswer:
		return false, "refused"
	}
	limit := maxJudgedAnswer
	if a.Kind == Listing {
		limit = maxJudgedList
	}
	if n := utf8.RuneCountInString(a.Text); n > limit {
		return false, fmt.Sprintf("%d characters long", n)
	}
	for _, must := range e.Must {
		if !must.MatchString(a.Text) {
			return false, "lacks " + expression(must)
		}
	}
	for _, not := range e.MustNot {
		if not.MatchString(a.Text) {
			return false, "has " + expression(not)
		}
	}
	return true, ""
}

// expression is a regular expression as the question set has it.
func expression(re *regexp.Regexp) string { return strings.TrimPrefix(re.String(), "(?i)") }

// Verdict is a question of a set with its answer, judged.
type Verdict struct {
	Expectation
	Answer Answer
	Right  bool
	Why    string // what is wrong; empty when right
}

// confidence is that of the best candidate, which unlike the answer's own does
// not depend on the bands.
func (v Verdict) confidence() float64 {
	if len(v.Answer.Candidates) == 0 {
		return 0
	}
	return v.Answer.Candidates[0].Confidence
}

// Evaluation is how a set does on questions, in their order.
type Evaluation []Verdict

// Evaluate answers and judges questions.
func (s *Set) Evaluate(questions []Expectation) Evaluation {
	verdicts := make(Evaluation, len(questions))
	for i, e := range questions {
		a := s.Answer(e.Question)
		right, why := e.Judge(a)
		verdicts[i] = Verdict{e, a, right, why}
	}
	return verdicts
}

// Tally counts verdicts.
type Tally struct {
	Category              string
	InScope, Right        int // questions that have an answer; those answered rightly
	OutOfScope, Abstained int // questions that have none; those refused
}

func (t *Tally) count(v Verdict) {
	all, right := &t.InScope, &t.Right
	if v.Kind == NoAnswer {
		all, right = &t.OutOfScope, &t.Abstained
	}
	*all++
	if v.Right {
		*right++
	}
}

// Total counts all verdicts.
func (e Evaluation) Total() Tally {
	var total Tally
	for _, v := range e {
		total.count(v)
	}
	return total
}

// Categories counts the verdicts of each category, by name.
func (e Evaluation) Categories() []Tally {
	tallies := map[string]*Tally{}
	for _, v := range e {
		if tallies[v.Category] == nil {
			tallies[v.Category] = &Tally{Category: v.Category}
		}
		tallies[v.Category].count(v)
	}
	var sorted []Tally
	for _, category := range slices.Sorted(maps.Keys(tallies)) {
		sorted = append(sorted, *tallies[category])
	}
	return sorted
}

// AUROC is that of the best candidates' confidence, questions in scope against
// those out of scope; NaN unless there are both.
func (e Evaluation) AUROC() float64 {
	var in, out []float64
	for _, v := range e {
		if v.Kind == NoAnswer {
			out = append(out, v.confidence())
		} else {
			in = append(in, v.confidence())
		}
	}
	return AUROC(in, out)
}

// CalibrationError is that of the best candidates' confidence, justified where
// a question in scope is answered rightly; NaN without questions.
func (e Evaluation) CalibrationError() float64 {
	estimates := make([]Estimate, len(e))
	for i, v := range e {
		estimates[i] = Estimate{v.confidence(), v.Right && v.Kind != NoAnswer}
	}
	return CalibrationError(estimates)
}
