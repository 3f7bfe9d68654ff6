package discordtest

import (
	"encoding/json"
	"maps"
	"net/http"
)

// HoldCommands sets the commands that Discord holds already; guildID is empty
// for the global ones.
func (f *Fake) HoldCommands(guildID string, body []byte) {
	held, err := hold(guildID, body)
	if err != nil {
		f.t.Fatalf("discordtest: %v", err)
	}
	f.change(func() { f.commands[guildID] = held })
}

// hold writes commands as Discord gives them back: with ids and defaults, and
// without what was null or false in an option.
func hold(guildID string, body []byte) ([]json.RawMessage, error) {
	var commands []Payload
	if err := json.Unmarshal(body, &commands); err != nil {
		return nil, err
	}
	out := []json.RawMessage{}
	for _, c := range commands {
		full := Payload{"id": snowflake(), "application_id": ApplicationID, "version": snowflake(), "type": 1,
			"description": "", "default_member_permissions": nil, "dm_permission": true, "nsfw": false,
			"contexts": nil, "integration_types": []int{0}, "name_localizations": nil, "description_localizations": nil}
		maps.Copy(full, c)
		if guildID != "" { // these two are for global commands only
			full["guild_id"] = guildID
			delete(full, "contexts")
			delete(full, "integration_types")
		}
		if options := thin(full["options"]); options != nil {
			full["options"] = options
		} else {
			delete(full, "options")
		}
		out = append(out, full.JSON())
	}
	return out, nil
}

// thin drops from options what Discord does not give back.
func thin(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = thin(v[i])
		}
		if len(v) == 0 {
			return nil
		}
		return v
	case map[string]any:
		for k := range v {
			if x := thin(v[k]); x == nil || x == false {
				delete(v, k)
			} else {
				v[k] = x
			}
		}
		return v
	}
	return value
}

func (f *Fake) getCommands(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	held := append([]json.RawMessage{}, f.commands[r.PathValue("guild")]...)
	f.mu.Unlock()
	reply(w, held)
}

func (f *Fake) putCommands(w http.ResponseWriter, r *http.Request) {
	body, ok := f.body(w, r)
	if !ok || !f.judge(w, r, body, CommandProblems) {
		return
	}
	guild := r.PathValue("guild")
	held, err := hold(guild, body)
	if err != nil {
		refuse(w, http.StatusBadRequest, 50035, err.Error())
		return
	}
	f.change(func() {
		f.commands[guild] = held
		f.record.puts = append(f.record.puts, CommandPut{guild, body})
	})
	reply(w, held)
}
