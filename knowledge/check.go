package knowledge

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// checker turns files into a Set and collects what is wrong with them. It goes
// over the files twice: first it notes what is defined, then it checks the
// entries and follows their references.
type checker struct {
	problems Problems
	material material

	sources   *index[*Source]
	topics    *index[*Topic]
	entries   *index[*Entry]
	drafts    []draft
	questions map[string]Position // in lower case
	outsiders map[string]Position // in lower case
	unstated  map[string]Position // in lower case
	synonyms  map[string]Position // as they are read ("cut-off" as "cut off"): of their group
	today     map[*Topic]text
	checked   bool // by an earlier run
	partial   bool // a file is missing, so that undefined names prove nothing
}

func newChecker() *checker {
	return &checker{
		sources:   newIndex[*Source]("source", "sources"),
		topics:    newIndex[*Topic]("topic", "topics"),
		entries:   newIndex[*Entry]("entry", "facts, milestones, projects, terms or lists"),
		questions: map[string]Position{},
		outsiders: map[string]Position{},
		synonyms:  map[string]Position{},
		unstated:  map[string]Position{},
		today:     map[*Topic]text{},
	}
}

func (c *checker) report(at Position, what, remedy string) { c.problems.add(at, what, remedy) }

// build gives the set that the files describe; it is of use only when no
// problem was found. A nil file is one that could not be read. start is where
// to report what no file has.
func (c *checker) build(files []*file, start Position) *Set {
	set := &Set{questions: new(completer), projects: new(completer), terms: new(completer), neighbours: new(neighbours)}
	c.partial = slices.Contains(files, nil)
	files = slices.DeleteFunc(slices.Clone(files), func(f *file) bool { return f == nil })
	for _, f := range files {
		c.define(set, f)
	}
	c.heads(set, files, start)
	for _, d := range c.drafts {
		c.entry(d)
		if set.AsOf.Compare(d.entry.AsOf) < 0 {
			set.AsOf = d.entry.AsOf
		}
	}
	set.order()
	for _, f := range files {
		c.background(f)
	}
	for _, d := range c.drafts {
		c.supersedes(d)
	}
	for _, t := range set.Topics {
		c.present(t)
	}
	for _, d := range c.drafts {
		c.circle(d)
		c.selection(set, d)
		c.length(d)
	}
	if len(c.drafts) == 0 && !c.partial {
		c.report(start, "the set has no entry", "add facts, milestones, projects, terms or lists")
	}
	set.byID = c.entries.items
	for _, e := range set.Entries {
		if e.Kind == Phase {
			set.phases = append(set.phases, e)
		}
	}
	set.layout = c.layout
	return set
}

// heads reads the section "set", which one file alone may have.
func (c *checker) heads(set *Set, files []*file, start Position) {
	var head *rawSet
	for _, f := range files {
		switch {
		case f.Set == nil:
		case head == nil:
			head = f.Set
		default:
			c.report(f.Set.At, fmt.Sprintf("the set is described a second time, first at %s", head.At), "join the two or remove one")
		}
	}
	switch {
	case head != nil:
		c.head(set, head)
	case !c.partial:
		c.report(start, `no file has the section "set"`, "add it with name, subject, colour, refusal and about")
	}
}

// head reads one section "set".
func (c *checker) head(set *Set, raw *rawSet) {
	set.Name, set.Subject, set.Refusal, set.About = raw.Name.Value, raw.Subject.Value, raw.Refusal.Value, raw.About.Value
	set.Greeting, set.Languages = raw.Greeting.Value, values(raw.Languages)
	set.sentences = c.sentences(raw.Sentences)
	if colour := raw.Colour.Value; colour != "" {
		n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 24)
		if err != nil || len(colour) != len("#rrggbb") || colour[0] != '#' {
			c.report(raw.Colour.At, fmt.Sprintf("%q is not a colour", colour), `write "#" and six hexadecimal digits in quotes, such as "#1f4e8c"`)
		}
		set.Colour = int(n)
	}
	c.material.parties = names(raw.Parties)
	for _, p := range c.material.parties {
		set.Parties = append(set.Parties, p.Name)
	}
	c.unique("party", raw.Parties, map[string]Position{})
	c.material.caution = c.caution(raw.Caution)
}

// caution gives the share of rightly answered examples that the bot may not
// refuse: the more caution, the surer it must be, and the more it refuses.
func (c *checker) caution(t text) float64 {
	switch t.Value {
	case "low":
		return 0.99
	case "", "normal":
		return 0.97
	case "high":
		return 0.92
	}
	c.report(t.At, fmt.Sprintf("caution %q is unknown", t.Value), oneOf(t.Value, cautions))
	return 0
}

var cautions = []string{"low", "normal", "high"}

// define notes what a file defines: sources, topics and entries.
func (c *checker) define(set *Set, f *file) {
	for _, raw := range f.Sources {
		s := &Source{ID: raw.ID.Value, Title: raw.Title.Value, Publisher: raw.Publisher.Value, URL: raw.URL.Value, Captured: c.date(raw.Captured)}
		c.sources.define(c, raw.ID, s)
		c.url(raw.URL)
		set.Sources = append(set.Sources, s)
	}
	for _, raw := range f.Topics {
		t := &Topic{ID: raw.ID.Value, Title: raw.Title.Value}
		c.topics.define(c, raw.ID, t)
		c.today[t] = raw.Today
		set.Topics = append(set.Topics, t)
	}
	drafts := draftsOf(f)
	for _, d := range drafts {
		c.entries.define(c, d.raw.ID, d.entry)
		set.Entries = append(set.Entries, d.entry)
	}
	c.drafts = append(c.drafts, drafts...)
}

