package knowledge_test

import (
	"os"
	"reflect"
	"runtime"
	"testing"

	"attache/knowledge"
	"attache/knowledge/match/vectors"
)

// TestTrained compares what is stored of the set that is built in with what is
// made of its YAML files anew, as it is stored, field by field and answer by answer.
func TestTrained(t *testing.T) {
	if runtime.GOARCH != "amd64" || vectors.Len() == 0 {
		t.Skip("other processors round the last digits otherwise, and without vectors it is another matcher")
	}
	anew, want, err := knowledge.Train()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("trained.bin", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile("trained.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !knowledge.SameStored(got, want) {
		t.Error("trained.bin is not of this data and code; run: go generate ./knowledge")
	}
	sameSet(t, embedded(t), anew)
	if !knowledge.IsStored(want) {
		t.Error("what is stored cannot be read")
	}
	for thousandths := range 100 { // within what is deflated, before the weights
		if n := len(want) * thousandths / 1000; knowledge.IsStored(want[:n]) {
			t.Errorf("the first %d of %d bytes count as whole", n, len(want))
		}
	}
}

// The same files in a folder make the same set, for which nothing is trained.
func TestTrainedInFolder(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, err := knowledge.Load("data")
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	sameSet(t, got, embedded(t))
	if took := after.TotalAlloc - before.TotalAlloc; vectors.Len() > 0 && took > 300<<20 {
		t.Errorf("%d MiB were taken; was a matcher trained?", took>>20)
	}
}

func sameSet(t *testing.T, got, want *knowledge.Set) {
	t.Helper()
	a, b := reflect.ValueOf(got).Elem(), reflect.ValueOf(want).Elem()
	for i := range a.NumField() {
		if f := a.Type().Field(i); f.IsExported() && !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			t.Errorf("%s differs", f.Name)
		}
	}
	for _, it := range readItems(t, "testdata/heldout.jsonl") {
		a, b := got.Answer(it.Question), want.Answer(it.Question)
		if a.Text != b.Text || a.Kind != b.Kind || a.Confidence != b.Confidence || !reflect.DeepEqual(ids(a), ids(b)) {
			t.Errorf("%q: %q, from the files %q", it.Question, a.Text, b.Text)
		}
	}
}
