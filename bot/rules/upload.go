package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	_ "image/png" // to tell the size of a picture
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
)

// File is one that came beside a body.
type File struct {
	Name        string
	ContentType string
	Content     []byte
}

// Upload is a body with the files beside it; most have none.
type Upload struct {
	JSON  []byte
	Files []File
}

// Limits of files, in bytes.
// https://discord.com/developers/docs/reference#uploading-files
const (
	maxFiles  = 10
	maxFile   = 10 << 20
	maxUpload = 25 << 20
)

// ReadUpload reads a request's body: JSON, or a form with that JSON in the part
// payload_json and with files[0], files[1] and so on.
func ReadUpload(contentType string, body []byte) (Upload, error) {
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "application/json" && kind != "multipart/form-data" {
		return Upload{}, fmt.Errorf("the content type is %q", contentType)
	}
	if kind == "application/json" {
		return Upload{JSON: body}, nil
	}
	if len(body) > maxUpload {
		return Upload{}, fmt.Errorf("the request has %d bytes, at most %d are allowed", len(body), maxUpload)
	}
	var u Upload
	form := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Upload{}, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return Upload{}, err
		}
		switch name, next := part.FormName(), fmt.Sprintf("files[%d]", len(u.Files)); {
		case name == "payload_json" && u.JSON == nil:
			u.JSON = content
		case name == next:
			u.Files = append(u.Files, File{part.FileName(), part.Header.Get("Content-Type"), content})
		default:
			return Upload{}, fmt.Errorf("part %q, want payload_json or %s", name, next)
		}
	}
	if u.JSON == nil {
		return Upload{}, fmt.Errorf("the form has no part payload_json")
	}
	return u, nil
}

// Files lists what is wrong with the files beside a message or beside a callback
// that shows one; nil when they keep the rules and each has an alt text.
func Files(u Upload) []string {
	var body struct {
		message
		Data message `json:"data"`
	}
	_ = json.Unmarshal(u.JSON, &body) // what is wrong with it, others tell
	var p problems
	attachments := slices.Concat(body.Attachments, body.Data.Attachments)
	p.count("files", len(u.Files), maxFiles)
	described := map[string]bool{}
	for _, a := range attachments {
		described[fmt.Sprint(a.ID)] = true
		if n, ok := a.place(); ok && (n >= len(u.Files) || u.Files[n].Name != a.Filename) {
			p.add("attachments describe %q as files[%d], which is not there by that name", a.Filename, n)
		}
	}
	for i, f := range u.Files {
		if len(f.Content) == 0 || len(f.Content) > maxFile {
			p.add("files[%d] has %d bytes, 1 to %d are allowed", i, len(f.Content), maxFile)
		}
		if f.Name == "" || strings.ContainsAny(f.Name, `/\"`) {
			p.add("files[%d] has the name %q", i, f.Name)
		}
		if !described[fmt.Sprint(i)] {
			p.add("files[%d] has no alt text: it is not among the attachments", i)
		}
		if kind := http.DetectContentType(f.Content); strings.HasPrefix(f.ContentType, "image/") {
			if kind != f.ContentType {
				p.add("files[%d] is %s, not %s", i, kind, f.ContentType)
			}
			if _, _, err := image.DecodeConfig(bytes.NewReader(f.Content)); err != nil {
				p.add("files[%d] is no picture: %v", i, err)
			}
		}
	}
	return p
}
