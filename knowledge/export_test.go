package knowledge

import "io/fs"

// LoadFS lets tests load a set that is no folder on a disk.
var LoadFS = load

// ReadFS reads and checks a set without making it ready to answer.
func ReadFS(fsys fs.FS, dir string) (*Set, error) {
	set, _, err := readSet(fsys, dir)
	return set, err
}

// Train gives the content of trained.bin as it is to be.
func Train() ([]byte, error) {
	set, m, err := readSet(embeddedFiles(), "data")
	if err != nil {
		return nil, err
	}
	return append(digest(embeddedFiles()), newAnswerer(set, m, nil).matcher.Marshal()...), nil
}
