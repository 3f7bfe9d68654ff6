package bench

import (
	"fmt"
	"slices"
	"time"

	"attache/knowledge"
)

// Guess is what a system makes of a question: its best candidate.
type Guess struct {
	InScope    bool // whether the question has an answer at all
	Right      bool // whether the candidate is that; false out of scope
	Confidence float64
}

// Score is how well guesses are; shares are from 0 to 1.
type Score struct {
	Raw              float64 // right ones in scope, whatever their confidence
	AUROC            float64 // of the confidence, in scope against out of scope
	Recall           float64 // refused out of scope, where 90 % in scope are kept
	CalibrationError float64 // of a confidence that is a probability
}

// Rate scores guesses; there must be some in scope and some out of scope.
func Rate(guesses []Guess) Score {
	var in, out []float64
	var estimates []knowledge.Estimate
	right := 0
	for _, g := range guesses {
		estimates = append(estimates, knowledge.Estimate{Confidence: g.Confidence, Right: g.Right})
		if !g.InScope {
			out = append(out, g.Confidence)
			continue
		}
		in = append(in, g.Confidence)
		if g.Right {
			right++
		}
	}
	slices.Sort(in)
	threshold := in[len(in)/10]
	refused := 0
	for _, c := range out {
		if c < threshold {
			refused++
		}
	}
	return Score{
		float64(right) / float64(len(in)), knowledge.AUROC(in, out),
		float64(refused) / float64(len(out)), knowledge.CalibrationError(estimates),
	}
}

// Mean averages scores.
func Mean(scores []Score) Score {
	var mean Score
	n := float64(len(scores))
	for _, s := range scores {
		mean.Raw += s.Raw / n
		mean.AUROC += s.AUROC / n
		mean.Recall += s.Recall / n
		mean.CalibrationError += s.CalibrationError / n
	}
	return mean
}

// Latency is how long questions take, one after the other.
type Latency struct {
	Mean, P50, P99 time.Duration
}

// Measure times ask for each of n questions, after as many to warm up.
func Measure(n int, ask func(i int)) Latency {
	for i := range n {
		ask(i)
	}
	times := make([]time.Duration, n)
	var sum time.Duration
	for i := range times {
		start := time.Now()
		ask(i)
		times[i] = time.Since(start)
		sum += times[i]
	}
	slices.Sort(times)
	return Latency{sum / time.Duration(n), times[n/2], times[n*99/100]}
}

// Microseconds prints a duration for a table.
func Microseconds(d time.Duration) string {
	us := float64(d) / float64(time.Microsecond)
	if us < 100 {
		return fmt.Sprintf("%.1f", us)
	}
	return fmt.Sprintf("%.0f", us)
}
