package config

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/sahilm/fuzzy"
)

// Problems is everything that is wrong with a configuration, one a line. Each
// says which variable, what is wrong and what to do; none holds a token.
type Problems []string

func (p Problems) Error() string { return strings.Join(p, "\n") }

// Load reads the configuration from environ, variables by name, and from the
// .env file at dotenv, which may be missing. A variable that environ has wins
// even when it is empty; an empty one counts as left out. DISCORD_TOKEN is
// required. The error is a [Problems].
func Load(environ map[string]string, dotenv string) (Config, error) {
	return load(environ, dotenv, "DISCORD_TOKEN")
}

// LoadEndpoint is [Load] for the interactions endpoint: in place of
// DISCORD_TOKEN it requires DISCORD_PUBLIC_KEY.
func LoadEndpoint(environ map[string]string, dotenv string) (Config, error) {
	return load(environ, dotenv, "DISCORD_PUBLIC_KEY")
}

func load(environ map[string]string, dotenv, required string) (Config, error) {
	values, problems := merge(environ, dotenv)
	// What is not set may well stand in the part of a file that cannot be read.
	if values.all[required] == "" && len(problems) == 0 {
		problems = append(problems, fmt.Sprintf("%s: is not set; %s", required, howToSet(required, dotenv)))
	}
	problems = append(problems, values.misspelt()...)

	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: values.all}); err != nil {
		for _, err := range flatten(err) {
			if field, ok := errors.AsType[env.ParseError](err); ok {
				problems = append(problems, fmt.Sprintf("%s: %v", values.place(variable(field.Name)), field.Err))
			} else {
				problems = append(problems, err.Error())
			}
		}
	}
	// Only Discord's own API is known to insist on the shape of a token.
	if c.APIURL == DiscordAPI && c.Token.value != "" {
		if err := c.Token.misplaced(); err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", values.place("DISCORD_TOKEN"), err))
		}
	}
	if len(problems) > 0 {
		return Config{}, problems
	}
	return c, nil
}

// KnowledgeDir reads KNOWLEDGE_DIR alone, for commands that need nothing else;
// empty means the set that is built in. The error is a [Problems].
func KnowledgeDir(environ map[string]string, dotenv string) (string, error) {
	values, problems := merge(environ, dotenv)
	if _, set := environ["KNOWLEDGE_DIR"]; len(problems) > 0 && !set {
		return "", problems
	}
	return values.all["KNOWLEDGE_DIR"], nil
}

// values are variables and the place where each was set.
type values struct {
	all    map[string]string
	dotenv string
	lines  map[string]int // in that file; none of what the environment sets
}

func merge(environ map[string]string, dotenv string) (values, Problems) {
	file := readDotenv(dotenv)
	v := values{all: map[string]string{}, dotenv: dotenv, lines: file.lines}
	maps.Copy(v.all, file.values)
	for name, value := range environ {
		v.all[name] = value
		delete(v.lines, name)
	}
	return v, file.problems
}

// misspelt are problems of names in the file that are nearly those of settings, and so
// would set nothing; of what else stands there nothing is known.
func (v values) misspelt() (problems Problems) {
	var settings []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		settings = append(settings, variable(field.Name))
	}
	for _, name := range slices.SortedFunc(maps.Keys(v.lines), func(a, b string) int { return v.lines[a] - v.lines[b] }) {
		near := slices.IndexFunc(settings, func(setting string) bool { return nearly(name, setting) })
		if near >= 0 && !slices.Contains(settings, name) {
			problems = append(problems, fmt.Sprintf("%s: is no setting; write %s, or remove the line", v.place(name), settings[near]))
		}
	}
	return problems
}

// nearly reports whether the names differ in upper and lower case, or in one or two
// letters that one of them lacks.
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(b)-len(a) <= 2 && len(fuzzy.Find(a, []string{b})) > 0
}

// place names a variable together with where it is set.
func (v values) place(name string) string {
	if line, ok := v.lines[name]; ok {
		return fmt.Sprintf("%s:%d: %s", v.dotenv, line, name)
	}
	return name
}

func howToSet(name, dotenv string) string {
	value := "your bot's token"
	if name == "DISCORD_PUBLIC_KEY" {
		value = "your application's public key"
	}
	return fmt.Sprintf("put %s=… with %s into %s or the environment (attache chat needs none)", name, value, dotenv)
}

// variable names the environment variable of a field of Config.
func variable(field string) string {
	f, _ := reflect.TypeFor[Config]().FieldByName(field)
	name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
	return name
}

func flatten(err error) []error {
	if all, ok := errors.AsType[env.AggregateError](err); ok {
		return all.Errors
	}
	return []error{err}
}
