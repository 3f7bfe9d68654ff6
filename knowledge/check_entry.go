package knowledge

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// draft is an entry in the making beside what its file says.
type draft struct {
	entry *Entry
	raw   *rawEntry

	// What its kind has besides; nil for any other.
	project *rawProject
	term    *rawTerm
	list    *rawList
	phase   *rawPhase
	gap     *rawGap
}

// draftsOf gives the entries of a file in the order of its lines.
func draftsOf(f *file) []draft {
	var drafts []draft
	add := func(kind Kind, d draft) {
		d.entry = &Entry{ID: d.raw.ID.Value, Kind: kind, Pos: d.raw.At}
		drafts = append(drafts, d)
	}
	for i := range f.Facts {
		add(Fact, draft{raw: &f.Facts[i]})
	}
	for i := range f.Milestones {
		add(Milestone, draft{raw: &f.Milestones[i]})
	}
	for i := range f.Projects {
		add(Project, draft{raw: &f.Projects[i].rawEntry, project: &f.Projects[i]})
	}
	for i := range f.Terms {
		add(Term, draft{raw: &f.Terms[i].rawEntry, term: &f.Terms[i]})
	}
	for i := range f.Lists {
		add(List, draft{raw: &f.Lists[i].rawEntry, list: &f.Lists[i]})
	}
	for i := range f.Phases {
		add(Phase, draft{raw: &f.Phases[i].rawEntry, phase: &f.Phases[i]})
	}
	for i := range f.Gaps {
		g := &f.Gaps[i]
		add(Gap, draft{gap: g, raw: &rawEntry{
			At: g.At, ID: g.ID, Title: g.Title, Answer: g.Answer, Topics: g.Topics, AsOf: g.AsOf, Questions: g.Questions,
			Status: text{Value: string(Current)},
		}})
	}
	slices.SortStableFunc(drafts, func(a, b draft) int { return a.raw.At.compare(b.raw.At) })
	return drafts
}

// Lengths in code points, beside those of render.go.
const (
	maxTitle = 100
	itemMark = 3 // line break, bullet and space before an item
)

// entry checks a draft and completes its entry.
func (c *checker) entry(d draft) {
	e, raw := d.entry, d.raw
	e.Title, e.Answer = raw.Title.Value, raw.Answer.Value
	e.Date, e.AsOf = c.date(raw.Date), c.date(raw.AsOf)
	for _, year := range raw.Namesakes {
		e.Namesakes = append(e.Namesakes, c.date(year).Year)
	}
	e.Citation = Citation{c.sources.find(c, raw.Source), raw.Section.Value}
	e.About = c.entries.find(c, raw.About)
	e.Yes, e.No = values(raw.Yes), values(raw.No)
	questions := raw.questions()
	e.Questions = make([]string, 0, len(questions))
	for _, q := range questions {
		e.Questions = append(e.Questions, q.Value)
		c.question(q)
	}
	c.entryTopics(e, raw)
	c.status(e, raw)
	if e.Kind == Milestone && raw.Date == (text{}) {
		c.report(raw.At, "a milestone has no date", `add a line "date: …", or move it to facts`)
	}
	if d.project != nil {
		c.project(e, d.project)
	}
	if d.term != nil {
		e.Term = &TermDetails{Abbreviation: d.term.Abbreviation.Value, Name: d.term.Name.Value}
	}
	if d.list != nil {
		c.list(e, d.list)
	}
	if p := d.phase; p != nil {
		e.Date, e.End = c.date(p.Start), c.date(p.End)
		c.inOrder(e.Date, e.End, p.End.At)
	}
	if d.gap != nil {
		e.Nearest = c.entries.find(c, d.gap.Nearest)
	}
	e.dated = newDated(e.Date, e.Answer)
}

// questions are all the example questions of an entry.
func (raw *rawEntry) questions() []text {
	if len(raw.Yes)+len(raw.No) == 0 {
		return raw.Questions
	}
	return slices.Concat(raw.Questions, raw.Yes, raw.No)
}

