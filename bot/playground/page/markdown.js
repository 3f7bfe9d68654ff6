// Markdown as Discord renders it. simple-markdown, from which Discord's own came,
// finds the structure; here are the rules that Discord adds or changes, and the
// making of the nodes, so that no text becomes HTML.
import { button, h, isWeb } from "./dom.js";
import SimpleMarkdown from "./vendor/simple-markdown.js";

/** @import { Names } from "./types.js" */
/** @typedef {any} Token */
/** @typedef {any} State */

/**
 * Matches anywhere.
 * @param {RegExp} pattern
 */
const anywhere = (pattern) => (/** @type {string} */ source) => pattern.exec(source);

/**
 * Matches where a line begins.
 * @param {RegExp} pattern
 */
const atLine = (pattern) => (/** @type {string} */ source, /** @type {State} */ state) =>
	/(^|\n)$/.test(state.prevCapture?.[0] ?? "") ? pattern.exec(source) : null;

/** Takes the groups of a match, and the first one's structure. */
const nested = (
	/** @type {any} */ capture,
	/** @type {any} */ parse,
	/** @type {State} */ state,
) => ({
	content: parse(capture.at(-1), state),
	level: capture[1].length,
});

/** Takes the groups of a match as they are. */
const groups = (/** @type {any} */ capture) => ({ groups: capture.slice(1) });

const { escape, autolink, url, link, em, strong, u, del, inlineCode, list } =
	SimpleMarkdown.defaultRules;

