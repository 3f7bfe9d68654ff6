package knowledge_test

import (
	"bytes"
	"os"
	"runtime"
	"testing"

	"attache/knowledge"
	"attache/knowledge/match/vectors"
)

// TestTrained compares the stored matcher with one that is trained anew.
func TestTrained(t *testing.T) {
	if runtime.GOARCH != "amd64" || vectors.Len() == 0 {
		t.Skip("other processors round the last digits otherwise, and without vectors it is another matcher")
	}
	want, err := knowledge.Train()
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
	if !bytes.Equal(got, want) {
		t.Error("trained.bin is not of this data and code; run: go generate ./knowledge")
	}
}
