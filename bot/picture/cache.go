package picture

import (
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"
)

// Key names a picture of one knowledge. What else changes a picture must change
// its key.
type Key struct {
	Language string
	Query    string // which rows: range, topic, page
}

// Cache keeps the pictures of one knowledge that were asked for last: a new
// version needs a new cache. It is safe for use by many goroutines.
type Cache struct {
	pictures *lru.Cache[Key, Picture]
	drawing  singleflight.Group
}

// NewCache gives a cache for at most size pictures, of some 100 KB each. The
// error says that size is not positive.
func NewCache(size int) (*Cache, error) {
	pictures, err := lru.New[Key, Picture](size)
	if err != nil {
		return nil, fmt.Errorf("a cache for %d pictures: %w", size, err)
	}
	return &Cache{pictures: pictures}, nil
}

// Picture gives the picture for k. It calls timeline and draws what that gives
// only if there is none yet, once for all who ask at the same time. An error
// of [Render] is not kept.
func (c *Cache) Picture(k Key, timeline func() Timeline) (Picture, error) {
	if p, ok := c.pictures.Get(k); ok {
		return p, nil
	}
	p, err, _ := c.drawing.Do(fmt.Sprintf("%q", k), func() (any, error) {
		if p, ok := c.pictures.Get(k); ok { // drawn since the look above
			return p, nil
		}
		p, err := Render(timeline())
		if err == nil {
			c.pictures.Add(k, p)
		}
		return p, err
	})
	return p.(Picture), err
}
