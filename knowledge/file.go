package knowledge

// The shape of a set's YAML files. A set is a folder; every *.yaml file in it
// may hold any of these sections, each section may be split over files. The
// tags are read by decode.go: a required key must be there, and a required
// list must have an element.

// text is a piece of text and where it stands. A key that is absent leaves the
// zero text; one whose value is unusable leaves its place and an empty Value,
// because that fault has been reported already.
type text struct {
	Value string
	At    Position
}

type file struct {
	Set        *rawSet      `yaml:"set"` // exactly once in a set
	Sources    []rawSource  `yaml:"sources"`
	Topics     []rawTopic   `yaml:"topics"`
	Facts      []rawEntry   `yaml:"facts"`
	Milestones []rawEntry   `yaml:"milestones"` // facts that must have a date
	Projects   []rawProject `yaml:"projects"`
	Terms      []rawTerm    `yaml:"terms"`
	Lists      []rawList    `yaml:"lists"`
	Phases     []rawPhase   `yaml:"phases"`   // stretches of time that head the timeline
	Gaps       []rawGap     `yaml:"gaps"`     // what the sources are known not to say
	Synonyms   [][]text     `yaml:"synonyms"` // words or phrases that mean the same; the first stands for all
	Outsiders  []rawNamed   `yaml:"outsiders"`
	Unstated   []rawNamed   `yaml:"unstated"`
	Offtopic   []text       `yaml:"offtopic"` // example questions that must be refused
}

type rawSet struct {
	At      Position
	Name    text       `yaml:"name,required"`
	Subject text       `yaml:"subject,required"` // completes "I answer questions about …"
	Colour  text       `yaml:"colour,required"`  // "#1f4e8c"
	Refusal text       `yaml:"refusal,required"` // first sentence of every refusal
	About   text       `yaml:"about,required"`   // what the bot is, for /about and /help
	Parties []rawNamed `yaml:"parties"`          // whom the set is about
	Caution text       `yaml:"caution"`          // low, normal or high: how sure an answer must be

	Greeting  text   `yaml:"greeting"`  // how a conversation opens; empty: made from subject
	Languages []text `yaml:"languages"` // of the sources, as BCP 47 tags

	Sentences []rawSentence `yaml:"sentences"` // in the place of those in sentences.yaml
}

type rawSentence struct {
	Name text `yaml:"name,required"`
	Text text `yaml:"text,required"`
}

// rawNamed is a party of the set, or an outsider: a country, organisation or
// treaty that the set may mention but is not about, or something unstated: what
// people ask for and the sources do not give, such as prices. A question that
// names one of the latter two is refused unless the entry does too.
type rawNamed struct {
	Name    text   `yaml:"name,required"`
	Aliases []text `yaml:"aliases"` // demonyms, other spellings
	Cities  []text `yaml:"cities"`
}

type rawSource struct {
	ID        text `yaml:"id,required"`
	Title     text `yaml:"title,required"`
	Publisher text `yaml:"publisher,required"`
	URL       text `yaml:"url"`
	Captured  text `yaml:"captured,required"`
}

type rawTopic struct {
	ID    text `yaml:"id,required"`
	Title text `yaml:"title,required"`
	Today text `yaml:"today"` // the entry that says how things stand in this topic now
}

type rawEntry struct {
	At         Position
	ID         text           `yaml:"id,required"`
	Title      text           `yaml:"title,required"`
	Answer     text           `yaml:"answer,required"`
	Date       text           `yaml:"date"`
	Namesakes  []text         `yaml:"namesakes"` // years of others of its name
	Topics     []text         `yaml:"topics"`
	About      text           `yaml:"about"`
	Source     text           `yaml:"source,required"`
	Section    text           `yaml:"section"`
	AsOf       text           `yaml:"as_of,required"`
	Status     text           `yaml:"status,required"`
	Brief      text           `yaml:"brief"`      // the new state in a sentence, for what it supersedes
	Supersedes []text         `yaml:"supersedes"` // older entries, from this one's date on
	Superseded *rawSuperseded `yaml:"superseded"` // where no entry supersedes
	Disputed   []rawNote      `yaml:"disputed"`   // what others say instead
	Say        text           `yaml:"say"`        // what is held all the same
	Questions  []text         `yaml:"questions,required"`
	Yes        []text         `yaml:"yes"` // more questions, which the answer affirms
	No         []text         `yaml:"no"`  // and which it denies
}

type rawPhase struct {
	rawEntry
	Start text `yaml:"start,required"`
	End   text `yaml:"end"` // empty: it goes on
}

type rawGap struct {
	At        Position
	ID        text   `yaml:"id,required"`
	Title     text   `yaml:"title,required"`
	Answer    text   `yaml:"answer,required"`
	Nearest   text   `yaml:"nearest"` // the entry that comes nearest
	Topics    []text `yaml:"topics"`
	AsOf      text   `yaml:"as_of,required"`
	Questions []text `yaml:"questions,required"`
}

type rawSuperseded struct {
	Since text `yaml:"since,required"`
	rawNote
}

type rawNote struct {
	At      Position
	Text    text `yaml:"text,required"`
	Source  text `yaml:"source,required"`
	Section text `yaml:"section"`
}

type rawProject struct {
	rawEntry
	Lead     text        `yaml:"lead"`
	Funders  []text      `yaml:"funders"`
	Partners []text      `yaml:"partners"`
	Start    text        `yaml:"start"`
	End      text        `yaml:"end"`
	Figures  []rawFigure `yaml:"figures"`
}

type rawFigure struct {
	Name  text `yaml:"name,required"`
	Value text `yaml:"value,required"`
}

type rawTerm struct {
	rawEntry
	Abbreviation text `yaml:"abbreviation"`
	Name         text `yaml:"name,required"`
}

type rawList struct {
	rawEntry
	Items  []text     `yaml:"items"`  // either these
	Select *rawSelect `yaml:"select"` // or this
}

type rawSelect struct {
	At    Position
	Kind  text `yaml:"kind"` // facts, milestones, projects, terms or phases
	Topic text `yaml:"topic"`
}
