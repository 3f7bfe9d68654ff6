package discordtest

import (
	"fmt"
	"time"
)

// Delivery is an interaction or a message that was dispatched to the bot.
type Delivery struct {
	fake       *Fake
	id, token  string
	kind       int // of an interaction
	dispatched time.Time
	answered   chan struct{} // closed at the first answer

	// Under the fake's lock.
	callback *Callback
	reached  time.Time // when it was last written to a connection; zero when never
	doubtful bool      // that connection was broken before the bot can be known to have read it
	spoilt   bool      // an answer met with a failure after which no bot may try again
	dropped  bool      // an answer was taken without the bot learning of it
}

func (f *Fake) newDelivery(id, token string, kind int) *Delivery {
	return &Delivery{fake: f, id: id, token: token, kind: kind, dispatched: time.Now(), answered: make(chan struct{})}
}

// Answered is closed when the bot has answered.
func (d *Delivery) Answered() <-chan struct{} { return d.answered }

// Await waits for the answer. It may be called from any goroutine. The callback
// is empty for a message.
func (d *Delivery) Await() (Callback, error) {
	late := time.NewTimer(Patience)
	defer late.Stop()
	select {
	case <-d.answered:
	case <-late.C:
		return Callback{}, fmt.Errorf("%s was not answered in %v", d.id, Patience)
	}
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	if d.callback == nil {
		return Callback{}, nil
	}
	return *d.callback, nil
}

// Due reports whether the bot owes an answer, or has given it: it was connected
// when the event was sent, or resumed its session soon enough, and none of its
// answers met with a refusal for good.
func (d *Delivery) Due() bool {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	inTime := d.kind == 0 || d.reached.Sub(d.dispatched) <= Window/2
	return !d.reached.IsZero() && inTime && !d.doubtful && !d.spoilt
}

// wrote notes that the event has been written to a connection.
func (d *Delivery) wrote() {
	if d != nil {
		d.reached, d.doubtful = time.Now(), false
	}
}

// settled notes what a RESUME tells: that the event had arrived.
func (d *Delivery) settled() {
	if d != nil {
		d.doubtful = false
	}
}

// doubtTime is how long before the end of a broken connection what was written
// to it may have been lost.
const doubtTime = 500 * time.Millisecond

// doubt notes that every connection is about to be broken: what was written
// last may not have been read. The fake is locked.
func (f *Fake) doubt() {
	for _, s := range f.sessions {
		for _, sent := range s.log {
			if d := sent.delivery; d != nil && !d.reached.IsZero() && time.Since(d.reached) < doubtTime {
				d.doubtful = !isClosed(d.answered)
			}
		}
	}
}

// done notes the first answer. The fake is locked.
func (f *Fake) done(d *Delivery) {
	f.record.answers++
	if f.light {
		delete(f.pending, d.id)
		delete(f.said, d.id)
		delete(f.messages, d.id)
	}
	close(d.answered)
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
