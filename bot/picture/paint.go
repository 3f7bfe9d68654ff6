package picture

import (
	"bytes"
	"image"
	"image/png"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// canvas is painted on. Everything stands on the plain background, so a pixel
// is an ink and how much of it: a palette tells both.
type canvas struct {
	*image.Paletted
	glyphs map[glyph]*image.Alpha
	raster vector.Rasterizer
}

// glyph is a sign as it is painted.
type glyph struct {
	face  *font.Face
	id    font.GID
	size  fixed.Int26_6
	shift fixed.Int26_6 // where within a pixel it begins
}

// step is the distance of the places within a pixel that a glyph may begin at.
const step = fixed.Int26_6(64 / 4)

// paint gives l as a PNG.
func paint(l layout, accent int) ([]byte, error) {
	c := canvas{
		Paletted: image.NewPaletted(image.Rect(0, 0, Width, l.height), newPalette(accent)),
		glyphs:   map[glyph]*image.Alpha{},
	}
	for _, b := range l.bars {
		c.bar(b)
	}
	for _, label := range l.labels {
		c.label(label)
	}
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, c.Paletted)
	return out.Bytes(), err
}

func (c *canvas) bar(b bar) {
	r := b.Intersect(c.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := c.Pix[c.PixOffset(r.Min.X, y):][:r.Dx()]
		for x := range row {
			row[x] = b.ink.shade(shades - 1)
		}
	}
}

func (c *canvas) label(l label) {
	dot := fixed.I(l.x)
	for _, run := range l.runs {
		for _, g := range run.Glyphs {
			x := dot + g.XOffset + step/2 // rounds to the nearest place
			mask := c.mask(run, g, x&63/step*step)
			c.stamp(mask, image.Pt(x.Floor(), l.baseline-g.YOffset.Round()), l.ink)
			dot += g.Advance
		}
	}
}

// stamp paints mask with its origin at p; where it meets what is there, the
// stronger shade stays.
func (c *canvas) stamp(mask *image.Alpha, p image.Point, i ink) {
	r := mask.Rect.Add(p).Intersect(c.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		from := mask.Pix[mask.PixOffset(r.Min.X-p.X, y-p.Y):]
		to := c.Pix[c.PixOffset(r.Min.X, y):][:r.Dx()]
		for x := range to {
			if s := shade(from[x]); s > to[x]%shades {
				to[x] = i.shade(s)
			}
		}
	}
}

// mask draws g around its origin and right of it by shift, once for a picture.
func (c *canvas) mask(run shaping.Output, g shaping.Glyph, shift fixed.Int26_6) *image.Alpha {
	key := glyph{run.Face, g.GlyphID, run.Size, shift}
	if m, ok := c.glyphs[key]; ok {
		return m
	}
	left, top := g.XBearing+shift, -g.YBearing
	right, bottom := left+g.Width, top-g.Height
	m := image.NewAlpha(image.Rect(left.Floor(), top.Floor(), right.Ceil(), bottom.Ceil()).Inset(-1))
	c.glyphs[key] = m

	outline, _ := run.Face.GlyphDataOutline(g.GlyphID)
	scale := float32(run.Size) / 64 / float32(run.Face.Upem())
	c.raster.Reset(m.Rect.Dx(), m.Rect.Dy())
	for _, s := range outline.Segments {
		var x, y [3]float32
		for i, p := range s.ArgsSlice() {
			x[i] = p.X*scale + float32(shift)/64 - float32(m.Rect.Min.X)
			y[i] = -p.Y*scale - float32(m.Rect.Min.Y)
		}
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			c.raster.ClosePath()
			c.raster.MoveTo(x[0], y[0])
		case opentype.SegmentOpLineTo:
			c.raster.LineTo(x[0], y[0])
		case opentype.SegmentOpQuadTo:
			c.raster.QuadTo(x[0], y[0], x[1], y[1])
		case opentype.SegmentOpCubeTo:
			c.raster.CubeTo(x[0], y[0], x[1], y[1], x[2], y[2])
		}
	}
	c.raster.ClosePath()
	c.raster.Draw(m, m.Rect, image.Opaque, image.Point{})
	return m
}
