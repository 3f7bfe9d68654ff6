package match

import (
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// readWords splits a text into lower-case words without accents:
//
//	"What's 700,000 in Chișinău?"  ->  what 700000 in chisinau
//
// A word is a run of letters and digits, and "&" is "and". A genitive 's goes, other
// apostrophes join ("isn't" is isnt, then "is not"). Digit groups become one number,
// and so do numbers in words: "nineteen ninety nine" is 1999, "seventy-five" 75.
// Takes a text, gives words. The cost is linear in the text, some 100 ns a word;
// only the first maxWords words count, so that no text can be made to cost much.
//
// Idea: token normalisation as in Manning, Raghavan, Schütze, "Introduction to
// Information Retrieval", 2008, chapter 2, with Unicode's decomposition NFKD.
func readWords(dst []string, text string) []string {
	words := joinLetters(split(dst, fold(text)))
	for i := 0; i < len(words) && i < maxWords; i++ {
		before := len(words)
		words = expand(words, i)
		i += len(words) - before
	}
	for i := 1; i < len(words); i++ {
		if isSlipOfDoes(words[i-1:]) {
			words[i] = "does"
		}
	}
	return withoutChatter(readNumbers(words[:min(len(words), maxWords)]))
}

// isSlipOfDoes reports whether the second of words is "does" mistyped as another word:
// "what dos it do", but not "what dose of it".
func isSlipOfDoes(words []string) bool {
	return (words[1] == "dos" || words[1] == "dose") && IsQuestionWord(words[0]) && at(words, 2) != "of"
}

// joinLetters makes one word of letters that stand by themselves: "N.A.C.C.".
func joinLetters(words []string) []string {
	out := words[:0]
	for i := 0; i < len(words); {
		end := i
		for end < len(words) && len(words[end]) == 1 && words[end][0] >= 'a' {
			end++
		}
		if end-i < fewestLetters {
			end = i + 1
			out = append(out, words[i])
		} else {
			out = append(out, strings.Join(words[i:end], ""))
		}
		i = end
	}
	return out
}

// fewestLetters is how many letters make an abbreviation: two may be "a" and "i".
const fewestLetters = 3

const (
	maxWords     = 64
	typicalWords = 16
	maxTextLen   = 4096 // bytes that are looked at
	maxWordLen   = 40
)

// expand puts a contraction among words out in full.
func expand(words []string, i int) []string {
	if !contracted.mayHold(words[i]) {
		return words
	}
	long, ok := contractions[words[i]]
	if !ok {
		return words
	}
	first, rest, _ := strings.Cut(long, " ")
	for words[i] = first; rest != ""; i++ {
		first, rest, _ = strings.Cut(rest, " ")
		words = slices.Insert(words, i+1, first)
	}
	return words
}

// fold lowers, decomposes and drops accents.
func fold(text string) string {
	if len(text) > maxTextLen {
		cut := maxTextLen
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut]
	}
	ascii := true
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(text)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
			return -1
		case r == '’' || r == '‘' || r == '`' || r == '´':
			return '\''
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
}

// split appends the words of a folded text.
func split(words []string, text string) []string {
	for i := 0; i < len(text) && len(words) < maxWords; {
		if text[i] == ' ' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == '&' {
			words = append(words, "and")
		}
		if !isWordRune(r) {
			i += size
			continue
		}
		end, apostrophe := wordEnd(text, i)
		word := text[i:end]
		i = end
		if apostrophe {
			word = strings.ReplaceAll(strings.TrimSuffix(word, "'s"), "'", "")
		}
		if word[0] >= '0' && word[0] <= '9' {
			word = digits(word)
		}
		if len(word) > maxWordLen {
			word = strings.ToValidUTF8(word[:maxWordLen], "")
		}
		words = append(words, word)
	}
	return words
}

// wordEnd gives the end of the word that starts in a text, and whether it has an
// apostrophe.
func wordEnd(text string, start int) (end int, apostrophe bool) {
	for end = start; end < len(text); {
		if isPlainLetter(text[end]) {
			end++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[end:])
		switch {
		case isWordRune(r):
		case r == '\'' && end+1 < len(text) && isWordRune(rune(text[end+1])):
			apostrophe = true
		case (r == ',' || r == '.' || r == ' ') && isDigitGroup(text, start, end):
			size += 3
		default:
			return end, apostrophe
		}
		end += size
	}
	return end, apostrophe
}

func isPlainLetter(c byte) bool { return c >= 'a' && c <= 'z' }

func isWordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// isDigitGroup reports whether text[start:i] is a number and exactly three
// digits follow the separator at i.
func isDigitGroup(text string, start, i int) bool {
	if text[start] > '9' || i+4 > len(text) || i-start > 3 && !strings.ContainsAny(text[start:i], ",. ") {
		return false
	}
	for _, c := range []byte(text[start:i]) {
		if (c < '0' || c > '9') && c != ',' && c != '.' && c != ' ' {
			return false
		}
	}
	for _, c := range []byte(text[i+1 : i+4]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return i+4 == len(text) || text[i+4] < '0' || text[i+4] > '9'
}

// digits drops the separators of a number and reads a trailing k as thousand. Of
// a year with a letter slipped in ("19e95") it drops that.
func digits(word string) string {
	if at := strings.IndexFunc(word, unicode.IsLetter); len(word) == 5 && at > 0 && word[at] < utf8.RuneSelf && (at < 4 || word[at] != 's') {
		if year := word[:at] + word[at+1:]; IsYear(year) {
			return year
		}
	}
	plain := strings.Map(func(r rune) rune {
		if r == ',' || r == '.' || r == ' ' {
			return -1
		}
		return r
	}, word)
	if n, err := strconv.Atoi(strings.TrimSuffix(plain, "k")); err == nil && strings.HasSuffix(plain, "k") && n < 1_000_000 {
		return strconv.Itoa(n * 1000)
	}
	return plain
}

// contractions gives in full the contractions and chat spellings of common English words,
// and verbs that say an order.
var contractions = map[string]string{
	"whats": "what is", "whos": "who is", "wheres": "where is", "whens": "when is", "hows": "how is", "whys": "why is",
	"thats": "that is", "theres": "there is", "its": "its", "isnt": "is not", "arent": "are not", "wasnt": "was not",
	"werent": "were not", "dont": "do not", "doesnt": "does not", "didnt": "did not", "hasnt": "has not", "havent": "have not",
	"hadnt": "had not", "cant": "can not", "cannot": "can not", "couldnt": "could not", "wont": "will not", "wouldnt": "would not",
	"shouldnt": "should not", "wholl": "who will", "whatll": "what will", "itll": "it will", "theyll": "they will", "thatll": "that will", "whod": "who would", "whatre": "what are",
	"im": "i am", "ive": "i have", "id": "i would", "youre": "you are", "theyre": "they are",
	"u": "you", "ur": "your", "r": "are", "y": "why", "pls": "please", "plz": "please", "thx": "thanks", "ty": "thanks",
	"wat": "what", "wut": "what", "waht": "what", "wht": "what", "whut": "what", "wen": "when", "whn": "when", "hwen": "when", "wehn": "when",
	"hwo": "who", "woh": "who", "wich": "which", "whic": "which", "whcih": "which", "wher": "where", "wheer": "where",
	"whta": "what", "hwat": "what", "awht": "what", "whne": "when", "hwne": "when", "wehre": "where", "hwere": "where", "hwy": "why", "wyh": "why", "hwich": "which", "whihc": "which",
	"deos": "does", "ddi": "did", "idd": "did", "wsa": "was", "hsa": "has", "adn": "and", "taht": "that",
	"teh": "the", "hte": "the", "tje": "the", "thru": "through", "bc": "because", "cuz": "because", "cos": "because", "coz": "because",
	"abt": "about", "rn": "right now", "atm": "right now", "gonna": "going to", "wanna": "want to", "gotta": "got to", "tho": "though",
	"btw": "by the way", "govt": "government", "gov": "government", "yr": "year", "yrs": "years", "nr": "number", "num": "number",
	"b4": "before", "w": "with", "wth": "with", "n": "and", "didn": "did not", "doesn": "does not", "isn": "is not",
	"aint": "is not", "theyve": "they have", "weve": "we have", "youve": "you have", "hes": "he is", "shes": "she is",
	"whatd": "what did", "howd": "how did", "whered": "where did", "whyd": "why did", "whend": "when did",
	"dint": "did not", "dnt": "do not", "dunno": "do not know", "lemme": "let me", "gimme": "give me", "ofc": "of course",
	"wats": "what is", "wot": "what", "wots": "what is", "tht": "that", "bcz": "because", "bcos": "because", "bcuz": "because", "becuz": "because",
	"btwn": "between", "til": "until", "till": "until", "bout": "about", "approx": "approximately", "incl": "including",
	"ppl": "people", "info": "information", "doc": "document", "docs": "documents", "hq": "headquarters", "mil": "military",
	"rep": "representative", "reps": "representatives", "prez": "president", "intl": "international", "govs": "governments",
	"dept": "department", "org": "organisation", "orgs": "organisations", "uni": "university", "sci": "science",
	"predate": "come before", "predates": "comes before", "predated": "came before", "postdate": "come after", "postdates": "comes after", "postdated": "came after",
	"comms": "communications", "collab": "collaboration", "coop": "cooperation", "mth": "month", "mths": "months", "wk": "week", "wks": "weeks",
}

// shortened are the contractions that a typing error may be in.
var shortened = []string{"didnt", "doesnt", "isnt", "wasnt", "arent", "werent", "hasnt", "havent", "couldnt", "wouldnt", "shouldnt"}

// contracted are the contractions.
var contracted = newSieve(maps.Keys(contractions))

// sieve tells of most words, without looking them up, that a table lacks them:
// it has a bit for each first byte and length.
type sieve [256]uint64

func newSieve(tables ...iter.Seq[string]) *sieve {
	var s sieve
	for _, keys := range tables {
		for w := range keys {
			s[w[0]] |= 1 << len(w)
		}
	}
	return &s
}

func (s *sieve) mayHold(w string) bool { return s[w[0]]>>len(w)&1 != 0 }

// Words reads a text as [Matcher.Rank] does, but corrects nothing.
func Words(text string) []string { return readWords(make([]string, 0, typicalWords), text) }

// AppendWords is [Words] in the memory of dst as far as it reaches; dst must be
// empty.
func AppendWords(dst []string, text string) []string { return readWords(dst, text) }
