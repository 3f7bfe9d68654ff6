package knowledge

// descriptions says what each key of file.go is for, to somebody who writes a
// file; editors show it beside the key.
var descriptions = map[string]string{
	"file.set":        "What the set is about, and what the bot says of itself. It stands in one file of the set only.",
	"file.sources":    "The documents that the entries rest on. Every entry names one by its id.",
	"file.topics":     "Headings that entries can be grouped under.",
	"file.facts":      "Things that are so, or were.",
	"file.milestones": "Facts with a date. They make up the timeline.",
	"file.projects":   "Undertakings with somebody who leads, pays or takes part.",
	"file.terms":      "Names and abbreviations, with what they mean.",
	"file.lists":      "Answers of several lines: lines of their own, or entries that they select.",
	"file.phases":     "Stretches of time, one after the other. They head the timeline.",
	"file.gaps":       "What people ask for and the sources are known not to say.",
	"file.synonyms":   "Groups of words or phrases that mean the same here. The first of a group stands for all; each is in one group alone.",
	"file.outsiders":  "Countries, organisations and others that the set is not about. A question that names one is refused, unless the entry that would answer names it too.",
	"file.unstated":   "Kinds of things that the sources do not give, such as prices. A question that asks for one is refused, unless the entry that would answer has the word too.",
	"file.offtopic":   "Example questions that must be refused.",

	"rawSet.name":      "The name of the set.",
	"rawSet.subject":   "Completes the sentence: I answer questions about …",
	"rawSet.colour":    "The colour beside answers on Discord: # and six hexadecimal digits, in quotes.",
	"rawSet.refusal":   "The first sentence of every refusal.",
	"rawSet.about":     "What the bot is, in a few sentences.",
	"rawSet.caution":   "How sure the bot must be to answer: low, normal (the default) or high.",
	"rawSet.parties":   "Whom the set is about, with the other names they go by.",
	"rawSet.sentences": "Sentences that the bot says of itself, in the place of those that are built in.",
	"rawSet.greeting":  "How a conversation opens. Without it the greeting is made from the subject.",
	"rawSentence.name": "Which sentence it is.",
	"rawSentence.text": "What to say instead, with no other {placeholders} than the sentence has.",
	"rawSet.languages": "The languages of the sources, such as en or pt-BR.",

	"rawNamed.name":    "The name.",
	"rawNamed.aliases": "Other words for it: spellings, abbreviations, what its people are called.",
	"rawNamed.cities":  "Its cities that people may name. One that is wrong is put right by an answer that names another.",

	"rawSource.id":        "A short name for the source, which entries use: small letters and digits, joined by hyphens.",
	"rawSource.title":     "The title, as the source itself gives it.",
	"rawSource.publisher": "Who published it.",
	"rawSource.url":       "The address of the page, with https:// or http://.",
	"rawSource.captured":  "When the text was read, or the date that it bears: 1995, 1998-04 or 2012-10-20.",

	"rawTopic.id":    "A short name for the topic, which entries use.",
	"rawTopic.today": "The id of the entry that says how things stand in this topic now. A question about the present that meets a historical entry of the topic is told it first.",
	"rawTopic.title": "The heading, as people see it.",

	"rawEntry.id":         "A short name for the entry, which no other entry has: small letters and digits, joined by hyphens.",
	"rawEntry.title":      "A heading for the entry, at most 100 characters.",
	"rawEntry.answer":     "What is answered, in your own words: one to three sentences, best below 300 characters.",
	"rawEntry.date":       "When it happened, as precisely as the source says: 1995, 1998-04 or 2012-10-20. A milestone needs it.",
	"rawEntry.namesakes":  "Years of others of its name that this entry is not about: of the elections besides that of 2006, for example. A question that names one of them is not answered with this entry.",
	"rawEntry.topics":     "The ids of the topics that the entry belongs to.",
	"rawEntry.about":      "The id of the entry that this one tells a detail of.",
	"rawEntry.source":     "The id of the source that says so.",
	"rawEntry.section":    "Where in the source: a heading or a page.",
	"rawEntry.as_of":      "Until when this is known to hold: 1995, 1998-04 or 2012-10-20. Every answer shows it.",
	"rawEntry.status":     "current: holds, or is settled history. historical: held then, the arrangement has ended. superseded: something newer has taken its place. disputed: sources disagree.",
	"rawEntry.brief":      "The new state in one sentence without a full stop, at most 140 characters. It is said together with the older entries that this one supersedes.",
	"rawEntry.supersedes": "The ids of the older entries that this one takes the place of, from its date on. Each of them has status: superseded.",
	"rawEntry.superseded": "What has taken the place of this entry, where that has no entry of its own. Otherwise use supersedes there.",
	"rawEntry.disputed":   "What other sources say instead, for status: disputed. The answer itself is the first version.",
	"rawEntry.say":        "What is held all the same in a dispute, in one sentence.",
	"rawEntry.yes":        "More questions, which the answer affirms: it is then given with Yes in front.",
	"rawEntry.no":         "More questions, which the answer denies: it is then given with No in front.",
	"rawEntry.questions":  "What people ask when they want this answer: three or more, each in other words.",

	"rawPhase.start": "When the phase begins.",
	"rawPhase.end":   "When the phase ends. Leave it out while the phase goes on.",

	"rawGap.id":        "A short name for the gap, which no other entry has.",
	"rawGap.title":     "What is missing, as a heading.",
	"rawGap.answer":    "Says that the sources do not tell it: My sources do not say …",
	"rawGap.nearest":   "The id of the entry that comes nearest to what is asked; it is told as well.",
	"rawGap.topics":    "The ids of the topics that the gap belongs to.",
	"rawGap.as_of":     "When the sources were last searched for it.",
	"rawGap.questions": "What people ask when they want it: three or more, each in other words.",

	"rawSuperseded.since": "Since when the newer state holds.",

	"rawNote.text":    "What is said, and who says so, in one sentence.",
	"rawNote.source":  "The id of the source that says so.",
	"rawNote.section": "Where in the source: a heading or a page.",

	"rawProject.lead":     "Who leads it.",
	"rawProject.funders":  "Who pays for it.",
	"rawProject.partners": "Who takes part.",
	"rawProject.start":    "When it began.",
	"rawProject.end":      "When it ended. Leave it out while it goes on.",
	"rawProject.figures":  "Quantities, each with a name.",

	"rawFigure.name":  "What is counted.",
	"rawFigure.value": "How much or how many, with its unit.",

	"rawTerm.abbreviation": "The short form, if there is one.",
	"rawTerm.name":         "The name in full.",

	"rawList.items":  "The lines of the list. Write these or select, not both.",
	"rawList.select": "Which entries are the lines of the list. Write this or items, not both.",
	"rawList.answer": "The line above the list.",

	"rawSelect.kind":  "The kind of entries; milestones where it is left out.",
	"rawSelect.topic": "The id of a topic: only entries that belong to it.",
}
