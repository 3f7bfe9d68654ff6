// An option of a command as it is filled in: what is wrong with it, and what
// Discord would deliver of it.
// https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type

/** @import { Filled } from "./types.js" */

export const STRING = 3;
const INTEGER = 4;
export const BOOLEAN = 5;
const NUMBER = 10;

/** @param {{ type: number }} option */
export const isNumeric = ({ type }) => type === INTEGER || type === NUMBER;

/** What is wrong with what stands in an option; empty when nothing is. @param {Filled} f */
export function fault({ option, input, picked }) {
	const text = input.value.trim();
	const { name, min_value: least = -Infinity, max_value: most = Infinity } = option;
	if (!text) return option.required ? `The option ${name} is required.` : "";
	if (option.choices?.length && !picked && !option.choices.some((c) => same(c.name, text)))
		return `Pick one of the choices for ${name}.`;
	if (option.type === BOOLEAN && !["true", "false"].includes(text.toLowerCase()))
		return `The option ${name} is True or False.`;
	if (isNumeric(option)) {
		const n = Number(text);
		if (option.type === INTEGER ? !Number.isInteger(n) : Number.isNaN(n))
			return `The option ${name} is a${option.type === INTEGER ? " whole" : ""} number.`;
		if (n < least || n > most) return `The option ${name} is from ${least} to ${most}.`;
	}
	return "";
}

/** @param {string} a @param {string} b */
const same = (a, b) => a.toLowerCase() === b.toLowerCase();

/** An option as Discord delivers it. @param {Filled} f */
export function given({ option, input, picked }) {
	const text = input.value.trim();
	const choice = picked ?? option.choices?.find((c) => same(c.name, text));
	/** @type {unknown} */
	let value = choice?.value ?? text;
	if (option.type === BOOLEAN) value = same(text, "true");
	if (isNumeric(option)) value = Number(value);
	return { type: option.type, name: option.name, value };
}
