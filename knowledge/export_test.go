package knowledge

import "io/fs"

// LoadFS lets tests load a set that is no folder on a disk.
var LoadFS = load

// ReadFS reads and checks a set without making it ready to answer.
func ReadFS(fsys fs.FS, dir string) (*Set, error) {
	set, _, err := readSet(fsys, dir)
	return set, err
}
