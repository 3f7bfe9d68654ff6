package bot

import (
	"fmt"
	"slices"
	"strings"

	"attache/knowledge"
)

// answer answers a question in free text, wherever it was asked.
func (h *handling) answer(question string) reply {
	h.question = question
	a, _ := h.set.AnswerIn(h.context, question)
	if a.Talk != knowledge.NoTalk {
		h.outcome.Question = QuestionTalk
		return h.smallTalk(a)
	}
	return h.present(a, question)
}

// present shows the answer to a question, or to a choice that stands for one.
func (h *handling) present(a knowledge.Answer, question string) reply {
	h.remember(question, a)
	if h.request != "" { // no click
		h.outcome.note(h.set, a)
	}
	switch {
	case a.Kind == knowledge.Direct && len(a.Entries) > 0:
		return h.entryAnswer(a.Text, a.Entries...)
	case a.Kind == knowledge.Listing:
		return h.listing(a)
	case h.set.Unsure(a):
		return h.didYouMean(a)
	}
	return h.refusal(a)
}

// entryAnswer shows the answer that the first of entries gives, with what leads
// on from it; the answer may rest on the others too.
func (h *handling) entryAnswer(text string, entries ...*knowledge.Entry) reply {
	e := entries[0]
	return reply{
		embed: h.entryEmbed(text, entries),
		rows:  []row{h.related(e), h.siblings(e), h.actions(e)},
		share: share{entry: e},
	}
}

// listing shows a list: page by page when the set can select it again.
func (h *handling) listing(a knowledge.Answer) reply {
	if a.Query != nil {
		if r, ok := h.page(pageRef{query: *a.Query, page: 1, asker: h.asker}); ok {
			var marks row
			h.mark(&marks, "")
			r.rows = append(r.rows, marks)
			return r
		}
	}
	if len(a.Entries) == 0 {
		return h.refusal(a)
	}
	// The answer is plain text; Discord knows lists.
	return h.entryAnswer(strings.ReplaceAll(a.Text, "\n• ", "\n- "), a.Entries...)
}

// didYouMean offers what the question may have meant.
func (h *handling) didYouMean(a knowledge.Answer) reply {
	var lines strings.Builder
	var buttons row
	for i, s := range a.Suggestions {
		fmt.Fprintf(&lines, "\n%d. %s", i+1, s.Question)
		buttons.button(s.Question, entryRoute, h.asker, shortID(s.Entry.ID))
	}
	buttons.button(h.say("none-of-these"), noneRoute, h.asker)
	embed := noteEmbed(h.say("did-you-mean-title"), h.say("did-you-mean")+"\n"+lines.String())
	embed.Footer = h.knowledgeAsOf()
	return reply{embed: embed, rows: []row{buttons}}
}

const noneRoute = "none"

// noneOfThese answers a click on the button of that name.
func (h *handling) noneOfThese(c click) reply {
	r := h.refusal(knowledge.Answer{Text: h.set.Refusal})
	return h.forAsker(c.field(0), r)
}

// refusal says that the sources do not answer, what they are about, what could
// be asked instead, and until when they reach.
func (h *handling) refusal(a knowledge.Answer) reply {
	text := a.Text
	if len(a.Entries) == 0 {
		text += " " + h.say("refusal-about", "subject", h.set.Subject)
	}
	embed := noteEmbed(h.say("refusal-title"), h.spellOut("", text, maxDescription))
	embed.Footer = h.knowledgeAsOf()
	var lines []string
	var buttons row
	for _, s := range h.nearby(a) {
		lines = append(lines, "- "+s.Question)
		buttons.button(s.Question, entryRoute, h.asker, shortID(s.Entry.ID))
	}
	addField(embed, h.say("you-could-ask"), h.joinLines(lines, maxFieldValue), false)
	return reply{embed: embed, rows: []row{buttons}}
}

// maxNearby is how many questions a refusal offers.
const maxNearby = 2

// nearAt is how likely an entry must be to count as near. What is less likely
// shares words with the question but not what it is about.
const nearAt = 0.005

// nearby gives questions near to one that was refused: those that the answer
// names, then those that it may have meant, then those most worth asking.
func (h *handling) nearby(a knowledge.Answer) []knowledge.Suggestion {
	near := make([]knowledge.Suggestion, 0, maxNearby)
	add := func(s knowledge.Suggestion) {
		known := slices.ContainsFunc(near, func(n knowledge.Suggestion) bool { return n.Entry == s.Entry })
		if !known && len(near) < maxNearby {
			near = append(near, s)
		}
	}
	for _, s := range a.Suggestions {
		add(s)
	}
	for _, c := range a.Candidates {
		if c.Confidence >= nearAt && c.Entry.Kind != knowledge.Gap {
			add(knowledge.Suggestion{Question: c.Entry.Questions[0], Entry: c.Entry})
		}
	}
	for _, s := range h.set.Complete("", "", maxNearby+1) {
		add(s)
	}
	return near
}

// smallTalk answers what is no question.
func (h *handling) smallTalk(a knowledge.Answer) reply {
	if a.Talk == knowledge.Help {
		return h.guide()
	}
	embed := noteEmbed(h.set.Name, a.Text)
	embed.Color = h.set.Colour
	var buttons row
	for _, s := range a.Suggestions {
		buttons.button(s.Question, entryRoute, h.asker, shortID(s.Entry.ID))
	}
	return reply{embed: embed, rows: []row{buttons}}
}
