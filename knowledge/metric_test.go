package knowledge_test

import (
	"math"
	"testing"

	"attache/knowledge"
)

func TestAUROC(t *testing.T) {
	for name, test := range map[string]struct {
		in, out []float64
		want    float64
	}{
		"apart":        {[]float64{.9, .8}, []float64{.1, .2, .3}, 1},
		"wrong way":    {[]float64{.1}, []float64{.2, .3}, 0},
		"all the same": {[]float64{.5, .5}, []float64{.5}, .5},
		"mixed":        {[]float64{.4, .2}, []float64{.3, .1}, .75},
		"a tie":        {[]float64{.4, .2}, []float64{.2, .1}, 3.5 / 4},
		"nothing in":   {nil, []float64{.5}, math.NaN()},
		"nothing out":  {[]float64{.5}, nil, math.NaN()},
	} {
		if got := knowledge.AUROC(test.in, test.out); !same(got, test.want) {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

func TestCalibrationError(t *testing.T) {
	for name, test := range map[string]struct {
		estimates []knowledge.Estimate
		want      float64
	}{
		"certain and right": {[]knowledge.Estimate{{Confidence: 1, Right: true}, {}}, 0},
		"certain and wrong": {[]knowledge.Estimate{{Confidence: 1}, {Right: true}}, 1},
		"one bin cancels":   {[]knowledge.Estimate{{Confidence: .5, Right: true}, {Confidence: .5}}, 0},
		"two bins do not":   {[]knowledge.Estimate{{Confidence: .6, Right: true}, {Confidence: .4}}, .4},
		"none":              {nil, math.NaN()},
	} {
		if got := knowledge.CalibrationError(test.estimates); !same(got, test.want) {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

func same(a, b float64) bool { return math.Abs(a-b) < 1e-12 || math.IsNaN(a) && math.IsNaN(b) }
