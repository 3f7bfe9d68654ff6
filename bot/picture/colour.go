package picture

import (
	"image/color"
	"math"
)

// ink is a colour that things are painted in.
type ink uint8

const (
	bright ink = iota
	muted
	dim // for lines, never for text
	accent
	amber
	sepia
	inks // how many there are
)

// shades of each ink, from the background to the full colour. A palette has
// 256 colours, so there is room for eight inks.
const shades = 32

// shade gives the index of a shade of i in a palette.
func (i ink) shade(s uint8) uint8 { return uint8(i)*shades + s }

// shade gives the shade for the part of a pixel that is covered.
func shade(coverage uint8) uint8 { return uint8(int(coverage) * (shades - 1) / 255) }

// newPalette gives the colours of a picture with the given accent, 0xRRGGBB.
// They have their own dark ground and suit Discord's dark and light themes.
func newPalette(accentColour int) color.Palette {
	background := rgb(0x1A1C22)
	full := [inks]color.RGBA{
		bright: rgb(0xF4F5F7),
		muted:  rgb(0xB9BEC8),
		dim:    rgb(0x6A7080),
		accent: readable(rgb(accentColour), background),
		amber:  rgb(0xF0B040),
		sepia:  rgb(0xCDB48A),
	}
	var p color.Palette
	for _, c := range full {
		for s := range shades {
			p = append(p, mix(background, c, float64(s)/(shades-1)))
		}
	}
	return p
}

// minContrast is what WCAG 2.2 asks of text at level AA.
// https://www.w3.org/TR/WCAG22/#contrast-minimum
const minContrast = 4.5

// readable lightens c until it can be read on a dark ground.
func readable(c, ground color.RGBA) color.RGBA {
	white := rgb(0xFFFFFF)
	light := c
	for part := 0.05; contrast(light, ground) < minContrast; part += 0.05 {
		light = mix(c, white, part)
	}
	return light
}

// contrast is the contrast ratio of two colours, from 1 to 21.
// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
func contrast(a, b color.RGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of c, from 0 to 1.
// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
func luminance(c color.RGBA) float64 {
	linear := func(channel uint8) float64 {
		v := float64(channel) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// mix gives a with part of b in it, from 0 to 1.
func mix(a, b color.RGBA, part float64) color.RGBA {
	channel := func(a, b uint8) uint8 {
		return uint8(math.Round(float64(a) + (float64(b)-float64(a))*min(part, 1)))
	}
	return color.RGBA{channel(a.R, b.R), channel(a.G, b.G), channel(a.B, b.B), 0xFF}
}

func rgb(c int) color.RGBA {
	return color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xFF}
}
