package knowledge_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"attache/knowledge"
)

// schemaFile is where editors of this repository find the schema.
const schemaFile = "attache.schema.json"

func TestSchemaFile(t *testing.T) {
	if *update {
		if err := os.WriteFile(schemaFile, knowledge.Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(knowledge.Schema(), bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))) {
		t.Errorf("%s is not what Schema gives; run go test ./knowledge -run SchemaFile -update", schemaFile)
	}
}

// TestSchemaAccepts validates every file of the sets that are here.
func TestSchemaAccepts(t *testing.T) {
	schema := compileSchema(t)
	for name, set := range map[string]fs.FS{
		"data":     os.DirFS("data"),
		"template": knowledge.Template(),
		"small":    os.DirFS("testdata/small"),
		"festival": os.DirFS("testdata/sets/festival"),
		"kiosk":    os.DirFS("testdata/sets/kiosk"),
	} {
		files, err := fs.Glob(set, "*.yaml")
		if err != nil || len(files) == 0 {
			t.Errorf("%s holds no file, %v", name, err)
		}
		for _, file := range files {
			data, err := fs.ReadFile(set, file)
			if err != nil {
				t.Fatal(err)
			}
			if err := validate(schema, data); err != nil {
				t.Errorf("%s: %v", path.Join(name, file), err)
			}
		}
	}
}

// TestSchemaRefuses holds that an editor sees what the loader would report.
func TestSchemaRefuses(t *testing.T) {
	const entry = "{id: a, title: A, answer: B., source: s, as_of: 2020, status: current, questions: [what]}"
	schema := compileSchema(t)
	if err := validate(schema, []byte("facts: ["+entry+"]")); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(string) string{
		"unknown section":      func(string) string { return "fact: []" },
		"nothing":              func(string) string { return "{}" },
		"unknown key":          replace("title:", "titel: x, title:"),
		"missing key":          replace("source: s, ", ""),
		"no question":          replace("[what]", "[]"),
		"question as one text": replace("[what]", "what"),
		"empty text":           replace("B.", "''"),
		"truth":                replace("B.", "true"),
		"id with capitals":     replace("id: a", "id: Annex"),
		"impossible month":     replace("2020", "2020-13"),
		"two-figure year":      replace("2020", "20"),
		"unknown status":       replace("current", "curent"),
		"dispute with nobody":  replace("current", "disputed"),
		"brief is missing":     replace("id: a", "id: a, date: 2020, supersedes: [b]"),
		"date is missing":      replace("id: a", "id: a, brief: New, supersedes: [b]"),
		"long title":           replace("title: A", "title: "+strings.Repeat("A", 101)),
		"undated milestone":    replace("facts:", "milestones:"),
		"term without a name":  replace("facts:", "terms:"),
		"list of nothing":      replace("facts:", "lists:"),
		"endless phase":        replace("facts:", "phases:"),
		"gap with a source":    replace("facts:", "gaps:"),
		"one synonym":          func(string) string { return "synonyms: [[one]]" },
		"no page":              func(string) string { return "sources: [{id: s, title: S, publisher: P, captured: 2020, url: here}]" },
		"no colour":            func(string) string { return "set: {name: N, subject: S, colour: red, refusal: No., about: A.}" },
	} {
		t.Run(name, func(t *testing.T) {
			if data := change("facts: [" + entry + "]"); validate(schema, []byte(data)) == nil {
				t.Errorf("the schema allows %s", data)
			}
		})
	}
}

func replace(what, by string) func(string) string {
	return func(s string) string { return strings.Replace(s, what, by, 1) }
}

// TestSchemaDescribes holds that an editor can say what each key is for.
func TestSchemaDescribes(t *testing.T) {
	type node struct {
		Properties map[string]struct{ Description string }
		Defs       map[string]node `json:"$defs"`
	}
	var root node
	if err := json.Unmarshal(knowledge.Schema(), &root); err != nil {
		t.Fatal(err)
	}
	if len(root.Properties) < 10 || len(root.Defs) < 10 {
		t.Fatalf("%d sections and %d definitions", len(root.Properties), len(root.Defs))
	}
	root.Defs["file"] = node{Properties: root.Properties}
	for name, def := range root.Defs {
		for key, p := range def.Properties {
			if p.Description == "" {
				t.Errorf("%s.%s is not described", name, key)
			}
		}
	}
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(knowledge.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(schemaFile, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// validate reads data as an editor does, who knows YAML's types and not ours.
func validate(schema *jsonschema.Schema, data []byte) error {
	asJSON, err := yaml.YAMLToJSON(data)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}
