package picture_test

import (
	"testing"

	"attache/bot/picture"
)

// BenchmarkRender draws one full picture, the most that a reader waits for.
func BenchmarkRender(b *testing.B) {
	t := sample(40)
	for b.Loop() {
		if _, err := picture.Render(t); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRenderAll draws forty rows on as many pictures as they need.
func BenchmarkRenderAll(b *testing.B) {
	t := sample(40)
	for b.Loop() {
		for rest := t; len(rest.Rows) > 0; {
			p, err := picture.Render(rest)
			if err != nil {
				b.Fatal(err)
			}
			rest.Rows = rest.Rows[p.Shown:]
		}
	}
}
