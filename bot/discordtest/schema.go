package discordtest

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// SchemaVariable names the environment variable that holds the path of
// Discord's OpenAPI document (specs/openapi.json of discord/discord-api-spec).
// When it is unset, payloads are checked by the package rules alone.
const SchemaVariable = "DISCORD_OPENAPI"

// document compiles parts of the OpenAPI document on demand; a compiled part
// is safe for concurrent use, the compiler is not.
type document struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	parts    map[string]*jsonschema.Schema
}

const documentURL = "discord:openapi.json"

// openDocument reads the document once a process: it holds 539 schemas.
var openDocument = sync.OnceValues(func() (*document, error) {
	path := os.Getenv(SchemaVariable)
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", SchemaVariable, err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", SchemaVariable, err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(documentURL, doc); err != nil {
		return nil, err
	}
	return &document{compiler: c, parts: map[string]*jsonschema.Schema{}}, nil
})

func (d *document) part(fragment string) (*jsonschema.Schema, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s, ok := d.parts[fragment]; ok {
		return s, nil
	}
	s, err := d.compiler.Compile(documentURL + fragment)
	if err == nil {
		d.parts[fragment] = s
	}
	return s, err
}

// againstSchema lists what is wrong with body by one part of the OpenAPI
// document; nil without the document.
func againstSchema(fragment string, body []byte) []string {
	doc, err := openDocument()
	if err != nil {
		return []string{err.Error()}
	}
	if doc == nil {
		return nil
	}
	part, err := doc.part(fragment)
	if err != nil {
		return []string{fmt.Sprintf("schema %s: %v", fragment, err)}
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return []string{fmt.Sprintf("not JSON: %v", err)}
	}
	if err := part.Validate(value); err != nil {
		return []string{fmt.Sprintf("Discord's schema: %v", err)}
	}
	return nil
}

// component is the fragment of a named schema.
func component(name string) string { return pointer("components", "schemas", name) }

// pointer writes a JSON pointer as a URL fragment.
func pointer(path ...string) string {
	var b strings.Builder
	b.WriteString("#")
	for _, s := range path {
		b.WriteString("/" + escapePointer.Replace(s))
	}
	return b.String()
}

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")
