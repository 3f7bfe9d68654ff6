package checks

import (
	"testing"

	"github.com/goreleaser/goreleaser/v2/pkg/config"
)

// TestRelease holds that goreleaser knows every key of its configuration.
func TestRelease(t *testing.T) {
	project, err := config.Load("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if project.Version != 2 || len(project.Builds) != 1 {
		t.Errorf("version %d with %d builds", project.Version, len(project.Builds))
	}
}
