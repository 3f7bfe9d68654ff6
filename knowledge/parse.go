package knowledge

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds of what the library's parser is given. The shape of file.go needs four
// levels and 19 keys. The parser recurses, so that a few megabytes of "[" would
// end the program, and its time grows with the square of a mapping's keys.
const (
	maxDepth = 32
	maxKeys  = 100
	// maxSigns bounds the characters that can start a token each: the lexer
	// takes some 300 bytes for one. 5,000 entries in one file have some 300,000.
	maxSigns = 1_000_000
)

// parse gives the document of a file, or nil with the reason reported.
func (d *decoder) parse(data []byte) ast.Node {
	start := d.place(1, 1)
	src := strings.TrimPrefix(string(data), "\ufeff") // Windows editors write a byte order mark
	if at, ok := d.foreign(src); ok {
		d.report(at, "the file is not plain UTF-8 text", "save it as UTF-8")
		return nil
	}
	if strings.TrimSpace(src) == "" {
		d.report(start, "the file is empty", "add a section such as facts or remove the file")
		return nil
	}
	if signs := countSigns(src); signs > maxSigns {
		d.report(start, fmt.Sprintf("the file has %d characters that mean something in YAML, more than %d", signs, maxSigns), "split it, or remove what is no text")
		return nil
	}
	tokens := lexer.Tokenize(src)
	if !d.plain(tokens) {
		return nil
	}
	tree, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		at, reason := start, err.Error()
		if syntax := (*yaml.SyntaxError)(nil); errors.As(err, &syntax) {
			at, reason = d.at(syntax.Token), strings.ReplaceAll(syntax.Message, "\t", `\t`)
		}
		d.report(at, "this is not YAML: "+reason, `check the indentation and brackets here and above, and put text that holds ": " or " #" in quotes`)
		return nil
	}
	var bodies []ast.Node
	for _, doc := range tree.Docs {
		if doc.Body != nil {
			bodies = append(bodies, doc.Body)
		}
	}
	if len(bodies) == 0 {
		d.report(start, "the file has no content but comments", "add a section such as facts or remove the file")
		return nil
	}
	if len(bodies) > 1 {
		d.report(d.placeOf(bodies[1]), "a second document starts here", "move it to a file of its own")
	}
	return bodies[0]
}

// countSigns counts what a token can start at.
func countSigns(src string) int {
	n := 0
	for i := range len(src) {
		switch src[i] {
		case '[', ']', '{', '}', ',', ':', '?', '&', '*', '!', '|', '>', '%', '@', '`', '"', '\'', '#', '\n', '\r':
			n++
		case '-':
			if i+1 == len(src) || src[i+1] == ' ' || src[i+1] == '\n' {
				n++
			}
		}
	}
	return n
}

// foreign finds the first character that text cannot hold.
func (d *decoder) foreign(src string) (Position, bool) {
	line, column := 1, 1
	for i, r := range src {
		switch {
		case r == '\n':
			line, column = line+1, 0
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(src[i:]); size == 1 {
				return d.place(line, column), true
			}
		case unicode.IsControl(r) && r != '\t' && r != '\r':
			return d.place(line, column), true
		}
		column++
	}
	return Position{}, false
}

// plain reports what a set has no use for: YAML's references (a few lines of
// them can stand for gigabytes), its types, and nesting or mappings so large
// that the library's parser would take a stack or hours for them.
func (d *decoder) plain(tokens token.Tokens) bool {
	var open []*token.Token  // brackets
	var crowded *token.Token // the first key after too many
	dashes, dashLine := 0, 0
	keys := map[int]int{} // of the open mappings: by column, in brackets by minus their depth
	for _, t := range tokens {
		if what := unread[t.Type]; what != "" {
			d.report(d.at(t), what+" are not read here", "write the value out, in quotes if it is text")
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			open = append(open, t)
			keys[-len(open)] = 0
		case token.SequenceEndType, token.MappingEndType:
			open = open[:max(len(open)-1, 0)]
		case token.SequenceEntryType:
			// Lists within lists open on one line, or on lines of nothing but dashes.
			if t.Position.Line != dashLine && (t.Prev == nil || t.Prev.Type != token.SequenceEntryType) {
				dashes = 0
			}
			dashes, dashLine = dashes+1, t.Position.Line
			maps.DeleteFunc(keys, func(column, _ int) bool { return column > t.Position.Column })
		case token.MappingValueType:
			mapping := -len(open)
			if len(open) == 0 && t.Prev != nil {
				mapping = t.Prev.Position.Column
				maps.DeleteFunc(keys, func(column, _ int) bool { return column > mapping })
			}
			keys[mapping]++
			if keys[mapping] > maxKeys && crowded == nil {
				crowded = t
			}
		}
		// Of open mappings there is one at each level, in brackets and out of them.
		if len(open) > maxDepth || dashes > maxDepth || len(keys) > 2*maxDepth {
			d.report(d.at(t), fmt.Sprintf("more than %d levels are nested here", maxDepth), "remove the surplus brackets or dashes")
			return false
		}
	}
	switch {
	case len(open) > 0: // so that what follows is read as within
		d.report(d.at(open[0]), "the bracket that opens here is not closed", "close it, or put text that holds a bracket in quotes")
	case crowded != nil:
		d.report(d.at(crowded), fmt.Sprintf("more than %d keys stand in one place here", maxKeys), "start each element of a list with a dash")
	}
	return len(d.problems) == 0
}

// unread names what of YAML is not read.
var unread = map[token.Type]string{
	token.AnchorType:     "anchors (&)",
	token.AliasType:      "aliases (*)",
	token.MergeKeyType:   "merge keys (<<)",
	token.TagType:        "tags (!)",
	token.DirectiveType:  "directives (%)",
	token.MappingKeyType: "keys with a question mark",
}

func (d *decoder) place(line, column int) Position { return Position{d.name, line, column} }

func (d *decoder) at(t *token.Token) Position {
	if t == nil || t.Position == nil {
		return d.place(1, 1)
	}
	return d.place(max(t.Position.Line, 1), max(t.Position.Column, 1))
}
