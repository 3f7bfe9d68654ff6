package match

import "strings"

// soundOf appends what is left of a word when letters that sound alike are
// written alike and vowels, but for a first one, are left out:
//
//	contact, kontakt -> kntkt    lukashenka, loukachenko -> lkxnk
//
// Idea: Russell's Soundex (1918) and its descendants, without cutting short.
func soundOf(dst []byte, w string) []byte {
	for i := range len(w) {
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		c := w[i]
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'j', 'w', 'h':
			if i > 0 {
				continue
			}
			switch c {
			case 'e', 'i', 'o', 'u', 'y':
				c = 'a'
			case 'w':
				c = 'v'
			}
		case 'c', 'q':
			switch {
			case c == 'c' && next == 'h' && isVowel(w, i+2):
				c = 'x'
			case c == 'c' && (next == 'e' || next == 'i' || next == 'y'):
				c = 's'
			default:
				c = 'k'
			}
		case 's', 'z', 'x':
			if c = 's'; next == 'h' {
				c = 'x'
			}
		case 'p':
			if next == 'h' {
				c = 'f'
			}
		}
		if len(dst) == 0 || dst[len(dst)-1] != c {
			dst = append(dst, c)
		}
	}
	return dst
}

func isVowel(w string, i int) bool { return i < len(w) && strings.IndexByte("aeiouy", w[i]) >= 0 }

func soundHash(sound []byte) uint32 {
	hash := uint32(hashSeed) ^ 0xff // apart from every form
	for _, c := range sound {
		hash = (hash ^ uint32(c)) * hashPrime
	}
	return hash
}

// FNV-1a, by Fowler, Noll and Vo.
const (
	hashSeed  = 2166136261
	hashPrime = 16777619
)
