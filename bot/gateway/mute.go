package gateway

import (
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// After so many refusals in a row nothing is written to a channel for a while:
// whoever can mention the bot where it may not write could else have it refused
// for as often as Discord takes before it locks the bot out.
const (
	silenceAfter = 3
	silenceTime  = time.Minute
)

// silences remembers the channels in which the bot may not write.
type silences struct {
	mu       sync.Mutex
	channels *lru.Cache[string, silence]
}

type silence struct {
	refusals int // in a row
	until    time.Time
}

func newSilences() *silences {
	channels, _ := lru.New[string, silence](1024) // fails for no size alone
	return &silences{channels: channels}
}

// note notes whether a channel has refused a message.
func (s *silences) note(channelID string, refused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !refused {
		s.channels.Remove(channelID)
		return
	}
	c, _ := s.channels.Get(channelID)
	if c.refusals++; c.refusals >= silenceAfter {
		c = silence{until: time.Now().Add(silenceTime)}
	}
	s.channels.Add(channelID, c)
}

// has reports whether nothing is to be written to a channel.
func (s *silences) has(channelID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.channels.Peek(channelID)
	return ok && time.Now().Before(c.until)
}
