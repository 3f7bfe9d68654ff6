package picture

import (
	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"
)

// Cache keeps the pictures of one knowledge that were asked for last: a new
// version needs a new cache. It is safe for use by many goroutines.
type Cache struct {
	pictures *lru.Cache[string, Picture]
	drawing  singleflight.Group
}

// NewCache gives a cache for at most size pictures, of some 100 KB each; size
// must be above 0.
func NewCache(size int) *Cache {
	pictures, _ := lru.New[string, Picture](size) // fails for no other size
	return &Cache{pictures: pictures}
}

// Picture gives the picture for a key, which names all that changes it: range,
// topic, page. It calls timeline and draws what that gives only if there is none
// yet, once for all who ask at the same time. An error of [Render] is not kept.
func (c *Cache) Picture(key string, timeline func() Timeline) (Picture, error) {
	if p, ok := c.pictures.Get(key); ok {
		return p, nil
	}
	p, err, _ := c.drawing.Do(key, func() (any, error) {
		if p, ok := c.pictures.Get(key); ok { // drawn since the look above
			return p, nil
		}
		p, err := Render(timeline())
		if err == nil {
			c.pictures.Add(key, p)
		}
		return p, err
	})
	return p.(Picture), err
}
