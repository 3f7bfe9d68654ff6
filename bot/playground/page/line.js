// Entries along the years, as a drawing.
import { svg } from "./dom.js";

/** @import { Item } from "./types.js" */

// Measures in pixels.
const ROW = 24;
const TOP = 52;
const MARGIN = 16;

/** A date as a number of years: 1998-04 is 1998.25. @param {string} date */
function year(date) {
	const [y, m = 1, d = 1] = date.split("-").map(Number);
	return y + (m - 1) / 12 + (d - 1) / 372;
}

/** From which year to which the entries reach. @param {Item[]} dated */
export function years(dated) {
	return {
		first: Math.floor(Math.min(...dated.map((e) => year(e.from)))),
		last: Math.ceil(Math.max(...dated.map((e) => year(e.to || e.from)))) + 1,
	};
}

const isLasting = (/** @type {Item} */ e) => e.kind === "phases" || e.kind === "projects";

/** The phases stand at the top, then the projects. @param {Item} e */
const rank = (e) => (e.kind === "phases" ? 0 : e.kind === "projects" ? 1 : 2);

const pen = document.createElement("canvas").getContext("2d");
if (pen) pen.font = `13px ${getComputedStyle(document.body).fontFamily}`;

/** @param {string} text */
const measure = (text) => (pen ? pen.measureText(text).width : text.length * 7) + 6;

/** @param {string} text @param {number} most */
const shorten = (text, most) =>
	text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;

export class Line {
	/**
	 * @param {Item[]} entries with a date
	 * @param {number} pixels a year
	 * @param {number} room the least width
	 * @param {(e: Item) => string} address where an entry leads
	 */
	constructor(entries, pixels, room, address) {
		const { first, last } = years(entries);
		this.last = last;
		this.address = address;
		this.width = Math.max(room, (last - first) * pixels);
		/** @param {number} y */
		this.x = (y) => MARGIN + ((y - first) * (this.width - 2 * MARGIN)) / (last - first);
		// The closer one looks, the more of a title there is.
		this.letters = Math.min(70, Math.max(20, Math.round(pixels / 2)));
		this.drawing = svg("svg", {
			width: this.width,
			class: "drawing",
			role: "group",
			"aria-label": "Entries by date",
		});
		this.#scale(first, pixels);
		this.#marks(entries);
	}

	/** @param {number} first @param {number} pixels */
	#scale(first, pixels) {
		const every = [1, 2, 5, 10, 20].find((n) => n * pixels >= 40) ?? 50;
		for (let y = Math.ceil(first / every) * every; y < this.last; y += every) {
			const x = this.x(y);
			this.drawing.append(svg("line", { class: "tick", x1: x, x2: x, y1: 20, y2: "100%" }));
			if (x + 36 < this.width)
				this.drawing.append(svg("text", { class: "year", x: x + 3, y: 16 }, String(y)));
		}
	}

	/** Draws each entry in the first row where it meets none before it. @param {Item[]} entries */
	#marks(entries) {
		const ordered = [...entries].sort((a, b) => rank(a) - rank(b) || year(a.from) - year(b.from));
		/** The stretches that are taken, by rows. @type {[number, number][][]} */
		const rows = [];
		for (const e of ordered) {
			const from = this.x(year(e.from));
			const to = isLasting(e) ? this.x(this.#end(e)) : from;
			const label = shorten(e.title, Math.max(this.letters, Math.round((to - from) / 7)));
			const long = measure(label) + 12;
			// What would not fit to the right of its date stands to the left.
			const before = from + long > this.width;
			const left = (before ? Math.min(from, to - long) : from) - 8;
			const right = before ? to + 8 : Math.max(to, from + long) + 8;
			let row = rows.findIndex((taken) => taken.every(([a, b]) => right < a || left > b));
			if (row < 0) row = rows.push([]) - 1;
			rows[row].push([left, right]);
			this.drawing.append(this.#mark(e, from, to, before, TOP + row * ROW, label));
		}
		this.drawing.setAttribute("height", String(TOP + rows.length * ROW));
	}

	/** When what lasts ends, as far as that is known. @param {Item} e */
	#end(e) {
		if (e.to) return year(e.to) + 1 / 12;
		return e.kind === "phases" ? this.last : year(e.from) + 0.5;
	}

	/**
	 * @param {Item} e
	 * @param {number} from
	 * @param {number} to
	 * @param {boolean} before
	 * @param {number} y
	 * @param {string} label
	 */
	#mark(e, from, to, before, y, label) {
		const lasting = isLasting(e);
		const gap = lasting ? 6 : 10;
		return svg(
			"a",
			{ href: this.address(e), class: `mark is-${e.status} of-${e.kind}` },
			svg("title", {}, `${e.spoken}: ${e.title}`),
			lasting
				? svg("rect", { x: from, y: y - 14, width: Math.max(to - from, 4), height: ROW - 5, rx: 4 })
				: svg("circle", { cx: from, cy: y - 4, r: 5 }),
			before
				? svg("text", { x: to - gap, y, "text-anchor": "end" }, label)
				: svg("text", { x: from + gap, y }, label),
		);
	}
}
