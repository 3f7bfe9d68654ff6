package ops

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Notify tells systemd, where it has started the program and wants to know, that
// the program has started; then, until ctx ends, that it is alive, and what it
// waits for; at the end, that it stops. It returns when ctx has ended, or at once
// when nobody wants to know.
// https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
func Notify(ctx context.Context, options Options) {
	tell := func(lines ...string) bool {
		sent, err := daemon.SdNotify(false, strings.Join(lines, "\n"))
		if err != nil {
			options.Logger.WarnContext(ctx, "systemd is not told", "error", err)
		}
		return sent
	}
	if !tell(daemon.SdNotifyReady, status(options.Status)) {
		return
	}
	pace := watchdogPace(ctx, options.Logger)
	ticks := time.NewTicker(pace)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			tell(daemon.SdNotifyStopping, "STATUS=stopping")
			return
		case <-ticks.C:
			if err := options.Alive(); err != nil {
				options.Logger.ErrorContext(ctx, "the program is not well, so systemd's watchdog is not told that it is alive", "error", err)
				continue
			}
			tell(daemon.SdNotifyWatchdog, status(options.Status))
		}
	}
}

// watchdogPace is how often systemd is told: twice as often as its watchdog
// wants, as it recommends.
func watchdogPace(ctx context.Context, log *slog.Logger) time.Duration {
	const unasked = time.Minute
	interval, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		log.WarnContext(ctx, "systemd's watchdog is set up wrongly", "error", err)
	}
	if err != nil || interval <= 0 {
		return unasked
	}
	return interval / 2
}

func status(s *Status) string {
	if waiting := s.Waiting(); len(waiting) > 0 {
		return "STATUS=waiting for " + strings.Join(waiting, ", ")
	}
	return "STATUS=ready"
}