// synonym reports what stands in another group of synonyms too, in the same form.
func (c *checker) synonym(group []text) {
	if c.checked {
		return
	}
	for _, s := range group {
		key := asRead(s.Value)
		other, known := c.synonyms[key]
		if known && other != group[0].At {
			c.report(s.At, fmt.Sprintf("synonym %q stands in the group at %s too, which makes one meaning of both", s.Value, other), "join the two or remove it from one")
		}
		c.synonyms[key] = group[0].At
	}
}

// background reads what a file holds for the answerer alone.
func (c *checker) background(f *file) {
	c.material.outsiders = append(c.material.outsiders, names(f.Outsiders)...)
	c.material.unstated = append(c.material.unstated, names(f.Unstated)...)
	c.unique("outsider", f.Outsiders, c.outsiders)
	for _, o := range f.Outsiders {
		c.noParty(o)
	}
	c.unique("unstated thing", f.Unstated, c.unstated)
	for _, group := range f.Synonyms {
		c.material.synonyms = append(c.material.synonyms, values(group))
		if len(group) == 1 {
			c.report(group[0].At, fmt.Sprintf("%q has no synonym beside it", group[0].Value), "list at least two words that mean the same")
		}
		c.synonym(group)
	}
	for _, q := range f.Offtopic {
		c.material.offtopic = append(c.material.offtopic, q.Value)
		c.question(q)
	}
}

// noParty reports an outsider that goes by a name of those whom the set is about.
func (c *checker) noParty(o rawNamed) {
	for _, name := range append([]text{o.Name}, o.Aliases...) {
		for _, p := range c.material.parties {
			if slices.ContainsFunc(append([]string{p.Name}, p.Aliases...), func(s string) bool { return strings.EqualFold(s, name.Value) }) {
				c.report(name.At, fmt.Sprintf("%q is a name of the party %q, and no outsider's", name.Value, p.Name), "remove one of the two")
			}
		}
	}
}

// unique reports a name that two parties or two outsiders bear; seen has those before.
func (c *checker) unique(what string, raws []rawNamed, seen map[string]Position) {
	for _, raw := range raws {
		key := strings.ToLower(raw.Name.Value)
		if first, ok := seen[key]; ok && key != "" {
			c.report(raw.Name.At, fmt.Sprintf("%s %q stands here a second time, first at %s", what, raw.Name.Value, first), "join the two")
			continue
		}
		seen[key] = raw.Name.At
	}
}

// question notes an example question; the same one cannot have two answers.
func (c *checker) question(q text) {
	if c.checked {
		return
	}
	key := strings.ToLower(q.Value)
	if strings.Contains(key, "  ") || strings.ContainsAny(key, "\t\n") {
		key = strings.Join(strings.Fields(key), " ")
	}
	if key == "" {
		return
	}
	if first, ok := c.questions[key]; ok {
		c.report(q.At, fmt.Sprintf("question %q is asked a second time, first at %s", q.Value, first), "keep it with the entry that answers it best")
		return
	}
	c.questions[key] = q.At
}

func (c *checker) date(t text) Date {
	if t.Value == "" {
		return Date{}
	}
	d, err := ParseDate(t.Value)
	if err != nil {
		what, remedy, _ := strings.Cut(err.Error(), "; ")
		c.report(t.At, what, remedy)
	}
	return d
}

func (c *checker) url(t text) {
	if t.Value == "" {
		return
	}
	u, err := url.Parse(t.Value)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		c.report(t.At, fmt.Sprintf("%q is not the address of a page", t.Value), "write it in full with https:// or http://, or remove it")
	}
}

// index holds what a set defines under ids.
type index[T any] struct {
	what, sections string // "source", "sources"
	ids            []string
	items          map[string]T
	at             map[string]Position
}

func newIndex[T any](what, sections string) *index[T] {
	return &index[T]{what: what, sections: sections, items: map[string]T{}, at: map[string]Position{}}
}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (x *index[T]) define(c *checker, id text, item T) {
	if id.Value == "" {
		return
	}
	if !idForm.MatchString(id.Value) {
		c.report(id.At, fmt.Sprintf("%q is not an id", id.Value), "write lower-case letters and digits, joined by single hyphens")
	}
	if first, ok := x.at[id.Value]; ok {
		c.report(id.At, fmt.Sprintf("id %q is used a second time, first at %s", id.Value, first), "choose another id")
		return
	}
	x.ids = append(x.ids, id.Value)
	x.items[id.Value], x.at[id.Value] = item, id.At
}

// find gives what ref names, or the zero value when nothing bears that id.
func (x *index[T]) find(c *checker, ref text) T {
	item, ok := x.items[ref.Value]
	if ok || ref.Value == "" || c.partial {
		return item
	}
	c.report(ref.At, fmt.Sprintf("%s %q is not defined", x.what, ref.Value), guess(ref.Value, x.ids)+"define it under "+x.sections)
	return item
}

func values(texts []text) []string {
	var s []string
	for _, t := range texts {
		s = append(s, t.Value)
	}
	return slices.Clip(s)
}

func names(raws []rawNamed) []named {
	var all []named
	for _, raw := range raws {
		all = append(all, named{raw.Name.Value, values(raw.Aliases), values(raw.Cities)})
	}
	return all
}
