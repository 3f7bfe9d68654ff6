package discordtest

import (
	"fmt"
	"time"
)

// Delivery is an interaction or a message that was dispatched to the bot.
type Delivery struct {
	fake      *Fake
	id, token string
	kind      int           // of an interaction
	answered  chan struct{} // closed at the first answer

	// Under the fake's lock.
	callback   *Callback
	then       func(Callback) // what waits for it, without a goroutine
	dispatched time.Time      // first
	reached    time.Time      // when it was last written to a connection; zero when never
	doubtful   bool           // that connection was broken before the bot can be known to have read it
	spoilt     bool           // an answer met with a failure after which no bot may try again
	delay      time.Duration  // that failures have cost
	dropped    bool           // an answer was taken without the bot learning of it
	done       time.Time      // when the first answer was taken
}

func (f *Fake) newDelivery(id, token string, kind int) *Delivery {
	return &Delivery{fake: f, id: id, token: token, kind: kind, answered: make(chan struct{})}
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
	return d.taken(), nil
}

// Then has do called with the answer, at once if it has been given; do must return
// soon and ask nothing of the fake. It costs a load less than a goroutine that awaits.
func (d *Delivery) Then(do func(Callback)) {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	select {
	case <-d.answered:
		do(d.taken())
	default:
		d.then = do
	}
}

// taken is the answer that was taken, empty for a message's.
func (d *Delivery) taken() Callback {
	if d.callback == nil {
		return Callback{}
	}
	return *d.callback
}

// Due reports whether the bot owes an answer, or has given it.
func (d *Delivery) Due() bool { return d.Excuse() == "" }

// Excuse is why the bot owes no answer, whether or not it has given one; empty
// when it owes one: it was connected when the event was sent, or resumed its
// session soon enough; no answer met with a refusal for good; and failures have
// left it time.
func (d *Delivery) Excuse() string {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	switch {
	case d.reached.IsZero():
		return "not delivered"
	case d.doubtful:
		return "perhaps lost with the connection and the session"
	case d.spoilt:
		return "answer refused for good"
	case d.kind == 0 && d.delay >= 2*messageHang, d.kind > 0 && d.reached.Sub(d.dispatched)+d.delay > Window-answerTime:
		return "delivered or held up too late"
	}
	return ""
}

// What a failure costs at most: a bot that gets no answer has to give up some
// time, on a callback soon.
const (
	callbackHang = 2 * time.Second
	answerTime   = 950 * time.Millisecond // the rest, on a machine with much to do
	messageHang  = 15 * time.Second
	failureCost  = 300 * time.Millisecond
)

// cost is what a response costs a bot.
func (r Response) cost(kind int) time.Duration {
	switch {
	case r.hang && kind > 0:
		return callbackHang
	case r.hang:
		return messageHang
	}
	after, _ := time.ParseDuration(r.Header["Retry-After"] + "s") // 0 for none
	return failureCost + after
}

// String tells what became of the event, for a test's failure.
func (d *Delivery) String() string {
	d.fake.mu.Lock()
	defer d.fake.mu.Unlock()
	return fmt.Sprintf("%s of kind %d, sent at %s, reached after %v, doubtful %t, spoilt %t, delayed by %v, dropped %t, answered %t",
		d.id, d.kind, d.dispatched.Format(time.StampMilli), d.reached.Sub(d.dispatched).Round(time.Millisecond), d.doubtful, d.spoilt, d.delay, d.dropped, isClosed(d.answered))
}

// sent notes that the event is about to be written, to whatever is connected.
func (d *Delivery) sent() {
	if d != nil && d.dispatched.IsZero() {
		d.dispatched = time.Now()
	}
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

// lose notes that connections are about to be broken on which answers may just
// have been acknowledged. The fake is locked.
func (f *Fake) lose() {
	for _, all := range []map[string]*Delivery{f.pending, f.said} {
		for _, d := range all {
			d.dropped = d.dropped || !d.done.IsZero() && time.Since(d.done) < doubtTime
		}
	}
}

// took notes the first answer. The fake is locked.
func (f *Fake) took(d *Delivery) {
	f.record.answers++
	d.done = time.Now()
	close(d.answered)
	if d.then != nil {
		d.then(d.taken())
		d.then = nil
	}
	if !f.light {
		return
	}
	if f.answered = append(f.answered, d.id); len(f.answered) > f.keeps {
		for _, id := range f.answered[:f.keeps/2] {
			delete(f.pending, id)
			delete(f.said, id)
			delete(f.messages, id)
		}
		f.answered = append([]string(nil), f.answered[f.keeps/2:]...)
	}
}

// Forget forgets all that was delivered, so that the fake keeps no more than
// when it was new. An answer that comes later is late.
func (f *Fake) Forget() {
	f.change(func() {
		clear(f.pending)
		clear(f.said)
		clear(f.messages)
		clear(f.nonces)
		clear(f.good)
		f.answered = nil
		for _, s := range f.sessions {
			s.log = nil
		}
	})
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
