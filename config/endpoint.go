package config

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strconv"

	"github.com/oasisprotocol/curve25519-voi/curve"
)

// PublicKey is an application's Ed25519 key, with which Discord signs what it
// sends to an interactions endpoint. The zero value is none.
// See https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-validating-security-request-headers.
type PublicKey [ed25519.PublicKeySize]byte

// UnmarshalText takes 64 hexadecimal digits that are a key. The error names the
// likely mistake and never quotes the text, which may be the token.
func (k *PublicKey) UnmarshalText(text []byte) error {
	const where = `; copy the public key, 64 hexadecimal digits, from the page "General Information" of your application on https://discord.com/developers/applications`
	switch {
	case snowflake(string(text)):
		return errors.New("is an id, perhaps the application's" + where)
	case resemblesToken(string(text)):
		return errors.New("is a token" + where)
	}
	key, err := hex.DecodeString(string(text))
	if err != nil || len(key) != len(k) {
		return errors.New("is no public key" + where)
	}
	// Half of all numbers of that length are none. Those of low order are, but
	// anybody can sign for them.
	var point curve.EdwardsPoint
	_, err = point.SetCompressedY((*curve.CompressedEdwardsY)(key))
	if err != nil || point.IsSmallOrder() {
		return errors.New("has a wrong digit" + where)
	}
	copy(k[:], key)
	return nil
}

// ListenAddr is where a server listens: a port, with or without a host before
// it, such as ":8080" or "127.0.0.1:8080". Port 0 is any that is free.
type ListenAddr string

// UnmarshalText takes HOST:PORT, :PORT and [IPv6]:PORT, the port a number from
// 0 to 65535.
func (a *ListenAddr) UnmarshalText(text []byte) error {
	_, port, err := net.SplitHostPort(string(text))
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf(`%s is no address to listen on; write a port like ":8080", or host and port like "127.0.0.1:8080"`, quoted(string(text)))
	}
	*a = ListenAddr(text)
	return nil
}
