package discordtest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Lean is [Light] for a load that shares the machine with the bot: a connection over
// which a callback has come takes callbacks alone from then on, and is read and written
// without net/http's server, which costs more than the rest of the fake. It keeps next
// to nothing, through which the garbage collector would have to look.
func Lean() Setting { return func(f *Fake) { f.light, f.lean, f.keeps = true, true, 256 } }

// takeOver serves a connection from now on, beginning with the answer to a callback.
func (f *Fake) takeOver(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		f.t.Errorf("discordtest: %v", err)
		return
	}
	f.gateways.Go(func() { f.serveLean(conn, bufio.NewReader(conn)) }) // none has been read: the bot waits for the answer
}

func (f *Fake) serveLean(conn net.Conn, in *bufio.Reader) {
	defer conn.Close()
	out := leanWriter{status: http.StatusNoContent, header: http.Header{}}
	for out.flush(conn) == nil {
		r, err := readCallback(in)
		switch {
		case errors.Is(err, errNoCallback):
			f.t.Errorf("discordtest: %v", err)
			return
		case err != nil:
			return
		}
		f.tellLimits(out.header)
		f.postCallback(&out, r)
	}
}

var errNoCallback = errors.New("over a connection of a lean fake comes something else than a callback")

// readCallback reads where a callback goes and how long it is, and no more: that the
// rest is right, the first one over the connection has shown.
func readCallback(in *bufio.Reader) (*http.Request, error) {
	line, err := in.ReadString('\n')
	if err != nil {
		return nil, err
	}
	method, target, _ := strings.Cut(line, " ")
	path, _, _ := strings.Cut(target, " ")
	parts := strings.Split(path, "/") // as /api/v9/interactions/{id}/{token}/callback
	if method != http.MethodPost || len(parts) != 7 || parts[6] != "callback" {
		return nil, fmt.Errorf("%w: %s", errNoCallback, line)
	}
	r := &http.Request{Method: method, URL: &url.URL{Path: path}, Header: http.Header{"Content-Type": {"application/json"}}}
	r.SetPathValue("id", parts[4])
	r.SetPathValue("token", parts[5])
	for {
		field, err := in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if field = bytes.TrimSpace(field); len(field) == 0 {
			break
		}
		if length, ok := bytes.CutPrefix(field, []byte("Content-Length: ")); ok {
			if r.ContentLength, err = strconv.ParseInt(string(length), 10, 64); err != nil {
				return nil, fmt.Errorf("%w: %w", errNoCallback, err)
			}
		}
	}
	r.Body = io.NopCloser(io.LimitReader(in, r.ContentLength))
	return r, nil
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
