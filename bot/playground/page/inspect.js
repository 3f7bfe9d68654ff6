// The panel: how an answer came about, what went over the wire, and how the
// knowledge is.
import { button, byId, h } from "./dom.js";
import { get } from "./server.js";
import { questionOf } from "./state.js";

/** @import { Exchange, Explanation, Problem, Ready, Weighed } from "./types.js" */

const tabs = ["how", "json", "knowledge"];

export class Inspector {
	/** @type {Exchange | null} */
	#shown = null;
	#wish = 0;

	/** @param {() => Ready} ready */
	constructor(ready) {
		this.ready = ready;
		for (const name of tabs) {
			const tab = byId(`tab-${name}`);
			tab.addEventListener("click", () => this.open(name));
			tab.addEventListener("keydown", (e) => {
				const step = /** @type {Record<string, number>} */ ({
					ArrowRight: 1,
					ArrowLeft: -1,
				})[e.key];
				if (!step) return;
				const to = tabs[(tabs.indexOf(name) + step + tabs.length) % tabs.length];
				this.open(to);
				byId(`tab-${to}`).focus();
			});
		}
	}

	/** @param {string} name */
	open(name) {
		for (const other of tabs) {
			byId(`tab-${other}`).setAttribute("aria-selected", String(other === name));
			byId(`tab-${other}`).tabIndex = other === name ? 0 : -1;
			byId(`panel-${other}`).hidden = other !== name;
		}
	}

