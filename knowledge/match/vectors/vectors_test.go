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

// TestNear compares the neighbours of words with those among all words.
func TestNear(t *testing.T) {
	distance := func(a, b string) int { // by its definition
		d := make([][]int, len(a)+1)
		for i := range d {
			d[i] = make([]int, len(b)+1)
			for j := range d[i] {
				switch {
				case i == 0 || j == 0:
					d[i][j] = i + j
				case a[i-1] == b[j-1]:
					d[i][j] = d[i-1][j-1]
				default:
					d[i][j] = 1 + min(d[i-1][j], d[i][j-1], d[i-1][j-1])
					if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
						d[i][j] = min(d[i][j], 1+d[i-2][j-2])
					}
				}
			}
		}
		return d[len(a)][len(b)]
	}
	for _, word := range []string{"transfr", "contarct", "mines", "xcontact", "contactx", "railwyas", "wrold", "a", ""} {
		found := map[string]bool{}
		vectors.Near(word, func(w vectors.Word) { found[w.Text()] = true })
		for w := range vectors.Word(vectors.Len()) {
			text := w.Text()
			if far := len(text) - len(word); far > 1 || far < -1 {
				continue
			}
			if d := distance(word, text); d == 1 && !found[text] {
				t.Errorf("%q is not found near %q", text, word)
			} else if d > 1 && found[text] {
				t.Errorf("%q is found near %q", text, word)
			}
		}
	}
}
