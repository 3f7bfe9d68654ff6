package config_test

import (
	"fmt"
	"strings"
	"testing"

	"attache/config"
)

func TestShards(t *testing.T) {
	for text, want := range map[string]config.Shards{
		"auto":             {},
		"1":                {First: 0, Last: 0, Of: 1},
		"16":               {First: 0, Last: 15, Of: 16},
		"4-7/16":           {First: 4, Last: 7, Of: 16},
		"15-15/16":         {First: 15, Last: 15, Of: 16},
		"part 0/4 of 16":   {First: 0, Last: 3, Of: 16},
		"part 3/4 of 16":   {First: 12, Last: 15, Of: 16},
		"part 1/3 of 16":   {First: 5, Last: 9, Of: 16},
		"part 0/1 of 2":    {First: 0, Last: 1, Of: 2},
		"part 15/16 of 16": {First: 15, Last: 15, Of: 16},
	} {
		var s config.Shards
		if err := s.UnmarshalText([]byte(text)); err != nil || s != want {
			t.Errorf("%q: %+v, %v; want %+v", text, s, err, want)
		}
	}
	for text, want := range map[string]string{
		"all":             "says no shards; write auto",
		"-1":              "says no shards",
		"0":               "has not 1 to 16384 shards",
		"99999":           "has not 1 to 16384 shards",
		"4-8/8":           "the last of 8 is 7",
		"5-4/8":           "runs from shard 5 to 4",
		"part 4/4 of 16":  "parts are counted from 0",
		"part /4 of 16":   "says no shards", // Kubernetes before 1.28 knows no pod index
		"part 0/17 of 16": "more parts than shards",
		"part 0/0 of 4":   "parts are counted from 0",
	} {
		var s config.Shards
		if err := s.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), want) || s != (config.Shards{}) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// The parts of all processes are all shards, each once.
func TestShardsOfAllParts(t *testing.T) {
	for of := 1; of <= 20; of++ {
		for parts := 1; parts <= of; parts++ {
			next := 0
			for part := range parts {
				var s config.Shards
				if err := s.UnmarshalText([]byte(fmt.Sprintf("part %d/%d of %d", part, parts, of))); err != nil {
					t.Fatal(err)
				}
				if s.First != next || s.Of != of {
					t.Errorf("part %d/%d of %d is %+v, want it to begin with %d", part, parts, of, s, next)
				}
				next = s.Last + 1
			}
			if next != of {
				t.Errorf("%d parts of %d shards end with %d", parts, of, next-1)
			}
		}
	}
}
