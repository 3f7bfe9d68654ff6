package gateway

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
)

// WebSocket opcodes that matter here (RFC 6455, section 5.2).
const (
	frameMore  = 0 // of the message that began before
	frameText  = 1
	frameClose = 8
	frameFinal = 0x80 // beside the opcode of a message's last frame
	frameMask  = 0x80 // beside the length of what a client sends
)

// maxFrame is more than any gateway sends in one piece.
const maxFrame = 64 << 20

// longestHead is how many bytes of a frame from Discord come before its payload.
const longestHead = 2 + 8

// usualFrame is what nearly all frames stay below, in bytes.
const usualFrame = 64 << 10

// readResponse reads the answer to the WebSocket handshake and returns it
// whole; an error when it is no upgrade.
func readResponse(r *bufio.Reader) ([]byte, error) {
	var head bytes.Buffer
	for {
		line, err := r.ReadSlice('\n')
		head.Write(line)
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
	}
	response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(head.Bytes())), nil)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusSwitchingProtocols {
		return nil, fmt.Errorf("the gateway answers %s", response.Status)
	}
	return head.Bytes(), nil
}

// frame is one from Discord.
type frame struct {
	opcode  int
	final   bool   // the last of its message
	payload []byte // the end of whole
	whole   []byte // until the next frame is read
}

// errForeign ends a connection that does not speak WebSocket.
var errForeign = errors.New("a frame that no gateway sends")

// readFrame reads one frame, into room where that is large enough.
func readFrame(r io.Reader, room []byte) (frame, error) {
	head := slices.Grow(room[:0], longestHead)[:2]
	if _, err := io.ReadFull(r, head); err != nil {
		return frame{}, err
	}
	size := uint64(head[1] & 0x7f)
	extra := 0
	switch size {
	case 126:
		extra = 2
	case 127:
		extra = 8
	}
	if extra > 0 {
		head = head[:2+extra]
		if _, err := io.ReadFull(r, head[2:]); err != nil {
			return frame{}, err
		}
		size = 0
		for _, b := range head[2:] {
			size = size<<8 | uint64(b)
		}
	}
	if head[1]&frameMask != 0 || size > maxFrame {
		return frame{}, errForeign
	}
	whole := head
	for left := size; left > 0; { // grows with what comes, not with what is announced
		part := int(min(left, usualFrame))
		whole = slices.Grow(whole, part)
		end := len(whole)
		whole = whole[:end+part]
		if _, err := io.ReadFull(r, whole[end:]); err != nil {
			return frame{}, err
		}
		left -= uint64(part)
	}
	return frame{
		opcode:  int(head[0] & 0x0f),
		final:   head[0]&frameFinal != 0,
		payload: whole[len(head):],
		whole:   whole,
	}, nil
}

// textFrame is a whole message from Discord as one frame.
func textFrame(payload []byte) []byte {
	return append(appendHead(nil, frameText, len(payload), false), payload...)
}

// appendHead begins a frame of one whole message. A client's frame has a mask,
// here of zeros, which leaves the payload readable: the connection is encrypted
// where that matters.
func appendHead(frame []byte, opcode, size int, client bool) []byte {
	frame = append(frame, frameFinal|byte(opcode))
	at := len(frame)
	switch {
	case size < 126:
		frame = append(frame, byte(size))
	case size <= 0xffff:
		frame = binary.BigEndian.AppendUint16(append(frame, 126), uint16(size))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 127), uint64(size))
	}
	if client {
		frame[at] |= frameMask
		frame = append(frame, 0, 0, 0, 0)
	}
	return frame
}

// isHeartbeat reports whether a client's frame is a heartbeat, which is short.
// https://discord.com/developers/docs/events/gateway-events#heartbeat
func isHeartbeat(frame []byte) bool {
	const head = 2 + 4 // with the mask
	if len(frame) < head || frame[0] != frameFinal|frameText || frame[1] != frameMask|byte(len(frame)-head) {
		return false
	}
	payload := slices.Clone(frame[head:])
	for i := range payload {
		payload[i] ^= frame[2+i%4]
	}
	var m message
	return json.Unmarshal(payload, &m) == nil && m.Op != nil && *m.Op == opHeartbeat
}

// jsonFrame is a frame with value as JSON.
func jsonFrame(value any, client bool) ([]byte, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return append(appendHead(nil, frameText, len(raw), client), raw...), nil
}

// closeFrame is a client's close frame.
func closeFrame(code int) []byte {
	return binary.BigEndian.AppendUint16(appendHead(nil, frameClose, 2, true), uint16(code))
}
