package knowledge

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// decode reads one file of a set. The library's own decoding stops at the first
// fault, so this walks the library's syntax tree by the tags of file.go and
// goes on after each fault. name is what problems call the file. The result is
// nil when the file has no shape that could be read at all.
func decode(data []byte, name string) (*file, Problems) {
	d := decoder{name: name, fields: map[reflect.Type][]field{}}
	doc := d.parse(data)
	if doc == nil {
		return nil, d.problems
	}
	var f file
	d.structure(doc, "the file", reflect.ValueOf(&f).Elem())
	return &f, d.problems
}

type decoder struct {
	name     string
	problems Problems
	fields   map[reflect.Type][]field
}

func (d *decoder) report(at Position, what, remedy string) { d.problems.add(at, what, remedy) }

// field is a key that a mapping may have.
type field struct {
	key      string
	index    []int
	required bool
}

func (d *decoder) fieldsOf(t reflect.Type) []field {
	known, ok := d.fields[t]
	if ok {
		return known
	}
	for _, f := range reflect.VisibleFields(t) {
		key, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if key != "" {
			known = append(known, field{key, f.Index, option == "required"})
		}
	}
	d.fields[t] = known
	return known
}

// value fills v with the node that stands under key. It reports whether the
// node has the kind that v needs.
func (d *decoder) value(n ast.Node, key string, v reflect.Value) bool {
	switch {
	case v.Type() == reflect.TypeFor[text]():
		t, ok := d.text(n, key)
		v.Set(reflect.ValueOf(t))
		return ok
	case v.Kind() == reflect.Slice:
		return d.list(n, key, v)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.structure(n, key, v.Elem())
	}
	return d.structure(n, key, v)
}

func (d *decoder) text(n ast.Node, key string) (text, bool) {
	t := text{At: d.placeOf(n)}
	switch n := n.(type) {
	case *ast.StringNode:
		t.Value = n.Value
		d.whole(n.GetToken(), key)
	case *ast.LiteralNode:
		t.Value = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		t.Value = n.GetToken().Value // as written: 1995, 3.50
	case *ast.NullNode: // also what is left of: colour: #1f4e8c
		d.report(t.At, quoted(key)+" is empty", `write its text, in quotes if it starts with "#"`)
		return t, true
	default:
		d.report(t.At, fmt.Sprintf("%s must be text, not %s", quoted(key), kindOf(n)), "put it in quotes if it is one text")
		return t, false
	}
	t.Value = strings.TrimSpace(t.Value)
	if t.Value == "" {
		d.report(t.At, quoted(key)+" is empty", "write its text")
	}
	return t, true
}

// whole reports a text without quotes that YAML ends or goes on with where its writer
// can hardly have meant it: at a "#" in a sentence, or over the next element's dash.
func (d *decoder) whole(t *token.Token, key string) {
	if t.Type != token.StringType {
		return
	}
	if sentence := key == "answer" || strings.HasPrefix(key, "an element of "); sentence && strings.Contains(t.Value, " ") && t.Next != nil && t.Next.Type == token.CommentType && t.Next.Position.Line == t.Position.Line {
		d.report(d.at(t.Next), `the text before "#" ends here: the rest of the line is a comment`, "put the whole text in quotes, or the comment on a line of its own")
	}
	if at := gluedElement.FindStringIndex(t.Origin); at != nil {
		line := t.Position.Line + strings.Count(strings.TrimLeft(t.Origin[:at[0]], " \n"), "\n")
		d.report(d.place(line+1, 1), "this line is indented too far: it goes on with the text above", "indent its dash as those of the other elements")
	}
}

// gluedElement is a further line of a text that begins with a dash.
var gluedElement = regexp.MustCompile(`\n[ ]*- `)

func (d *decoder) list(n ast.Node, key string, v reflect.Value) bool {
	sequence, ok := n.(*ast.SequenceNode)
	if !ok {
		d.report(d.placeOf(n), fmt.Sprintf("%s must be a list, not %s", quoted(key), kindOf(n)), `start each element on its own line with "- "`)
		return false
	}
	v.Set(reflect.MakeSlice(v.Type(), len(sequence.Values), len(sequence.Values)))
	kept := 0
	for _, n := range sequence.Values {
		if d.value(n, "an element of "+strings.TrimPrefix(key, "an element of "), v.Index(kept)) {
			kept++
		}
	}
	v.SetLen(kept) // what is no entry at all is not checked as one
	return true
}

func (d *decoder) structure(n ast.Node, key string, v reflect.Value) bool {
	at := d.placeOf(n)
	if f := v.FieldByName("At"); f.IsValid() {
		f.Set(reflect.ValueOf(at))
	}
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		d.report(at, fmt.Sprintf(`%s must hold "key: value" lines, not %s`, quoted(key), kindOf(n)), "write them out, indented alike")
		return false
	}
	fields := d.fieldsOf(v.Type())
	seen := make(map[string]Position, len(pairs))
	for _, pair := range pairs {
		d.pair(pair, fields, seen, v)
	}
	for _, f := range fields {
		if _, ok := seen[f.key]; !ok && f.required {
			d.report(at, fmt.Sprintf("%q is missing", f.key), fmt.Sprintf(`add a line "%s: …"`, f.key))
		}
	}
	return true
}

// pair reads one "key: value" of a mapping into the field of v that takes it.
func (d *decoder) pair(pair *ast.MappingValueNode, fields []field, seen map[string]Position, v reflect.Value) {
	at, key := d.at(pair.Key.GetToken()), pair.Key.GetToken().Value
	first, twice := seen[key]
	if twice {
		d.report(at, fmt.Sprintf("key %q stands here a second time, first at %s", key, first), "join the two or remove one")
		return
	}
	seen[key] = at
	keys := make([]string, 0, len(fields))
	for _, f := range fields {
		if f.key != key {
			keys = append(keys, f.key)
			continue
		}
		target := v.FieldByIndex(f.index)
		d.value(pair.Value, key, target)
		if sequence, ok := pair.Value.(*ast.SequenceNode); ok && f.required && len(sequence.Values) == 0 {
			d.report(d.placeOf(pair.Value), fmt.Sprintf("%q is an empty list", key), "add at least one element")
		}
		return
	}
	d.report(at, fmt.Sprintf("key %q is unknown", key), guess(key, keys)+"the keys allowed here are "+strings.Join(keys, ", "))
}

// placeOf gives the first character of a node; the library's own token for a
// mapping is its first colon.
func (d *decoder) placeOf(n ast.Node) Position {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return d.placeOf(n.Values[0])
		}
	case *ast.MappingValueNode:
		return d.at(n.Key.GetToken())
	}
	return d.at(n.GetToken())
}

// kindOf names what an editor has written.
func kindOf(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return `"key: value" lines`
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "nothing"
	case *ast.BoolNode:
		return "true or false"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	}
	return "text"
}

// quoted puts a key in quotes and leaves a description as it is.
func quoted(key string) string {
	if strings.Contains(key, " ") {
		return key
	}
	return fmt.Sprintf("%q", key)
}
