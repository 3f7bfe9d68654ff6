package gateway

import (
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// recent remembers the last ids: Discord may deliver an event twice.
// https://discord.com/developers/docs/reference#consistency
type recent struct {
	mu   sync.Mutex
	ids  map[string]bool
	ring []string
	at   int
}

func newRecent(size int) *recent {
	return &recent{ids: make(map[string]bool, size), ring: make([]string, size)}
}

// first reports whether id is new among the last ones, and remembers it.
func (r *recent) first(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ids[id] {
		return false
	}
	delete(r.ids, r.ring[r.at])
	r.ids[id], r.ring[r.at] = true, id
	r.at = (r.at + 1) % len(r.ring)
	return true
}

// has reports whether id is among the last ones.
func (r *recent) has(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ids[id]
}

// silenceTime is how long nothing is written to a channel in which the bot may
// not write. Whoever can mention it there could else have it refused for as
// often as Discord takes before it locks the bot out.
const silenceTime = time.Minute

// silences remembers the channels in which the bot may not write.
type silences struct {
	until *lru.Cache[string, time.Time] // by channel
}

func newSilences() *silences {
	until, _ := lru.New[string, time.Time](1024) // fails for no size alone
	return &silences{until}
}

func (s *silences) add(channelID string) { s.until.Add(channelID, time.Now().Add(silenceTime)) }

func (s *silences) has(channelID string) bool {
	until, ok := s.until.Peek(channelID)
	return ok && time.Now().Before(until)
}
