package knowledge

import (
	"embed"
	"io/fs"
)

//go:embed template
var template embed.FS

// Template gives the files of a small set that shows every section, with
// comments, for somebody to start their own from.
func Template() fs.FS {
	files, err := fs.Sub(template, "template")
	if err != nil {
		panic(err) // only for a path that is none
	}
	return files
}
