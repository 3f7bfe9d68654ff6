package knowledge

import (
	"embed"
	"io/fs"
)

//go:embed template
var template embed.FS

// Template gives the files of a small set that shows every section, with
// comments, for somebody to start their own from.
func Template() fs.FS { return folder(template, "template") }

// folder gives a folder of embedded files.
func folder(files embed.FS, dir string) fs.FS {
	sub, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // only for a path that is none
	}
	return sub
}
