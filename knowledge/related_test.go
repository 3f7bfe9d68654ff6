package knowledge_test

import (
	"slices"
	"testing"

	"attache/knowledge"
)

func TestRelated(t *testing.T) {
	set := embedded(t)
	offered := 0
	for _, e := range set.Entries {
		related := set.Related(e, 4)
		if len(related) > 4 {
			t.Errorf("%s: %d related entries", e.ID, len(related))
		}
		for i, other := range related {
			if other == e || other.Kind == knowledge.Gap || slices.Contains(related[:i], other) {
				t.Errorf("%s: %s is no related entry", e.ID, other.ID)
			}
		}
		if e.About != nil && !slices.Contains(related, e.About) {
			t.Errorf("%s is about %s, which is not among those related", e.ID, e.About.ID)
		}
		offered += len(related)
	}
	if offered < 3*len(set.Entries) {
		t.Errorf("%d entries have %d related ones in all", len(set.Entries), offered)
	}
}
