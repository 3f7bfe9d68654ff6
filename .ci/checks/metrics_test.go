// Package checks holds what is checked with modules that the program itself has
// no use for.
package checks

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"

	"attache/bot"
	"attache/bot/ops"
	"attache/knowledge"
)

const deploy = "../../.github/deploy/"

// told are the labels of each metric that the program tells.
func told(t *testing.T) map[string]map[string]bool {
	t.Helper()
	library, err := knowledge.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	labels := map[string]map[string]bool{"up": {}}
	for _, door := range []ops.Door{ops.Gateway, ops.Endpoint} {
		m := ops.NewMetrics(door, bot.Build{Version: "v1.2.3", Commit: "0123abc", Go: "go1.26"})
		m.Knowledge(library)
		m.Outcome(bot.Outcome{Request: bot.RequestCommand, Question: bot.QuestionAnswered, Confidence: 1, Held: true, Panicked: true})
		m.Rejected(http.StatusUnauthorized)
		m.Shard(0, "connected")
		m.Ended("zombie", true)
		m.Sessions(1000)
		m.Commands(true)
		m.Request("GET /gateway/bot", http.StatusOK, time.Second)
		m.Waited("global", time.Second)
		m.Breaker("callback", false)
		handler := ops.NewHandler(ops.Options{Metrics: m, Status: ops.NewStatus(), Alive: func() error { return nil }, Logger: slog.New(slog.DiscardHandler)})
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		for _, series := range regexp.MustCompile(`(?m)^([a-z_]+)(?:\{(.*)\})? `).FindAllStringSubmatch(w.Body.String(), -1) {
			name := series[1]
			if labels[name] == nil {
				labels[name] = map[string]bool{}
			}
			for _, label := range regexp.MustCompile(`([a-z_]+)="`).FindAllStringSubmatch(series[2], -1) {
				labels[name][label[1]] = true
			}
		}
	}
	return labels
}

// checkQuery holds that a query asks for what is told.
func checkQuery(t *testing.T, query string, told map[string]map[string]bool) {
	t.Helper()
	expr, err := parser.NewParser(parser.Options{}).ParseExpr(query)
	if err != nil {
		t.Errorf("%v in %s", err, query)
		return
	}
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		selector, ok := node.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		known, ok := told[selector.Name]
		if !ok {
			t.Errorf("nobody tells %s, in %s", selector.Name, query)
		}
		for _, m := range selector.LabelMatchers {
			// The last two come from the scrape.
			if !known[m.Name] && m.Name != model.MetricNameLabel && m.Name != "instance" && m.Name != "job" {
				t.Errorf("%s has no label %s, in %s", selector.Name, m.Name, query)
			}
		}
		return nil
	})
}

// checkWindows holds that a rule counts over longer than what it counts has to last:
// else what happens once, such as a set that is saved with a fault, is never told.
func checkWindows(t *testing.T, rule rulefmt.Rule) {
	t.Helper()
	expr, err := parser.NewParser(parser.Options{}).ParseExpr(rule.Expr)
	if err != nil {
		return // checkQuery tells
	}
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		call, ok := node.(*parser.Call)
		if !ok || call.Func.Name != "increase" {
			return nil
		}
		if window, ok := call.Args[0].(*parser.MatrixSelector); !ok || window.Range <= time.Duration(rule.For) {
			t.Errorf("%s: %s has to last for %v", rule.Alert, call, rule.For)
		}
		return nil
	})
}

// TestAlerts checks the alerts as promtool check rules does, and that each asks
// for what the program tells.
func TestAlerts(t *testing.T) {
	groups, problems := rulefmt.ParseFile(deploy+"alerts.yaml", false, model.UTF8Validation, parser.NewParser(parser.Options{}), nil)
	for _, err := range problems {
		t.Error(err)
	}
	told := told(t)
	rules := 0
	for _, group := range groups.Groups {
		for _, rule := range group.Rules {
			rules++
			checkQuery(t, rule.Expr, told)
			checkWindows(t, rule)
			if rule.Labels["severity"] == "" || rule.Annotations["summary"] == "" || rule.Annotations["description"] == "" {
				t.Errorf("%s has no severity, summary or description", rule.Alert)
			}
		}
	}
	if rules == 0 {
		t.Error("there are no alerts")
	}
}

// TestDashboard checks the queries of the Grafana dashboard, and that it leaves
// out none of the program's own metrics.
func TestDashboard(t *testing.T) {
	raw, err := os.ReadFile(deploy + "dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Panels []struct {
			ID      int
			Title   string
			Targets []struct{ Expr string }
			GridPos struct{ X, Y, W, H int }
		}
	}
	if err := json.Unmarshal(raw, &dashboard); err != nil {
		t.Fatal(err)
	}
	told := told(t)
	all := strings.NewReplacer("$__rate_interval", "5m", "$instance", ".*")
	var queries strings.Builder
	ids := map[int]bool{}
	for _, p := range dashboard.Panels {
		if ids[p.ID] || p.Title == "" || len(p.Targets) == 0 || p.GridPos.X+p.GridPos.W > 24 {
			t.Errorf("panel %d (%q) has no id, title, query or place of its own", p.ID, p.Title)
		}
		ids[p.ID] = true
		for _, target := range p.Targets {
			checkQuery(t, all.Replace(target.Expr), told)
			queries.WriteString(target.Expr + "\n")
		}
	}
	for name := range told {
		base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "_bucket"), "_count"), "_sum")
		if strings.HasPrefix(name, "attache_") && name != "attache_knowledge_entries" && !strings.Contains(queries.String(), base) {
			t.Errorf("no panel shows %s", name)
		}
	}
}
