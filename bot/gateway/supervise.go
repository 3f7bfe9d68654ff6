package gateway

import (
	"context"
	"math/rand/v2"
	"time"
)

// Pauses between attempts to connect: the first follows at once, then they
// double, with jitter so that many bots do not return in step.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 5 * time.Second
	// steady is how long a connection must last to count as a success.
	steady = 10 * time.Second
)

func pause(failures int) time.Duration {
	if failures <= 0 {
		return 0
	}
	p := min(firstPause<<min(failures-1, 10), lastPause)
	return p/2 + rand.N(p/2)
}

// supervise keeps one link connected until ctx ends or a failure is final. A
// lost connection is first resumed on the same session, so that what was sent
// meanwhile arrives; where that cannot work, a new session follows.
func (d *door) supervise(ctx context.Context) error {
	var l *link
	for failures := 0; ; failures++ {
		if l == nil {
			var err error
			if l, err = d.newLink(); err != nil {
				return err
			}
		}
		if !l.established && !sleep(ctx, d.budget.wait(time.Now())) {
			return nil
		}
		started := time.Now()
		e := l.run(ctx)
		select {
		case <-ctx.Done():
			return nil
		default:
		}
		if e.next == stop {
			return e.err
		}
		if time.Since(started) >= steady {
			failures = 0
		}
		wait := max(pause(failures), e.wait)
		d.log.Warn("gateway connection ended", "cause", e.cause, "resume", e.next == resume && l.established, "retry_in", wait.Round(time.Millisecond))
		if e.next == fresh || l.stuck {
			l = nil
		}
		if !sleep(ctx, wait) {
			return nil
		}
	}
}

// sleep reports whether ctx is still alive after a wait.
func sleep(ctx context.Context, wait time.Duration) bool {
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// ready notes who we are and, once, starts to register the commands.
func (d *door) ready(self identity) {
	d.self.Store(&self)
	d.Handler.Joined(self.servers)
	d.register.Do(func() {
		if (len(d.Commands) > 0 || d.Renewed != nil) && d.begin() {
			go func() {
				defer d.running.Done()
				d.keepCommands(d.life, self.applicationID)
			}()
		}
	})
}

// keepCommands registers the commands, and the handler's each time that they
// may have changed, until ctx ends.
func (d *door) keepCommands(ctx context.Context, applicationID string) {
	if len(d.Commands) > 0 {
		d.registerCommands(ctx, applicationID, d.Commands)
	}
	for {
		select {
		case <-d.Renewed:
			d.registerCommands(ctx, applicationID, d.Handler.Commands())
		case <-ctx.Done():
			return
		}
	}
}

// identifyBudget keeps new sessions below Discord's 1,000 a day, at which it
// resets the bot's token. It is used by one goroutine.
type identifyBudget struct {
	spent [900]time.Time
	at    int
}

func (b *identifyBudget) spend(now time.Time) {
	b.spent[b.at] = now
	b.at = (b.at + 1) % len(b.spent)
}

// wait is how long the next new session has to wait: ten minutes when the last
// 900 were all within a day.
func (b *identifyBudget) wait(now time.Time) time.Duration {
	if oldest := b.spent[b.at]; oldest.IsZero() || now.Sub(oldest) >= 24*time.Hour {
		return 0
	}
	return 10 * time.Minute
}
