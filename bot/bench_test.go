package bot_test

import (
	"testing"

	"attache/bot"
)

// BenchmarkHandler answers on the embedded set, from an interaction to the JSON
// of its answer with all its components; of "handle ask" the embed alone.
func BenchmarkHandler(b *testing.B) {
	h := embeddedHandler(b)
	ask := command(b, "ask", "question", "when did belarus join the partnership for peace")
	for _, test := range []struct{ name, raw string }{
		{"ask", ask},
		{"handle ask", ask},
		{"related", choose(b, "1|related|", "parp")},
		{"timeline", command(b, "timeline")},
		{"complete", typing(b, "ask", "question", "when did bel")},
		{"picture kept", click(b, "1|picture|o|milestones||0|0|3")},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			in := unmarshal(b, test.raw)
			for b.Loop() {
				response := h.Interaction(b.Context(), in)
				if test.name == "handle ask" {
					continue
				}
				if _, _, err := response.Body(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPicture answers a click on Picture for the first time.
func BenchmarkPicture(b *testing.B) {
	set, err := embedded()
	if err != nil {
		b.Fatal(err)
	}
	in := unmarshal(b, click(b, "1|picture|o|milestones||0|0|3"))
	b.ReportAllocs()
	for b.Loop() {
		h := bot.NewHandler(always(set), build, nil)
		if r := h.Interaction(b.Context(), in); len(r.Data.Files) != 1 {
			b.Fatal("no picture")
		}
	}
}
