package config

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// Shards are those that a process runs, First to Last, counted from 0, of the
// bot's Of. The zero value is all, as many as Discord recommends.
// See https://discord.com/developers/docs/events/gateway#sharding.
type Shards struct{ First, Last, Of int }

// shardsMost keeps a slip of the pen from asking for a million.
const shardsMost = 16_384

// The ways to write them, besides auto: all, a range, and the share of one of
// several equal processes, for a number that only the process knows.
var (
	allShards   = regexp.MustCompile(`^([0-9]{1,5})$`)
	shardRange  = regexp.MustCompile(`^([0-9]{1,5})-([0-9]{1,5})/([0-9]{1,5})$`)
	shardsShare = regexp.MustCompile(`^part ([0-9]{1,5})/([0-9]{1,5}) of ([0-9]{1,5})$`)
)

// UnmarshalText takes "auto", "16" for all of 16 shards, "4-7/16" for some of
// them, and "part 1/4 of 16" for the second quarter.
func (s *Shards) UnmarshalText(text []byte) error {
	const remedy = `; write auto, 16 for all of 16 shards, 4-7/16 for some of them, or "part 1/4 of 16" for the second of four equal parts`
	value := string(text)
	var parsed Shards
	if value == "auto" {
		*s = Shards{}
		return nil
	} else if m := allShards.FindStringSubmatch(value); m != nil {
		n := number(m[1])
		parsed = Shards{0, n - 1, n}
	} else if m := shardRange.FindStringSubmatch(value); m != nil {
		parsed = Shards{number(m[1]), number(m[2]), number(m[3])}
	} else if m := shardsShare.FindStringSubmatch(value); m != nil {
		part, parts, of := number(m[1]), number(m[2]), number(m[3])
		switch {
		case part >= parts:
			return fmt.Errorf("%s names part %d of %d; parts are counted from 0", quoted(value), part, parts)
		case parts > of:
			return fmt.Errorf("%s has more parts than shards", quoted(value))
		}
		parsed = Shards{part * of / parts, (part+1)*of/parts - 1, of}
	} else {
		return errors.New(quoted(value) + " says no shards" + remedy)
	}
	switch {
	case parsed.Of < 1 || parsed.Of > shardsMost:
		return fmt.Errorf("%s has not 1 to %d shards%s", quoted(value), shardsMost, remedy)
	case parsed.First > parsed.Last || parsed.Last >= parsed.Of:
		return fmt.Errorf("%s runs from shard %d to %d of %d; they are counted from 0 and the last of %d is %d",
			quoted(value), parsed.First, parsed.Last, parsed.Of, parsed.Of, parsed.Of-1)
	}
	*s = parsed
	return nil
}

// number reads digits that an expression has found.
func number(digits string) int {
	n, _ := strconv.Atoi(digits) // at most five digits
	return n
}
