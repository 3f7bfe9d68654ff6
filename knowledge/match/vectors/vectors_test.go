//go:build !novectors

package vectors_test

import (
	"math"
	"testing"

	"attache/knowledge/match/vectors"
)

func TestFind(t *testing.T) {
	for _, word := range []string{"the", "railway", "mines", "zoo", "partnership"} {
		w, ok := vectors.Find(word)
		if !ok || !w.Spelt() || w.Rank() < 1 {
			t.Errorf("Find(%q) = %v, %t; spelt %t, rank %d", word, w, ok, w.Spelt(), w.Rank())
		}
	}
	for _, word := range []string{"", "a b", "teh\x00", "zzzzzz", "Railway"} {
		if w, ok := vectors.Find(word); ok {
			t.Errorf("Find(%q) = %v, want nothing", word, w)
		}
	}
	if w, ok := vectors.Find("teh"); ok && w.Spelt() {
		t.Error(`"teh" counts as a spelt word`)
	}
}

func TestNeighboursAreNearer(t *testing.T) {
	if near, far := cosine(t, "train", "railway"), cosine(t, "train", "pesticide"); near <= far {
		t.Errorf("train-railway %.2f, train-pesticide %.2f", near, far)
	}
}

func cosine(t *testing.T, a, b string) float64 {
	t.Helper()
	va, vb := make([]float32, vectors.Dimensions), make([]float32, vectors.Dimensions)
	for word, v := range map[string][]float32{a: va, b: vb} {
		w, ok := vectors.Find(word)
		if !ok {
			t.Fatalf("no vector for %q", word)
		}
		w.Add(v, 1)
	}
	var dot, aa, bb float64
	for i := range va {
		dot += float64(va[i]) * float64(vb[i])
		aa += float64(va[i]) * float64(va[i])
		bb += float64(vb[i]) * float64(vb[i])
	}
	return dot / math.Sqrt(aa*bb)
}
