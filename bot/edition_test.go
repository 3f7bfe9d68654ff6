package bot_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"attache/bot"
	"attache/knowledge"
)

// Whatever entry answers, its abbreviations are spelt out once, and those in the
// set's own name never.
func TestAbbreviationsAreSpeltOut(t *testing.T) {
	h := embeddedHandler(t)
	set, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	full := map[string]string{}
	for _, e := range set.Select(knowledge.Query{Kind: knowledge.Term}) {
		if e.Term.Abbreviation != "" && !strings.Contains(set.Name, e.Term.Abbreviation) {
			full[e.Term.Abbreviation] = strings.ToLower(e.Term.Name)
		}
	}
	for _, e := range set.Entries {
		embed := interact(t, h, click(t, "1|entry||"+e.ID)).Data.Embeds[0]
		for abbreviation, name := range full {
			// Not where nothing can stand behind it: "PARP's", "PfP-led".
			if !regexp.MustCompile(`\b` + regexp.QuoteMeta(abbreviation) + `([^\w'’-]|$)`).MatchString(embed.Description) {
				continue
			}
			if n := strings.Count(strings.ToLower(embed.Description), "("+name+")"); n > 1 {
				t.Errorf("%s spells %s out %d times: %s", e.ID, abbreviation, n, embed.Description)
			}
			if !strings.Contains(strings.ToLower(embed.Title+embed.Description), name) {
				t.Errorf("%s does not spell %s out: %s", e.ID, abbreviation, embed.Description)
			}
		}
		if strings.Contains(embed.Description, "NATO (North") {
			t.Errorf("%s spells out what everybody knows: %s", e.ID, embed.Description)
		}
	}
}

// Dates have one form, and numbers separators, in all that an entry answers.
func TestDatesAndNumbersHaveOneForm(t *testing.T) {
	set, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	const month = `(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.?`
	for what, form := range map[string]*regexp.Regexp{
		"a date with the month first":     regexp.MustCompile(`\b` + month + ` \d{1,2}(st|nd|rd|th)?,? \d{4}\b`),
		"a date with an ordinal":          regexp.MustCompile(`\b\d{1,2}(st|nd|rd|th) (of )?` + month),
		"a date in figures":               regexp.MustCompile(`\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b`),
		"a number without separator":      regexp.MustCompile(`(^|[^\w/.,-])(\d{5,}|[3-9]\d{3})\b`),
		"a number with another separator": regexp.MustCompile(`\b\d{1,3}[. ’']\d{3}\b`),
	} {
		for _, e := range set.Entries {
			for _, text := range append([]string{e.Spoken(), e.Brief}, e.Items...) {
				if found := form.FindString(text); found != "" {
					t.Errorf("%s has %s, %q: %s", e.ID, what, found, text)
				}
			}
		}
	}
}

// A bracket in a source's title or address does not break its link.
func TestLinksWithBrackets(t *testing.T) {
	text, err := os.ReadFile("testdata/set/set.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	odd := strings.Replace(strings.Replace(string(text), "title: Almanac of the Bay", `title: "Almanac [1] of the Bay"`, 1),
		"https://example.org/almanac", "https://example.org/almanac_(bay)", 1)
	if err := os.WriteFile(filepath.Join(dir, "set.yaml"), []byte(odd), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := knowledge.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	h := bot.NewHandler(always(set), build, nil)
	for _, raw := range []string{command(t, "sources"), command(t, "term", "name", "vbl"), click(t, "1|cite|vbl")} {
		if text := transcript(t, encode(t, interact(t, h, raw))); !strings.Contains(text, "[Almanac (1) of the Bay](https://example.org/almanac_%28bay%29)") {
			t.Errorf("%s gives %s", raw, text)
		}
	}
}
