package knowledge

import (
	"regexp"
	"strconv"
	"strings"
)

// opening is a date, or a span of dates, at the beginning of a text.
var opening = func() *regexp.Regexp {
	const (
		month = `(?:` + monthNames + `)`
		date  = `(?:\d{1,2} ` + month + ` |` + month + ` )?\d{4}`
		part  = date + `|\d{1,2}(?: ` + month + `)?|` + month
	)
	return regexp.MustCompile(`^(On |In )?((?:(?:` + part + `)(?: ?[–-] ?| and | to | until ))?` + date + `)\b`)
}()

// Dated splits the answer of a dated entry for a list, which sets the date apart: what
// opens an answer as "On 4 June 1992 …", "4–6 June 1992: …" or "In 2011 and 2012 …" is
// not said twice. The date is empty where the answer opens with it and would be no
// sentence without; where it does not open with it, the text is the whole answer.
func (e *Entry) Dated() (date, text string) { return e.dated.date, e.dated.text }

// dated is what [Entry.Dated] gives.
type dated struct{ date, text string }

// newDated splits an answer that tells of a date.
func newDated(d Date, answer string) dated {
	whole := dated{d.Spoken(), answer}
	const longest = len("On 28 September 2012 until 30 September 2013:")
	begin, year := answer[:min(len(answer), longest)], strconv.Itoa(d.Year)
	if d.IsZero() || !strings.Contains(begin, year) { // which most do not, and spares the start the search
		return whole
	}
	found := opening.FindStringSubmatchIndex(begin)
	if found == nil {
		return whole
	}
	date, rest := answer[found[4]:found[5]], answer[found[1]:]
	first, _, _ := strings.Cut(whole.date, " ")
	after, begins := strings.CutPrefix(date, first)
	before, ends := strings.CutSuffix(date, whole.date)
	const digits = "0123456789"
	begins = begins && strings.TrimLeft(after, digits) == after && strings.Contains(date, year)
	ends = ends && strings.TrimRight(before, digits) == before
	if !begins && !ends {
		return whole
	}
	switch text := strings.TrimLeft(rest, ":, "); {
	case text == "":
		return whole
	case rest[0] == ':' || rest[0] == ',', found[2] >= 0 && rest[0] == ' ':
		return dated{date, text}
	}
	return dated{"", answer}
}
