package ops_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"attache/bot"
	"attache/bot/ops"
	"attache/knowledge"
)

func options(door ops.Door) ops.Options {
	return ops.Options{
		Metrics: ops.NewMetrics(door, bot.Build{Version: "v1.2.3", Commit: "0123abc", Go: "go1.26"}),
		Status:  ops.NewStatus("the knowledge"),
		Alive:   func() error { return nil },
		Logger:  slog.New(slog.DiscardHandler),
	}
}

func get(h http.Handler, path string) (status int, body string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

// TestHealth holds that a program that waits is alive but not ready, and that
// one that is not well is told to be started anew.
func TestHealth(t *testing.T) {
	o := options(ops.Gateway)
	var ill error
	o.Alive = func() error { return ill }
	h := ops.NewHandler(o)
	check := func(path string, status int, body string) {
		t.Helper()
		if gotStatus, got := get(h, path); gotStatus != status || got != body+"\n" {
			t.Errorf("%s: %d %q, want %d %q", path, gotStatus, got, status, body)
		}
	}
	check("/healthz", 200, "alive")
	check("/readyz", 503, "waiting for the knowledge")
	o.Status.Set("every shard", false)
	check("/readyz", 503, "waiting for the knowledge, every shard")
	o.Status.Set("the knowledge", true)
	o.Status.Set("every shard", true)
	check("/readyz", 200, "ready")
	o.Status.Set("every shard", false)
	o.Status.Set("every shard", false)
	check("/readyz", 503, "waiting for every shard")
	ill = errors.New("nothing is answered")
	check("/healthz", 503, "nothing is answered")
	if status, _ := get(h, "/"); status != http.StatusNotFound {
		t.Errorf("/: %d", status)
	}
}

// TestMetrics counts one of everything and looks for it in what is told.
func TestMetrics(t *testing.T) {
	library, err := knowledge.Open("../testdata/set", nil)
	if err != nil {
		t.Fatal(err)
	}
	gateway := options(ops.Gateway)
	m := gateway.Metrics
	m.Knowledge(library)
	m.Outcome(bot.Outcome{Request: bot.RequestMessage, Question: bot.QuestionAnswered, Confidence: 0.93, Took: 30 * time.Microsecond})
	m.Outcome(bot.Outcome{Request: bot.RequestCommand, Question: bot.QuestionTalk})
	m.Outcome(bot.Outcome{Request: bot.RequestClick, Held: true})
	m.Outcome(bot.Outcome{Request: bot.RequestForm, Panicked: true})
	m.Shard(0, "connecting")
	m.Shard(1, "connecting")
	m.Shard(1, "connected")
	m.Ended("zombie", true)
	m.Ended("closed_4007", false)
	m.Sessions(998)
	m.Commands(true)
	m.Request("POST /channels/{channel}/messages", 429, 80*time.Millisecond)
	m.Waited("global", 20*time.Millisecond)
	m.Breaker("callback", true)
	check(t, gateway,
		`attache_build_info{commit="0123abc",go="go1.26",version="v1.2.3"} 1`,
		`attache_request_seconds_bucket{door="gateway",kind="message",le="2.5e-05"} 0`,
		`attache_request_seconds_bucket{door="gateway",kind="message",le="5e-05"} 1`,
		`attache_request_seconds_count{door="gateway",kind="click"} 1`,
		`attache_questions_total{door="gateway",kind="answered"} 1`,
		`attache_questions_total{door="gateway",kind="talk"} 1`,
		`attache_questions_total{door="gateway",kind="refused"} 0`,
		`attache_confidence_bucket{door="gateway",kind="answered",le="0.9"} 0`,
		`attache_confidence_bucket{door="gateway",kind="answered",le="1"} 1`,
		`attache_fair_use_exceeded_total{door="gateway"} 1`,
		`attache_panics_total{door="gateway"} 1`,
		`attache_gateway_shards{state="connecting"} 1`,
		`attache_gateway_shards{state="connected"} 1`,
		`attache_gateway_connections_ended_total{cause="zombie",session="resumed"} 1`,
		`attache_gateway_connections_ended_total{cause="closed_4007",session="new"} 1`,
		`attache_gateway_sessions_remaining 998`,
		`attache_commands_registered 1`,
		`attache_rest_request_seconds_count{code="429",route="POST /channels/{channel}/messages"} 1`,
		`attache_rest_limiter_wait_seconds_bucket{limit="global",le="0.01"} 0`,
		`attache_rest_limiter_wait_seconds_bucket{limit="global",le="0.05"} 1`,
		`attache_rest_breaker_open{requests="callback"} 1`,
		`attache_knowledge_info{as_of="`+library.Set().AsOf.String()+`",name="`+library.Set().Name+`"} 1`,
		`attache_knowledge_reloads_total{result="replaced"} 0`,
		`attache_knowledge_reloads_total{result="refused"} 0`,
	)

	endpoint := options(ops.Endpoint)
	endpoint.Metrics.Rejected(http.StatusUnauthorized)
	check(t, endpoint, `attache_endpoint_rejected_total{code="401"} 1`)
}

// check holds that each of lines is told, and that the names and units are such
// as Prometheus recommends.
func check(t *testing.T, o ops.Options, lines ...string) {
	t.Helper()
	status, body := get(ops.NewHandler(o), "/metrics")
	if status != http.StatusOK {
		t.Fatalf("status %d: %s", status, body)
	}
	told := strings.Split(body, "\n")
	for _, line := range lines {
		if !slices.Contains(told, line) {
			t.Errorf("not told: %s", line)
		}
	}
	if t.Failed() {
		t.Log(body)
	}
	problems, err := promlint.New(strings.NewReader(body)).Lint()
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "attache_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
	if err != nil {
		t.Error(err)
	}
}

// TestServe holds that what is served ends with the context.
func TestServe(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- ops.Serve(ctx, listener, options(ops.Endpoint)) }()
	response, err := http.Get("http://" + listener.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != "alive\n" {
		t.Errorf("%q, %v", body, err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	http.DefaultClient.CloseIdleConnections()
}
