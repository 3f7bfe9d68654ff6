package endpoint

import "net/http"

// NewHandlerThrough is [NewHandler], for tests, with client for what is sent later.
func NewHandlerThrough(client *http.Client, options Options) (http.Handler, error) {
	d, err := newDoor(options)
	if err != nil {
		return nil, err
	}
	d.client = client
	return d.routes(), nil
}