// inOrder reports an end that is before its start; either may be zero.
func (c *checker) inOrder(start, end Date, at Position) {
	if !start.IsZero() && !end.IsZero() && start.after(end) {
		c.report(at, fmt.Sprintf("the end, %s, is before the start, %s", end, start), "correct one of them")
	}
}

// supersedes ties an entry to those that it supersedes.
func (c *checker) supersedes(d draft) {
	e, raw := d.entry, d.raw
	e.Brief = raw.Brief.Value
	if len(raw.Supersedes) == 0 {
		return
	}
	if e.Brief == "" {
		c.report(raw.At, fmt.Sprintf("entry %q supersedes others but has no brief", e.ID), `add "brief:" with the new state in one sentence`)
	}
	if e.Date.IsZero() {
		c.report(raw.At, fmt.Sprintf("entry %q supersedes others but has no date", e.ID), `add "date:" with the day, month or year since when it holds`)
	}
	for _, ref := range raw.Supersedes {
		old := c.entries.find(c, ref)
		switch {
		case old == nil:
		case old == e:
			c.report(ref.At, fmt.Sprintf("entry %q supersedes itself", e.ID), "name an older entry")
		case old.Status != Superseded:
			c.report(ref.At, fmt.Sprintf("entry %q is superseded here but its status is %s", old.ID, old.Status), "write status: superseded there, or remove it here")
		case old.Superseded != nil:
			c.report(ref.At, fmt.Sprintf("entry %q is superseded a second time", old.ID), "name it once, by the newest entry, and remove its own superseded")
		default:
			old.SupersededBy = e
			old.Superseded = &Note{Since: e.Date, Text: e.Brief, Citation: e.Citation}
		}
	}
}

// present ties a topic to the entry that says how things stand in it now.
func (c *checker) present(t *Topic) {
	ref := c.today[t]
	t.Today = c.entries.find(c, ref)
	switch e := t.Today; {
	case e == nil:
	case e.Brief == "":
		c.report(ref.At, fmt.Sprintf("entry %q says how things stand in topic %q but has no brief", e.ID, t.ID), `add "brief:" there with the present state in one sentence`)
	case e.Date.IsZero():
		c.report(ref.At, fmt.Sprintf("entry %q says how things stand in topic %q but has no date", e.ID, t.ID), `add "date:" there with the day, month or year since when it holds`)
	}
}

func (c *checker) entryTopics(e *Entry, raw *rawEntry) {
	for i, ref := range raw.Topics {
		if slices.ContainsFunc(raw.Topics[:i], func(t text) bool { return t.Value == ref.Value }) {
			if ref.Value != "" {
				c.report(ref.At, fmt.Sprintf("topic %q is named twice", ref.Value), "remove one")
			}
			continue
		}
		if t := c.topics.find(c, ref); t != nil {
			e.Topics = append(e.Topics, t)
		}
	}
}

// status reads the status and the notes that go with it.
func (c *checker) status(e *Entry, raw *rawEntry) {
	e.Status, e.Say = Status(raw.Status.Value), raw.Say.Value
	if raw.Superseded != nil {
		e.Superseded = c.note(&raw.Superseded.rawNote)
		e.Superseded.Since = c.date(raw.Superseded.Since)
	}
	for i := range raw.Disputed {
		e.Disputed = append(e.Disputed, c.note(&raw.Disputed[i]))
	}
	switch {
	case e.Status == "":
		return // reported as missing
	case !slices.Contains(statuses, raw.Status.Value):
		c.report(raw.Status.At, fmt.Sprintf("status %q is unknown", e.Status), oneOf(raw.Status.Value, statuses))
		return
	case e.Status == Disputed && len(raw.Disputed) == 0: // of what is superseded another entry may say by what
		c.report(raw.Status.At, `the status is disputed but "disputed" is missing`, `add "disputed:" with a list of text and source`)
	}
	if raw.Superseded != nil {
		c.noteOf(Superseded, e, raw.Superseded.At)
	}
	if len(raw.Disputed) > 0 {
		c.noteOf(Disputed, e, raw.Disputed[0].At)
	}
}

var statuses = []string{string(Current), string(Historical), string(Superseded), string(Disputed)}

