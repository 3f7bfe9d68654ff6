// A list that opens beside something: a message's menu, or a select menu.
import { h } from "./dom.js";

/** @typedef {{ label: string, detail?: string, selected?: boolean }} Option */

/** @type {(() => void) | null} */
let closeOpen = null;

/**
 * Opens a list and gives the number of the option that was chosen; -1 for none.
 * @param {object} o
 * @param {"menu" | "listbox"} o.role
 * @param {string} o.label
 * @param {Option[]} o.options
 * @param {HTMLElement} o.anchor gets the focus back
 * @param {{ x: number, y: number }} [o.at] where, if not below the anchor
 * @returns {Promise<number>}
 */
export function choose({ role, label, options, anchor, at }) {
	closeOpen?.();
	return new Promise((resolve) => {
		const list = h("div", {
			class: "popup",
			popover: "manual", // above all, whatever holds it
			role,
			"aria-label": label,
			tabindex: "-1",
		});
		const items = options.map((o, i) =>
			h(
				"div",
				{
					class: "option",
					role: role === "menu" ? "menuitem" : "option",
					tabindex: "-1",
					"aria-selected": role === "listbox" ? String(!!o.selected) : null,
					click: () => done(i),
					pointermove: () => items[i].focus({ preventScroll: true }),
				},
				h("span", { class: "option-label" }, o.label),
				o.detail && h("span", { class: "option-detail" }, o.detail),
			),
		);
		list.append(...items);

		/** @param {number} index */
		function done(index) {
			closeOpen = null;
			list.remove();
			document.removeEventListener("pointerdown", outside, true);
			window.removeEventListener("resize", close);
			anchor.setAttribute("aria-expanded", "false");
			anchor.focus();
			resolve(index);
		}
		const close = () => done(-1);
		/** @param {Event} e */
		function outside(e) {
			if (!list.contains(/** @type {Node} */ (e.target))) close();
		}
		list.addEventListener("keydown", (e) => {
			const now = items.indexOf(/** @type {HTMLDivElement} */ (document.activeElement));
			const step = /** @type {Record<string, number>} */ ({
				ArrowDown: (now + 1) % items.length,
				ArrowUp: (now - 1 + items.length) % items.length,
				Home: 0,
				End: items.length - 1,
			})[e.key];
			if (step !== undefined) items[step].focus();
			else if (e.key === "Enter" || e.key === " ") done(now);
			else if (e.key === "Escape" || e.key === "Tab") close();
			else if (e.key.length === 1) {
				const starts = (/** @type {number} */ i) =>
					options[i].label.toLowerCase().startsWith(e.key.toLowerCase());
				const order = items.map((_, i) => (now + 1 + i) % items.length);
				const found = order.find(starts);
				if (found !== undefined) items[found].focus();
			} else return;
			e.preventDefault();
			e.stopPropagation();
		});
		document.querySelector("main")?.append(list);
		list.showPopover();
		anchor.setAttribute("aria-expanded", "true");
		place(list, at ?? anchor.getBoundingClientRect(), !at);
		items[
			Math.max(
				options.findIndex((o) => o.selected),
				0,
			)
		]?.focus();
		closeOpen = close;
		document.addEventListener("pointerdown", outside, true);
		window.addEventListener("resize", close);
	});
}

/** @param {HTMLElement} list @param {any} at @param {boolean} wide as wide as what is below it */
function place(list, at, wide) {
	if (wide) list.style.minWidth = `${Math.min(at.width, innerWidth - 16)}px`;
	const { width, height } = list.getBoundingClientRect();
	const below = (at.bottom ?? at.y) + 4;
	const above = (at.top ?? at.y) - height - 4;
	list.style.left = `${Math.max(8, Math.min(at.left ?? at.x, innerWidth - width - 8))}px`;
	list.style.top = `${below + height > innerHeight - 8 && above > 8 ? above : Math.max(8, Math.min(below, innerHeight - height - 8))}px`;
}
