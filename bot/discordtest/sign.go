package discordtest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"
)

// signingKey is the key of the application in every signed request. It is
// public, so what it signs proves nothing.
var signingKey = ed25519.NewKeyFromSeed([]byte("discordtest: this is no secret!!"))

// PublicKey verifies what [Sign] signs.
func PublicKey() ed25519.PublicKey { return signingKey.Public().(ed25519.PublicKey) }

// Sign gives a request's headers as Discord sends them to an interactions
// endpoint: the time at which it is signed, and the signature of that and body.
func Sign(at time.Time, body []byte) http.Header {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("X-Signature-Timestamp", timestamp)
	h.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(signingKey, append([]byte(timestamp), body...))))
	return h
}

// SignedRequest is body as Discord posts it to an interactions endpoint at url
// now.
func SignedRequest(url string, body []byte) (*http.Request, error) {
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header = Sign(time.Now(), body)
	return r, nil
}

// Ping is what Discord posts to an interactions endpoint when its URL is saved.
func Ping() Payload {
	return Payload{
		"id":                             snowflake(),
		"application_id":                 ApplicationID,
		"type":                           1,
		"token":                          "interaction-token-of-a-ping",
		"version":                        1,
		"user":                           user(UserID, "someone"),
		"entitlements":                   []any{},
		"app_permissions":                permissions,
		"authorizing_integration_owners": Payload{},
	}
}