// noteOf reports a note of a status that the entry does not have.
func (c *checker) noteOf(status Status, e *Entry, at Position) {
	if e.Status != status {
		c.report(at, fmt.Sprintf("%q is given but the status is %s", status, e.Status), fmt.Sprintf("write status: %s, or remove %q", status, status))
	}
}

func (c *checker) note(raw *rawNote) *Note {
	return &Note{Text: raw.Text.Value, Citation: Citation{c.sources.find(c, raw.Source), raw.Section.Value}}
}

func (c *checker) project(e *Entry, raw *rawProject) {
	p := &ProjectDetails{
		Lead:    raw.Lead.Value,
		Funders: values(raw.Funders), Partners: values(raw.Partners),
		Start: c.date(raw.Start), End: c.date(raw.End),
	}
	for _, f := range raw.Figures {
		p.Figures = append(p.Figures, Figure{f.Name.Value, f.Value.Value})
	}
	c.inOrder(p.Start, p.End, raw.End.At)
	e.Project = p
}

func (c *checker) list(e *Entry, raw *rawList) {
	e.Items = values(raw.Items)
	switch {
	case raw.Select == nil && len(raw.Items) == 0:
		c.report(raw.At, "a list has neither items nor select", `add "items:" with its lines, or "select:" with kind or topic`)
	case raw.Select != nil && len(raw.Items) > 0:
		c.report(raw.Select.At, "a list has both items and select", "remove one of them")
	}
	if raw.Select == nil {
		return
	}
	q := &Query{Kind: Kind(raw.Select.Kind.Value), Topic: raw.Select.Topic.Value}
	c.topics.find(c, raw.Select.Topic)
	switch {
	case q.Kind == "":
		q.Kind = Milestone
	case !slices.Contains(selectable, string(q.Kind)):
		c.report(raw.Select.Kind.At, fmt.Sprintf("kind %q cannot be selected", q.Kind), oneOf(string(q.Kind), selectable))
		return
	}
	e.Select = q
}

// selectable are the kinds of entries that a list may select.
var selectable = []string{string(Fact), string(Milestone), string(Project), string(Term), string(Phase)}

// length checks what must fit where answers are shown.
func (c *checker) length(d draft) {
	e, raw := d.entry, d.raw
	if n := utf8.RuneCountInString(e.Title); n > maxTitle {
		c.report(raw.Title.At, fmt.Sprintf("the title is %d characters long", n), fmt.Sprintf("shorten it to %d", maxTitle))
	}
	n, limit, what := utf8.RuneCountInString(e.Answer), MaxAnswer, "the answer"
	if e.StatusNote() != "" {
		n = utf8.RuneCountInString(e.Spoken())
		what += " with its status note" // they are shown together
	}
	if d.list != nil {
		limit, what = MaxList, what+" with its items"
		for _, item := range e.Items {
			n += itemMark + utf8.RuneCountInString(item)
		}
	}
	if n > limit {
		c.report(raw.Answer.At, fmt.Sprintf("%s is %d characters long", what, n), fmt.Sprintf("shorten it to %d", limit))
	}
}

// circle reports an entry that is, in the end, about itself.
func (c *checker) circle(d draft) {
	seen := map[*Entry]bool{}
	for e := d.entry.partOf(); e != nil && !seen[e]; e = e.partOf() {
		switch {
		case e != d.entry:
		case e.About == nil:
			c.report(d.gap.Nearest.At, fmt.Sprintf("entry %q comes nearest to itself by way of %q", e.ID, d.gap.Nearest.Value), "name what is known, or remove nearest")
			return
		default:
			c.report(d.raw.About.At, fmt.Sprintf("entry %q is about itself by way of %q", e.ID, d.raw.About.Value), "name the larger thing that it details, or remove about")
			return
		}
		seen[e] = true
	}
}

// selection reports a list that would be empty.
func (c *checker) selection(set *Set, d draft) {
	q := d.entry.Select
	if q == nil || c.partial || len(set.Select(*q)) > 0 {
		return
	}
	if _, ok := c.topics.items[q.Topic]; ok || q.Topic == "" {
		c.report(d.list.Select.At, "the list selects no entry", "correct kind or topic, or write items")
	}
}
