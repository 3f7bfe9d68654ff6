// Questions in the page's address, so that an answer can be shared.

/** @param {string} question */
const hash = (question) => `#${new URLSearchParams({ q: question })}`;

/** What the address asks. */
export const asked = () => new URLSearchParams(location.hash.slice(1)).get("q")?.trim() ?? "";

/** Puts a question into the address. @param {string} question */
export function remember(question) {
	if (asked() !== question) history.pushState(null, "", hash(question));
}

/** @param {string} question */
export const linkTo = (question) => new URL(hash(question), location.href).href;
