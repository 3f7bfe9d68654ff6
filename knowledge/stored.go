package knowledge

import (
	"compress/flate"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"reflect"
	"strings"
	"sync"

	"attache/knowledge/match"
	"attache/knowledge/match/vectors"
)

// trained holds what loading the set that is built in would find out anew at
// each start, behind the digest of what that was made from: its files decoded,
// and its matcher. It only saves time: without it, or with other data, the set is
// read from its YAML files and trained. All is deflated but the matcher's weights,
// which are used where they lie.
//
//go:generate go test -run ^TestTrained$ -update
//go:embed trained.bin
var trained string

// readStored takes apart what store put together, if it is of the digest: files,
// which problems say are in dir, and a matcher.
func readStored(data, digest, dir string) (files []*file, matcher match.Stored, ok bool) {
	rest, ok := strings.CutPrefix(data, digest)
	if !ok {
		return nil, matcher, false
	}
	r := reader{rest: rest}
	deflated, size := r.text(), r.count()
	matcherIsWhole := true
	var inflating sync.WaitGroup // beside the files
	inflating.Go(func() { matcher.Rest, matcherIsWhole = inflate(deflated, size) })
	files = make([]*file, r.length())
	for i := range files {
		one := reader{name: filepath.Join(dir, r.text())}
		var whole bool
		one.rest, whole = inflate(r.text(), r.count())
		files[i] = new(file)
		one.value(reflect.ValueOf(files[i]).Elem())
		r.failed = r.failed || !whole || one.failed
	}
	inflating.Wait()
	matcher.Weights = r.rest
	return files, matcher, matcherIsWhole && !r.failed
}

// store writes down files with these names, and a matcher. Each file is deflated by
// itself, so that the memory of one whose texts are not needed again is free. The
// questions to be refused are left out: they only train the matcher.
func store(digest string, names []string, files []*file, matcher match.Stored) []byte {
	w := writer(digest)
	w.text(deflate([]byte(matcher.Rest)))
	w.count(len(matcher.Rest))
	w.count(len(files))
	for i, f := range files {
		stripped := *f
		stripped.Offtopic = nil
		var texts writer
		texts.value(reflect.ValueOf(stripped))
		w.text(names[i])
		w.text(deflate(texts))
		w.count(len(texts))
	}
	return append(w, matcher.Weights...)
}

func deflate(data []byte) string {
	var deflated strings.Builder
	to, _ := flate.NewWriter(&deflated, flate.BestCompression) // the level is valid, and a builder takes everything
	_, _ = to.Write(data)
	_ = to.Close()
	return deflated.String()
}

// inflate gives what was deflated, which had size bytes.
func inflate(deflated string, size int) (string, bool) {
	var inflated strings.Builder
	inflated.Grow(min(size, maxInflated))
	_, err := io.Copy(&inflated, flate.NewReader(strings.NewReader(deflated)))
	return inflated.String(), err == nil
}

// maxInflated is more than a file of the set, or the rest of its matcher, has in bytes.
const maxInflated = 16 << 20

// programDigest tells apart the states of the program as far as what is stored
// depends on it.
func programDigest() string {
	sum := sha256.Sum256(fmt.Appendln(nil, vectors.Len(), shape(reflect.TypeFor[file]()))) // without vectors it learns otherwise
	return string(sum[:])
}

// dataDigest tells apart the states of a set's files.
func dataDigest(fsys fs.FS) string {
	hash := sha256.New()
	names, _ := list(fsys, "")
	for _, name := range names {
		f, err := fsys.Open(name)
		if err != nil {
			continue // loading reports it
		}
		size, _ := io.Copy(hash, f)
		fmt.Fprintf(hash, "\n%s %d\n", name, size)
		f.Close()
	}
	return string(hash.Sum(nil))
}

// shape writes out a type.
func shape(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[text](), t == reflect.TypeFor[Position]():
		return t.Name()
	case t.Kind() != reflect.Struct:
		return t.Kind().String() + shape(t.Elem())
	}
	var fields []string
	for f := range t.NumField() {
		fields = append(fields, t.Field(f).Name+" "+shape(t.Field(f).Type))
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

// writer appends values in the order of their fields; numbers as varints,
// texts, lists and pointers behind their length.
type writer []byte

func (w *writer) count(n int) { *w = binary.AppendUvarint(*w, uint64(n)) }

func (w *writer) text(s string) {
	w.count(len(s))
	*w = append(*w, s...)
}

func (w *writer) place(p Position) {
	w.count(p.Line)
	if p.Line > 0 {
		w.count(p.Column)
	}
}

func (w *writer) value(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[text]():
		one := v.Interface().(text)
		w.place(one.At)
		w.text(one.Value)
	case v.Type() == reflect.TypeFor[Position]():
		w.place(v.Interface().(Position))
	case v.Kind() == reflect.Slice:
		w.count(v.Len())
		for i := range v.Len() {
			w.value(v.Index(i))
		}
	case v.Kind() == reflect.Pointer && v.IsNil():
		w.count(0)
	case v.Kind() == reflect.Pointer:
		w.count(1)
		w.value(v.Elem())
	default:
		for i := range v.NumField() {
			w.value(v.Field(i))
		}
	}
}

// reader reads what a writer wrote. Once something was cut short it has failed,
// and gives nothing.
type reader struct {
	rest   string
	name   string // of the file that places are in
	failed bool
}

// count reads a number that is no greater than what is left: everything that is
// counted takes a byte at least.
func (r *reader) count() int {
	n, size := binary.Uvarint([]byte(r.rest[:min(len(r.rest), binary.MaxVarintLen64)]))
	if size <= 0 {
		r.failed, r.rest = true, ""
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) length() int {
	n := r.count()
	if n < 0 || n > len(r.rest) {
		r.failed, r.rest = true, ""
		return 0
	}
	return n
}

func (r *reader) text() string {
	n := r.length()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *reader) place() Position {
	line := r.count()
	if line == 0 {
		return Position{}
	}
	return Position{r.name, line, r.count()}
}

func (r *reader) placed() text { return text{At: r.place(), Value: r.text()} }

func (r *reader) value(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[text]():
		*v.Addr().Interface().(*text) = r.placed()
	case v.Type() == reflect.TypeFor[[]text](): // most of a set, and without reflection for each
		if n := r.length(); n > 0 {
			texts := make([]text, n)
			for i := range texts {
				texts[i] = r.placed()
			}
			v.Set(reflect.ValueOf(texts))
		}
	case v.Type() == reflect.TypeFor[Position]():
		v.Set(reflect.ValueOf(r.place()))
	case v.Kind() == reflect.Slice:
		if n := r.length(); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				r.value(v.Index(i))
			}
		}
	case v.Kind() == reflect.Pointer:
		if r.count() == 1 {
			v.Set(reflect.New(v.Type().Elem()))
			r.value(v.Elem())
		}
	default:
		for i := range v.NumField() {
			r.value(v.Field(i))
		}
	}
}
