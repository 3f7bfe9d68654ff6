package match

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFit draws trials by known weights and looks for these weights in them.
func TestFit(t *testing.T) {
	// Of signals that no trial has there is nothing to learn.
	untried := []int{signalWho, signalWhere, signalWhen, signalWhy, signalNumber, signalCounted, signalNamed}
	want := choice{signalMargin: 3, signalCoverage: 2, signalCentroid: 1, signalNearest: 2, signalNone: 1.5, signalOutside: -1, signalBeside: 2.5}
	rng := rand.New(rand.NewPCG(1, 2))
	trials := make([]trial, 4000)
	for i := range trials {
		options := make([]option, 5)
		for k := range options[:4] {
			options[k] = option{signalMargin: rng.NormFloat64(), signalCoverage: rng.Float64(), signalCentroid: rng.NormFloat64(), signalNearest: rng.Float64()}
		}
		options[4] = option{signalNone: 1, signalOutside: rng.NormFloat64(), signalBeside: rng.Float64()}
		draw, right := rng.Float64(), 0
		for p := want.probabilities(nil, options); right < 4 && draw > p[right]; right++ {
			draw -= p[right]
		}
		trials[i] = trial{options, right}
	}
	got := fit(prior, trials, priorDeviation)
	for i, w := range want {
		if !slices.Contains(untried, i) && math.Abs(got[i]-w) > 0.3 {
			t.Errorf("%s: weight %.2f, want %.2f", signalNames[i], got[i], w)
		}
	}
	if none := fit(prior, nil, priorDeviation); none != prior {
		t.Errorf("without trials the weights are %v, not the prior's", none)
	}
}

func TestProbabilities(t *testing.T) {
	c := choice{signalMargin: 1000}
	p := c.probabilities(nil, []option{{signalMargin: 5}, {signalMargin: -5}, {}})
	if p[0] != 1 || p[1] != 0 || p[2] != 0 {
		t.Errorf("probabilities %v of far apart options, want 1 0 0", p)
	}
}
