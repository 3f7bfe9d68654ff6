package main

import (
	"fmt"
	"os"
	"path/filepath"

	"attache/knowledge"
	"attache/knowledge/bench"
)

// text is what peers search: an example of a label, or all that is known of it.
type text struct {
	label, text string
}

// task is questions to find a label for, and what there is to learn from.
type task struct {
	name      string
	load      func() (*knowledge.Set, error)
	examples  []text // several of each label
	whole     []text // one of each label
	questions []question
}

type question struct {
	text    string
	inScope bool
	right   func(label string) bool
}

// clincTask is CLINC150 in full: its training split is searched, the
// questions are those of its validation split.
func clincTask(scratch string) (task, error) {
	clinc, err := bench.ReadClinc()
	if err != nil {
		return task{}, err
	}
	dir := filepath.Join(scratch, "clinc")
	if _, err := bench.WriteSet(dir, clinc.Train, clinc.OOS); err != nil {
		return task{}, err
	}
	t := task{name: "CLINC150", load: func() (*knowledge.Set, error) { return knowledge.Load(dir) }}
	for _, intent := range clinc.Train {
		t.add(intent.ID, intent.Examples...)
	}
	for _, u := range clinc.Val {
		t.questions = append(t.questions, question{u.Text, u.Intent != bench.OutOfScope, func(label string) bool { return label == u.ID() }})
	}
	return t, nil
}

// builtInTask is the set that the program has built in. A label is right when
// its entry's own text is judged a right answer, for every system alike.
func builtInTask() (task, error) {
	path := os.Getenv("ATTACHE_EVAL")
	if path == "" {
		return task{}, fmt.Errorf("ATTACHE_EVAL is not set; let it name a file of questions, such as ../testdata/heldout.jsonl")
	}
	questions, err := bench.ReadQuestions(path)
	if err != nil {
		return task{}, err
	}
	set, err := knowledge.Embedded()
	if err != nil {
		return task{}, err
	}
	t := task{name: "the set built in", load: knowledge.Embedded}
	answers := map[string]knowledge.Answer{}
	for _, e := range set.Entries {
		t.add(e.ID, append([]string{e.Title, e.Answer}, e.Questions...)...)
		answers[e.ID] = knowledge.Answer{Kind: knowledge.Listing, Text: itemised(set, e)}
	}
	for _, q := range questions {
		t.questions = append(t.questions, question{q.Question, q.Kind != knowledge.NoAnswer, func(label string) bool {
			right, _ := q.Judge(answers[label])
			return right
		}})
	}
	return t, nil
}

// itemised is all that an entry says, with the lines of a list.
func itemised(set *knowledge.Set, e *knowledge.Entry) string {
	said := e.Spoken()
	for _, item := range e.Items {
		said += "\n" + item
	}
	if e.Select != nil {
		for _, selected := range set.Select(*e.Select) {
			said += "\n" + selected.Line()
		}
	}
	return said
}

func (t *task) add(label string, texts ...string) {
	whole := text{label: label}
	for _, s := range texts {
		t.examples = append(t.examples, text{label, s})
		whole.text += s + "\n"
	}
	t.whole = append(t.whole, whole)
}
