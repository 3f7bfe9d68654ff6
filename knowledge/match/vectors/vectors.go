//go:build !novectors

// Package vectors holds 100-dimensional GloVe vectors of 37,347 English words,
// four bits a number, with each word's frequency rank. The table is part of the
// program file and is read in place; only where each word stands in it is worked out
// when one is first looked up.
//
// Vectors: GloVe (Pennington, Socher, Manning, EMNLP 2014), Public Domain
// Dedication and License 1.0. Word lists: SCOWL, copyright 2000-2011 by Kevin
// Atkinson; see NOTICE. Both are made into table.bin by gen.go.
package vectors

import (
	_ "embed"
	"encoding/binary"
)

//go:generate go run gen.go

//go:embed table.bin
var table []byte

// Dimensions is the length of every vector.
const Dimensions = 100

const (
	headerSize = 4
	recordSize = 8
	rowSize    = Dimensions / 2 // four bits a number
	rankBits   = 17
	scaleBits  = 14
	listed     = 1 << (rankBits + scaleBits)
)

// Word is a word of the table; the zero Word is the table's first.
type Word int32

// Len is the number of words.
func Len() int { return int(binary.LittleEndian.Uint32(table)) }

// Rank is the word's place by falling frequency in GloVe's corpus, from 1.
func (w Word) Rank() int { return int(w.field(4) & (1<<rankBits - 1)) }

// Spelt reports whether a dictionary of common words lists the word, so that
// it is no misspelling.
func (w Word) Spelt() bool { return w.field(4)&listed != 0 }

// Add adds weight times the word's vector to sum, which must have the length
// Dimensions.
func (w Word) Add(sum []float32, weight float32) {
	weight *= float32(w.field(4)&^listed>>rankBits) / (1 << scaleBits)
	start := headerSize + Len()*recordSize + int(w)*rowSize
	for i, pair := range table[start : start+rowSize] {
		sum[2*i] += weight * float32(int8(pair<<4)>>4)
		sum[2*i+1] += weight * float32(int8(pair)>>4)
	}
}

// Text is the word itself.
func (w Word) Text() string { return string(w.text()) }

func (w Word) field(offset int) uint32 {
	return binary.LittleEndian.Uint32(table[headerSize+int(w)*recordSize+offset:])
}

func (w Word) text() []byte {
	texts := table[headerSize+Len()*(recordSize+rowSize):]
	start := uint32(0)
	if w > 0 {
		start = (w - 1).field(0)
	}
	return texts[start:w.field(0)]
}
