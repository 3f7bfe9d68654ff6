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
// When it is unset, payloads are checked by the rules of this package alone.
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

// schema holds body against one part of the OpenAPI document, when there is one.
func (p *problems) schema(fragment string, body []byte) {
	doc, err := openDocument()
	if doc == nil || err != nil {
		if err != nil {
			p.add("%v", err)
		}
		return
	}
	part, err := doc.part(fragment)
	if err != nil {
		p.add("schema %s: %v", fragment, err)
		return
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		p.add("not JSON: %v", err)
		return
	}
	if err := part.Validate(value); err != nil {
		p.add("Discord's schema: %v", err)
	}
}

// component is the fragment of a named schema.
func component(name string) string { return pointer("components", "schemas", name) }

// pointer writes a JSON pointer as a URL fragment.
func pointer(path ...string) string {
	escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")
	var b strings.Builder
	b.WriteString("#")
	for _, s := range path {
		b.WriteString("/" + escape.Replace(s))
	}
	return b.String()
}
