package bot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache/bot"
	"attache/bot/discordtest"
	"attache/bot/rules"
	"attache/knowledge"
)

// uploaded gives a response as it is sent, with its files read.
func uploaded(t testing.TB, r *bot.Response) rules.Upload {
	t.Helper()
	u := rules.Upload{JSON: encode(t, r)}
	for _, f := range r.Data.Files {
		content, err := io.ReadAll(f.Reader)
		if err != nil {
			t.Fatal(err)
		}
		u.Files = append(u.Files, rules.File{Name: f.Name, ContentType: f.ContentType, Content: content})
	}
	for _, p := range discordtest.CallbackUploadProblems(u) {
		t.Error(p)
	}
	return u
}

func TestPictureButton(t *testing.T) {
	h := lightsHandler(t)
	page := interact(t, h, command(t, "timeline"))
	drawn := interact(t, h, click(t, buttons(t, page.Data.Components)["Picture"].CustomID))
	u := uploaded(t, drawn)
	if len(u.Files) != 1 {
		t.Fatalf("%d files, want a picture", len(u.Files))
	}
	size, err := png.DecodeConfig(bytes.NewReader(u.Files[0].Content))
	if err != nil || size.Width != 1200 {
		t.Errorf("a picture of %+v, %v", size, err)
	}
	for _, e := range []string{"3 September: Stone tower finished (Disputed)", "1801: First lantern", "As of"} {
		if alt := (*drawn.Data.Attachments)[0].Description; !strings.Contains(alt, e) {
			t.Errorf("%q is not in the alt text: %s", e, alt)
		}
	}
	next := interact(t, h, click(t, buttons(t, drawn.Data.Components)["Next"].CustomID))
	if u := uploaded(t, next); len(u.Files) != 1 {
		t.Error("the next page is no picture")
	}
	text := interact(t, h, click(t, buttons(t, drawn.Data.Components)["As text"].CustomID))
	if string(encode(t, text.Data.Embeds)) != string(encode(t, page.Data.Embeds)) || len(text.Data.Files) != 0 || len(*text.Data.Attachments) != 0 {
		t.Errorf("As text shows %s", encode(t, text))
	}
}

// A picture is the same for the same set, and another one for another set.
func TestPicturesAreKept(t *testing.T) {
	set, err := knowledge.Load("testdata/set")
	if err != nil {
		t.Fatal(err)
	}
	h := bot.NewHandler(func() *knowledge.Set { return set }, build, nil)
	const id = "1|picture|f|milestones||0|0|1"
	before := uploaded(t, interact(t, h, click(t, id))).Files[0].Content
	if again := uploaded(t, interact(t, h, click(t, id))).Files[0].Content; &again == &before || !bytes.Equal(again, before) {
		t.Error("the picture is not the same")
	}
	if set, err = embedded(); err != nil {
		t.Fatal(err)
	}
	if after := uploaded(t, interact(t, h, click(t, id))).Files[0].Content; bytes.Equal(after, before) {
		t.Error("the picture is still that of the former set")
	}
}

// TestPictures writes the pictures of the built-in timeline to a folder, to be
// looked at.
func TestPictures(t *testing.T) {
	dir := os.Getenv("ATTACHE_PICTURES")
	if dir == "" {
		t.Skip("set ATTACHE_PICTURES to a folder to have the pictures written there")
	}
	h := embeddedHandler(t)
	for page := 1; ; page++ {
		r := interact(t, h, click(t, fmt.Sprintf("1|picture|n|milestones||0|0|%d", page)))
		name := filepath.Join(dir, fmt.Sprintf("timeline-%02d", page))
		if err := os.WriteFile(name+".png", uploaded(t, r).Files[0].Content, 0o644); err != nil {
			t.Fatal(err)
		}
		alt, err := json.Marshal((*r.Data.Attachments)[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name+".json", alt, 0o644); err != nil {
			t.Fatal(err)
		}
		if next, ok := buttons(t, r.Data.Components)["Next"]; !ok || next.Disabled {
			return
		}
	}
}
