// A form to fill in (a modal, as Discord calls it).
import { byId, h } from "./dom.js";

/** @import { Content } from "./types.js" */

const SHORT = 1;

/**
 * Shows a form and gives what was filled in, or null when it was closed.
 * @param {Content} form
 * @returns {Promise<Record<string, string> | null>}
 */
export function askForm(form) {
	const dialog = /** @type {HTMLDialogElement} */ (byId("form"));
	byId("form-title").textContent = form.title ?? "";
	/** @type {[string, HTMLInputElement | HTMLTextAreaElement][]} */
	const inputs = [];
	byId("form-fields").replaceChildren(
		...(form.components ?? []).map((c) => {
			const c2 = c.component ?? c.components?.[0] ?? c;
			const name = c2.custom_id ?? "";
			const props = {
				id: `form-${name}`,
				maxlength: c2.max_length ?? 4000,
				minlength: c2.min_length,
				required: c2.required !== false,
				placeholder: c2.placeholder,
			};
			const input =
				c2.style === SHORT
					? h("input", { type: "text", ...props })
					: h("textarea", { rows: 4, ...props });
			input.value = c2.value ?? "";
			inputs.push([name, input]);
			return h(
				"div",
				{ class: "form-field" },
				h("label", { for: props.id }, c.label ?? c2.label ?? name, props.required ? " *" : ""),
				c.description && h("p", { class: "subtext" }, c.description),
				input,
			);
		}),
	);
	return new Promise((resolve) => {
		const element = /** @type {HTMLFormElement} */ (byId("form-form"));
		const end = new AbortController();
		/** @param {Record<string, string> | null} values */
		const done = (values) => {
			end.abort();
			dialog.close();
			resolve(values);
		};
		const { signal } = end;
		element.addEventListener(
			"submit",
			(e) => {
				e.preventDefault();
				done(Object.fromEntries(inputs.map(([name, input]) => [name, input.value])));
			},
			{ signal },
		);
		byId("form-cancel").addEventListener("click", () => done(null), { signal });
		dialog.addEventListener("cancel", () => done(null), { signal });
		dialog.showModal();
		inputs[0]?.[1].focus();
	});
}
