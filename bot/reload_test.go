package bot_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"attache/bot"
	"attache/knowledge"
)

// editionOf writes the small set with a number in each of its texts that an
// answer shows: name, answer, source and date.
func editionOf(t *testing.T, dir string, number int) {
	t.Helper()
	text := strings.ReplaceAll(`set:
  name: Mill N
  subject: the mill
  colour: "#7a3e1d"
  refusal: That is not in my sources.
  about: It answers questions about mill N.
  parties:
    - name: mill
sources:
  - id: ledger
    title: Ledger N
    publisher: Mill House
    url: https://example.org/ledger
    captured: N
`, "N", fmt.Sprint(number))
	facts := strings.ReplaceAll(`facts:
  - id: sails
    title: Sails in N
    answer: The mill has N sails.
    source: ledger
    as_of: N
    status: current
    questions:
      - how many sails does the mill have
      - number of sails
      - what turns in the wind
`, "N", fmt.Sprint(number))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"set.yaml": text, "facts.yaml": facts} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReloadUnderLoad asks from many goroutines while the set is replaced 50
// times: each answer comes, and comes whole from one edition of the set.
func TestReloadUnderLoad(t *testing.T) {
	const reloads, askers, firstYear = 50, 16, 1900
	base := t.TempDir()
	folder := filepath.Join(base, "current")
	publish := func(number int) {
		t.Helper()
		dir := fmt.Sprint("edition", number)
		editionOf(t, filepath.Join(base, dir), number)
		if err := os.Symlink(dir, folder+".new"); err != nil {
			t.Skip(err)
		}
		if err := os.Rename(folder+".new", folder); err != nil {
			t.Fatal(err)
		}
	}
	publish(firstYear)
	library, err := knowledge.Open(folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := bot.NewHandler(library.Set, build, nil)

	raws := []string{
		command(t, "ask", "question", "how many sails does the mill have"),
		command(t, "about"),
		command(t, "help"),
		typing(t, "ask", "question", "how"),
	}
	year := regexp.MustCompile(`\b19\d\d\b`)
	shows := []int{4, 3, 1, 0} // at least so many years in the answers
	var group sync.WaitGroup
	done := make(chan struct{})
	faults := make(chan string, askers)
	for range askers {
		group.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				var in bot.Interaction
				if err := json.Unmarshal([]byte(raws[n%len(raws)]), &in); err != nil {
					faults <- err.Error()
					return
				}
				answer, err := json.Marshal(h.Interaction(t.Context(), &in))
				years := year.FindAllString(string(answer), -1)
				whole := len(years) >= shows[n%len(raws)]
				for _, y := range years {
					whole = whole && y == years[0]
				}
				if err != nil || !whole {
					faults <- fmt.Sprintf("%v: %s", err, answer)
					return
				}
			}
		})
	}
	for i := range reloads {
		publish(firstYear + 1 + i)
		if replaced, err := library.Refresh(); !replaced || err != nil {
			t.Errorf("edition %d: replaced %t, %v", i+1, replaced, err)
		}
	}
	close(done)
	group.Wait()
	close(faults)
	for f := range faults {
		t.Errorf("an answer of several editions, or none: %s", f)
	}
	if got, want := library.Set().Name, fmt.Sprint("Mill ", firstYear+reloads); got != want {
		t.Errorf("at the end %s answers, want %s", got, want)
	}
}
