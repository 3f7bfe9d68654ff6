package gateway

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/bwmarrin/discordgo"
)

// A Change is what registering commands would do to one that Discord holds.
type Change struct {
	Name string
	Kind ChangeKind
	Keys []string // what differs, for Changed
}

// ChangeKind says what a [Change] does.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
)

// Changes compares the commands of options with those that Discord holds; none
// when they are the same. It takes two requests and registers nothing.
func Changes(ctx context.Context, options Options) ([]Change, error) {
	d, address, err := commandDoor(ctx, options)
	if err != nil {
		return nil, err
	}
	raw, err := d.request(ctx, "GET", address+"?with_localizations=true", nil)
	if err != nil {
		return nil, err
	}
	keys := d.commandKeys()
	held, err := normalCommands(raw, keys)
	if err != nil {
		return nil, err
	}
	ours, err := commandList(options.Commands, keys)
	if err != nil {
		return nil, err
	}
	return changes(byName(held), byName(ours)), nil
}

// DeleteCommands removes all commands that Discord holds.
func DeleteCommands(ctx context.Context, options Options) error {
	d, address, err := commandDoor(ctx, options)
	if err == nil {
		_, err = d.request(ctx, "PUT", address, []any{})
	}
	return err
}

func changes(held, ours map[string]map[string]any) []Change {
	var all []Change
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		theirs, ok := held[name]
		if !ok {
			all = append(all, Change{Name: name, Kind: Added})
			continue
		}
		var keys []string
		for _, k := range commandKeys {
			if !reflect.DeepEqual(theirs[k], ours[name][k]) {
				keys = append(keys, k)
			}
		}
		if len(keys) > 0 {
			all = append(all, Change{name, Changed, keys})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(held)) {
		if ours[name] == nil {
			all = append(all, Change{Name: name, Kind: Removed})
		}
	}
	return all
}

// byName files commands under their names, slash commands as people type them.
func byName(commands []map[string]any) map[string]map[string]any {
	named := make(map[string]map[string]any, len(commands))
	for _, c := range commands {
		name := fmt.Sprint(c["name"])
		if c["type"] == float64(discordgo.ChatApplicationCommand) {
			name = "/" + name
		}
		named[name] = c
	}
	return named
}

// commandDoor gives a door that is not opened, and where its commands stand.
func commandDoor(ctx context.Context, options Options) (*door, string, error) {
	d, err := newDoor(options)
	if err != nil {
		return nil, "", err
	}
	application, err := d.askApplication(ctx)
	if err != nil {
		return nil, "", d.reported(err)
	}
	return d, d.commandAddress(application.ID), nil
}

// request makes one request, repeated while that may help.
func (d *door) request(ctx context.Context, method, address string, body any) (raw []byte, err error) {
	err = persistAwhile(ctx, func(ctx context.Context) error {
		raw, err = d.sendJSON(ctx, method, address, body)
		return err
	})
	if err != nil {
		return nil, d.reported(err)
	}
	return raw, nil
}

// reported is an error for whoever reads it at the terminal.
func (d *door) reported(err error) error {
	if unauthorized(err) {
		return fatalUnauthorized()
	}
	return fmt.Errorf("gateway: %s", d.clean(err))
}
