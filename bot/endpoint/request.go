package endpoint

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	voi "github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
	"golang.org/x/time/rate"

	"attache/bot"
	"attache/bot/dedup"
	"attache/bot/drain"
)

const (
	// maxBody is the largest body that is read, in bytes: what Discord sends has
	// some kilobytes.
	maxBody = 256 << 10
	// usualBody is a size that most bodies stay below, in bytes.
	usualBody = 4 << 10
	// window is how far a request's timestamp may be from this machine's clock.
	// Discord waits three seconds, so an older request is a replay; the rest is
	// for clocks that are wrong, as those of machines that have just woken are.
	window = 30 * time.Second
	// remembered is how many interactions are known again when they are
	// replayed: all of the window, up to 270 a second.
	remembered = 16_384
	// unsignedMost is how many requests may come that are not signed with the key,
	// before one that is, until the key is doubted.
	unsignedMost = 3
)

// door answers requests. It is safe for use by many goroutines.
type door struct {
	Options
	log       *slog.Logger
	verify    func(message, signature []byte) bool
	client    *http.Client   // for answers after a deferral
	seen      *dedup.Window  // ids of interactions
	complaint rate.Sometimes // about the clock: a replayed request must not fill the log
	unsigned  atomic.Int64   // requests that are not signed with the key
	trusted   atomic.Bool    // one was
	later     drain.Group    // answers after a deferral
}

// verifier tells which signatures are key's, by the rules of crypto/ed25519 and
// in half of its time: it uses vector instructions and takes the key apart once.
func verifier(key ed25519.PublicKey) (func(message, signature []byte) bool, error) {
	expanded, err := voi.NewExpandedPublicKey(voi.PublicKey(key))
	if err != nil {
		return nil, err
	}
	rules := &voi.Options{Verify: voi.VerifyOptionsStdLib}
	return func(message, signature []byte) bool {
		return voi.VerifyExpandedWithOptions(expanded, message, signature, rules)
	}, nil
}

// refusal is why a request gets no answer; neither part quotes the request.
type refusal struct {
	status int
	text   string
}

// post answers one interaction.
func (d *door) post(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	in, refused := d.accept(w, r)
	if refused != nil {
		d.refuse(w, r, refused)
		return
	}
	response, later := d.Handler.InTime(r.Context(), in)
	if response == nil { // nothing is to be said
		w.WriteHeader(http.StatusAccepted)
		return
	}
	contentType, body, err := response.Body()
	if err != nil {
		d.log.ErrorContext(r.Context(), "interaction not answered", "id", in.ID, "type", in.Type, "error", err)
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if _, err := w.Write(body); err != nil {
		d.log.DebugContext(r.Context(), "interaction answered too late", "id", in.ID, "type", in.Type, "took", time.Since(began))
		return
	}
	// Not here: over HTTP/2 a response is whole only when this has returned.
	if later != nil && !d.later.Go(func() { d.sendLater(in, later) }) { // the request has outlived the server
		d.log.WarnContext(r.Context(), "interaction not answered", "id", in.ID, "type", in.Type, "error", "the endpoint has ended")
		return
	}
	d.log.DebugContext(r.Context(), "interaction answered", "id", in.ID, "type", in.Type, "took", time.Since(began))
}

func (d *door) refuse(w http.ResponseWriter, r *http.Request, why *refusal) {
	d.Rejected(why.status)
	d.log.DebugContext(r.Context(), "request refused", "status", why.status, "reason", why.text)
	http.Error(w, why.text, why.status)
}

// accept gives the interaction in r if r is Discord's, is new and makes sense.
// https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
func (d *door) accept(w http.ResponseWriter, r *http.Request) (*bot.Interaction, *refusal) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, &refusal{http.StatusUnsupportedMediaType, "the body must be application/json"}
	}
	unsigned := &refusal{http.StatusUnauthorized, "invalid request signature"}
	timestamp := r.Header.Get("X-Signature-Timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return nil, unsigned
	}
	signature, err := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
	if err != nil || len(signature) != ed25519.SignatureSize {
		return nil, unsigned
	}
	signed := rooms.Get().(*bytes.Buffer)
	defer func() {
		if signed.Cap() <= usualBody {
			signed.Reset()
			rooms.Put(signed)
		}
	}()
	signed.WriteString(timestamp)
	if _, err := signed.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		return nil, unread(err)
	}
	if !d.verify(signed.Bytes(), signature) {
		d.mistrust(r.Context())
		return nil, unsigned
	}
	d.trusted.Store(true)
	if age := time.Since(time.Unix(seconds, 0)); age.Abs() > window {
		d.complaint.Do(func() {
			d.log.WarnContext(r.Context(), "a signed request is refused for its time; it is replayed, or this machine's clock is wrong",
				"age", age.Round(time.Second))
		})
		return nil, &refusal{http.StatusUnauthorized, "the signature's timestamp is too far from the present"}
	}
	var in bot.Interaction
	if err := in.UnmarshalJSON(signed.Bytes()[len(timestamp):]); err != nil {
		return nil, &refusal{http.StatusBadRequest, "the body is not JSON"}
	}
	id, err := strconv.ParseUint(in.ID, 10, 64)
	if err != nil {
		return nil, &refusal{http.StatusBadRequest, "the interaction has no id"}
	}
	if !d.seen.First(id) {
		return nil, &refusal{http.StatusUnauthorized, "the interaction has been answered"}
	}
	return &in, nil
}

// mistrust warns, once, of a key that no request has been signed with. Discord itself
// sends a request that is not, to see it refused.
// https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
func (d *door) mistrust(ctx context.Context) {
	if d.unsigned.Add(1) == unsignedMost && !d.trusted.Load() {
		d.log.WarnContext(ctx, "no request so far is signed for DISCORD_PUBLIC_KEY; if Discord does not take the endpoint's URL, the key is of another application",
			"requests", unsignedMost)
	}
}

// rooms are for bodies, one after the other.
var rooms = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, usualBody)) }}

// unread refuses a body that could not be read.
func unread(err error) *refusal {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &refusal{http.StatusRequestEntityTooLarge, "the body is larger than 256 KiB"}
	}
	return &refusal{http.StatusRequestTimeout, "the body did not arrive in time"}
}
