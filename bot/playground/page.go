package playground

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
)

// The page is plain HTML, CSS and modules; nothing is built. What is under
// vendor comes from npm, with licence and checksum.
//
//go:generate npm --prefix .tools ci --ignore-scripts --no-audit --no-fund
//go:generate npm --prefix .tools run vendor
//go:embed page/*.html page/*.css page/*.js page/*.svg page/vendor/*.js page/vendor/*.txt
var embedded embed.FS

// sheets are the stylesheets that index.css joins, so that the first paint waits
// for one answer alone.
var sheets = []string{"style.css", "channel.css", "message.css", "panel.css", "narrow.css"}

// pages serves the page's files, and opens a session with the documents.
func (d *door) pages() http.Handler {
	files, err := fs.Sub(embedded, "page")
	if err != nil {
		panic(err) // the name is a constant
	}
	documents := map[string]string{"/": "index.html", "/timeline": "timeline.html"}
	types := map[string]string{
		".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
		".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, isDocument := documents[r.URL.Path]
		if !isDocument {
			name = path.Clean(r.URL.Path)[1:]
		}
		content, err := read(files, name)
		kind, known := types[path.Ext(name)]
		if err != nil || !known {
			http.NotFound(w, r)
			return
		}
		if isDocument {
			d.sessions.open(w, r)
		}
		sum := sha256.Sum256(content)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(content) // whoever is gone needs no page
	})
}

// read gives the content of one of the page's files.
func read(files fs.FS, name string) ([]byte, error) {
	if name != "index.css" {
		return fs.ReadFile(files, name)
	}
	var joined []byte
	for _, sheet := range sheets {
		content, err := fs.ReadFile(files, sheet)
		if err != nil {
			return nil, err
		}
		joined = append(joined, content...)
	}
	return joined, nil
}
