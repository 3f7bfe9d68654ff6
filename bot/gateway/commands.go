package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"
)

// commandKeys are the fields of a command that we may set; in one server's
// commands Discord keeps neither contexts nor integration_types.
// https://discord.com/developers/docs/interactions/application-commands
var (
	commandKeys = []string{"type", "name", "name_localizations", "description", "description_localizations",
		"options", "default_member_permissions", "nsfw", "contexts", "integration_types"}
	guildCommandKeys = commandKeys[:8]
)

// errElsewhere is that the commands, which another process writes, are not yet as they
// should be. To repeat the request at once is of no use: see again.
var errElsewhere = errors.New("the process of the first shard has not registered them yet")

// registerCommands makes Discord hold the given commands: one request to look, and
// one to write where they differ. It repeats what may succeed soon; a failure is
// logged, and only a refused token ends the program. It gives how long after a failure
// another attempt may succeed, 0 where none is to be made.
func (d *door) registerCommands(ctx context.Context, applicationID string, commands []*discordgo.ApplicationCommand) (later time.Duration) {
	address, keys := d.commandAddress(applicationID), d.commandKeys()
	var changed bool
	err := persistAwhile(ctx, func(ctx context.Context) error {
		held, err := d.send(ctx, d.rest, request{method: "GET", address: address + "?with_localizations=true"})
		if err != nil {
			return err
		}
		ours, err := commandList(commands, keys)
		if err != nil {
			return err
		}
		changed = !sameCommands(held, ours, keys)
		switch {
		case changed && d.shards.First > 0: // of many processes one writes; the others only want the ids
			return errElsewhere
		case changed:
			held, err = d.sendJSON(ctx, "PUT", address, ours)
		}
		if err == nil {
			err = d.registered(held)
		}
		return err
	})
	switch {
	case err == nil:
		d.log.Info("commands are registered", "count", len(commands), "changed", changed, "guild", d.GuildID)
		d.Observer.Commands(true)
		return 0
	case ctx.Err() != nil:
		return 0
	case unauthorized(err):
		d.end(fatalUnauthorized())
		return 0
	case errors.Is(err, errElsewhere): // as in each update, in which the first process is the last
		later = lookPause
		d.log.Info("commands are not registered yet", "guild", d.GuildID, "error", err, "retry_in", later)
	case status(err) == http.StatusBadRequest: // as it will be the next time
		d.log.Error("commands are not registered: Discord does not take them", "guild", d.GuildID, "error", d.clean(err))
	default:
		later = registerPause
		d.notRegistered(err)
	}
	d.Observer.Commands(false)
	return later
}

func (d *door) notRegistered(err error) {
	d.log.Error("commands are not registered", "guild", d.GuildID, "error", d.clean(err), "retry_in", registerPause)
}

// commandAddress is where Discord holds the commands.
func (d *door) commandAddress(applicationID string) string {
	if d.GuildID != "" {
		return discordgo.EndpointApplicationGuildCommands(applicationID, d.GuildID)
	}
	return discordgo.EndpointApplicationGlobalCommands(applicationID)
}

func (d *door) commandKeys() []string {
	if d.GuildID != "" {
		return guildCommandKeys
	}
	return commandKeys
}

// registered tells the handler the ids of the commands that Discord holds.
func (d *door) registered(held []byte) error {
	var commands []*discordgo.ApplicationCommand
	if err := json.Unmarshal(held, &commands); err != nil {
		return fmt.Errorf("commands: %w", err)
	}
	d.Handler.Registered(commands)
	return nil
}

// commandList is our commands as JSON values, with what is unset left out.
func commandList(commands []*discordgo.ApplicationCommand, keys []string) ([]map[string]any, error) {
	raw, err := json.Marshal(commands)
	if err != nil {
		return nil, err
	}
	return normalCommands(raw, keys)
}

func sameCommands(held []byte, ours []map[string]any, keys []string) bool {
	theirs, err := normalCommands(held, keys)
	return err == nil && reflect.DeepEqual(theirs, ours)
}

// normalCommands reduces commands to the given keys and to one form: unset,
// null, false and empty are the same, sets are sorted, and commands stand in
// the order of type and name, which Discord may change.
func normalCommands(raw []byte, keys []string) ([]map[string]any, error) {
	var commands []map[string]any
	if err := json.Unmarshal(raw, &commands); err != nil {
		return nil, fmt.Errorf("commands: %w", err)
	}
	for i, c := range commands {
		for k := range c {
			if !slices.Contains(keys, k) {
				delete(c, k)
			}
		}
		for _, k := range []string{"contexts", "integration_types"} {
			if set, ok := c[k].([]any); ok {
				slices.SortFunc(set, func(a, b any) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			}
		}
		if c, _ = compact(c).(map[string]any); c == nil {
			c = map[string]any{}
		}
		if c["type"] == nil {
			c["type"] = float64(discordgo.ChatApplicationCommand)
		}
		commands[i] = c
	}
	slices.SortFunc(commands, func(a, b map[string]any) int {
		return cmp.Or(cmp.Compare(fmt.Sprint(a["type"]), fmt.Sprint(b["type"])), cmp.Compare(fmt.Sprint(a["name"]), fmt.Sprint(b["name"])))
	})
	return commands, nil
}

// compact drops what says nothing, at every depth; nil when nothing is left.
func compact(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for k, x := range v {
			if x = compact(x); x == nil {
				delete(v, k)
			} else {
				v[k] = x
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = compact(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	case string:
		if v == "" {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	}
	return value
}
