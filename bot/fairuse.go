package bot

import (
	"sync"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// FairUse is how many requests a minute are answered; after a pause as many may
// come at once. 0 is any number. Completions do not count.
type FairUse struct {
	User    int // of one user
	Channel int // in one channel
}

// WithFairUse bounds what one user and one channel may ask.
func WithFairUse(f FairUse) Setting {
	return func(h *Handler) { h.users, h.channels = newBuckets(f.User), newBuckets(f.Channel) }
}

// maxBuckets is how many users, or channels, are watched at a time. Whoever asked
// longest ago makes room, with a bucket that is probably full again.
const maxBuckets = 10_000

// buckets are token buckets by Discord's ids.
type buckets struct {
	limit rate.Limit
	burst int
	known *lru.Cache[string, *bucket]
}

type bucket struct {
	*rate.Limiter
	taking sync.Mutex  // from look to take
	warned atomic.Bool // since the last request that was answered
}

func newBuckets(perMinute int) *buckets {
	limit := rate.Limit(perMinute) / 60
	if perMinute == 0 {
		limit = rate.Inf
	}
	known, _ := lru.New[string, *bucket](maxBuckets) // fails for no size alone
	return &buckets{limit, perMinute, known}
}

func (b *buckets) of(id string) *bucket {
	if known, ok := b.known.Get(id); ok {
		return known
	}
	added := &bucket{Limiter: rate.NewLimiter(b.limit, b.burst)}
	if known, ok, _ := b.known.PeekOrAdd(id, added); ok {
		return known // somebody else was faster
	}
	return added
}

// isEmpty reports whether b has no token now; it takes none.
func (b *bucket) isEmpty(now time.Time) bool {
	return b.Limit() != rate.Inf && b.TokensAt(now) < 1
}

// takeBoth takes a token of a user's bucket and one of a channel's, or else none of
// either: what is not answered must not count against the user elsewhere.
func takeBoth(user, channel *bucket, now time.Time) bool {
	user.taking.Lock() // so that what is seen in the user's is still there when the channel has given
	defer user.taking.Unlock()
	return !user.isEmpty(now) && channel.AllowN(now, 1) && user.AllowN(now, 1)
}

// verdict is what becomes of a request.
type verdict int

const (
	admitted verdict = iota
	warned           // with a word on why it is not answered
	silenced
)

// admit decides on a request of a user in a channel. A word on why it is not answered
// can be said only aside, where nobody else reads it; elsewhere it is kept for later.
func (h *Handler) admit(userID, channelID string, aside bool) verdict {
	if h.users == nil || userID == "" {
		return admitted
	}
	now, user, channel := h.now(), h.users.of(userID), h.channels.of(channelID)
	switch {
	case takeBoth(user, channel, now):
		user.warned.Store(false)
		return admitted
	case aside && user.warned.CompareAndSwap(false, true):
		return warned
	}
	return silenced
}

// exhausted reports whether a user would not be answered now; it counts nothing.
func (h *Handler) exhausted(userID string) bool {
	return h.users != nil && h.users.of(userID).isEmpty(h.now())
}
