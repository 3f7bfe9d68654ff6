package gateway

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/gorilla/websocket"
)

// readBuffer is how many bytes of a burst of events the system is to keep until they are
// read; it may allow less (net.core.rmem_max). Where there is no room, Discord may send no
// more, and what is sent next can be late by the 200 milliseconds after which TCP asks
// again. By itself the room would grow only after the first burst.
const readBuffer = 1 << 20

// dialer opens connections that opened makes watched.
func dialer(opened func(net.Conn) net.Conn) *websocket.Dialer {
	plain := &net.Dialer{Timeout: dialTime}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := plain.DialContext(ctx, network, address)
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetReadBuffer(readBuffer) // else it is as large as the system makes it
		}
		return c, err
	}
	return &websocket.Dialer{
		HandshakeTimeout: dialTime,
		NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return opened(c), nil
		},
		NetDialTLSContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			c, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			secure := tls.Client(c, &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12})
			if err := secure.HandshakeContext(ctx); err != nil {
				return nil, errors.Join(err, c.Close())
			}
			return opened(secure), nil
		},
	}
}

// knownGateway is a client for discordgo's GET /gateway, which it sends before
// it connects, and which is answered here: the address is known, and not the
// same for a new session and for one that is resumed.
func knownGateway(url string) *http.Client {
	return &http.Client{Transport: gatewayAddress(url)}
}

type gatewayAddress string

func (a gatewayAddress) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := json.Marshal(map[string]string{"url": string(a)})
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK,
		Status:     "200 OK",
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(string(body))),
		Request:    request,
	}, nil
}
