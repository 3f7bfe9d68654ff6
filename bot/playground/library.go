package playground

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"attache/knowledge"
)

// library is what the page is told of the knowledge that answers now.
type library struct {
	mu      sync.Mutex
	current *snapshot
	renewed chan struct{}
}

// snapshot is the state of the knowledge at one time.
type snapshot struct {
	Version  int             `json:"version"` // counts the sets that were loaded
	Bot      string          `json:"bot"`     // what the bot is called
	Name     string          `json:"name"`
	Subject  string          `json:"subject"`
	About    string          `json:"about"`
	AsOf     string          `json:"as_of"`
	Colour   int             `json:"colour"`
	Entries  int             `json:"entries"`
	Commands json.RawMessage `json:"commands"`
	Examples []string        `json:"examples"`
	Problems []problem       `json:"problems"` // why what was saved last does not answer
	Advice   []problem       `json:"advice"`
}

type problem struct {
	Place  string `json:"place"`
	What   string `json:"what"`
	Remedy string `json:"remedy"`
}

func (l *library) get() *snapshot {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.current
}

// changed gives what is closed at the next change.
func (l *library) changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.renewed
}

func (l *library) set(s *snapshot) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current = s
	if l.renewed != nil {
		close(l.renewed)
	}
	l.renewed = make(chan struct{})
}

// follow takes over what the library reports until ctx ends.
func (d *door) follow(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.Library.Updates():
			if err := d.state.renew(d); err != nil {
				d.log.ErrorContext(ctx, "the commands cannot be written", "error", err)
			}
		case err := <-d.Library.Failures():
			broken := *d.state.get()
			broken.Problems = problemsOf(err)
			d.state.set(&broken)
		}
	}
}

// botName is what the bot is called here; on Discord its host names it.
const botName = "Attaché"

const examples = 4 // questions that the empty channel offers

// renew takes the state of the set that answers now.
func (l *library) renew(d *door) error {
	commands, err := d.register()
	if err != nil {
		return err
	}
	set := d.Library.Set()
	s := &snapshot{
		Version: 1, Bot: botName, Name: set.Name, Subject: set.Subject, About: set.About, AsOf: set.AsOf.Spoken(), Colour: set.Colour,
		Entries: len(set.Entries), Commands: commands, Examples: []string{}, Problems: []problem{}, Advice: []problem{},
	}
	if before := l.get(); before != nil {
		s.Version = before.Version + 1
	}
	for _, example := range set.Complete("", "", examples) {
		s.Examples = append(s.Examples, example.Question)
	}
	if d.Editable {
		s.Advice = problemsOf(set.Advise())
	}
	l.set(s)
	return nil
}

// problemsOf gives what is wrong with a set, or could be better, line by line.
func problemsOf(err error) []problem {
	all := []problem{}
	found, ok := errors.AsType[knowledge.Problems](err)
	if !ok {
		return append(all, problem{What: err.Error()})
	}
	for _, p := range found {
		all = append(all, problem{p.Position.String(), p.What, strings.TrimSpace(p.Remedy)})
	}
	return all
}
