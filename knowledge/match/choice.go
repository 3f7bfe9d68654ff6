package match

import "math"

// option is what speaks for one of the things that a text may mean: a
// candidate, or nothing that is known.
type option [signalCount]float64

// The signals of an option. Those of a candidate are zero for the option of
// none, and the other way about.
const (
	signalMargin   = iota // the linear model's margin for the label
	signalCoverage        // share of the text's content words that the label's examples hold, by their rarity
	signalWho             // whether the label's questions ask for somebody, as the text does, -1 to 1
	signalWhere           // … for a place
	signalWhen            // … for a time
	signalWhy             // … for a reason
	signalNumber          // … for a number
	signalCounted         // whether they count the thing that the text asks how many there are of, -1 to 1
	signalNamed           // whether they ask for the thing that the text asks for by name, -1 to 1
	signalCentroid        // cosine of the mean word vector and the label's mean of it
	signalNearest         // cosine of the text's terms and those of the nearest of the label's questions
	signalNone            // the bias of none
	signalOutside         // the linear model's margin for the background
	signalBeside          // as signalNearest, of the background texts near the candidates
	signalCount
)

// signalNames name the signals in an explanation.
var signalNames = [signalCount]string{"margin", "coverage", "who", "where", "when", "why", "number", "thing counted", "thing asked for", "centroid", "nearest question", "none", "background", "nearest refusal"}

// choice turns the signals of all options into the probability of each: a
// conditional logit with an outside option (McFadden, "Conditional logit
// analysis of qualitative choice behavior", 1974).
type choice [signalCount]float64

// utility is the exponent of an option's probability.
func (c *choice) utility(o *option) float64 {
	sum := 0.0
	for i, x := range o {
		sum += c[i] * x
	}
	return sum
}

// probabilities gives each option's probability, in the memory of dst.
func (c *choice) probabilities(dst []float64, options []option) []float64 {
	dst = dst[:0]
	highest := math.Inf(-1)
	for i := range options {
		u := c.utility(&options[i])
		highest = max(highest, u)
		dst = append(dst, u)
	}
	sum := 0.0
	for i, u := range dst {
		dst[i] = math.Exp(u - highest)
		sum += dst[i]
	}
	for i := range dst {
		dst[i] /= sum
	}
	return dst
}

// trial is a text of which it is known what it means.
type trial struct {
	options []option // the last one is none
	right   int
}

// fit gives the weights that are likeliest by trials, and by prior, of which
// the weights are so many normally distributed guesses with deviation
// (maximum a posteriori, by Newton's method; a step that overshoots is halved).
func fit(prior choice, trials []trial, deviation float64) choice {
	c := prior
	var p []float64
	best := c.logPosterior(prior, trials, deviation)
	for range newtonSteps {
		var gradient option
		var hessian [signalCount][signalCount]float64
		for i := range signalCount {
			gradient[i] = (prior[i] - c[i]) / (deviation * deviation)
			hessian[i][i] = 1 / (deviation * deviation)
		}
		for _, t := range trials {
			p = c.probabilities(p, t.options)
			var mean option
			for k := range t.options {
				for i, x := range t.options[k] {
					mean[i] += p[k] * x
				}
			}
			for i := range signalCount {
				gradient[i] += t.options[t.right][i] - mean[i]
			}
			for k := range t.options {
				for i, x := range t.options[k] {
					for j := range i + 1 {
						hessian[i][j] += p[k] * (x - mean[i]) * (t.options[k][j] - mean[j])
					}
				}
			}
		}
		step, better := solve(&hessian, gradient), false
		for part := 1.0; part > leastPart && !better; part /= 2 {
			further := c
			for i := range signalCount {
				further[i] += part * step[i]
			}
			if reached := further.logPosterior(prior, trials, deviation); reached > best {
				c, best, better = further, reached, true
			}
		}
		if !better {
			break
		}
	}
	return c
}

const (
	newtonSteps = 8
	leastPart   = 1e-3 // of a step
)

// logPosterior is the logarithm of how likely the weights are by trials and prior, less
// a constant.
func (c *choice) logPosterior(prior choice, trials []trial, deviation float64) float64 {
	sum := 0.0
	for i := range signalCount {
		d := (c[i] - prior[i]) / deviation
		sum -= d * d / 2
	}
	var p []float64
	for _, t := range trials {
		p = c.probabilities(p, t.options)
		sum += math.Log(p[t.right])
	}
	return sum
}

// solve gives x with a·x = b for a symmetric positive definite a, of which only
// the lower half is read and overwritten (Cholesky).
func solve(a *[signalCount][signalCount]float64, b option) option {
	for i := range signalCount {
		for j := range i + 1 {
			for k := range j {
				a[i][j] -= a[i][k] * a[j][k]
			}
			if i == j {
				a[i][i] = math.Sqrt(a[i][i])
			} else {
				a[i][j] /= a[j][j]
			}
		}
	}
	for i := range signalCount {
		for k := range i {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	for i := signalCount - 1; i >= 0; i-- {
		for k := i + 1; k < signalCount; k++ {
			b[i] -= a[k][i] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b
}
