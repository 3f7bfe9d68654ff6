package knowledge_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"attache/knowledge"
)

const mill = `
set: {name: Mill, subject: the mill, colour: "#336699", refusal: I do not know., about: It tells of the mill.}
sources:
  - {id: book, title: Book, publisher: Miller, url: https://example.org/, captured: 2020}
facts:
  - {id: owner-old, title: Owner, answer: In 1990 the Meyer family owned the mill., source: book, as_of: 1990, status: superseded,
     questions: [who owns the mill, owner of the mill, who possesses the mill, which family has the mill]}
  - {id: owner-new, title: New owner, answer: The town owns the mill since May 2001., date: 2001-05, source: book, as_of: 2020, status: current,
     brief: The town owns the mill, supersedes: [owner-old],
     questions: [did the town buy the mill, when did the town get the mill, town purchase of the mill]}
  - {id: height, title: Height, answer: The chimney is 30 metres high., source: book, as_of: 2020, status: disputed,
     disputed: [{text: the survey measured 28 metres, source: book}, {text: a postcard says 31, source: book}], say: The survey is the newest measurement,
     questions: [how high is the chimney, height of the chimney, how tall is the chimney]}
  - {id: stones, title: Millstones, answer: "The millstones came from Hythe, by ship.", source: book, as_of: 2020, status: current,
     questions: [where did the millstones come from, origin of the millstones, how did the millstones get to the mill, were the millstones brought by ship]}
outsiders: [{name: Kent, cities: [Hythe, Dover]}, {name: Devon, cities: [Exeter]}, {name: Cornwall}, {name: Purpose}]
milestones:
  - {id: built, title: Mill built, answer: The mill was built in 1900., date: 1900, source: book, as_of: 2020, status: current,
     questions: [when was the mill built, year of construction, building of the mill]}
  - {id: fire, title: Great fire, answer: A fire destroyed the roof in 1950., date: 1950-06, namesakes: [1887], source: book, as_of: 2020, status: current,
     questions: [when did the mill burn, when was the great fire, the great fire, fire in the mill]}
  - {id: museum, title: Museum opened, answer: The museum opened in 2010., date: 2010, source: book, as_of: 2020, status: current,
     questions: [when did the museum open, opening of the museum, since when is there a museum]}
phases:
  - {id: working, title: Working mill, answer: Corn was ground., start: 1900, end: 1999, source: book, as_of: 2020, status: historical,
     questions: [how long did the mill work, the working years, when was corn ground]}
  - {id: show, title: Show mill, answer: Visitors are shown round., start: 2000, source: book, as_of: 2020, status: current,
     questions: [what is the mill today, visitors at the mill, the mill as a sight]}
gaps:
  - {id: architect, title: Architect, answer: My sources do not say who designed the mill., nearest: built, as_of: 2020,
     questions: [who designed the mill, architect of the mill, who drew the plans of the mill]}
lists:
  - {id: all, title: History, answer: "The mill through the years:", source: book, as_of: 2020, status: current, select: {kind: milestones},
     questions: [timeline, history of the mill, what happened through the years]}
  - {id: times, title: Phases, answer: "Two times of the mill:", source: book, as_of: 2020, status: current, select: {kind: phases},
     questions: [how did the mill develop, phases of the mill, the story of the mill in short]}
`

// TestStates holds how answers speak of what is over, disputed or unknown.
func TestStates(t *testing.T) {
	set, err := knowledge.LoadFS(fstest.MapFS{"mill.yaml": {Data: []byte(mill)}}, "mill")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		question string
		kind     knowledge.AnswerKind
		text     string
	}{
		{"who owns the mill", knowledge.Direct, "Superseded in May 2001: The town owns the mill. Before that: in 1990 the Meyer family owned the mill."},
		{"who owns the mill today", knowledge.Direct, "Superseded in May 2001: The town owns the mill. Before that: in 1990 the Meyer family owned the mill."},
		{"who owned the mill back then", knowledge.Direct, "In 1990 the Meyer family owned the mill. Superseded in May 2001: The town owns the mill."},
		{"who was the owner of the mill in 1990", knowledge.Direct, "In 1990 the Meyer family owned the mill. Superseded in May 2001: The town owns the mill."},
		{"how high is the chimney", knowledge.Direct, "The chimney is 30 metres high. Sources differ: the survey measured 28 metres; a postcard says 31. The survey is the newest measurement."},
		{"who designed the mill", knowledge.NoAnswer, "My sources do not say who designed the mill. What I do know: The mill was built in 1900."},
		{"timeline", knowledge.Listing, "The mill through the years:\nWorking mill:\n• 1900: The mill was built in 1900.\n• June 1950: A fire destroyed the roof in 1950.\nShow mill:\n• 2010: The museum opened in 2010."},
		{"phases of the mill", knowledge.Listing, "Two times of the mill:\n• 1900 to 1999: Corn was ground.\n• since 2000: Visitors are shown round."},
		{"what happened before the great fire", knowledge.Direct, "The mill was built in 1900."},
		{"what happened after the great fire", knowledge.Listing, "Since June 1950:\nWorking mill:\n• June 1950: A fire destroyed the roof in 1950.\nShow mill:\n• 2010: The museum opened in 2010."},
		{"what was the next event after the great fire", knowledge.Direct, "The museum opened in 2010."},
		{"what happened in the last 15 years", knowledge.Direct, "The museum opened in 2010."},
		{"when was the great fire of 1887", knowledge.NoAnswer, "I do not know."}, // another fire
		{"was the great fire in 1940", knowledge.Direct, "No. A fire destroyed the roof in 1950."},
		{"did the millstones come from Exeter", knowledge.Direct, "No. The millstones came from Hythe, by ship."},
		{"did the millstones come from Dover", knowledge.Direct, "No. The millstones came from Hythe, by ship."},
		{"did the millstones come from Cornwall", knowledge.NoAnswer, "I do not know."}, // which may have had some too
		{"who gave money to the museum after the great fire today", knowledge.NoAnswer, "I do not know."},
		{"the museum? since when is it there", knowledge.Direct, "The museum opened in 2010."},
		{"purpose", knowledge.NoAnswer, "I do not know."}, // a name alone, which is a question word too
		{"what was the latest event", knowledge.Direct, "The museum opened in 2010."},
	} {
		a := set.Answer(test.question)
		if a.Kind != test.kind || a.Text != test.text {
			t.Errorf("%q:\n got %s %q\nwant %s %q", test.question, a.Kind, a.Text, test.kind, test.text)
		}
	}
	if a := set.Answer("who designed the mill"); len(a.Entries) != 1 || a.Entries[0].ID != "architect" {
		t.Errorf("a gap is not named: %v", ids(a))
	}
}

// TestSupersedesProblems holds what is wrong with a successor.
func TestSupersedesProblems(t *testing.T) {
	broken := strings.NewReplacer(
		"date: 2001-05, ", "",
		"brief: The town owns the mill, ", "",
		"supersedes: [owner-old]", "supersedes: [owner-new, height, nobody]",
	).Replace(mill)
	_, err := knowledge.LoadFS(fstest.MapFS{"mill.yaml": {Data: []byte(broken)}}, "mill")
	if err == nil {
		t.Fatal("no problem")
	}
	for _, want := range []string{
		`entry "owner-new" supersedes others but has no brief; add "brief:"`,
		`entry "owner-new" supersedes others but has no date; add "date:"`,
		`entry "owner-new" supersedes itself; name an older entry`,
		`entry "height" is superseded here but its status is disputed; `,
		`entry "nobody" is not defined; `,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not among\n%v", want, err)
		}
	}
}
