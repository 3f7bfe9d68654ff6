package config_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"attache/config"
)

func TestTokenIsNeverShown(t *testing.T) {
	secret := mustToken(t, token)
	c := config.Config{Token: secret}
	var shown []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t", "%10.3v", "%!"} {
		shown = append(shown, fmt.Sprintf(verb, secret), fmt.Sprintf(verb, &secret),
			fmt.Sprintf(verb, c), fmt.Sprintf(verb, &c), fmt.Sprintf(verb, []config.Token{secret}))
	}
	shown = append(shown, fmt.Sprint(secret), secret.String(), secret.GoString(),
		fmt.Errorf("failed: %w", errors.New(secret.String())).Error())

	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	asXML, err := xml.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	shown = append(shown, string(asJSON), string(asXML))

	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("starting", "token", secret, "config", c, "pointer", &c)
	}
	shown = append(shown, log.String())

	for _, text := range shown {
		if leaks(text) || strings.Contains(text, token[:20]) {
			t.Errorf("the token is shown: %s", text)
		}
	}
	if !strings.Contains(log.String(), "token=[redacted]") {
		t.Errorf("the log has no token=[redacted]: %s", log.String())
	}
	if secret.Reveal() != token {
		t.Error("Reveal does not give the token")
	}
}
