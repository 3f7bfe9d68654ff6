package main

import (
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
)

// newMemOnly is what bleve's documentation names for an index in memory.
func newMemOnly(m mapping.IndexMapping) (bleve.Index, error) { return bleve.NewMemOnly(m) }

// newScorch is bleve's newer index, which can be held in memory too.
func newScorch(m mapping.IndexMapping) (bleve.Index, error) {
	return bleve.NewUsing("", m, scorch.Name, bleve.Config.DefaultKVStore, nil)
}

// allWords is the English analyzer without its list of stop words: words such as
// "how" and "what" tell much of what a question means.
const allWords = "all-words"

// engine is a way to set bleve up.
type engine struct {
	create    func(mapping.IndexMapping) (bleve.Index, error)
	analyzer  string
	scoring   string // of bleve's models, TF-IDF when empty
	fuzziness int    // edits by which a word may differ
}

// search indexes texts, and nothing that a search does not need.
func (e engine) search(texts []text) (search, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer(allWords, map[string]any{
		"type": custom.Name, "tokenizer": unicode.Name,
		"token_filters": []string{en.PossessiveName, lowercase.Name, en.SnowballStemmerName},
	}); err != nil {
		return nil, err
	}
	m.DefaultAnalyzer, m.ScoringModel = e.analyzer, e.scoring
	field := bleve.NewTextFieldMapping()
	field.Store, field.IncludeTermVectors, field.IncludeInAll = false, false, false
	m.DefaultMapping.AddFieldMappingsAt("text", field)
	index, err := e.create(m)
	if err != nil {
		return nil, err
	}
	batch := index.NewBatch()
	for i, t := range texts {
		if err := batch.Index(strconv.Itoa(i), map[string]any{"text": t.text}); err != nil {
			return nil, err
		}
	}
	if err := index.Batch(batch); err != nil {
		return nil, err
	}
	return func(question string) ([]hit, error) {
		query := bleve.NewMatchQuery(question)
		query.SetField("text")
		query.SetFuzziness(e.fuzziness)
		found, err := index.Search(bleve.NewSearchRequestOptions(query, neighbours, 0, false))
		if err != nil {
			return nil, err
		}
		hits := make([]hit, len(found.Hits))
		for i, h := range found.Hits {
			n, err := strconv.Atoi(h.ID)
			if err != nil {
				return nil, err
			}
			hits[i] = hit{texts[n].label, h.Score}
		}
		return hits, nil
	}, nil
}
