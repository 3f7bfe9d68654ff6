package knowledge

// Kind says what an [Entry] is; its text is the name of the section of the
// YAML file that holds the entry.
type Kind string

// The kinds of entries.
const (
	Fact      Kind = "facts"
	Milestone Kind = "milestones" // a fact with a date, shown on the timeline
	Project   Kind = "projects"
	Term      Kind = "terms"
	List      Kind = "lists"  // answers with several lines: its own items, or entries it selects
	Phase     Kind = "phases" // a stretch of time, from Date to End
	Gap       Kind = "gaps"   // what the sources are known not to say
)

// Status says how an entry stands today.
type Status string

// The statuses of an entry.
const (
	Current    Status = "current"    // holds, or is settled history
	Historical Status = "historical" // held then; the arrangement has ended
	Superseded Status = "superseded" // replaced since; Entry.Superseded says by what
	Disputed   Status = "disputed"   // sources disagree; Entry.Disputed says how
)

// Entry is one thing a set knows, with the answer it gives.
// Entries are read-only once loaded.
type Entry struct {
	ID        string
	Kind      Kind
	Title     string // at most 100 characters
	Answer    string // plain text in the set's own words
	Date      Date   // a milestone's date, or the date a fact turns on; may be zero
	Topics    []*Topic
	Namesakes []int  // years of others of its name, which it does not answer for
	About     *Entry // the project, term or fact that this one details; may be nil
	Citation  Citation
	AsOf      Date // until when the entry is known to hold
	Status    Status

	// Brief states what is new in one sentence, for the entries it supersedes.
	Brief string

	// Superseded says what came after, for the status Superseded; it is nil
	// where that is not known. SupersededBy is the entry that says so, if any.
	Superseded   *Note
	SupersededBy *Entry

	// Disputed is what others say instead, for the status Disputed, and Say
	// what is held all the same; it may be empty.
	Disputed []*Note
	Say      string

	Questions []string // examples of what people ask, at least one
	Yes, No   []string // the last of Questions: those that the answer affirms, then those that it denies
	Items     []string // lines of a list that carries its own
	Select    *Query   // what a list selects instead of carrying items

	End     Date   // of a phase; zero while it goes on
	Nearest *Entry // what comes nearest to a gap; may be nil

	Project *ProjectDetails // for projects, else nil
	Term    *TermDetails    // for terms, else nil

	Pos Position // where the entry stands

	dated dated // the answer in a list
}

// Note says what came after an entry or stands against it.
type Note struct {
	Since Date // zero for a dispute
	Text  string
	Citation
}

// Notes gives what came after the entry or stands against it.
func (e *Entry) Notes() []*Note {
	if e.Superseded == nil {
		return e.Disputed
	}
	return append([]*Note{e.Superseded}, e.Disputed...)
}

// ProjectDetails are the particulars of a project; every field may be empty.
type ProjectDetails struct {
	Lead       string
	Funders    []string
	Partners   []string
	Start, End Date
	Figures    []Figure
}

// Figure is a named quantity: "mines destroyed", "about 700,000".
type Figure struct {
	Name, Value string
}

// TermDetails are the two forms of a term.
type TermDetails struct {
	Abbreviation string
	Name         string // in full
}

// Topic groups entries.
type Topic struct {
	ID, Title string
	Today     *Entry // says how things stand in the topic now; may be nil
}

// Source is a document that entries rest on.
type Source struct {
	ID, Title, Publisher, URL string
	Captured                  Date // when the text was read
}

// Citation is a place in a source.
type Citation struct {
	Source  *Source
	Section string // heading within the source; may be empty
}

// Position is a place in a file of a set; lines and columns count from 1.
type Position struct {
	File         string
	Line, Column int
}
