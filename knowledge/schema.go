package knowledge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Schema gives the JSON Schema (draft 2020-12) of a file of a set, for editors
// that complete keys and underline faults. It is made from the tags of file.go,
// so that it allows what the loader reads; what only the whole set shows, such
// as an id that nothing bears, is left to the loader.
func Schema() []byte {
	b := schemaBuilder{defs: map[string]*schema{}}
	root := b.structure(reflect.TypeFor[file]())
	root.Draft = "https://json-schema.org/draft/2020-12/schema"
	root.Title = "A file of a knowledge set"
	root.MinProperties = 1
	for _, name := range b.order {
		root.Defs = append(root.Defs, member{name, b.defs[name]})
	}
	root.Defs = append(root.Defs, scalarSchemas()...)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(root); err != nil {
		panic(err) // it holds nothing but text, numbers and lists
	}
	return out.Bytes()
}

// schema is as much of JSON Schema as the files need.
type schema struct {
	Draft         string              `json:"$schema,omitempty"`
	Title         string              `json:"title,omitempty"`
	Description   string              `json:"description,omitempty"`
	Ref           string              `json:"$ref,omitempty"`
	Type          types               `json:"type,omitempty"`
	Enum          []string            `json:"enum,omitempty"`
	Pattern       string              `json:"pattern,omitempty"`
	MinLength     int                 `json:"minLength,omitempty"`
	MaxLength     int                 `json:"maxLength,omitempty"`
	Minimum       int                 `json:"minimum,omitempty"`
	Maximum       int                 `json:"maximum,omitempty"`
	MinItems      int                 `json:"minItems,omitempty"`
	Items         *schema             `json:"items,omitempty"`
	MinProperties int                 `json:"minProperties,omitempty"`
	Properties    members             `json:"properties,omitempty"`
	Closed        *bool               `json:"additionalProperties,omitempty"`
	Required      []string            `json:"required,omitempty"`
	Together      map[string][]string `json:"dependentRequired,omitempty"`
	OneOf         []*schema           `json:"oneOf,omitempty"`
	If            *schema             `json:"if,omitempty"`
	Then          *schema             `json:"then,omitempty"`
	Defs          members             `json:"$defs,omitempty"`
}

// types are the types that a value may have; one stands without brackets.
type types []string

// MarshalJSON implements [json.Marshaler].
func (ts types) MarshalJSON() ([]byte, error) {
	if len(ts) == 1 {
		return json.Marshal(ts[0])
	}
	return json.Marshal([]string(ts))
}

// members is an object whose keys keep their order: that of file.go, which is
// the order in which people write them.
type members []member

type member struct {
	key   string
	value *schema
}

