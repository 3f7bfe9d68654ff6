//go:build race

package gateway_test

// slowed says that the race detector makes everything several times slower.
const slowed = true
