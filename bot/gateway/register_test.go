package gateway_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"attache/bot/discordtest"
	"attache/bot/gateway"
)

// register runs gateway.Register until the test ends or stop is called.
func register(t *testing.T, fake *discordtest.Fake, renewed <-chan struct{}) (stop func(), result <-chan error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- gateway.Register(ctx, gateway.Options{
			Token: discordtest.Token, APIURL: fake.URL(),
			Handler: handler(t), Commands: handler(t).Commands()[:1], Renewed: renewed,
		})
	}()
	return cancel, done
}

func await(t *testing.T, result <-chan error) error {
	t.Helper()
	select {
	case err := <-result:
		return err
	case <-time.After(discordtest.Patience):
		t.Fatal("Register does not return")
		return nil
	}
}

// Commands are registered without a gateway, again when they have changed, and
// although Discord fails at first.
func TestRegister(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t)
	fake.Fail("GET /applications/@me", 1, discordtest.Failing(500))
	renewed := make(chan struct{})
	stop, result := register(t, fake, renewed)
	fake.AwaitCommands(1)
	renewed <- struct{}{}
	fake.AwaitCommands(2)
	stop()
	if err := await(t, result); err != nil {
		t.Errorf("Register returns %v", err)
	}
	if n := len(fake.Identifies()); n != 0 {
		t.Errorf("%d IDENTIFYs, want none", n)
	}
}

func TestRegisterRefused(t *testing.T) {
	t.Parallel()
	for _, request := range []string{"GET /applications/@me", "GET /applications/" + discordtest.ApplicationID + "/commands"} {
		fake := discordtest.New(t)
		fake.Fail(request, 1, discordtest.Failing(401))
		_, result := register(t, fake, nil)
		var fatal *gateway.FatalError
		if err := await(t, result); !errors.As(err, &fatal) {
			t.Errorf("%s refused: Register returns %v", request, err)
		}
	}
}
