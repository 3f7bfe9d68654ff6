package main

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	stemmer "github.com/kljensen/snowball/english"
)

// BM25's usual constants: how fast a repeated word stops counting, and how much
// a long text is discounted.
const (
	k1 = 1.2
	b  = 0.75
)

// searchBM25 is plain BM25 over word stems. (Robertson and Zaragoza, "The
// Probabilistic Relevance Framework: BM25 and Beyond", 2009.)
func searchBM25(texts []text) search {
	type posting struct {
		text  int
		count float64
	}
	postings := make(map[string][]posting)
	lengths := make([]float64, len(texts))
	total := 0.0
	for i, t := range texts {
		stems := stemsOf(t.text)
		lengths[i] = float64(len(stems))
		total += lengths[i]
		for _, s := range stems {
			p := postings[s]
			if len(p) > 0 && p[len(p)-1].text == i {
				p[len(p)-1].count++
			} else {
				postings[s] = append(p, posting{i, 1})
			}
		}
	}
	n := float64(len(texts))
	for i := range lengths {
		lengths[i] = k1 * (1 - b + b*lengths[i]*n/total)
	}
	scores := make([]float64, len(texts))
	return func(question string) ([]hit, error) {
		var found []int
		for _, s := range stemsOf(question) {
			p := postings[s]
			idf := math.Log1p((n - float64(len(p)) + 0.5) / (float64(len(p)) + 0.5))
			for _, p := range p {
				if scores[p.text] == 0 {
					found = append(found, p.text)
				}
				scores[p.text] += idf * p.count * (k1 + 1) / (p.count + lengths[p.text])
			}
		}
		hits := make([]hit, 0, neighbours+1)
		for _, i := range found {
			if len(hits) < neighbours || scores[i] > hits[len(hits)-1].score {
				at, _ := slices.BinarySearchFunc(hits, scores[i], func(h hit, score float64) int { return cmp.Compare(score, h.score) })
				hits = slices.Insert(hits, at, hit{texts[i].label, scores[i]})
				hits = hits[:min(len(hits), neighbours)]
			}
			scores[i] = 0
		}
		return hits, nil
	}
}

func stemsOf(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
	for i, w := range words {
		words[i] = stemmer.Stem(w, true)
	}
	return words
}
