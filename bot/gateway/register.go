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
	for d.life.Err() == nil {
		a, err := d.askApplication(d.life)
		switch {
		case err == nil:
			d.keepCommands(d.life, a.ID)
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

// application is what Discord tells of the bot's own.
// https://discord.com/developers/docs/resources/application#application-object
type application struct {
	ID       string `json:"id"`
	Endpoint string `json:"interactions_endpoint_url"` // empty where interactions come over the gateway
}

func (d *door) askApplication(ctx context.Context) (a application, err error) {
	err = persistAwhile(ctx, func(ctx context.Context) error {
		answer, err := d.send(ctx, d.rest, request{method: "GET", address: discordgo.EndpointApplication("@me")})
		if err != nil {
			return err
		}
		if err = json.Unmarshal(answer, &a); err == nil && a.ID == "" {
			err = errors.New("GET /applications/@me names no id")
		}
		return err
	})
	return a, err
}

// warnOfEndpoint warns when Discord sends no interaction over the gateway: all would
// look well here, while people are told that the application did not respond.
func (d *door) warnOfEndpoint(ctx context.Context) {
	a, err := d.askApplication(ctx)
	switch {
	case unauthorized(err):
		d.end(fatalUnauthorized())
	case err != nil:
		d.log.Debug("not told where interactions are sent", "error", d.clean(err))
	case a.Endpoint != "":
		d.log.Warn("Discord sends commands and clicks to an interactions endpoint URL and not here; empty the field Interactions Endpoint URL on the page General Information of the application, or have them answered there by attache serve")
	}
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
