//go:build stored && !novectors

package knowledge

import (
	"embed"
	"io/fs"
)

// embeddedFiles are none: a program built with the tag stored takes the set that is
// built in from trained.bin alone, and is smaller by the YAML files. Whoever builds
// it makes sure by TestTrained that the two agree, as the Dockerfile does. Without
// word vectors trained.bin does not hold, so the tag novectors brings the files back.
func embeddedFiles() fs.FS { return embed.FS{} }

// embeddedDigest is the one that what is stored must have: of any data, but of
// this program.
func embeddedDigest() string {
	program := programDigest()
	return program + trained[len(program):min(2*len(program), len(trained))]
}
