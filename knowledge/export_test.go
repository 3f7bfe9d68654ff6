package knowledge

import (
	"io/fs"
	"reflect"

	"attache/knowledge/match"
)

// LoadFS lets tests load a set that is no folder on a disk.
func LoadFS(fsys fs.FS, dir string) (*Set, error) { return load(fsys, dir, 0) }

// ReadFS reads and checks a set without making it ready to answer.
func ReadFS(fsys fs.FS, dir string) (*Set, error) {
	set, _, err := readSet(fsys, dir)
	return set, err
}

// Train gives the set that is built in as its YAML files have it and training
// makes it, and the content of trained.bin as it is to be.
func Train() (*Set, []byte, error) {
	names, files, problems := readFiles(embeddedFiles(), embeddedName)
	set, m, err := assemble(files, problems, Position{embeddedName, 1, 1}, false)
	if err != nil {
		return nil, nil, err
	}
	if set.answerer, err = newAnswerer(set, m, match.Stored{}); err != nil {
		return nil, nil, err
	}
	return set, store(embeddedDigest(), names, files, set.answerer.matcher.Marshal()), nil
}

// SameStored reports whether two trained.bin hold the same; another version of Go may
// deflate it otherwise.
func SameStored(a, b []byte) bool {
	of := func(data []byte) ([]*file, match.Stored) {
		files, matcher, _ := readStored(string(data), embeddedDigest(), embeddedName)
		return files, matcher
	}
	files, matcher := of(a)
	filesOfB, matcherOfB := of(b)
	return len(files) > 0 && matcher == matcherOfB && reflect.DeepEqual(files, filesOfB)
}

// IsStored reports whether the files can be read from a trained.bin.
func IsStored(data []byte) bool {
	_, _, ok := readStored(string(data), embeddedDigest(), embeddedName)
	return ok
}
