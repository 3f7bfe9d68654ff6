package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Register keeps Discord's commands like those of options until ctx ends, as
// [Run] does, but without a connection to the gateway. A token that Discord
// refuses is returned as a [*FatalError]; other failures are logged.
func Register(ctx context.Context, options Options) error {
	d, err := newDoor(options)
	if err != nil {
		return err
	}
	defer d.closeIdle()
	d.life, d.end = context.WithCancelCause(ctx)
	defer d.end(nil)
	for applicationID := ""; applicationID == "" && d.life.Err() == nil; {
		applicationID, err = d.askApplication(d.life)
		switch {
		case err == nil:
			d.keepCommands(d.life, applicationID)
		case unauthorized(err):
			d.end(fatalUnauthorized())
		case d.life.Err() == nil:
			d.Observer.Commands(false)
			d.notRegistered(err)
			sleep(d.life, registerPause)
		}
	}
	var fatal *FatalError
	if errors.As(context.Cause(d.life), &fatal) {
		return fatal
	}
	return nil
}

// askApplication gives the id of the bot's application.
func (d *door) askApplication(ctx context.Context) (string, error) {
	var application struct{ ID string }
	err := persistAwhile(ctx, func(ctx context.Context) error {
		answer, err := d.send(ctx, d.rest, request{method: "GET", address: discordgo.EndpointApplication("@me")})
		if err != nil {
			return err
		}
		if err = json.Unmarshal(answer, &application); err == nil && application.ID == "" {
			err = errors.New("GET /applications/@me names no id")
		}
		return err
	})
	return application.ID, err
}

// registerPause is how long after a failure that no retry at once could mend, such as
// a firewall's, the commands are registered again: without them nobody can ask.
const registerPause = 5 * time.Minute

// lookPause is after how long a process that leaves the commands to another one looks
// again whether they are as they should be. An update of all takes minutes.
const lookPause = time.Minute

// keepCommands registers the commands, and the handler's each time that they
// may have changed, until ctx ends.
func (d *door) keepCommands(ctx context.Context, applicationID string) {
	commands := d.Commands
	for {
		var later <-chan time.Time
		if len(commands) > 0 {
			if pause := d.registerCommands(ctx, applicationID, commands); pause > 0 {
				later = time.After(pause)
			}
		}
		select {
		case <-d.Renewed:
			commands = d.Handler.Commands()
		case <-later:
		case <-ctx.Done():
			return
		}
	}
}
