// All that the knowledge holds: along the years, in a list, and by its sources.
import { button, byId, h, isWeb } from "./dom.js";
import { Line, years } from "./line.js";
import { get } from "./server.js";

/** @import { Item, Whole } from "./types.js" */

const names = ["words", "kind", "topic", "status", "source"];
const filters = /** @type {HTMLFormElement} */ (byId("filters"));
const scroll = byId("scroll");

// Pixels a year.
const NARROWEST = 6;
const WIDEST = 600;

/** @type {Whole} */
const whole = await get("/entries");
/** Pixels a year; 0 fits all into the view. */
let scale = 0;
/** The pixels a year of what is drawn. */
let shown = NARROWEST;

byId("topic").textContent = `${whole.subject} · as of ${whole.as_of}`;
document.title = `Timeline and sources · ${whole.name}`;
for (const [name, options] of Object.entries({
	kind: kinds(whole.entries.map((e) => e.kind)),
	status: kinds(whole.entries.map((e) => e.status)),
	topic: whole.topics.map((t) => [t.id, t.title]),
	source: whole.sources.map((s) => [s.id, s.title]),
}))
	field(name).append(...options.map(([value, text]) => h("option", { value }, text)));

/** @param {string[]} values @returns {[string, string][]} */
function kinds(values) {
	return [...new Set(values)].map((v) => [v, v]);
}

/** @param {string} name */
function field(name) {
	return /** @type {HTMLInputElement} */ (filters.elements.namedItem(name));
}

/** The address of the channel that asks about an entry. @param {Item} e */
const asking = (e) => `/#${new URLSearchParams({ q: e.question })}`;

/** What the filters let through. */
function matching() {
	const words = field("words").value.toLowerCase().split(/\s+/).filter(Boolean);
	return whole.entries.filter((e) => {
		const text = `${e.title} ${e.answer} ${e.spoken}`.toLowerCase();
		return (
			words.every((w) => text.includes(w)) &&
			(!field("kind").value || e.kind === field("kind").value) &&
			(!field("status").value || e.status === field("status").value) &&
			(!field("source").value || e.source === field("source").value) &&
			(!field("topic").value || e.topics.includes(field("topic").value))
		);
	});
}

function draw() {
	const found = matching();
	byId("count").textContent = `${found.length} of ${whole.entries.length} entries`;
	const dated = found.filter((e) => e.from);
	byId("nothing-dated").hidden = dated.length > 0;
	scroll.hidden = dated.length === 0;
	if (dated.length > 0) drawLine(dated);
	byId("entries").replaceChildren(
		...found.map((e) =>
			h(
				"li",
				{ class: `is-${e.status}` },
				h("a", { href: asking(e) }, e.title),
				h("span", { class: "subtext" }, [e.kind, e.spoken, e.status].filter(Boolean).join(" · ")),
				h("p", {}, e.answer),
			),
		),
	);
	if (found.length === 0)
		byId("entries").append(h("li", { class: "empty" }, "Nothing matches. Clear a filter."));
}

/** Draws the line again and keeps its middle where it was. @param {Item[]} dated */
function drawLine(dated) {
	const room = scroll.clientWidth || 800;
	const { first, last } = years(dated);
	shown = scale || Math.max(NARROWEST, room / (last - first));
	const before = scroll.firstElementChild?.getBoundingClientRect().width || 1;
	const middle = (scroll.scrollLeft + room / 2) / before;
	const line = new Line(dated, shown, room, asking);
	scroll.replaceChildren(line.drawing);
	scroll.scrollLeft = middle * line.width - room / 2;
}

/** @param {number} by */
function zoom(by) {
	scale = Math.min(WIDEST, Math.max(NARROWEST, shown * by));
	draw();
}

byId("sources").append(
	...whole.sources.map((s) =>
		h(
			"tr",
			{},
			h(
				"td",
				{},
				isWeb(s.url)
					? h("a", { href: s.url, target: "_blank", rel: "noopener noreferrer" }, s.title)
					: s.title,
			),
			h("td", {}, s.publisher),
			h("td", {}, s.captured),
			h(
				"td",
				{},
				button(
					"link",
					() => {
						field("source").value = s.id;
						changed();
						byId("entries-title").scrollIntoView();
					},
					{ "aria-label": `Show the ${s.entries} entries that rest on ${s.title}` },
					String(s.entries),
				),
			),
		),
	),
);

function changed() {
	const set = names.filter((n) => field(n).value).map((n) => [n, field(n).value]);
	history.replaceState(
		null,
		"",
		set.length > 0 ? `#${new URLSearchParams(set)}` : location.pathname,
	);
	draw();
}

function fromAddress() {
	const wished = new URLSearchParams(location.hash.slice(1));
	for (const n of names) field(n).value = wished.get(n) ?? "";
	draw();
}

filters.addEventListener("input", changed);
filters.addEventListener("submit", (e) => e.preventDefault());
filters.addEventListener("reset", () => setTimeout(changed)); // once it is done
window.addEventListener("hashchange", fromAddress);
byId("zoom-in").addEventListener("click", () => zoom(1.5));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.5));
byId("zoom-all").addEventListener("click", () => {
	scale = 0;
	draw();
});
scroll.addEventListener("keydown", (e) => {
	if (e.key === "+" || e.key === "=") zoom(1.5);
	else if (e.key === "-") zoom(1 / 1.5);
	else return;
	e.preventDefault();
});
scroll.addEventListener(
	"wheel",
	(e) => {
		if (!e.ctrlKey) return;
		e.preventDefault();
		zoom(e.deltaY < 0 ? 1.2 : 1 / 1.2);
	},
	{ passive: false },
);
new ResizeObserver(() => draw()).observe(byId("filters"));
fromAddress();
document.documentElement.dataset.live = "";
