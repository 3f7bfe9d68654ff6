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

// dotenvFile is what a .env file says.
type dotenvFile struct {
	values   map[string]string
	lines    map[string]int // where each is assigned, counted from 1
	problems Problems
}

// readDotenv reads the .env file at path. A missing one holds nothing. Of a broken
// one it gives what is sound, and problems that name the line and quote nothing:
// godotenv's own errors have no line and quote the value, which may be the token.
func readDotenv(path string) dotenvFile {
	src, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return dotenvFile{}
	}
	if err != nil {
		return dotenvFile{problems: Problems{fmt.Sprintf("%v; make it readable or remove it", err)}}
	}
	return parseDotenv(path, src)
}

func parseDotenv(path string, src []byte) dotenvFile {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
		return dotenvFile{problems: Problems{path + ":1: the file is not UTF-8 text; save it as UTF-8"}}
	}
	if len(src) > maxDotenv {
		return dotenvFile{problems: Problems{fmt.Sprintf("%s:1: the file is larger than %d KiB; keep only variables in it", path, maxDotenv>>10)}}
	}
	// The library takes a last line without "=" for a value without a name
	// unless a line break follows.
	src = append(bytes.TrimRight(src, "\n"), '\n')

	f := dotenvFile{lines: map[string]int{}}
	var sound []byte // whole statements that were accepted one by one
	start, line := 0, 1
	refuse := func() {
		statement, _, _ := strings.Cut(string(src[start:]), "\n")
		f.problems = append(f.problems, fmt.Sprintf("%s:%d: %s", path, line, dotenvFault(statement)))
	}
	for end := 0; end < len(src); {
		end += bytes.IndexByte(src[end:], '\n') + 1
		statement, err := parse(src[start:end])
		switch {
		case err == nil:
			for name := range statement {
				f.lines[name] = line
			}
			sound = append(sound, src[start:end]...)
		case strings.HasPrefix(err.Error(), "unterminated"):
			continue // a quoted value may span lines
		default: // no further line mends it
			refuse()
		}
		line += bytes.Count(src[start:end], []byte("\n"))
		start = end
	}
	if start < len(src) {
		refuse()
	}
	f.values, _ = parse(sound)
	return f
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
