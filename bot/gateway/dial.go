package gateway

import (
	"bufio"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// readBuffer is how many bytes of a burst of events the system is to keep until they are
// read; it may allow less (net.core.rmem_max). Where there is no room, Discord may send no
// more, and what is sent next can be late by the 200 milliseconds after which TCP asks
// again. By itself the room would grow only after the first burst.
const readBuffer = 1 << 20

// dialer opens connections that opened makes watched, where proxy names one through
// that: gorilla's own way through it ends below the encryption.
func dialer(proxy func(*http.Request) (*url.URL, error), opened func(net.Conn) net.Conn) *websocket.Dialer {
	plain := &net.Dialer{Timeout: dialTime}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		via, err := proxy(&http.Request{URL: &url.URL{Scheme: "https", Host: address}})
		if err != nil {
			return nil, err
		}
		next := address
		if via != nil {
			next = net.JoinHostPort(via.Hostname(), cmp.Or(via.Port(), "80"))
		}
		c, err := plain.DialContext(ctx, network, next)
		if err != nil {
			return nil, err
		}
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetReadBuffer(readBuffer) // else it is as large as the system makes it
		}
		if via != nil {
			if err := leadOn(c, via, address); err != nil {
				return nil, errors.Join(err, c.Close())
			}
		}
		return c, nil
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

// leadOn has the proxy at the other end of c lead on to address.
func leadOn(c net.Conn, proxy *url.URL, address string) error {
	if proxy.Scheme != "http" {
		return fmt.Errorf("the proxy that the environment names is of the kind %q; to the gateway leads only one of the kind http", proxy.Scheme)
	}
	r := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	if proxy.User != nil {
		password, _ := proxy.User.Password()
		r.SetBasicAuth(proxy.User.Username(), password)
		r.Header = http.Header{"Proxy-Authorization": r.Header["Authorization"]}
	}
	_ = c.SetDeadline(time.Now().Add(dialTime))
	defer func() { _ = c.SetDeadline(time.Time{}) }()
	if err := r.Write(c); err != nil {
		return err
	}
	response, err := http.ReadResponse(bufio.NewReader(c), r) // the gateway waits for our first word
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the proxy that the environment names answers %s", response.Status)
	}
	return nil
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
