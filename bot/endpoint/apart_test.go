package endpoint_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot/discordtest"
	"attache/bot/endpoint"
)

// apart is the environment variable by which this test's program is told to be a
// server, and which.
const apart = "ENDPOINT_TEST_SERVER"

// startApart starts a server in a process of its own, until the test ends, and
// gives its address.
func startApart(t testing.TB, server string) (url string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), apart+"="+server)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the %s server: %v", server, err)
		}
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the %s server tells no address: %v", server, err)
	}
	return strings.TrimSpace(address)
}

// serveApart is what the process does: it tells its address and serves until its
// input ends.
func serveApart(server string) error {
	h, err := embedded()
	if err != nil {
		return err
	}
	options := endpoint.Options{PublicKey: discordtest.PublicKey(), Handler: h}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	fmt.Printf("http://%s%s\n", listener.Addr(), endpoint.Path)
	if server == "endpoint" {
		return endpoint.Run(ctx, listener, options)
	}
	handler, err := bareHandler(options)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = listener.Close() })
	_ = http.Serve(listener, handler) //nolint:gosec // as bare as can be
	return nil
}

// bareHandler answers whatever is signed with what the endpoint answers to the
// first question.
func bareHandler(options endpoint.Options) (http.Handler, error) {
	h, err := endpoint.NewHandler(http.DefaultClient, options)
	if err != nil {
		return nil, err
	}
	question := discordtest.String("question", questions[0])
	r, err := discordtest.SignedRequest(endpoint.Path, discordtest.Slash(discordtest.Guild, "ask", question).JSON())
	if err != nil {
		return nil, err
	}
	answer := httptest.NewRecorder()
	if h.ServeHTTP(answer, r); answer.Code != http.StatusOK {
		return nil, fmt.Errorf("the endpoint answers with status %d", answer.Code)
	}
	constant := answer.Body.Bytes()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !discordgo.VerifyInteraction(r, options.PublicKey) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(constant)
	}), nil
}
