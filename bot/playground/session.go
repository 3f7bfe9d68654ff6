package playground

import (
	"crypto/rand"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// What is kept in memory, at most.
const (
	maxSessions  = 32      // browsers
	maxExchanges = 300     // of a session
	maxKept      = 8 << 20 // bytes of a session, files included
)

// sessions are the browsers that have the page open, or had.
type sessions struct {
	mint
	known    *lru.Cache[string, *session]
	mu       sync.Mutex // guards commands
	commands map[string]string
}

func newSessions() *sessions {
	known, err := lru.New[string, *session](maxSessions)
	if err != nil { // only a size below one is refused
		panic(err)
	}
	return &sessions{known: known, commands: map[string]string{}}
}

// commandID gives the id of the command called name, always the same.
func (s *sessions) commandID(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.commands[name] == "" {
		s.commands[name] = s.snowflake()
	}
	return s.commands[name]
}

// cookieName has the port in it, for to cookies all ports of a host are one.
func cookieName(r *http.Request) string {
	_, port, _ := net.SplitHostPort(r.Host) // 80 is empty
	return "attache_playground_" + port
}

// of gives the session of a request; ok is false when it has none.
func (s *sessions) of(r *http.Request) (*session, bool) {
	cookie, err := r.Cookie(cookieName(r))
	if err != nil {
		return nil, false
	}
	return s.known.Get(cookie.Value)
}

// open gives the session of a request, a new one when it has none.
func (s *sessions) open(w http.ResponseWriter, r *http.Request) *session {
	if known, ok := s.of(r); ok {
		return known
	}
	added := s.add()
	key := rand.Text()
	s.known.Add(key, added)
	http.SetCookie(w, &http.Cookie{Name: cookieName(r), Value: key, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	return added
}

// session is what one browser has said and seen. Its ids are its own, so that
// what the handler knows of a channel or a user is too.
type session struct {
	ID       string `json:"id"`
	GuildID  string `json:"guild_id"`
	Channel  string `json:"channel_id"`
	Direct   string `json:"direct_id"`
	Users    []user `json:"users"`
	mu       sync.Mutex
	kept     []exchange // the last ones
	size     int        // bytes in kept
	last     int        // number of the newest exchange
	appended chan struct{}
	streams  int // that are open
}

type user struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (s *sessions) add() *session {
	return &session{
		ID: s.snowflake(), GuildID: s.snowflake(), Channel: s.snowflake(), Direct: s.snowflake(),
		Users:    []user{{s.snowflake(), "you"}, {s.snowflake(), "someone else"}},
		appended: make(chan struct{}),
	}
}

// exchange is one request and what the handler answered, as the page gets it.
type exchange struct {
	number int
	id     string // of the bot's message
	data   []byte // JSON
	files  []file
	sent   chan struct{} // closed, by the session, when a stream has sent it
}

type file struct {
	contentType string
	content     []byte
}

func (e exchange) size() int {
	n := len(e.data)
	for _, f := range e.files {
		n += len(f.content)
	}
	return n
}

// append keeps e as the newest exchange and forgets the oldest where there are
// too many. It gives what is closed when a stream has sent e, or none is open.
func (s *session) append(e exchange) (sent <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	e.number = s.last
	e.sent = make(chan struct{})
	if s.streams == 0 {
		close(e.sent)
	}
	s.kept = append(s.kept, e)
	s.size += e.size()
	for len(s.kept) > maxExchanges || s.size > maxKept && len(s.kept) > 1 {
		s.size -= s.kept[0].size()
		s.kept = s.kept[1:]
	}
	close(s.appended)
	s.appended = make(chan struct{})
	return e.sent
}

// stream counts one more open stream until closed is called.
func (s *session) stream() (closed func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.streams++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.streams--
	}
}

// sent notes that a stream has sent e.
func (s *session) sent(e exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-e.sent:
	default:
		close(e.sent)
	}
}

// after gives the exchanges behind a number, and what is closed at the next one.
func (s *session) after(number int) ([]exchange, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, e := range s.kept {
		if e.number > number {
			return append([]exchange{}, s.kept[i:]...), s.appended
		}
	}
	return nil, s.appended
}

// file finds a file of an exchange.
func (s *session) file(id string, number int) (file, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.kept {
		if e.id == id && number >= 0 && number < len(e.files) {
			return e.files[number], true
		}
	}
	return file{}, false
}

// mint makes ids.
type mint struct{ made atomic.Uint64 }

// snowflake is a new id with the present time in its upper bits, as Discord's.
// https://discord.com/developers/docs/reference#snowflakes
func (m *mint) snowflake() string {
	const epoch = 1420070400000
	return strconv.FormatUint(uint64(time.Now().UnixMilli()-epoch)<<22|m.made.Add(1)%(1<<22), 10)
}
