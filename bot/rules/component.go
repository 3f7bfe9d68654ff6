package rules

import "fmt"

// Component types, as Discord numbers them.
// https://discord.com/developers/docs/components/reference#component-object-component-types
const (
	typeRow       = 1
	typeButton    = 2
	typeTextInput = 4

	styleLink    = 5
	stylePremium = 6
)

// isSelect reports whether a component is one of the five kinds of select menu.
func (n node) isSelect() bool { return n.Type == 3 || n.Type >= 5 && n.Type <= 8 }

func (n node) children() []node {
	all := n.Components
	for _, c := range []*node{n.Component, n.Accessory} {
		if c != nil {
			all = append(all, *c)
		}
	}
	return all
}

func (p *problems) components(top []node, v2 bool) {
	if v2 {
		total := 0
		for _, n := range top {
			total += n.size()
		}
		p.count("components, nested ones included", total, 40)
	} else {
		p.count("action rows", len(top), 5)
	}
	for i, n := range top {
		at := fmt.Sprintf("components[%d]", i)
		if !v2 && n.Type != typeRow {
			p.add("%s has type %d: only action rows stand at the top of a message", at, n.Type)
		}
		p.component(at, n)
	}
	p.customIDs(top)
}

func (n node) size() int {
	total := 1
	for _, c := range n.children() {
		total += c.size()
	}
	return total
}

func (p *problems) component(at string, n node) {
	switch {
	case n.Type == typeRow:
		p.row(at, n)
	case n.Type == typeButton:
		p.button(at, n)
	case n.isSelect():
		p.length(at+".custom_id", n.CustomID, 1, 100)
		p.length(at+".placeholder", n.Placeholder, 0, 150)
		p.count(at+".options", len(n.Options), 25)
		if n.Type == 3 && len(n.Options) == 0 {
			p.add("%s.options is empty", at)
		}
		values := map[any]bool{}
		for i, o := range n.Options {
			p.length(fmt.Sprintf("%s.options[%d].label", at, i), o.Label, 1, 100)
			if s, ok := o.Value.(string); ok {
				p.length(fmt.Sprintf("%s.options[%d].value", at, i), s, 1, 100)
			}
			if values[o.Value] {
				p.add("%s.options[%d].value is used twice", at, i)
			}
			values[o.Value] = true
		}
	case n.Type == typeTextInput:
		p.add("%s is a text input outside a modal", at)
	default:
		for i, c := range n.children() {
			p.component(fmt.Sprintf("%s.components[%d]", at, i), c)
		}
	}
}

func (p *problems) row(at string, n node) {
	if len(n.Components) == 0 {
		p.add("%s is an empty action row", at)
	}
	p.count(at+" buttons", len(n.Components), 5)
	for i, c := range n.Components {
		if c.isSelect() && len(n.Components) > 1 {
			p.add("%s has a select beside something else", at)
		}
		if c.Type == typeRow {
			p.add("%s holds another action row", at)
			continue
		}
		p.component(fmt.Sprintf("%s.components[%d]", at, i), c)
	}
}

func (p *problems) button(at string, n node) {
	p.length(at+".label", n.Label, 0, 80)
	switch n.Style {
	case styleLink:
		p.length(at+".url", n.URL, 1, 512)
		p.link(at+".url", n.URL, false)
		if n.CustomID != "" {
			p.add("%s is a link and may not have a custom_id", at)
		}
	case stylePremium:
	case 1, 2, 3, 4:
		p.length(at+".custom_id", n.CustomID, 1, 100)
		if n.URL != "" {
			p.add("%s is no link and may not have a url", at)
		}
	default:
		p.add("%s.style %d is none that Discord knows", at, n.Style)
	}
	if n.Label == "" && n.Emoji == nil && n.Style != stylePremium {
		p.add("%s has neither label nor emoji", at)
	}
}

// customIDs demands that each custom_id stands once in a message.
func (p *problems) customIDs(top []node) {
	seen := map[string]bool{}
	var walk func([]node)
	walk = func(nodes []node) {
		for _, n := range nodes {
			if n.CustomID != "" && seen[n.CustomID] {
				p.add("custom_id %q is used twice in one message", n.CustomID)
			}
			seen[n.CustomID] = true
			walk(n.children())
		}
	}
	walk(top)
}
