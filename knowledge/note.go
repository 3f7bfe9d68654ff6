package knowledge

import "strings"

// StatusNote is the sentence that says what came after an entry or stands
// against it: "Superseded in November 2021: …", "Sources differ: …". It ends
// with a full stop and is empty for the status Current.
func (e *Entry) StatusNote() string {
	switch {
	case e.Status == Superseded && e.Superseded != nil:
		opening := "Superseded"
		if since := e.Superseded.Since; since.Day != 0 {
			opening += " on " + since.Spoken()
		} else if !since.IsZero() {
			opening += " in " + since.Spoken()
		}
		return sentence(opening + ": " + e.Superseded.Text)
	case e.Status == Disputed && len(e.Disputed) > 0:
		versions := make([]string, len(e.Disputed))
		for i, v := range e.Disputed {
			versions[i] = strings.TrimSuffix(v.Text, ".")
		}
		note := sentence("Sources differ: " + strings.Join(versions, "; "))
		if e.Say != "" {
			note += " " + sentence(e.Say)
		}
		return note
	case e.Status == Historical && !e.AsOf.IsZero():
		return "Historical: as of " + e.AsOf.Spoken() + "; it need not hold today."
	}
	return ""
}

// sentence ends s with a full stop unless it has its end already.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasSuffix(strings.TrimRight(s, `"”’)`), ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
