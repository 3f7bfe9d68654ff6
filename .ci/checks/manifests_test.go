package checks

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const root = "../.."

// manifests are what the README shows for a cluster.
type manifests struct {
	bots     appsv1.StatefulSet
	proxy    appsv1.Deployment
	services map[string]corev1.Service
}

// readManifests decodes the README's manifests; a field that Kubernetes does
// not know, and a kind that is not expected, fail the test.
func readManifests(t *testing.T) manifests {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	m := manifests{services: map[string]corev1.Service{}}
	text := strings.ReplaceAll(string(readme), "\r\n", "\n")
	for _, block := range regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		if !strings.Contains(block[1], "kind: StatefulSet") {
			continue
		}
		for _, document := range strings.Split(block[1], "\n---\n") {
			var kind metav1.TypeMeta
			if err := yaml.Unmarshal([]byte(document), &kind); err != nil {
				t.Fatal(err)
			}
			var service corev1.Service
			into := map[string]any{"StatefulSet": &m.bots, "Deployment": &m.proxy, "Service": &service}[kind.Kind]
			if into == nil {
				t.Fatalf("no %s is expected", kind.Kind)
			}
			if err := yaml.UnmarshalStrict([]byte(document), into); err != nil {
				t.Fatalf("%s: %v", kind.Kind, err)
			}
			if kind.Kind == "Service" {
				m.services[service.Name] = service
			}
		}
	}
	if m.bots.Name == "" {
		t.Fatal("the README shows no StatefulSet")
	}
	return m
}

// container is the one of a pod.
func container(t *testing.T, pod corev1.PodTemplateSpec) corev1.Container {
	t.Helper()
	if len(pod.Spec.Containers) != 1 {
		t.Fatalf("%d containers, want one", len(pod.Spec.Containers))
	}
	return pod.Spec.Containers[0]
}

// environment is what the kubelet gives the container in the pod with that
// ordinal: the secret's value is token.
func environment(t *testing.T, c corev1.Container, ordinal int, token string) map[string]string {
	t.Helper()
	values := map[string]string{}
	for _, v := range c.Env {
		switch from := v.ValueFrom; {
		case from == nil: // $(NAME) of a variable that stands before
			values[v.Name] = regexp.MustCompile(`\$\(([A-Z_]+)\)`).ReplaceAllStringFunc(v.Value, func(reference string) string {
				value, ok := values[reference[2:len(reference)-1]]
				if !ok {
					t.Errorf("%s refers to %s, which does not stand before it", v.Name, reference)
				}
				return value
			})
		case from.SecretKeyRef != nil && from.SecretKeyRef.Name == "attache" && from.SecretKeyRef.Key == "token":
			values[v.Name] = token
		case from.FieldRef != nil && from.FieldRef.FieldPath == "metadata.labels['"+appsv1.PodIndexLabel+"']":
			values[v.Name] = strconv.Itoa(ordinal)
		default:
			t.Errorf("%s comes from where no pod has it", v.Name)
		}
	}
	return values
}

// TestManifests holds that the parts fit together: what one names is what
// another is called.
func TestManifests(t *testing.T) {
	m := readManifests(t)
	bots, proxy := container(t, m.bots.Spec.Template), container(t, m.proxy.Spec.Template)
	for name, workload := range map[string]struct {
		selector *metav1.LabelSelector
		pod      corev1.PodTemplateSpec
		service  string
	}{
		"bots":  {m.bots.Spec.Selector, m.bots.Spec.Template, m.bots.Spec.ServiceName},
		"proxy": {m.proxy.Spec.Selector, m.proxy.Spec.Template, m.proxy.Name},
	} {
		selector, err := metav1.LabelSelectorAsMap(workload.selector)
		if err != nil {
			t.Fatal(err)
		}
		service, ok := m.services[workload.service]
		if !ok {
			t.Errorf("%s: there is no service %s", name, workload.service)
		}
		for _, labels := range []map[string]string{selector, service.Spec.Selector} {
			for key, value := range labels {
				if workload.pod.Labels[key] != value {
					t.Errorf("%s: the pods have no label %s=%s", name, key, value)
				}
			}
		}
		for _, p := range service.Spec.Ports {
			if !hasPort(workload.pod.Spec.Containers[0], p.TargetPort.StrVal) {
				t.Errorf("%s: the container has no port %s", name, p.TargetPort.StrVal)
			}
		}
	}

	env := environment(t, bots, 0, "")
	api, err := url.Parse(env["DISCORD_API_URL"])
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(api.Port())
	ports := m.services[api.Hostname()].Spec.Ports
	if !slices.ContainsFunc(ports, func(p corev1.ServicePort) bool { return int(p.Port) == port }) || api.Hostname() != m.proxy.Name || api.Path != "/api" {
		t.Errorf("DISCORD_API_URL is %s, where nothing answers", api)
	}
	for _, probe := range []*corev1.Probe{bots.ReadinessProbe, bots.LivenessProbe} {
		if probe == nil || !hasPort(bots, probe.HTTPGet.Port.StrVal) {
			t.Error("a probe asks at no port of the container")
		}
	}
	for _, p := range bots.Ports {
		if env["OPS_ADDR"] != fmt.Sprint(":", p.ContainerPort) {
			t.Errorf("OPS_ADDR is %s, the port %d", env["OPS_ADDR"], p.ContainerPort)
		}
	}
	if proxy.Image == "" || bots.Image == "" {
		t.Error("a container has no image")
	}
	if m.bots.Spec.PodManagementPolicy == appsv1.ParallelPodManagement {
		t.Error("all pods begin their sessions at the same time")
	}
}

func hasPort(c corev1.Container, name string) bool {
	return slices.ContainsFunc(c.Ports, func(p corev1.ContainerPort) bool { return p.Name == name })
}
