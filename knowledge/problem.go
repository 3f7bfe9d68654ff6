package knowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one fault in a set's files.
type Problem struct {
	Position
	What   string // what is wrong: lower case, no full stop
	Remedy string // what to do about it
}

// String gives FILE:LINE:COLUMN: what is wrong; what to do.
func (p Problem) String() string {
	return fmt.Sprintf("%s: %s; %s", p.Position, p.What, p.Remedy)
}

// Problems is the error of a set that does not load: every fault in it, in the
// order of the files, lines and columns.
type Problems []Problem

// Error gives one line for each problem.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func (ps *Problems) add(at Position, what, remedy string) {
	*ps = append(*ps, Problem{at, what, remedy})
}

// sort orders by place; problems at one place keep the order they were found in.
func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int { return a.compare(b.Position) })
}

// String gives FILE:LINE:COLUMN, the form that editors jump to.
func (p Position) String() string {
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

func (p Position) compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// nearest finds the name that word was probably meant to be: the one fewest
// edits away, if that is at most a third of the word. Of equals the first wins.
func nearest(word string, names []string) (string, bool) {
	best, found := max(len(word)/3, 1)+1, ""
	for _, name := range names {
		if d := distance(strings.ToLower(word), name); d < best {
			best, found = d, name
		}
	}
	return found, found != ""
}

// guess gives the words that offer the nearest name before a remedy, if any.
func guess(word string, names []string) string {
	if name, ok := nearest(word, names); ok {
		return fmt.Sprintf("did you mean %q? if not, ", name)
	}
	return ""
}

// oneOf is the remedy for a word that is none of those that it can be.
func oneOf(word string, names []string) string {
	return guess(word, names) + "it can be " + strings.Join(names, ", ")
}

// distance counts the letters to insert, delete, change or swap with their
// neighbour to make b of a (optimal string alignment).
func distance(a, b string) int {
	if len(a) > maxNameLength || len(b) > maxNameLength {
		return maxNameLength
	}
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			next[j+1] = min(row[j]+change, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}

// maxNameLength bounds the work of guessing a name; no key or id is longer.
const maxNameLength = 100
