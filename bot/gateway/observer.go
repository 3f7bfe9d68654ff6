package gateway

import "time"

// An Observer is told what the door does, for metrics and health checks. Its
// methods are called by many goroutines and must return at once. None is told
// a user's text, an id or a token.
type Observer interface {
	// Ready tells, at each change, whether every shard of this process is
	// connected. It is false from the start.
	Ready(ready bool)
	// Shard tells, at each change, the state of one shard of this process; at
	// first each is connecting.
	Shard(shard int, state ShardState)
	// Ended tells that a connection of a shard ended, or could not be made, and
	// whether its session can be resumed.
	Ended(shard int, cause Cause, resumable bool)
	// Sessions tells how many new sessions Discord still allows until its limit
	// is reset: when it has said so, after each that is begun, and at the reset.
	Sessions(remaining int)
	// Commands tells, after each attempt, whether Discord holds the commands as
	// they should be.
	Commands(registered bool)
	// Request tells the end of one REST request, repeated ones included. The
	// route has no ids, like "POST /channels/{channel}/messages"; the status is
	// 0 when no response came.
	Request(route string, status int, took time.Duration)
	// Waited tells for how long a limit held a request back, before it went out
	// or was given up.
	Waited(limit Limit, wait time.Duration)
	// Breaker tells, at each change, whether requests are held off because
	// Discord has refused too many.
	Breaker(kind RequestKind, open bool)
}

// ShardState is where a shard stands.
type ShardState string

// The states of a shard.
const (
	ShardConnecting ShardState = "connecting"
	ShardConnected  ShardState = "connected"
	ShardStopped    ShardState = "stopped"
)

// Cause is why a connection ended; there are some two dozen in all, among them
// "closed_" with each of the gateway's close codes.
type Cause string

// The causes without a close code.
const (
	CauseLost        Cause = "lost"            // broken without a word
	CauseAsked       Cause = "asked"           // to reconnect, op 7
	CauseInvalid     Cause = "invalid_session" // op 9
	CauseZombie      Cause = "zombie"          // no heartbeat was acknowledged
	CauseNotReady    Cause = "not_ready"       // no READY in time
	CauseUnreachable Cause = "unreachable"     // no connection was made
	CauseClosed      Cause = "closed"          // without a code, or with one that is not listed
)

// Limit is what holds requests back.
type Limit string

// The limits.
const (
	LimitGlobal   Limit = "global"   // 50 requests a second, or Discord's word
	LimitRoute    Limit = "route"    // of one channel, server or webhook
	LimitRefusals Limit = "refusals" // too many; see Breaker. It is never waited for
)

// RequestKind is which of the two ways to Discord a request takes.
type RequestKind string

// The kinds of requests.
const (
	RequestCallback RequestKind = "callback" // to interactions: callbacks, edits, follow-ups
	RequestOther    RequestKind = "other"
)

// unobserved is told everything and does nothing.
type unobserved struct{}

func (unobserved) Ready(bool)                         {}
func (unobserved) Shard(int, ShardState)              {}
func (unobserved) Ended(int, Cause, bool)             {}
func (unobserved) Sessions(int)                       {}
func (unobserved) Commands(bool)                      {}
func (unobserved) Request(string, int, time.Duration) {}
func (unobserved) Waited(Limit, time.Duration)        {}
func (unobserved) Breaker(RequestKind, bool)          {}
