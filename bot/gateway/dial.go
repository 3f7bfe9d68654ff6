package gateway

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/gorilla/websocket"
)

// dialer opens connections that opened makes watched.
func dialer(opened func(net.Conn) net.Conn) *websocket.Dialer {
	plain := &net.Dialer{Timeout: dialTime}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := plain.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return opened(c), nil
	}
	return &websocket.Dialer{
		HandshakeTimeout: dialTime,
		NetDialContext:   dial,
		NetDialTLSContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			c, err := (&tls.Dialer{NetDialer: plain, Config: &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}}).
				DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return opened(c), nil
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