/** The rules in the order in which they are tried. @type {[string, any][]} */
const order = [
	["heading", { match: atLine(/^(#{1,3}) +([^\n]+?) *(?:\n|$)/), parse: nested }],
	["subtext", { match: atLine(/^-# +([^\n]+)(?:\n|$)/), parse: nested }],
	[
		"codeBlock",
		{
			match: anywhere(/^```(?:[\w+.-]+\n)?\n*([^]+?)\n*```\n?/),
			parse: groups,
		},
	],
	[
		"blockQuote",
		{
			match: (/** @type {string} */ source, /** @type {State} */ state) =>
				state.quoted ? null : atLine(/^(?:>>> [^]+|(?:> [^\n]*(?:\n|$))+)/)(source, state),
			parse: (
				/** @type {any} */ capture,
				/** @type {any} */ parse,
				/** @type {State} */ state,
			) => ({
				content: parse(capture[0].replace(/^>>> |^> |\n$/gm, ""), {
					...state,
					quoted: true,
				}),
			}),
		},
	],
	[
		"list",
		{
			...list,
			// A list ends with the first line that is neither an item nor indented.
			match: atLine(/^( *)([-*]|\d+\.) [^\n]*(?:\n(?: *(?:[-*]|\d+\.) | {2,})[^\n]*)*(?:\n|$)/),
		},
	],
	["escape", escape],
	["moment", { match: anywhere(/^<t:(-?\d{1,14})(?::([tTdDfFR]))?>/), parse: groups }],
	["command", { match: anywhere(/^<\/([^:>\n]{1,100}):(\d+)>/), parse: groups }],
	["mention", { match: anywhere(/^<@!?(\d+)>/), parse: groups }],
	["autolink", autolink],
	["url", url],
	["link", link],
	["em", em],
	["strong", strong],
	["u", u],
	["del", del],
	["inlineCode", inlineCode],
	["spoiler", { match: anywhere(/^\|\|([^]+?)\|\|/), parse: nested }],
	[
		"text",
		{
			match: anywhere(/^(?:\n|[^\n]+?(?=[^0-9A-Za-z \u00c0-\uffff]|\n|\w+:\S|$))/),
			parse: (/** @type {any} */ capture) => ({ content: capture[0] }),
		},
	],
];

// Of two that are tried at the same time the better one wins: * against **.
const together = ["strong", "u"];
let at = 0;
const rules = Object.fromEntries(
	order.map(([name, rule]) => [name, { ...rule, order: together.includes(name) ? at : ++at }]),
);
const parse = SimpleMarkdown.parserFor(rules);

/**
 * @param {string} text
 * @param {Names} names
 * @returns {DocumentFragment}
 */
export function markdown(text, names) {
	const out = new DocumentFragment();
	out.append(...nodes(parse(text, { inline: true }), names));
	out.normalize();
	return out;
}

/** @param {Token[] | undefined} tokens @param {Names} names @returns {(Node | string)[]} */
function nodes(tokens, names) {
	return (tokens ?? []).map((t) => node(t, names));
}

/** @param {Token} t @param {Names} names @returns {Node | string} */
function node(t, names) {
	const inner = () => nodes(t.content, names);
	switch (t.type) {
		case "heading":
			// The page has its own headings; this is a text within it.
			return h("p", { class: `heading-${t.level}` }, ...inner());
		case "subtext":
			return h("p", { class: "subtext" }, ...inner());
		case "blockQuote":
			return h("blockquote", {}, ...inner());
		case "list":
			return h(
				t.ordered ? "ol" : "ul",
				t.ordered && t.start > 1 ? { start: t.start } : {},
				...t.items.map((/** @type {Token[]} */ item) => h("li", {}, ...nodes(item, names))),
			);
		case "codeBlock":
			return h("pre", {}, h("code", {}, t.groups[0]));
		case "inlineCode":
			return h("code", {}, t.content);
		case "strong":
			return h("strong", {}, ...inner());
		case "em":
			return h("em", {}, ...inner());
		case "del":
			return h("s", {}, ...inner());
		case "u":
			return h("u", {}, ...inner());
		case "spoiler":
			return spoiler(inner());
		case "link":
			return isWeb(t.target)
				? h("a", { href: t.target, target: "_blank", rel: "noopener noreferrer" }, ...inner())
				: h("span", {}, ...inner(), ` (${t.target})`);
		case "moment":
			return moment(Number(t.groups[0]), t.groups[1] ?? "f");
		case "command":
			return button("mention", () => names.command(t.groups[0]), {}, `/${t.groups[0]}`);
		case "mention":
			return h("span", { class: "mention" }, `@${names.user(t.groups[0])}`);
		default:
			return t.content;
	}
}

/** @param {(Node | string)[]} content */
function spoiler(content) {
	const box = h("span", {
		class: "spoiler",
		role: "button",
		tabindex: "0",
		"aria-label": "Spoiler",
	});
	const inside = h("span", { hidden: true }, ...content);
	const open = () => {
		inside.hidden = false;
		box.classList.add("open");
		box.removeAttribute("role");
		box.removeAttribute("tabindex");
		box.removeAttribute("aria-label");
	};
	box.addEventListener("click", open);
	box.addEventListener("keydown", (e) => {
		if (e.key === "Enter" || e.key === " ") open();
	});
	box.append(inside);
	return box;
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const styles = {
	t: { timeStyle: "short" },
	T: { timeStyle: "medium" },
	d: { dateStyle: "short" },
	D: { dateStyle: "long" },
	f: { dateStyle: "long", timeStyle: "short" },
	F: { dateStyle: "full", timeStyle: "short" },
};

/** @param {number} seconds @param {string} style */
function moment(seconds, style) {
	const date = new Date(seconds * 1000);
	if (Number.isNaN(date.getTime())) return h("span", { class: "moment" }, "Invalid date");
	const text =
		style === "R" ? relative(date) : new Intl.DateTimeFormat(undefined, styles[style]).format(date);
	const title = new Intl.DateTimeFormat(undefined, styles.F).format(date);
	return h("time", { class: "moment", datetime: date.toISOString(), title }, text);
}

/** @param {Date} date */
function relative(date) {
	const seconds = (date.getTime() - Date.now()) / 1000;
	/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
	const units = [
		["year", 31557600],
		["month", 2629800],
		["day", 86400],
		["hour", 3600],
		["minute", 60],
	];
	const format = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
	for (const [unit, length] of units)
		if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
	return format.format(Math.round(seconds), "second");
}
