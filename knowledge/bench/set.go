package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// entriesPerFile keeps files well below the 8 MiB that one may have, and lets
// them be read side by side.
const entriesPerFile = 50

// WriteSet writes a knowledge set into dir, a new or empty folder: an entry
// for each intent, whose examples are its questions, and offtopic as questions
// to refuse. A question that was there before, in whatever case, is left out,
// since a set must not have one twice; dropped counts those.
func WriteSet(dir string, intents []Intent, offtopic []string) (dropped int, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		return 0, fmt.Errorf("%s cannot be written into: it must be a new or empty folder", dir)
	}
	seen := map[string]bool{}
	unseen := func(texts []string) []string {
		var kept []string
		for _, text := range texts {
			key := strings.Join(strings.Fields(strings.ToLower(text)), " ")
			if !seen[key] {
				kept = append(kept, text)
			}
			seen[key] = true
		}
		dropped += len(texts) - len(kept)
		return kept
	}
	for start := 0; start < len(intents); start += entriesPerFile {
		var file bytes.Buffer
		file.WriteString("facts:\n")
		for _, intent := range intents[start:min(start+entriesPerFile, len(intents))] {
			name := strings.ReplaceAll(intent.ID, "-", " ")
			fmt.Fprintf(&file, "  - {id: %s, title: %s, answer: %s, source: data, as_of: \"2019\", status: current, questions: [\n",
				quoted(intent.ID), quoted(name), quoted(answer))
			for _, q := range unseen(intent.Examples) {
				fmt.Fprintf(&file, "      %s,\n", quoted(q))
			}
			file.WriteString("    ]}\n")
		}
		name := filepath.Join(dir, fmt.Sprintf("entries-%03d.yaml", start/entriesPerFile))
		if err := os.WriteFile(name, file.Bytes(), 0o644); err != nil {
			return 0, err
		}
	}
	var head bytes.Buffer
	head.WriteString(setHead)
	for i, q := range unseen(offtopic) {
		if i == 0 {
			head.WriteString("offtopic:\n")
		}
		fmt.Fprintf(&head, "  - %s\n", quoted(q))
	}
	return dropped, os.WriteFile(filepath.Join(dir, "set.yaml"), head.Bytes(), 0o644)
}

// answer is the same for every entry: an answer is no part of the data, and
// the set should learn nothing from what was made up here.
const answer = "Here is the answer."

const setHead = `set:
  name: Benchmark
  subject: the intents of a benchmark
  colour: "#808080"
  refusal: That is none of the intents.
  about: Generated from labelled texts to measure how well they are told apart.
sources:
  - {id: data, title: Labelled texts, publisher: Benchmark, captured: "2019"}
`

// quoted gives a text as JSON, which YAML takes as it is.
func quoted(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic(err) // no text fails to encode
	}
	return strings.TrimSuffix(b.String(), "\n")
}
