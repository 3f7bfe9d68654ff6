package knowledge

import (
	"fmt"
	"math"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"
)

// What is advised for an entry.
const (
	adviseQuestions = 3   // examples at least
	adviseAnswer    = 300 // characters of an answer at most
)

// Advise gives what could be better in a set that is without fault: what makes
// its entries hard to find, and what an answer would lack. It asks every
// example question, which takes some tens of microseconds for each.
func (s *Set) Advise() Problems {
	var all Problems
	for _, part := range []func() Problems{s.adviseQuestions, s.adviseCollisions, s.adviseEntries, s.adviseAbbreviations, s.adviseSources} {
		all = append(all, part()...)
	}
	all.sort()
	return all
}

// adviseQuestions finds the example questions that another entry wins as soon
// as they are asked in slightly other words: known by heart, a question is
// always answered by its own entry, so here it is ranked like any other.
func (s *Set) adviseQuestions() Problems {
	found := make([]Problems, len(s.Entries))
	var asking errgroup.Group
	asking.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range s.Entries {
		asking.Go(func() error {
			for k, q := range e.Questions {
				winner, lead := s.answerer.rival(q, e)
				if winner == nil {
					continue
				}
				found[i].add(s.layout().entries[e.ID].question(k),
					fmt.Sprintf("question %q is won by entry %q, %s ahead of its own entry %q", q, winner.ID, points(lead), e.ID),
					fmt.Sprintf("word it more like the other questions of %q, or move it to %q", e.ID, winner.ID))
			}
			return nil
		})
	}
	_ = asking.Wait() // none of them fails
	return slices.Concat(found...)
}

// rival gives the entry that wins a question which is an example of own, and by
// how many hundredths of confidence; nil when own wins it or none does. A
// winner that has the very same example is left to adviseCollisions.
func (a *answerer) rival(text string, own *Entry) (*Entry, int) {
	ranking, q := a.understand(text)
	winner, confidence := a.choose(q, ranking)
	if winner == nil || winner == own || slices.ContainsFunc(winner.Questions, func(q string) bool { return asRead(q) == asRead(text) }) {
		return nil, 0
	}
	for _, c := range ranking.Candidates() {
		if a.entries[c.Label] == own {
			confidence -= c.Confidence
		}
	}
	return winner, max(int(math.Round(confidence*100)), 0)
}

// points says by how many hundredths of confidence.
func points(n int) string {
	if n == 0 {
		return "less than a point"
	}
	return counted(n, "point")
}

// adviseCollisions finds examples of two entries that are the same but for
// signs and spelling; which of the two answers is then decided by their order.
func (s *Set) adviseCollisions() Problems {
	type place struct {
		entry *Entry
		at    Position
	}
	var found Problems
	first := make(map[string]place)
	for _, e := range s.Entries {
		for k, q := range e.Questions {
			key, at := asRead(q), s.layout().entries[e.ID].question(k)
			other, seen := first[key]
			switch {
			case !seen:
				first[key] = place{e, at}
			case other.entry != e:
				found.add(at, fmt.Sprintf("question %q reads the same as one of entry %q at %s", q, other.entry.ID, other.at),
					"keep it with the entry that answers it best")
			}
		}
	}
	return found
}

// adviseEntries looks at each entry by itself.
func (s *Set) adviseEntries() Problems {
	var found Problems
	for _, e := range s.Entries {
		at := s.layout().entries[e.ID]
		if n := len(e.Questions); n < adviseQuestions {
			found.add(at.question(0), fmt.Sprintf("entry %q has %s", e.ID, counted(n, "example question")),
				fmt.Sprintf("add questions in other words until there are at least %d", adviseQuestions))
		}
		if n := utf8.RuneCountInString(e.Answer); n > adviseAnswer && e.Kind != List {
			found.add(at.answer, fmt.Sprintf("the answer is %d characters long", n),
				fmt.Sprintf("shorten it to %d, or move a part to an entry of its own", adviseAnswer))
		}
		if part, named := vague(e); named != "" {
			found.add(at.date, fmt.Sprintf("the date %s lacks the %s, but the answer says %q", e.Date, part, named), "write the date as precisely as the answer")
		}
		if e.Status == Superseded && e.Superseded == nil {
			found.add(at.status, fmt.Sprintf("entry %q is superseded but nothing says by what", e.ID),
				`name it under "supersedes" of the newer entry, or add "superseded:" with since, text and source`)
		}
	}
	return found
}

// spokenDate finds a month, perhaps with its day and year, as prose has it. May
// and March are words as well and count only beside a number.
var spokenDate = regexp.MustCompile(`(?:\b(\d{1,2}) )?\b(` + monthNames + `)\b(?: (\d{1,2})\b,?)?(?: (\d{4})\b)?`)

// vague gives the part that a milestone's date lacks, month or day, and the
// words of its answer that have it.
func vague(e *Entry) (part, named string) {
	if e.Kind != Milestone || e.Date.IsZero() || e.Date.Day != 0 {
		return "", ""
	}
	for _, m := range spokenDate.FindAllStringSubmatch(e.Answer, -1) {
		day, month, year := m[1]+m[3], m[2], m[4]
		switch {
		case year != "" && atoi(year) != e.Date.Year: // another time
		case day+year == "" && (month == "May" || month == "March"):
		case e.Date.Month == 0:
			return "month", strings.TrimSpace(m[0])
		case day != "" && month == e.Date.Month.String():
			return "day", strings.TrimSpace(m[0])
		}
	}
	return "", ""
}

// abbreviation finds two to six capitals, a plural s behind them left out.
var abbreviation = regexp.MustCompile(`\b[A-Z]{2,6}\b`)

var numeral = regexp.MustCompile(`^[IVX]+$`)

// adviseAbbreviations finds the abbreviations that answers use and the set does
// not explain: each once, where it is used first.
func (s *Set) adviseAbbreviations() Problems {
	var order []string
	used := make(map[string][]*Entry)
	for _, e := range s.Entries {
		texts := append([]string{e.Answer, e.Brief, e.Say}, e.Items...)
		for _, n := range e.Notes() {
			texts = append(texts, n.Text)
		}
		for _, a := range abbreviation.FindAllString(strings.Join(texts, "\n"), -1) {
			if s.layout().names[a] || numeral.MatchString(a) || slices.Contains(used[a], e) {
				continue
			}
			if used[a] == nil {
				order = append(order, a)
			}
			used[a] = append(used[a], e)
		}
	}
	var found Problems
	for _, a := range order {
		found.add(s.layout().entries[used[a][0].ID].answer,
			fmt.Sprintf("the abbreviation %s is used (%s) but is no term", a, counted(len(used[a]), "time")),
			"add it under terms with its name in full, or write it out")
	}
	return found
}

func (s *Set) adviseSources() Problems {
	var found Problems
	for _, source := range s.Sources {
		if source.URL == "" {
			found.add(s.layout().sources[source.ID], fmt.Sprintf("source %q has no link", source.ID), `add a line "url: https://…" if it can be read on the web`)
		}
	}
	return found
}
