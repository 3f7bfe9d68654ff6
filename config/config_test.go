package config_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache/config"
)

// token has a token's shape and is nobody's.
const token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.0123456789abcdefghijklmnopqrstuvwxyzAB"

func TestLoad(t *testing.T) {
	defaults := config.Config{
		APIURL: config.DiscordAPI, ListenAddr: ":8080", LogFormat: config.Text, Token: mustToken(t, token),
		FairUseUser: 120, FairUseChannel: 600,
	}
	with := func(change func(*config.Config)) config.Config {
		c := defaults
		change(&c)
		return c
	}
	tests := map[string]struct {
		environ map[string]string
		dotenv  string
		want    config.Config
	}{
		"token alone": {
			environ: map[string]string{"DISCORD_TOKEN": token},
			want:    defaults,
		},
		"empty is left out": {
			environ: map[string]string{
				"DISCORD_TOKEN": token, "DISCORD_API_URL": "", "DISCORD_GUILD_ID": "",
				"KNOWLEDGE_DIR": "", "LOG_LEVEL": "", "LOG_FORMAT": "",
			},
			want: defaults,
		},
		"everything": {
			environ: map[string]string{
				"DISCORD_TOKEN": token, "DISCORD_API_URL": "http://127.0.0.1:8080/api/",
				"DISCORD_GUILD_ID": "81384788765712384", "KNOWLEDGE_DIR": "my set",
				"LOG_LEVEL": "Debug", "LOG_FORMAT": "JSON",
				"FAIR_USE_USER": "0", "FAIR_USE_CHANNEL": "7", "MISSES_LOG": "misses.jsonl", "SOURCE_URL": "https://example.org/code", "SHARDS": "4-7/16", "OPS_ADDR": "127.0.0.1:9090",
			},
			want: with(func(c *config.Config) {
				c.APIURL, c.GuildID, c.KnowledgeDir = "http://127.0.0.1:8080/api", "81384788765712384", "my set"
				c.Shards = config.Shards{First: 4, Last: 7, Of: 16}
				c.LogLevel, c.LogFormat = config.LogLevel(slog.LevelDebug), config.JSON
				c.FairUseUser, c.FairUseChannel, c.MissesLog, c.SourceURL = 0, 7, "misses.jsonl", "https://example.org/code"
				c.OpsAddr = "127.0.0.1:9090"
			}),
		},
		"from the file": {
			dotenv: "# comment\n\nexport DISCORD_TOKEN=\"" + token + "\"\r\nLOG_LEVEL: warn\nOTHER='two\nlines'",
			want:   with(func(c *config.Config) { c.LogLevel = config.LogLevel(slog.LevelWarn) }),
		},
		"file with a byte order mark": {
			dotenv: "\ufeffDISCORD_TOKEN=" + token,
			want:   defaults,
		},
		"environment wins": {
			environ: map[string]string{"LOG_LEVEL": "error"},
			dotenv:  "DISCORD_TOKEN=" + token + "\nLOG_LEVEL=debug\n",
			want:    with(func(c *config.Config) { c.LogLevel = config.LogLevel(slog.LevelError) }),
		},
		"environment wins though empty": {
			environ: map[string]string{"LOG_LEVEL": ""},
			dotenv:  "DISCORD_TOKEN=" + token + "\nLOG_LEVEL=debug\n",
			want:    defaults,
		},
		"another API may take another token": {
			environ: map[string]string{"DISCORD_TOKEN": "anything", "DISCORD_API_URL": "https://proxy.example"},
			want: with(func(c *config.Config) {
				c.Token, c.APIURL = mustToken(t, "anything"), "https://proxy.example"
			}),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := config.Load(test.environ, dotenv(t, test.dotenv))
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestLoadProblems(t *testing.T) {
	tests := map[string]struct {
		environ map[string]string
		dotenv  string
		want    []string // a part of each line, in this order
	}{
		"nothing set": {
			want: []string{"DISCORD_TOKEN: is not set; put DISCORD_TOKEN=… "},
		},
		"all at once": {
			environ: map[string]string{
				"DISCORD_TOKEN": "Bot " + token, "DISCORD_API_URL": "discord.com",
				"DISCORD_GUILD_ID": "12", "LOG_LEVEL": "loud", "LOG_FORMAT": "xml",
				"SHARDS": "8-4/16",
			},
			want: []string{
				`DISCORD_TOKEN: starts with "Bot "`,
				`DISCORD_API_URL: "discord.com" is no http or https address; write it like`,
				`DISCORD_GUILD_ID: "12" is no server id; it has 17 to 20 digits`,
				`SHARDS: "8-4/16" runs from shard 8 to 4 of 16`,
				`LOG_LEVEL: "loud" is no log level; write debug, info, warn or error`,
				`LOG_FORMAT: "xml" is no log format; write text or json`,
			},
		},
		"problem in the file": {
			environ: map[string]string{"LOG_FORMAT": "xml"},
			dotenv:  "DISCORD_TOKEN=" + token + "\nLOG_LEVEL=loud\n",
			want:    []string{`.env:2: LOG_LEVEL: "loud"`, `LOG_FORMAT: "xml"`},
		},
		"misspelt in the file": {
			dotenv: "DISCORD_TOKN=" + token + "\nLOG_LEVELS=debug\nlog_format=json\nDISCORD=x\nLEVEL=high\n",
			want:   []string{"DISCORD_TOKEN: is not set", ".env:1: DISCORD_TOKN: is no setting; write DISCORD_TOKEN, ", ".env:2: LOG_LEVELS: ", ".env:3: log_format: is no setting; write LOG_FORMAT"},
		},
		"quotes":        {environ: env("DISCORD_TOKEN", `"`+token+`"`), want: []string{"DISCORD_TOKEN: holds quotation marks"}},
		"line break":    {environ: env("DISCORD_TOKEN", token+"\n"), want: []string{"DISCORD_TOKEN: holds a space, a line break"}},
		"zero width":    {environ: env("DISCORD_TOKEN", token+"\u200b"), want: []string{"or an invisible character"}},
		"bearer":        {environ: env("DISCORD_TOKEN", "bearer "+token), want: []string{"leave the prefix out"}},
		"id":            {environ: env("DISCORD_TOKEN", "123456789012345678"), want: []string{"DISCORD_TOKEN: is an id, perhaps the application's"}},
		"public key":    {environ: env("DISCORD_TOKEN", strings.Repeat("0a", 32)), want: []string{"is the application's public key"}},
		"client secret": {environ: env("DISCORD_TOKEN", strings.Repeat("aB3_", 8)), want: []string{"is a client secret"}},
		"half a token":  {environ: env("DISCORD_TOKEN", token[:30]), want: []string{"has not the shape of a token"}},
		"token in another variable": {
			environ: map[string]string{"DISCORD_TOKEN": token, "LOG_LEVEL": token, "DISCORD_GUILD_ID": token, "LOG_FORMAT": token},
			want:    []string{"DISCORD_GUILD_ID: [redacted] is no", "LOG_LEVEL: [redacted]", "LOG_FORMAT: [redacted]"},
		},
		"address with a password": {
			environ: map[string]string{"DISCORD_TOKEN": token, "DISCORD_API_URL": "http://me:" + token + "@host/api"},
			want:    []string{"DISCORD_API_URL: carries a user name or password"},
		},
		"address that cannot be read": {
			environ: map[string]string{"DISCORD_TOKEN": token, "DISCORD_API_URL": "http://me:" + token + "@ho st/"},
			want:    []string{"DISCORD_API_URL: is no address"},
		},
		"address with a version": {
			environ: map[string]string{"DISCORD_TOKEN": token, "DISCORD_API_URL": "https://discord.com/api/v10/"},
			want:    []string{`ends in an API version, which is appended anyway; leave "/v10" out`},
		},
		"address with a query": {
			environ: map[string]string{"DISCORD_TOKEN": token, "DISCORD_API_URL": "https://discord.com/api?v=9"},
			want:    []string{"has a part after ? or #"},
		},
		"file: no assignment": {
			dotenv: "LOG_LEVEL=info\n\n# token\n" + token + "\n",
			want:   []string{".env:4: the line assigns nothing; write NAME=value"},
		},
		"file: no assignment on the last line": {
			dotenv: "LOG_LEVEL=info\nDISCORD_TOKEN",
			want:   []string{".env:2: the line assigns nothing"},
		},
		"file: no name": {
			dotenv: "LOG_LEVEL=info\n=" + token + "\nLOG_FORMAT=text\n",
			want:   []string{".env:2: the name before the = is missing"},
		},
		"file: bad name": {
			dotenv: "DISCORD-TOKEN=" + token + "\n",
			want:   []string{".env:1: the line is no assignment"},
		},
		"file: open quotation mark": {
			dotenv: "OTHER='two\nlines'\nDISCORD_TOKEN=\"" + token + "\nLOG_LEVEL=info\n",
			want:   []string{".env:3: the quotation mark after the = is not closed"},
		},
		"file: quotation mark closed too late": {
			dotenv: "DISCORD_TOKEN=\"" + token + "\nLOG_FORMAT=\"text\"\n",
			want:   []string{".env:1: the quotation mark after the = is not closed"},
		},
		"file: not UTF-8": {
			dotenv: "D\x00I\x00S\x00",
			want:   []string{".env:1: the file is not UTF-8 text"},
		},
		"file broken, the rest wrong as well": {
			environ: map[string]string{"LOG_FORMAT": "xml"},
			dotenv:  "LOG_LEVEL=loud\nnonsense\n",
			want:    []string{".env:2: ", `.env:1: LOG_LEVEL: "loud"`, `LOG_FORMAT: "xml"`},
		},
		"several lines broken": {
			dotenv: "# all of it\nnonsense\nLOG_LEVEL=loud\n=value\n\nLOG_FORMAT=\"a\nb\"\nFAIR_USE_USER=-3\nOPS_ADDR=\"open\nSHARDS=x\n",
			want:   []string{".env:2: ", ".env:4: ", ".env:9: ", ".env:8: FAIR_USE_USER: ", `.env:3: LOG_LEVEL: "loud"`, ".env:6: LOG_FORMAT: "},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := config.Load(test.environ, dotenv(t, test.dotenv))
			if err == nil {
				t.Fatalf("got %+v, want problems", c)
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != len(test.want) {
				t.Fatalf("got %d problems, want %d:\n%v", len(lines), len(test.want), err)
			}
			for i, want := range test.want {
				if !strings.Contains(lines[i], want) {
					t.Errorf("problem %d: got %q, want %q in it", i, lines[i], want)
				}
			}
			if leaks(err.Error()) {
				t.Errorf("the error gives the token away: %v", err)
			}
		})
	}
}

func TestKnowledgeDir(t *testing.T) {
	tests := map[string]struct {
		environ map[string]string
		dotenv  string
		want    string
		problem string
	}{
		"built in":             {},
		"from the file":        {dotenv: "KNOWLEDGE_DIR=set\n", want: "set"},
		"environment wins":     {environ: env("KNOWLEDGE_DIR", "mine"), dotenv: "KNOWLEDGE_DIR=set\n", want: "mine"},
		"nothing else matters": {environ: env("LOG_LEVEL", "loud")},
		"broken file":          {dotenv: "nonsense\n", problem: ".env:1: "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := config.KnowledgeDir(test.environ, dotenv(t, test.dotenv))
			if test.problem != "" {
				if err == nil || !strings.Contains(err.Error(), test.problem) {
					t.Fatalf("got %v, want %q in it", err, test.problem)
				}
				return
			}
			if err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

// FuzzLoad holds that no .env file, however broken, makes Load panic or give
// the token away.
func FuzzLoad(f *testing.F) {
	f.Add("DISCORD_TOKEN=", "\n")
	f.Add("DISCORD_TOKEN=\"", "\nA='\n")
	f.Add("LOG_LEVEL=", "")
	f.Add("=", "")
	f.Add("\ufeffexport ", " : x")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, before, after string) {
		path := filepath.Join(dir, ".env")
		if err := os.WriteFile(path, []byte(before+token+after), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := config.Load(nil, path); err != nil && leaks(err.Error()) {
			t.Errorf("the error gives the token away: %v", err)
		}
	})
}

// leaks reports whether text shows the token, whole or its secret last part.
func leaks(text string) bool {
	return strings.Contains(text, token[strings.LastIndexByte(token, '.')+1:])
}

func env(name, value string) map[string]string { return map[string]string{name: value} }

// dotenv writes a .env file unless content is empty, and gives its path.
func dotenv(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), ".env")
	if content == "" {
		return path
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func mustToken(t *testing.T, text string) config.Token {
	t.Helper()
	token, err := config.NewToken(text)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
