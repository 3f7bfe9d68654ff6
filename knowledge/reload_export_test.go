package knowledge

import "time"

// Settle lets tests follow the waiting of Watch without waiting.
var Settle = settle

// Hasten shortens the quiet time before a reload.
func (l *Library) Hasten(quiet time.Duration) { l.quiet = quiet }
