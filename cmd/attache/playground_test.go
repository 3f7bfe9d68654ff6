package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestPlayground starts the playground as somebody would, opens the address
// that it prints, and ends it.
func TestPlayground(t *testing.T) {
	for _, test := range []struct {
		addr   string
		warned bool
	}{{"127.0.0.1:0", false}, {"localhost:0", false}, {"0.0.0.0:0", true}} {
		t.Run(test.addr, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			r, w := io.Pipe()
			var stderr strings.Builder
			ended := make(chan int, 1)
			go func() {
				args := []string{"playground", "--addr", test.addr, "--knowledge", "../../knowledge/testdata/small"}
				ended <- execute(ctx, args, map[string]string{}, strings.NewReader(""), w, &stderr)
				_ = w.Close()
			}()
			line, err := bufio.NewReader(r).ReadString('\n')
			if err != nil {
				t.Fatalf("%v; it says %q", err, &stderr)
			}
			address := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(line)
			if address == "" {
				t.Fatalf("it prints %q", line)
			}
			get, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := http.DefaultClient.Do(get)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.StatusCode != http.StatusOK {
				t.Errorf("status %d", response.StatusCode)
			}
			stop()
			if status := <-ended; status != exitFine {
				t.Errorf("exit status %d", status)
			}
			if warned := strings.Contains(stderr.String(), "warning: the playground has no password"); warned != test.warned {
				t.Errorf("it says %q", &stderr)
			}
		})
	}
}
