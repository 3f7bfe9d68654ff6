package playground

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Times of a stream of events.
const (
	// pulse keeps a stream from looking dead, and finds out when it is.
	pulse = 20 * time.Second
	// writeTime is how long a browser may take to read an event.
	writeTime = 10 * time.Second
)

// events streams to the page what happens, as server-sent events: "ready" with
// the state of things at the start and whenever the knowledge has changed,
// "exchange" for each request that was answered, and "live" when all that was
// kept is sent. A browser that comes back names the last exchange that it has.
func (d *door) events(w http.ResponseWriter, r *http.Request) {
	s := d.sessions.open(w, r)
	defer s.stream()()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	control := http.NewResponseController(w)
	send := func(format string, args ...any) bool {
		_ = control.SetWriteDeadline(time.Now().Add(writeTime))
		_, err := fmt.Fprintf(w, format, args...)
		return err == nil && control.Flush() == nil
	}
	number := 0
	if seen, ok := strings.CutPrefix(r.Header.Get("Last-Event-ID"), s.ID+"-"); ok {
		number, _ = strconv.Atoi(seen)
	}
	live := false
	renewed := d.state.changed()
	if !send("retry: 500\nevent: ready\ndata: %s\n\n", d.ready(s)) {
		return
	}
	for {
		kept, appended := s.after(number)
		for _, e := range kept {
			if !send("id: %s-%d\nevent: exchange\ndata: %s\n\n", s.ID, e.number, e.data) {
				return
			}
			number = e.number
			s.sent(e)
		}
		if !live && !send("event: live\ndata: {}\n\n") {
			return
		}
		live = true
		select {
		case <-r.Context().Done():
			return
		case <-appended:
		case <-renewed:
			renewed = d.state.changed()
			if !send("event: ready\ndata: %s\n\n", d.ready(s)) {
				return
			}
		case <-time.After(pulse):
			if !send(": pulse\n\n") {
				return
			}
		}
	}
}

// ready is the state of things as the page gets it.
func (d *door) ready(s *session) []byte {
	data, err := json.Marshal(struct {
		ApplicationID string       `json:"application_id"`
		Session       *session     `json:"session"`
		Permissions   []permission `json:"permissions"`
		Editable      bool         `json:"editable"`
		*snapshot
	}{d.appID, s, permissions(), d.Editable, d.state.get()})
	if err != nil { // of nothing but texts and numbers
		panic(err)
	}
	return data
}