// MarshalJSON implements [json.Marshaler].
func (ms members) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, m := range ms {
		if i > 0 {
			out.WriteByte(',')
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "%q:%s", m.key, value) // of a key in plain letters Go's quotes are JSON's
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// schemaBuilder makes a definition of each structure of file.go.
type schemaBuilder struct {
	decoder decoder // reads the tags
	defs    map[string]*schema
	order   []string
}

// structure describes the mapping that t is read from.
func (b *schemaBuilder) structure(t reflect.Type) *schema {
	if b.decoder.fields == nil {
		b.decoder.fields = map[reflect.Type][]field{}
	}
	closed := false
	s := &schema{Type: types{"object"}, Closed: &closed}
	for _, f := range b.decoder.fieldsOf(t) {
		p := b.value(f.key, t.FieldByIndex(f.index).Type)
		if t == reflect.TypeFor[rawSet]() && f.key == "about" {
			p = scalar("text") // elsewhere it is an id
		}
		if t == reflect.TypeFor[rawSentence]() && f.key == "name" {
			p = &schema{Enum: SentenceNames()}
		}
		p.Description = describe(t, f.key)
		if f.required {
			s.Required = append(s.Required, f.key)
			if p.Items != nil {
				p.MinItems = 1
			}
		}
		s.Properties = append(s.Properties, member{f.key, p})
	}
	b.conditions(t, s)
	return s
}

// conditions adds what one key of a mapping asks of the others.
func (b *schemaBuilder) conditions(t reflect.Type, s *schema) {
	if t == reflect.TypeFor[rawList]() {
		s.OneOf = []*schema{{Required: []string{"items"}}, {Required: []string{"select"}}}
		s.property("answer").MaxLength = MaxList
	}
	if s.property("supersedes") == nil {
		return
	}
	s.Together = map[string][]string{"supersedes": {"brief", "date"}}
	if t == reflect.TypeFor[rawPhase]() {
		s.Together["supersedes"] = []string{"brief"} // its start is its date
	}
	s.If = &schema{
		Properties: members{{"status", &schema{Enum: []string{string(Disputed)}}}},
		Required:   []string{"status"},
	}
	s.Then = &schema{Required: []string{"disputed"}}
}

func (s *schema) property(key string) *schema {
	for _, m := range s.Properties {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// value describes what stands under key.
func (b *schemaBuilder) value(key string, t reflect.Type) *schema {
	switch {
	case t == reflect.TypeFor[text]():
		return scalar(key)
	case t.Kind() == reflect.Slice:
		s := &schema{Type: types{"array"}, Items: b.value(key, t.Elem())}
		if key == "synonyms" && t.Elem() == reflect.TypeFor[[]text]() {
			s.Items.MinItems = 2
		}
		return s
	case t.Kind() == reflect.Pointer:
		t = t.Elem()
	}
	name := strings.ToLower(strings.TrimPrefix(t.Name(), "raw"))
	if key == "milestones" {
		name = "milestone"
	}
	if b.defs[name] == nil {
		b.order = append(b.order, name)
		b.defs[name] = &schema{} // holds the place
		*b.defs[name] = *b.structure(t)
		if key == "milestones" {
			b.defs[name].Required = append(b.defs[name].Required, "date")
		}
	}
	return &schema{Ref: "#/$defs/" + name}
}

// scalar describes a piece of text by the key it stands under.
func scalar(key string) *schema {
	name := "text"
	switch key {
	case "id", "source", "about", "nearest", "topic", "topics", "supersedes", "today":
		name = "id"
	case "date", "namesakes", "as_of", "captured", "since", "start", "end":
		name = "date"
	case "colour":
		return &schema{Type: types{"string"}, Pattern: "^#[0-9a-fA-F]{6}$"}
	case "url":
		return &schema{Type: types{"string"}, Pattern: "^https?://[^/]"}
	case "status":
		return &schema{Enum: statuses}
	case "caution":
		return &schema{Enum: cautions}
	case "kind":
		return &schema{Enum: selectable}
	}
	s := &schema{Ref: "#/$defs/" + name}
	switch key {
	case "title":
		s.MaxLength = maxTitle
	case "answer":
		s.MaxLength = MaxAnswer
	}
	return s
}

// scalarSchemas defines the kinds of text. A bare number is text too: editors
// see 1995 as a number, the loader as it is written.
func scalarSchemas() members {
	return members{
		{"text", &schema{Type: types{"string", "number"}, MinLength: 1}},
		{"id", &schema{Type: types{"string", "integer"}, Pattern: idForm.String()}},
		{"date", &schema{
			Type:    types{"string", "integer"},
			Pattern: `^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$`,
			Minimum: 1000,
			Maximum: 9999,
		}},
	}
}

// describe gives the description of a key of t, or of the structure that t
// holds the key from.
func describe(t reflect.Type, key string) string {
	names := []string{t.Name()}
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			names = append(names, f.Type.Name())
		}
	}
	i := slices.IndexFunc(names, func(name string) bool { return descriptions[name+"."+key] != "" })
	if i < 0 {
		return ""
	}
	return descriptions[names[i]+"."+key]
}
