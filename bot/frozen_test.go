package bot_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// frozen are custom_ids that stand below messages which people may still have,
// each with a text of the answer. No line here may ever change: a new form of an
// id is a new line.
var frozen = map[string]string{
	// of the first release
	"1|page|n|milestones||0|0|2":               "Page 2/2",
	"1|page|f|milestones|building|1801|1900|1": "Timeline · Building · 1801 to 1900",
	"1|page|l|projects||0|0|1":                 "Projects",

	// since there are more than pages
	"1|page|t|milestones||1801|1900|1":     "Timeline",
	"1|page|y|milestones|building|0|0|1":   "Timeline · Building",
	"1|page|s|milestones||0|0|2":           "Page 2/2",
	"1|page|n|milestones||0|0|2|m1853|":    "Back to the answer",
	"1|page|n|milestones||0|0|2|m1853|rs0": "Back to the answer",
	"1|entry||m1812":                       "Stone tower finished",
	"1|entry|rs0|m1812":                    "Stone tower finished",
	"1|related|rs0":                        "",
	"1|none|rs0":                           "Not in my sources",
	"1|cite|keepers":                       "Sources: Keepers of the North Light",
	"1|around|rs0|m1853":                   "Timeline · 1843 to 1863",
	"1|show|keepers":                       "Keepers of the North Light",
	"1|example|height":                     "Height of the South Light",
	"1|help":                               "What you can ask me",
	"1|sources|n|1":                        "What I know rests on",
	"1|helpful|height|z":                   "Thank you",
	"1|helpful||z":                         "Thank you",
	"1|wrong|height|z":                     "What is wrong with the answer?",

	// since replies to an answer are understood
	"1|cite|keepers|2": "Sources: Keepers of the North Light",

	// since timelines are drawn
	"1|picture|o|milestones||0|0|1":                 "timeline.png: Timeline · 1801 to 1900",
	"1|page|o|milestones||0|0|1":                    "The first lantern was lit",
	"1|picture|t|milestones||0|0|1":                 "timeline.png",
	"1|picture|n|milestones|building|0|0|2|m1853|z": "Back to the answer",
	"1|picture|s|milestones||0|0|2":                 "timeline.png: Timeline · 19",

	// since a list belongs to whoever asked for it
	"1|page|n|milestones||0|0|2||rs0":    "Page 2/2",
	"1|picture|o|milestones||0|0|1||rs0": "timeline.png: Timeline · 1801 to 1900",
	"1|sources|n|1|rs0":                  "What I know rests on",
}

func TestFrozenCustomIDs(t *testing.T) {
	h := lightsHandler(t)
	for id, want := range frozen {
		raw := click(t, id)
		if want == "" { // a menu, which needs a value
			raw, want = choose(t, id, "m1812"), "Stone tower finished"
		}
		var m seen
		if err := json.Unmarshal(encode(t, interact(t, h, raw).Data), &m); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.ToLower(m.text()), strings.ToLower(want)) {
			t.Errorf("%s does not lead to %q any more: %s", id, want, m.text())
		}
	}
}
