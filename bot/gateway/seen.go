package gateway

import "sync"

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
