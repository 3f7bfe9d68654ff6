package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

type command struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Options                  []option          `json:"options"`
	Contexts                 []int             `json:"contexts"`
	IntegrationTypes         []int             `json:"integration_types"`
}

type option struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Required                 bool              `json:"required"`
	Autocomplete             bool              `json:"autocomplete"`
	Choices                  []choice          `json:"choices"`
	Options                  []option          `json:"options"`
	MinLength                *int              `json:"min_length"`
	MaxLength                *int              `json:"max_length"`
}

// Types of commands and options.
const (
	chatInput          = 1
	optionSubcommand   = 1
	optionGroup        = 2
	optionString       = 3
	optionInteger      = 4
	optionNumber       = 10
	charactersACommand = 8000
)

// commandName is the pattern that the documentation gives for names of slash
// commands and options, in RE2's spelling. Of its {1,32} the second half stands
// where it is used: written out 32 times, the classes take half a megabyte.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]+$`)

const charactersACommandName = 32

// locales are those of https://discord.com/developers/docs/reference#locales
// and the two that only Discord's OpenAPI document lists (ar, he).
var locales = strings.Fields(`id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi
	sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko ar he`)

func (p *problems) commands(commands []command) {
	most := map[int]int{1: 100, 2: 15, 3: 15, 4: 1}
	count, seen := map[int]int{}, map[string]bool{}
	for _, c := range commands {
		if c.Type == 0 {
			c.Type = chatInput
		}
		at := fmt.Sprintf("command %q", c.Name)
		if _, ok := most[c.Type]; !ok {
			p.add("%s has type %d, which Discord does not know", at, c.Type)
			continue
		}
		count[c.Type]++
		if key := fmt.Sprint(c.Type, " ", c.Name); seen[key] {
			p.add("%s stands twice", at)
		} else {
			seen[key] = true
		}
		p.command(at, c)
	}
	for kind, n := range count {
		p.count(fmt.Sprintf("commands of type %d", kind), n, most[kind])
	}
}

func (p *problems) command(at string, c command) {
	if c.Type == chatInput {
		p.name(at, c.Name, c.NameLocalizations)
		p.description(at, c.Description, c.DescriptionLocalizations)
		p.options(at, c.Options, 0)
	} else {
		p.length(at+" name", c.Name, 1, 32)
		if c.Description != "" || len(c.Options) > 0 {
			p.add("%s is in a context menu and may have neither description nor options", at)
		}
	}
	for _, n := range c.Contexts {
		if n < 0 || n > 2 {
			p.add("%s has the unknown context %d", at, n)
		}
	}
	for _, n := range c.IntegrationTypes {
		if n < 0 || n > 1 {
			p.add("%s has the unknown integration type %d", at, n)
		}
	}
	size := longest(c.Name, c.NameLocalizations) + longest(c.Description, c.DescriptionLocalizations) + optionsSize(c.Options)
	p.count(at+" characters", size, charactersACommand)
}

func (p *problems) name(at, name string, localized map[string]string) {
	check := func(at, name string) {
		if !commandName.MatchString(name) || utf8.RuneCountInString(name) > charactersACommandName {
			p.add("%s: the name is not of 1 to 32 letters, digits, '-' or '_'", at)
		}
		if strings.ToLower(name) != name {
			p.add("%s: the name is not in lower case", at)
		}
	}
	check(at, name)
	p.localized(at, localized, check)
}

func (p *problems) description(at, text string, localized map[string]string) {
	check := func(at, text string) { p.length(at+" description", text, 1, 100) }
	check(at, text)
	p.localized(at, localized, check)
}

func (p *problems) localized(at string, texts map[string]string, check func(at, text string)) {
	for locale, text := range texts {
		if !slices.Contains(locales, locale) {
			p.add("%s: Discord has no locale %q", at, locale)
		}
		check(at+" in "+locale, text)
	}
}

func (p *problems) options(at string, options []option, depth int) {
	p.count(at+" options", len(options), 25)
	seen, optional, nested := map[string]bool{}, false, false
	for i, o := range options {
		at := fmt.Sprintf("%s option %q", at, o.Name)
		p.name(at, o.Name, o.NameLocalizations)
		p.description(at, o.Description, o.DescriptionLocalizations)
		if seen[o.Name] {
			p.add("%s stands twice", at)
		}
		seen[o.Name] = true
		if o.Required && optional {
			p.add("%s is required and stands behind an optional one", at)
		}
		optional = optional || !o.Required

		sub := o.Type == optionSubcommand || o.Type == optionGroup
		if i > 0 && sub != nested {
			p.add("%s: subcommands and plain options are mixed", at)
		}
		nested = sub
		if sub && (depth > 1 || depth == 1 && o.Type == optionGroup) {
			p.add("%s is nested deeper than command, group, subcommand", at)
			continue
		}
		if sub {
			p.options(at, o.Options, depth+1)
			continue
		}
		p.plainOption(at, o)
	}
}

func (p *problems) plainOption(at string, o option) {
	if len(o.Options) > 0 {
		p.add("%s has options of its own", at)
	}
	typed := o.Type == optionString || o.Type == optionInteger || o.Type == optionNumber
	if (o.Autocomplete || len(o.Choices) > 0) && !typed {
		p.add("%s is of a type that has no choices", at)
	}
	if o.Autocomplete && len(o.Choices) > 0 {
		p.add("%s has both autocomplete and choices", at)
	}
	p.choiceList(at+" choices", o.Choices)
	for _, n := range []*int{o.MinLength, o.MaxLength} {
		if n != nil && (*n < 0 || *n > 6000) {
			p.add("%s limits its length by %d, which is not within 0 to 6000", at, *n)
		}
	}
	if o.MaxLength != nil && *o.MaxLength == 0 {
		p.add("%s has max_length 0", at)
	}
}

// longest is the number of code points of the longest of a text's languages,
// which is the one that counts towards a command's size.
func longest(text string, localized map[string]string) int {
	n := utf8.RuneCountInString(text)
	for _, s := range localized {
		n = max(n, utf8.RuneCountInString(s))
	}
	return n
}

func optionsSize(options []option) int {
	n := 0
	for _, o := range options {
		n += longest(o.Name, o.NameLocalizations) + longest(o.Description, o.DescriptionLocalizations) + optionsSize(o.Options)
		for _, c := range o.Choices {
			n += utf8.RuneCountInString(c.Name)
			if s, ok := c.Value.(string); ok {
				n += utf8.RuneCountInString(s)
			}
		}
	}
	return n
}
