package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxLine is the longest line that is taken, in bytes without its ending.
const maxLine = 1 << 20

// maxKept is how many characters of a longer line are given back.
const maxKept = 100

var errTooLong = errors.New("the line is longer than 1 MiB; ask in fewer words")

// mark is the byte order mark that editors on Windows put before a text.
const mark = "\ufeff"

// lineReader reads lines that end in LF or CRLF, the last one perhaps in
// neither, and holds at most one of them in memory.
type lineReader struct {
	r     *bufio.Reader
	line  []byte
	begun bool
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10)}
}

// next gives a line without its ending, and io.EOF after the last. Of a line
// that is longer than maxLine it gives the first maxKept characters and
// errTooLong, and the next call goes on with the line behind it.
func (l *lineReader) next() (string, error) {
	l.line = l.line[:0]
	read := 0
	for {
		part, err := l.r.ReadSlice('\n')
		read += len(part)
		if room := maxLine + len("\r\n") - len(l.line); room > 0 {
			l.line = append(l.line, part[:min(room, len(part))]...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && read == 0:
			return "", io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return "", fmt.Errorf("cannot be read: %w", err)
		}
		break
	}
	line := l.line
	if whole := read == len(line); whole {
		line = bytes.TrimSuffix(line, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	if !l.begun { // not when it is made: a program that asks line by line waits for each answer
		line, l.begun = bytes.TrimPrefix(line, []byte(mark)), true
	}
	if len(line) <= maxLine {
		return string(line), nil
	}
	return firstCharacters(line, maxKept), errTooLong
}

// firstCharacters gives the first n code points of text; an invalid byte
// counts as one.
func firstCharacters(text []byte, n int) string {
	for i := range string(text[:min(len(text), 4*n+4)]) {
		if n == 0 {
			return string(text[:i])
		}
		n--
	}
	return string(text)
}