	/** @param {Exchange | null} x */
	async show(x) {
		this.#shown = x;
		const wish = ++this.#wish;
		byId("panel-json").replaceChildren(...(x ? wire(x) : [empty("Nothing has been sent yet.")]));
		const how = byId("panel-how");
		if (!x) {
			how.replaceChildren(empty("Ask something, and how it was answered stands here."));
			return;
		}
		const question = questionOf(x);
		const head = this.#head(x);
		if (!question) {
			how.replaceChildren(
				...head,
				empty("Something was picked or clicked, so no question had to be understood."),
			);
			return;
		}
		try {
			const e = await get(`/explain?q=${encodeURIComponent(question)}`);
			// By itself it has no answer, but it was answered: the message before helped.
			const leant = e.kind === "none" && !!x.entry;
			if (wish === this.#wish) how.replaceChildren(...head, ...explained(e, question, leant));
		} catch (error) {
			if (wish === this.#wish) how.replaceChildren(...head, empty(String(error)));
		}
	}

	/** Shows again what is shown, after the knowledge has changed. */
	refresh() {
		void this.show(this.#shown);
	}

	/** @param {Exchange} x */
	#head(x) {
		const { entry } = x;
		return [
			entry &&
				h(
					"p",
					{ class: "behind" },
					"Entry ",
					h("strong", {}, entry.title),
					h("br"),
					this.ready().editable
						? button("link", () => void openSource(entry.id), {}, place(entry.place))
						: place(entry.place),
				),
			h(
				"p",
				{ class: "subtext" },
				`Answered in ${(x.took / 1000).toFixed(x.took < 1000 ? 2 : 1)} ms`,
			),
		].filter((n) => n !== null);
	}

	/** What attache check says of the knowledge. */
	knowledge() {
		const { name, entries, as_of, problems, advice, editable, version } = this.ready();
		const panel = byId("panel-knowledge");
		panel.replaceChildren(
			h("p", {}, h("strong", {}, name), ` · ${entries} entries · as of ${as_of}`),
			h(
				"p",
				{ class: "subtext" },
				editable
					? version > 1
						? `Read again since the start: ${version - 1} ×.`
						: "Save a file, and it is read again."
					: "The set that is built in. With --knowledge DIR the entries can be edited in a folder of yours while this page watches.",
			),
		);
		if (problems.length > 0)
			panel.append(
				h(
					"h3",
					{ class: "bad" },
					`${problems.length} ${problems.length === 1 ? "problem" : "problems"}`,
				),
				h("p", {}, "The former set goes on answering until they are mended."),
				list(problems, "problems"),
			);
		if (editable)
			panel.append(
				h("h2", {}, advice.length > 0 ? `Advice (${advice.length})` : "No advice"),
				advice.length > 0
					? list(advice, "")
					: empty("Every example question is won by its own entry."),
			);
		const tab = byId("tab-knowledge");
		tab.replaceChildren(
			"Knowledge",
			problems.length > 0 ? h("span", { class: "count bad" }, String(problems.length)) : "",
		);
	}
}

/** @param {Problem[]} all @param {string} name */
const list = (all, name) =>
	h(
		"ul",
		{ class: `advice ${name}` },
		...all.map((p) =>
			h(
				"li",
				{},
				p.place && place(p.place),
				h("span", {}, p.what),
				p.remedy && h("span", { class: "subtext" }, p.remedy),
			),
		),
	);

/** A place in a file, without the folders. @param {string} at */
const place = (at) => h("code", { class: "place", title: at }, at.split(/[\\/]/).at(-1) ?? at);

/** @param {string} text */
const empty = (text) => h("p", { class: "empty" }, text);

/** @param {Exchange} x @returns {Node[]} */
function wire(x) {
	const good = x.problems.length === 0;
	return [
		x.reply &&
			h(
				"p",
				{ class: good ? "verdict good" : "verdict bad" },
				good
					? "✓ The reply keeps the rules of Discord's that are checked."
					: "✗ Discord would refuse the reply:",
			),
		!good && h("ul", {}, ...x.problems.map((p) => h("li", {}, p))),
		x.refused && h("p", { class: "verdict bad" }, x.refused),
		...json("Request", x.request),
		...json("Reply", x.reply ?? "nothing is said"),
	].filter((n) => n instanceof Node);
}

/** @param {string} title @param {unknown} value @returns {Node[]} */
function json(title, value) {
	const text = JSON.stringify(value, null, 2);
	const copied = async () => {
		await navigator.clipboard.writeText(text);
		copy.textContent = "Copied";
	};
	const copy = button("link", copied, {}, "Copy");
	return [
		h("div", { class: "json-head" }, h("h2", {}, title), copy),
		h(
			"pre",
			{
				class: "json",
				tabindex: "0",
				role: "region",
				"aria-label": `${title} as JSON`,
			},
			h("code", {}, text),
		),
	];
}

/** @param {Explanation} e @param {string} question @param {boolean} leant on the message before @returns {Node[]} */
function explained(e, question, leant) {
	const most = Math.max(
		0.1,
		...[...e.candidates, e.none].flatMap((c) => c.signals.map((s) => Math.abs(s.share))),
	);
	return [
		stage("Question", h("p", { class: "quoted" }, question)),
		stage(
			"Read as",
			h(
				"p",
				{ class: "words" },
				...e.words.map((w, i) =>
					h(
						"span",
						{
							class: w === e.read[i] ? "word" : "word mended",
							title: w === e.read[i] ? null : `typed: ${e.read[i] ?? ""}`,
						},
						w,
					),
				),
			),
			e.words.join(" ") !== e.read.join(" ") &&
				h("p", { class: "subtext" }, `typed: ${e.read.join(" ")}`),
		),
		stage(
			"Stands for",
			h(
				"p",
				{ class: "words" },
				...e.terms
					.filter((t) => t.content || !t.known)
					.map((t) =>
						h(
							"span",
							{
								class: t.known ? "word" : "word unknown",
								title: t.known ? null : "no example has it",
							},
							t.term,
						),
					),
			),
			h("p", { class: "subtext" }, `type: ${e.type}`),
		),
		e.constraints.length > 0 &&
			stage("Demands", h("ul", {}, ...e.constraints.map((c) => h("li", {}, c)))),
		stage(
			"Candidates",
			e.candidates.length === 0 && h("p", { class: "empty" }, "None."),
			h(
				"ol",
				{ class: "candidates" },
				...e.candidates.map((c) => candidate("li", c.title || c.id || "", c, 0, most)),
			),
			candidate("div", "none of them", e.none, 1 - e.threshold, most),
			h(
				"p",
				{ class: "subtext" },
				`The first answers while “none of them” stays below its mark, ${percent(1 - e.threshold)}.`,
			),
		),
		stage(
			"Verdict",
			h("p", {}, leant ? "By itself: " : "", h("strong", {}, e.kind), `: ${e.verdict}`),
			leant && h("p", {}, "Asked on, it was answered in the light of the message before."),
		),
	].filter((n) => n instanceof Node);
}

/** @param {string} title @param {import("./dom.js").Child[]} content */
const stage = (title, ...content) =>
	h("section", { class: "stage" }, h("h2", {}, title), ...content);

/** @param {number} share */
const percent = (share) => `${(share * 100).toFixed(1)} %`;

/** @param {"li" | "div"} tag @param {string} title @param {Weighed} c @param {number} limit no mark at 0 @param {number} most the largest share of all */
function candidate(tag, title, c, limit, most) {
	const fill = h("span", { class: "fill" });
	fill.style.width = `${c.confidence * 100}%`;
	const mark = h("span", { class: "threshold" });
	mark.style.left = `${limit * 100}%`;
	return h(
		tag,
		{ class: "candidate" },
		h(
			"details",
			{},
			h(
				"summary",
				{},
				h("span", { class: "name" }, title),
				h("span", { class: "value" }, percent(c.confidence)),
				h("span", { class: "bar", "aria-hidden": "true" }, fill, limit > 0 && mark),
			),
			h("dl", { class: "signals" }, ...c.signals.map((s) => signal(s, most))),
		),
	);
}

/** @param {Weighed["signals"][0]} s @param {number} most */
function signal(s, most) {
	const fill = h("span", { class: s.share < 0 ? "fill less" : "fill more" });
	fill.style.width = `${(Math.abs(s.share) / most) * 50}%`;
	return h(
		"div",
		{},
		h("dt", {}, s.name),
		h(
			"dd",
			{},
			h("span", { class: "bar two", "aria-hidden": "true" }, fill),
			h("span", { class: "value" }, (s.share < 0 ? "−" : "+") + Math.abs(s.share).toFixed(2)),
		),
	);
}

/** Shows an entry as it stands in its file. @param {string} id */
async function openSource(id) {
	const dialog = /** @type {HTMLDialogElement} */ (byId("source"));
	try {
		const s = await get(`/source?entry=${encodeURIComponent(id)}`);
		byId("source-title").textContent = `${s.file}:${s.first}`;
		byId("source-lines").replaceChildren(
			...s.lines.map((/** @type {string} */ line, /** @type {number} */ i) =>
				h(
					"span",
					{
						class: "line",
						"data-n": s.first + i,
					},
					line,
				),
			),
		);
	} catch (error) {
		byId("source-title").textContent = String(error);
		byId("source-lines").replaceChildren();
	}
	dialog.showModal();
}
