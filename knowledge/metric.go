package knowledge

import (
	"math"
	"slices"
)

// AUROC is the area under the receiver operating characteristic: how likely a
// random element of in is above one of out, ties counting half. It is within
// 0..1, and NaN when either is empty. (Fawcett, "An introduction to ROC
// analysis", 2006.) The cost is that of sorting.
func AUROC(in, out []float64) float64 {
	out = slices.Sorted(slices.Values(out))
	var above float64
	for _, x := range in {
		below, _ := slices.BinarySearch(out, x)
		notAbove, _ := slices.BinarySearch(out, math.Nextafter(x, math.Inf(1)))
		above += float64(below+notAbove) / 2
	}
	return above / float64(len(in)) / float64(len(out))
}

// Estimate is a confidence, within 0..1, and whether it was justified.
type Estimate struct {
	Confidence float64
	Right      bool
}

// CalibrationError is the expected calibration error over ten bins of equal
// width: how far the mean confidence of a bin is from its share of right ones,
// weighted by the bins' sizes. It is within 0..1, and NaN without estimates.
// (Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities
// Using Bayesian Binning", 2015.)
func CalibrationError(estimates []Estimate) float64 {
	var excess [10]float64 // of a bin's confidences over its right ones, summed
	for _, e := range estimates {
		bin := &excess[min(int(e.Confidence*10), 9)]
		*bin += e.Confidence
		if e.Right {
			*bin--
		}
	}
	var sum float64
	for _, x := range excess {
		sum += math.Abs(x)
	}
	return sum / float64(len(estimates))
}
