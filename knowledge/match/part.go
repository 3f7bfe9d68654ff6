package match

// Part is a part of the matcher, or several, that can be left out to measure
// what it is worth.
type Part uint

// The parts that can be left out.
const (
	Pairs      Part = 1 << iota // pairs of neighbouring terms among the features
	Vectors                     // all that is known of words by their vectors
	Centroids                   // the signal of the mean word vector
	Speller                     // the mending of typing errors
	Aliases                     // words and phrases that mean the same
	Types                       // the signal of the question's type
	Things                      // the signal of the thing asked for by name
	Coverage                    // the signal of the words that the examples hold
	Nearest                     // the signals of the nearest example and the nearest refusal
	Background                  // texts that belong to no label
)

func (p Part) has(one Part) bool { return p&one != 0 }

// less gives the examples without those that parts need.
func (e Examples) less() Examples {
	if e.Without.has(Aliases) {
		e.Aliases = nil
	}
	if e.Without.has(Background) {
		e.Background = nil
	}
	return e
}
