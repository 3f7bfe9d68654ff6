package bench_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"attache/knowledge"
	"attache/knowledge/bench"
)

// intents are texts that YAML or the matcher might stumble over.
var intents = []bench.Intent{
	{ID: "say-hello", Examples: []string{"how do i say: hello", "# hello", "what's \"hello\" in french", "yes", "1911"}},
	{ID: "book-flight", Examples: []string{"book a flight", "i want to fly <to> paris & back", "Yes", "fly: [home]"}},
}

func TestWriteSet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	dropped, err := bench.WriteSet(dir, intents, []string{"best pizza in town", "book  a flight"})
	if err != nil || dropped != 2 {
		t.Fatalf("%d dropped, error %v; want 2 and none", dropped, err)
	}
	set, err := knowledge.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{intents[0].Examples, {"book a flight", "i want to fly <to> paris & back", "fly: [home]"}} {
		if got := set.Entries[i]; got.ID != intents[i].ID || !reflect.DeepEqual(got.Questions, want) {
			t.Errorf("got %s %q, want %q", got.ID, got.Questions, want)
		}
	}
	if _, err := bench.WriteSet(dir, intents, nil); err == nil {
		t.Error("a folder with files in it is written into")
	}
}

func TestReadUtterances(t *testing.T) {
	path := filepath.Join(t.TempDir(), "texts.jsonl")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"text": "book a flight", "intent": "book_flight"}
{"text": "best pizza", "intent": "oos"}
{"text": "hello", "intent": "greeting"}
{"text": "fly", "intent": "book_flight"}
`)
	utterances, err := bench.ReadUtterances(path)
	if err != nil {
		t.Fatal(err)
	}
	want := []bench.Intent{{ID: "book-flight", Examples: []string{"book a flight", "fly"}}, {ID: "greeting", Examples: []string{"hello"}}}
	if got := bench.Intents(utterances); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, bad := range []string{"\nx\n", `{"text": "a"}`} {
		write(`{"text": "a", "intent": "b"}` + "\n" + bad)
		if _, err := bench.ReadUtterances(path); err == nil || !strings.Contains(err.Error(), "texts.jsonl:2: ") {
			t.Errorf("%q: got %v, want the line", bad, err)
		}
	}
}

func TestSample(t *testing.T) {
	one, two, other := bench.Sample(intents, 2, 1), bench.Sample(intents, 2, 1), bench.Sample(intents, 2, 2)
	if !reflect.DeepEqual(one, two) || reflect.DeepEqual(one, other) {
		t.Errorf("seed 1 gives %v and %v, seed 2 %v", one, two, other)
	}
	if all := bench.Sample(intents, 100, 1); len(one[0].Examples) != 2 || len(all[0].Examples) != 5 {
		t.Errorf("2 of 5 are %v, 100 of 5 are %v", one, all)
	}
}

func TestTypos(t *testing.T) {
	const text = "i would like to transfer money from savings"
	always := bench.Typos(rand.New(rand.NewPCG(1, 1)), text, 1)
	if again := bench.Typos(rand.New(rand.NewPCG(1, 1)), text, 1); again != always {
		t.Errorf("%q, then %q", always, again)
	}
	if never := bench.Typos(rand.New(rand.NewPCG(1, 1)), text, 0); never != text {
		t.Errorf("without errors %q", never)
	}
	before, after := strings.Fields(text), strings.Fields(always)
	if len(before) != len(after) || after[0] != "i" || after[3] != "to" {
		t.Fatalf("got %q", always)
	}
	for i, w := range before {
		if d := len(w) - len(after[i]); d < -1 || d > 1 {
			t.Errorf("%q became %q", w, after[i])
		}
	}
}

func TestGrow(t *testing.T) {
	for _, size := range [][2]int{{2, 11}, {7, 20}} {
		grown := bench.Grow(intents, size[0], size[1], 1)
		if !reflect.DeepEqual(grown, bench.Grow(intents, size[0], size[1], 1)) {
			t.Error("the same seed gives something else")
		}
		seen := map[string]bool{}
		for _, intent := range grown {
			for _, text := range intent.Examples {
				seen[text] = true
			}
		}
		if len(grown) != size[0] || len(seen) != size[1] {
			t.Errorf("%d entries with %d different examples, want %v", len(grown), len(seen), size)
		}
		if _, err := bench.WriteSet(filepath.Join(t.TempDir(), fmt.Sprint(size)), grown, nil); err != nil {
			t.Error(err)
		}
	}
}

func TestRate(t *testing.T) {
	var guesses []bench.Guess
	for i := range 10 { // 0.05, 0.15 … 0.95, all right but the least sure
		guesses = append(guesses, bench.Guess{InScope: true, Right: i > 0, Confidence: float64(i)/10 + 0.05})
	}
	guesses = append(guesses, bench.Guess{Confidence: 0.1}, bench.Guess{Confidence: 0.2})
	got := bench.Rate(guesses)
	want := bench.Score{Raw: 0.9, AUROC: (9 + 8) / 20.0, Recall: 0.5}
	if got.Raw != want.Raw || math.Abs(got.AUROC-want.AUROC) > 1e-9 || got.Recall != want.Recall || got.CalibrationError <= 0 {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if mean := bench.Mean([]bench.Score{{Raw: 1, AUROC: .5}, {Recall: 1, CalibrationError: .5}}); mean != (bench.Score{Raw: .5, AUROC: .25, Recall: .5, CalibrationError: .25}) {
		t.Errorf("mean %+v", mean)
	}
}

func TestMeasure(t *testing.T) {
	var asked []int
	latency := bench.Measure(3, func(i int) { asked = append(asked, i) })
	if !reflect.DeepEqual(asked, []int{0, 1, 2, 0, 1, 2}) || latency.P50 > latency.P99 {
		t.Errorf("asked %v, got %+v", asked, latency)
	}
	for d, want := range map[time.Duration]string{1234: "1.2", 123456: "123"} {
		if got := bench.Microseconds(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
}
