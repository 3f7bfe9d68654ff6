package config_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"strings"
	"testing"

	"attache/config"
)

// publicKey is a key that nobody signs with.
var publicKey = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)

func TestLoadEndpoint(t *testing.T) {
	key := hex.EncodeToString(publicKey)
	for name, environ := range map[string]map[string]string{
		"without a token": {"DISCORD_PUBLIC_KEY": key, "LISTEN_ADDR": "127.0.0.1:0"},
		"upper case":      {"DISCORD_PUBLIC_KEY": strings.ToUpper(key), "LISTEN_ADDR": "127.0.0.1:0"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := config.LoadEndpoint(environ, dotenv(t, ""))
			if err != nil {
				t.Fatal(err)
			}
			want := config.Config{
				PublicKey: config.PublicKey(publicKey), ListenAddr: "127.0.0.1:0",
				APIURL: config.DiscordAPI, LogFormat: config.Text, FairUseUser: 120, FairUseChannel: 600,
			}
			if c != want {
				t.Errorf("got %+v, want %+v", c, want)
			}
		})
	}
}

func TestLoadEndpointProblems(t *testing.T) {
	key := hex.EncodeToString(publicKey)
	for name, test := range map[string]struct {
		environ map[string]string
		dotenv  string
		want    []string // a part of each line, in this order
	}{
		"nothing set": {
			want: []string{"DISCORD_PUBLIC_KEY: is not set; put DISCORD_PUBLIC_KEY=… with your application's public key into"},
		},
		"all at once": {
			environ: map[string]string{
				"DISCORD_TOKEN": "Bot " + token, "DISCORD_PUBLIC_KEY": token, "LISTEN_ADDR": "8080", "OPS_ADDR": "localhost", "LOG_LEVEL": "loud",
			},
			want: []string{
				"DISCORD_TOKEN: starts with", "DISCORD_PUBLIC_KEY: is a token; copy the public key",
				`LISTEN_ADDR: "8080" is no address to listen on; write a port like ":8080"`,
				`OPS_ADDR: "localhost" is no address to listen on`, "LOG_LEVEL: ",
			},
		},
		"in a broken file": {
			dotenv: "LOG_LEVEL=info\n" + token + "\n",
			want:   []string{".env:2: "},
		},
		"id":              {environ: env("DISCORD_PUBLIC_KEY", "123456789012345678"), want: []string{"is an id, perhaps the application's"}},
		"too short":       {environ: env("DISCORD_PUBLIC_KEY", key[:62]), want: []string{"is no public key; copy the public key, 64 hexadecimal digits"}},
		"too long":        {environ: env("DISCORD_PUBLIC_KEY", key+"00"), want: []string{"is no public key"}},
		"no hexadecimal":  {environ: env("DISCORD_PUBLIC_KEY", "x"+key[1:]), want: []string{"is no public key"}},
		"no point":        {environ: env("DISCORD_PUBLIC_KEY", "02"+strings.Repeat("00", 31)), want: []string{"has a wrong digit"}},
		"anybody's":       {environ: env("DISCORD_PUBLIC_KEY", strings.Repeat("00", 32)), want: []string{"has a wrong digit"}},
		"scheme":          {environ: listen(key, "http://127.0.0.1:8080"), want: []string{`LISTEN_ADDR: "http://127.0.0.1:8080" is no address`}},
		"port's name":     {environ: listen(key, ":http"), want: []string{`LISTEN_ADDR: ":http"`}},
		"port too large":  {environ: listen(key, ":65536"), want: []string{"LISTEN_ADDR: "}},
		"negative port":   {environ: listen(key, ":-1"), want: []string{"LISTEN_ADDR: "}},
		"token to listen": {environ: listen(key, token), want: []string{"LISTEN_ADDR: [redacted] is no address"}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := config.LoadEndpoint(test.environ, dotenv(t, test.dotenv))
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

func listen(key, at string) map[string]string {
	return map[string]string{"DISCORD_PUBLIC_KEY": key, "LISTEN_ADDR": at}
}

func TestListenAddr(t *testing.T) {
	for _, good := range []string{":8080", ":0", "127.0.0.1:65535", "[::1]:8080", "localhost:80"} {
		var a config.ListenAddr
		if err := a.UnmarshalText([]byte(good)); err != nil || string(a) != good {
			t.Errorf("%q gives %q, %v", good, a, err)
		}
	}
}
