//go:build !stored

package knowledge

import (
	"embed"
	"io/fs"
)

//go:embed data/*.yaml
var embedded embed.FS

// embeddedFiles are the YAML files of the set that is built in.
func embeddedFiles() fs.FS {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // the name is a constant
	}
	return data
}

// embeddedDigest is the one that what is stored must have.
func embeddedDigest() string { return programDigest() + dataDigest(embeddedFiles()) }
