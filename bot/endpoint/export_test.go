package endpoint

import "net/http"

// NewHandler gives what [Run] serves, without the server's time limits and with
// client for what is sent later.
func NewHandler(client *http.Client, options Options) (http.Handler, error) {
	d, err := newDoor(options)
	if err != nil {
		return nil, err
	}
	d.client = client
	return d.routes(), nil
}
