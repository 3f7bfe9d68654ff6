//go:build !stored || novectors

package knowledge

import (
	"embed"
	"io/fs"
)

//go:embed data/*.yaml
var embedded embed.FS

// embeddedFiles are the YAML files of the set that is built in.
func embeddedFiles() fs.FS { return folder(embedded, "data") }

// embeddedDigest is the one that what is stored must have.
func embeddedDigest() string { return programDigest() + dataDigest(embeddedFiles()) }
