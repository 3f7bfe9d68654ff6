// Making elements. Text only ever becomes text nodes and attributes, never HTML.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @template {Element} T
 * @param {T} element
 * @param {Record<string, any>} props attributes; functions are listeners of that event
 * @param {Child[]} children
 * @returns {T}
 */
function fill(element, props, children) {
	for (const [name, value] of Object.entries(props)) {
		if (typeof value === "function") element.addEventListener(name, value);
		else if (value === true) element.setAttribute(name, "");
		else if (value !== false && value !== null && value !== undefined)
			element.setAttribute(name, String(value));
	}
	element.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
	return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
	return fill(document.createElement(tag), props, children);
}

/**
 * @param {string} kind its class
 * @param {(e: any) => void} click
 * @param {Record<string, any>} more properties
 * @param {Child[]} children
 */
export const button = (kind, click, more, ...children) =>
	h("button", { type: "button", class: kind, click, ...more }, ...children);

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props]
 * @param {Child[]} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, props = {}, ...children) {
	return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}

/**
 * The element of the page with an id.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
	const found = document.getElementById(id);
	if (!found) throw new Error(`the page has no element #${id}`);
	return /** @type {T} */ (found);
}

/** Whether an address may be opened from a text: nothing but the web. @param {string} url */
export function isWeb(url) {
	return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
