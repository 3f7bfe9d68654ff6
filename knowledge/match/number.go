package match

import (
	"maps"
	"slices"
	"strconv"
)

// readNumbers turns runs of number words into digits:
//
//	nineteen ninety nine     -> 1999
//	two thousand and four    -> 2004
//	seven hundred thousand   -> 700000
//	the nineties             -> 1990s
//	the twenty-twenties      -> 2020s
//	in 99, since '04         -> 1999, 2004
//
// "one" by itself stays a word: "which one" asks for no number.
//
// Takes words, gives words in the same memory. Cost: a bit test for a word that
// can begin no number, else a look-up or two. The grammar of English numerals is
// common knowledge.
func readNumbers(words []string) []string {
	out := words[:0]
	for i := 0; i < len(words); {
		if !numeric.mayHold(words[i]) {
			out = append(out, words[i])
			i++
			continue
		}
		if i+1 < len(words) && (words[i] == "nineteen" || words[i] == "twenty") && decades[words[i+1]] != "" {
			i++ // "nineteen nineties" says no more than "nineties"
		}
		if d := decades[words[i]]; d != "" {
			out = append(out, d)
			i++
			continue
		}
		if i > 0 && isShortYear(words[i]) && slices.Contains(yearCues, words[i-1]) {
			out = append(out, longYear(words[i]))
			i++
			continue
		}
		value, used := readNumber(words[i:])
		if used == 0 || used == 1 && words[i] == "one" {
			out = append(out, words[i])
			i++
			continue
		}
		out = append(out, strconv.Itoa(value))
		i += used
	}
	return out
}

// readNumber reads the number at the start of words and says how many words it
// took. A number word goes on from the one before only where English lets it:
// a unit after a ten, anything smaller after a hundred or a thousand, and two
// tens as a year (nineteen ninety).
func readNumber(words []string) (value, used int) {
	total, current, last := 0, 0, 0 // last is the number word before
	for i, w := range words {
		n := numberWords[w]
		switch {
		case n == 0 && w == "and" && last >= 100 && i+1 < len(words) && numberWords[words[i+1]] > 0 && numberWords[words[i+1]] < 100:
			continue
		case n >= 100 && last == 0, n == 0:
			return total + current, used
		case n == 100 && current < 100:
			current *= 100
		case n > 100 && total < n && current > 0 && current < 1000:
			total, current = total+current*n, 0
		case n >= 100:
			return total + current, used
		case last == 0 || last >= 100 || last >= 20 && last%10 == 0 && n < 10:
			current += n
		case (last == 19 || last == 20) && current == last && n >= 10:
			current = current*100 + n
		default:
			return total + current, used
		}
		last, used = n, i+1
	}
	return total + current, used
}

var numberWords = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
	"seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "million": 1_000_000,
}

// numeric is all that can begin a number but for digits that are one already.
var numeric = newSieve(maps.Keys(numberWords), maps.Keys(decades), slices.Values([]string{"00", "90"}))

// yearCues are the words after which two digits are a year.
var yearCues = []string{"in", "since", "year", "from", "until", "before", "after", "between"}

// isShortYear reports whether a word is a year without its century that is
// unlikely to be a count.
func isShortYear(w string) bool {
	return len(w) == 2 && (w[0] == '9' || w[0] == '0') && w[1] >= '0' && w[1] <= '9'
}

func longYear(w string) string {
	if w[0] == '9' {
		return "19" + w
	}
	return "20" + w
}

var decades = map[string]string{
	"nineties": "1990s", "noughties": "2000s", "eighties": "1980s", "90s": "1990s", "80s": "1980s",
	"tens": "2010s", "twenties": "2020s",
}
