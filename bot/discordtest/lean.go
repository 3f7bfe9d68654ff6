package discordtest

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
)

// Lean is [Light] for a load that shares the machine with the bot: a connection over
// which a callback has come is read and written without net/http's server, which costs
// more than the rest of the fake, most of it to notice a client that goes away. It
// keeps next to nothing, through which the garbage collector would have to look.
func Lean() Setting { return func(f *Fake) { f.light, f.lean, f.keeps = true, true, 256 } }

// takeOver serves a connection from now on, beginning with the answer to a callback.
func (f *Fake) takeOver(w http.ResponseWriter) {
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		f.t.Errorf("discordtest: %v", err)
		return
	}
	f.gateways.Go(func() { f.serveLean(conn, rw.Reader) })
}

func (f *Fake) serveLean(conn net.Conn, in *bufio.Reader) {
	defer conn.Close()
	out := leanWriter{status: http.StatusNoContent, header: http.Header{}}
	for out.flush(conn) == nil {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		out.status = http.StatusOK
		f.server.Config.Handler.ServeHTTP(&out, r)
	}
}

// leanWriter is a response that is written when it is complete.
type leanWriter struct {
	header  http.Header
	status  int
	body    bytes.Buffer
	raw     bytes.Buffer
	request bytes.Buffer // its body, until the next one
}

func (w *leanWriter) Header() http.Header         { return w.header }
func (w *leanWriter) WriteHeader(status int)      { w.status = status }
func (w *leanWriter) Write(p []byte) (int, error) { return w.body.Write(p) }

func (w *leanWriter) flush(conn net.Conn) error {
	w.raw.Reset()
	fmt.Fprintf(&w.raw, "HTTP/1.1 %d %s\r\n", w.status, http.StatusText(w.status))
	if w.status != http.StatusNoContent {
		fmt.Fprintf(&w.raw, "Content-Length: %d\r\n", w.body.Len())
	}
	_ = w.header.Write(&w.raw)
	w.raw.WriteString("\r\n")
	_, _ = w.body.WriteTo(&w.raw)
	clear(w.header)
	_, err := conn.Write(w.raw.Bytes())
	return err
}
