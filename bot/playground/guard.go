package playground

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// maxBody is the largest body that is read, in bytes.
const maxBody = 256 << 10

// policy lets the page load nothing that is not from here, and no code or style
// that stands in the page itself.
const policy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"

// guard keeps other sites out: a name that somebody has pointed at this machine
// (DNS rebinding), requests that another site's page sends, frames.
func guard(address net.Addr, next http.Handler) http.Handler {
	local := isLoopback(address)
	crossOrigin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		if !ownHost(r.Host, local) {
			http.Error(w, "open the playground by its address, not by this name", http.StatusForbidden)
			return
		}
		origin := r.Header.Get("Origin")
		if origin != "" && origin != "http://"+r.Host || crossOrigin.Check(r) != nil {
			http.Error(w, "another site's pages may not use the playground", http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// ownHost reports whether a request's host is one that only this machine's user
// can have meant: an address, or localhost. Any other name may be made to lead
// here. A port may differ, for it may be forwarded.
func ownHost(host string, local bool) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && (!local || ip.IsLoopback())
}

func isLoopback(address net.Addr) bool {
	tcp, ok := address.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}
