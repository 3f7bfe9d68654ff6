package bot

import (
	"time"

	"attache/knowledge"
)

// Outcome is what became of one request: enough to count it, and nothing of
// what was said, by whom or where.
type Outcome struct {
	Request    RequestKind
	Question   QuestionKind // empty where no question was asked
	Confidence float64      // 0..1, of the answer to the question
	Held       bool         // for exceeding the fair use
	Panicked   bool         // and was answered with an apology
	Took       time.Duration
}

// RequestKind is what Discord delivered.
type RequestKind string

// The kinds of requests.
const (
	RequestCommand    RequestKind = "command"
	RequestClick      RequestKind = "click"
	RequestCompletion RequestKind = "completion"
	RequestForm       RequestKind = "form"
	RequestMessage    RequestKind = "message"
	RequestPing       RequestKind = "ping"
	RequestUnknown    RequestKind = "unknown"
)

// QuestionKind is how a question was answered.
type QuestionKind string

// The kinds of answers that questions get.
const (
	QuestionAnswered  QuestionKind = "answered"
	QuestionListed    QuestionKind = "listed"
	QuestionSuggested QuestionKind = "suggested" // with what may have been meant
	QuestionRefused   QuestionKind = "refused"
	QuestionTalk      QuestionKind = "talk" // was none, such as a greeting
)

// WithObserver has observe told the outcome of each request, before its answer
// leaves the handler. It is called by many goroutines and must not block.
func WithObserver(observe func(Outcome)) Setting {
	return func(h *Handler) { h.observe = observe }
}

// watch begins to observe a request; what it gives is called when the request
// is answered.
func (h *Handler) watch(o *Outcome) func() {
	if h.observe == nil {
		return func() {}
	}
	began := h.now()
	return func() {
		o.Took = h.now().Sub(began)
		h.observe(*o)
	}
}

// requestKind is the kind of an interaction.
func requestKind(in *Interaction) RequestKind {
	switch in.Type {
	case typePing:
		return RequestPing
	case typeCommand:
		return RequestCommand
	case typeComponent:
		return RequestClick
	case typeAutocomplete:
		return RequestCompletion
	case typeModal:
		return RequestForm
	}
	return RequestUnknown
}

// note puts down how a question was answered.
func (o *Outcome) note(set *knowledge.Set, a knowledge.Answer) {
	o.Confidence = a.Confidence
	switch {
	case a.Kind == knowledge.Direct:
		o.Question = QuestionAnswered
	case a.Kind == knowledge.Listing:
		o.Question = QuestionListed
	case set.Unsure(a):
		o.Question = QuestionSuggested
	default:
		o.Question = QuestionRefused
	}
}
