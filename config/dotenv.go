package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/joho/godotenv"
)

// maxDotenv bounds a .env file, in bytes.
const maxDotenv = 64 << 10

// readDotenv reads the .env file at path. A missing one holds nothing. Of a
// broken one it gives what stands before the fault, and an error that names
// the line and quotes nothing: godotenv's own error has no line and quotes
// the value, which may be the token.
func readDotenv(path string) (map[string]string, error) {
	src, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w; make it readable or remove it", err)
	}
	return parseDotenv(path, src)
}

func parseDotenv(path string, src []byte) (map[string]string, error) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
		return nil, fmt.Errorf("%s:1: the file is not UTF-8 text; save it as UTF-8", path)
	}
	if len(src) > maxDotenv {
		return nil, fmt.Errorf("%s:1: the file is larger than %d KiB; keep only variables in it", path, maxDotenv>>10)
	}
	// The library takes a last line without "=" for a value without a name
	// unless a line break follows.
	src = append(bytes.TrimRight(src, "\n"), '\n')

	all, err := parse(src)
	if err == nil {
		return all, nil
	}
	start := brokenStatement(src)
	good, _ := parse(src[:start]) // whole statements that were accepted one by one
	statement, _, _ := strings.Cut(string(src[start:]), "\n")
	return good, fmt.Errorf("%s:%d: %s", path, 1+bytes.Count(src[:start], []byte("\n")), dotenvFault(statement))
}

// brokenStatement gives the offset of the first statement that the library
// refuses. A statement ends with the line up to which it is accepted, since a
// quoted value may span lines.
func brokenStatement(src []byte) int {
	start := 0
	for end := 0; end < len(src); {
		end += bytes.IndexByte(src[end:], '\n') + 1
		switch _, err := parse(src[start:end]); {
		case err == nil:
			start = end
		case !strings.HasPrefix(err.Error(), "unterminated"):
			return start // no further line mends it
		}
	}
	return start
}

// parse is the library's parser, but a value without a name is an error too.
func parse(src []byte) (map[string]string, error) {
	values, err := godotenv.UnmarshalBytes(src)
	if _, nameless := values[""]; err == nil && nameless {
		err = errors.New("value without a name")
	}
	return values, err
}

// dotenvFault says what is wrong with a statement that the library refuses.
func dotenvFault(statement string) string {
	name, value, assigned := strings.Cut(statement, "=")
	switch value = strings.TrimSpace(value); {
	case !assigned:
		return "the line assigns nothing; write NAME=value, or # before a comment"
	case strings.TrimSpace(name) == "":
		return "the name before the = is missing; write NAME=value"
	case strings.HasPrefix(value, `"`) || strings.HasPrefix(value, "'"):
		return "the quotation mark after the = is not closed where the value ends; write NAME=\"value\" and nothing behind it"
	}
	return "the line is no assignment; write NAME=value with letters, digits and _ in the name"
}
