package gateway

import (
	"context"
	"encoding/json"
	"errors"

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
	var application struct{ ID string }
	err = persist(d.life, func() error {
		address := discordgo.EndpointApplication("@me")
		answer, err := d.send(d.life, d.rest, request{method: "GET", address: address})
		if err != nil {
			return err
		}
		return json.Unmarshal(answer, &application)
	})
	switch {
	case err == nil:
		d.keepCommands(d.life, application.ID)
	case unauthorized(err):
		d.end(fatalUnauthorized())
	case ctx.Err() == nil:
		d.log.Error("commands are not registered", "guild", d.GuildID, "error", d.clean(err))
	}
	var fatal *FatalError
	if errors.As(context.Cause(d.life), &fatal) {
		return fatal
	}
	return nil
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
