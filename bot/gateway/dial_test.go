package gateway

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// proxyOnce stands in for a proxy: it takes one CONNECT, answers with status, and gives
// back what comes then.
func proxyOnce(t *testing.T, status string) (address string, asked <-chan *http.Request) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	requests := make(chan *http.Request, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		in := bufio.NewReader(c)
		r, err := http.ReadRequest(in)
		if err != nil {
			return // it is not asked
		}
		requests <- r
		_, _ = io.WriteString(c, "HTTP/1.1 "+status+"\r\n\r\n")
		_, _ = io.Copy(c, in)
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String(), requests
}

// Where requests go through a proxy, the gateway is reached through it too.
func TestGatewayThroughProxy(t *testing.T) {
	address, asked := proxyOnce(t, "200 Connection established")
	proxy := http.ProxyURL(&url.URL{Scheme: "http", Host: address, User: url.UserPassword("me", "sesame")})
	c, err := dialer(proxy, func(c net.Conn) net.Conn { return c }).NetDialContext(t.Context(), "tcp", "gateway.example:443")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	r := <-asked
	if r.Method != http.MethodConnect || r.Host != "gateway.example:443" || r.Header.Get("Proxy-Authorization") != "Basic bWU6c2VzYW1l" {
		t.Errorf("the proxy is asked %s %s, %v", r.Method, r.Host, r.Header)
	}
	const word = "a word"
	if _, err := io.WriteString(c, word); err != nil {
		t.Fatal(err)
	}
	back := make([]byte, len(word))
	if _, err := io.ReadFull(c, back); err != nil || string(back) != word {
		t.Errorf("%q comes back, %v", back, err)
	}
}

func TestGatewayThroughNoProxy(t *testing.T) {
	refusing, _ := proxyOnce(t, "407 Proxy Authentication Required")
	open, _ := proxyOnce(t, "200 OK")
	for via, want := range map[string]string{
		"http://me:sesame@" + refusing: "answers 407 Proxy Authentication Required",
		"socks5://me:sesame@" + open:   `is of the kind "socks5"`,
	} {
		u, err := url.Parse(via)
		if err != nil {
			t.Fatal(err)
		}
		_, err = dialer(http.ProxyURL(u), nil).NetDialContext(t.Context(), "tcp", "gateway.example:443")
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "sesame") {
			t.Errorf("%s: %v, want an error with %q and no password", u.Scheme, err, want)
		}
	}
}
