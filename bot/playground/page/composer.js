// The message box: plain text, or a command with its options filled in. What can
// be filled in comes from the commands as they are registered.
import { button, byId, h } from "./dom.js";
import { BOOLEAN, fault, given, isNumeric, STRING } from "./option.js";

/** @import { Choice, Command, CommandOption, Filled, Message, Wishes } from "./types.js" */
/** @typedef {{ label: string, detail: string, pick: () => void }} Suggestion */

const SLASH = 1;

/** How long the box waits for an answer before it is emptied without, in milliseconds. */
const MOMENT = 50;

export class Composer {
	#text = /** @type {HTMLInputElement} */ (byId("text"));
	#list = byId("palette");
	#bar = byId("bar");
	#fields = byId("fields");
	#hint = byId("hint");
	/** @type {Command[]} */
	#commands = [];
	/** @type {Command | null} */
	#command = null;
	/** @type {Filled[]} */
	#filled = [];
	/** @type {Suggestion[]} */
	#shown = [];
	#active = -1;
	#asked = 0; // counts the wishes for completions: a late answer is dropped
	/** The message that the next one replies to. @type {Message | null} */
	#to = null;
	/** Empties the box of what was sent. @type {(() => void) | null} */
	#tidy = null;

	/** @param {Wishes} on */
	constructor(on) {
		this.on = on;
		byId("send").addEventListener("click", () => this.#submit());
		byId("no-reply").addEventListener("click", () => this.reply(null));
		this.#text.addEventListener("input", () => this.#typed());
		this.#text.addEventListener("keydown", (e) => this.#key(e));
		this.#text.addEventListener("blur", () => this.#close());
		this.#text.addEventListener("focus", () => this.#typed());
	}

	/** @param {Command[]} commands */
	set commands(commands) {
		this.#commands = commands.filter((c) => c.type === SLASH);
	}

	/** @param {string} placeholder */
	set placeholder(placeholder) {
		this.#text.placeholder = placeholder;
		this.#text.setAttribute("aria-label", placeholder);
	}

	/** @param {string} text */
	hint(text) {
		this.#hint.textContent = text;
	}

	focus() {
		(this.#filled[0]?.input ?? this.#text).focus();
	}

	/** Has the next message reply to another. @param {Message | null} to */
	reply(to) {
		if (!to && !this.#to) return;
		this.#to = to;
		byId("replying").hidden = !to;
		byId("replying-to").textContent = to?.author.name ?? "";
		this.focus();
	}

	/** Gives back what could not be sent. @param {string} text @param {Message | null} to */
	restore(text, to) {
		if (this.#command || this.#text.value) return;
		this.#text.value = text;
		if (to) this.reply(to);
	}

	/**
	 * Sends, and empties the box together with the answer that comes: a frame of
	 * its own would hold the answer up until the next.
	 * @param {() => void} tidy
	 */
	#sent(tidy) {
		this.#tidy = tidy;
		setTimeout(() => this.settle(), MOMENT);
	}

	/** Empties the box of what was sent, if that is not done. */
	settle() {
		this.#tidy?.();
		this.#tidy = null;
	}

	/** Puts a command into the box. @param {string} name @param {string} [first] what its first option begins with */
	open(name, first = "") {
		const command = this.#commands.find((c) => c.name === name);
		if (!command) return;
		this.settle();
		this.#leave();
		this.#command = command;
		this.#text.hidden = true;
		this.#fields.hidden = false;
		this.#fields.replaceChildren(
			h("span", { class: "chip", title: command.description }, `/${command.name}`),
		);
		const options = command.options ?? [];
		const required = options.filter((o) => o.required);
		for (const o of required.length > 0 ? required : options.slice(0, 1)) this.#add(o);
		this.#offer();
		this.hint(command.description);
		if (this.#filled.length > 0) {
			this.#filled[0].input.value = first;
			this.#filled[0].input.focus();
			void this.#complete(this.#filled[0]);
		} else {
			/** @type {HTMLElement} */ (byId("send")).focus();
		}
	}

	/** Back to plain text. */
	#leave() {
		this.#command = null;
		this.#filled = [];
		this.#fields.hidden = true;
		this.#fields.replaceChildren();
		this.#text.hidden = false;
		this.#text.value = "";
		this.hint("");
		this.#close();
	}

	/** Adds an option to fill in. @param {CommandOption} option @returns {Filled} */
	#add(option) {
		const id = `option-${option.name}`;
		const input = h("input", {
			id,
			type: "text",
			autocomplete: "off",
			spellcheck: "false",
			role: "combobox",
			"aria-expanded": "false",
			"aria-controls": "palette",
			"aria-autocomplete": "list",
			"aria-description": option.description,
			"aria-required": option.required ? "true" : null,
			maxlength: option.type === STRING ? (option.max_length ?? 6000) : 20,
			inputmode: isNumeric(option) ? "numeric" : null,
		});
		/** @type {Filled} */
		const filled = { option, input, picked: null };
		input.addEventListener("input", () => {
			filled.picked = null;
			input.removeAttribute("aria-invalid");
			this.#complete(filled);
		});
		input.addEventListener("focus", () => {
			this.hint(option.description);
			this.#complete(filled);
		});
		input.addEventListener("blur", () => this.#close());
		input.addEventListener("keydown", (e) => this.#optionKey(e, filled));
		const box = h("span", { class: "option-box" }, h("label", { for: id }, option.name), input);
		this.#filled.push(filled);
		const offered = this.#fields.querySelector(".offer");
		this.#fields.insertBefore(box, offered);
		return filled;
	}

	/** Offers the options that are not in the box. */
	#offer() {
		for (const o of this.#fields.querySelectorAll(".offer")) o.remove();
		for (const o of this.#command?.options ?? []) {
			if (this.#filled.some((f) => f.option === o)) continue;
			this.#fields.append(
				button(
					"offer",
					() => {
						const added = this.#add(o);
						this.#offer();
						added.input.focus();
					},
					{
						title: o.description,
						"aria-label": `Add the option ${o.name}: ${o.description}`,
					},
					`+ ${o.name}`,
				),
			);
		}
	}

	#typed() {
		const text = this.#text.value;
		const whole = /^\/(\S+) (.*)$/.exec(text);
		if (whole && this.#commands.some((c) => c.name === whole[1]))
			return this.open(whole[1], whole[2]);
		if (!/^\/\S*$/.test(text)) return this.#close();
		const typed = text.slice(1).toLowerCase();
		return this.#show(
			this.#text,
			this.#commands
				.filter((c) => c.name.includes(typed))
				.sort((a, b) => a.name.indexOf(typed) - b.name.indexOf(typed))
				.map((c) => ({
					label: `/${c.name}${(c.options ?? []).map((o) => (o.required ? ` ${o.name}` : ` [${o.name}]`)).join("")}`,
					detail: c.description,
					pick: () => this.open(c.name),
				})),
			0,
		);
	}

	/** Suggests values for an option. @param {Filled} filled */
	async #complete(filled) {
		const { option, input } = filled;
		const wish = ++this.#asked;
		const typed = input.value.trim().toLowerCase();
		/** @type {Choice[]} */
		let choices;
		if (option.autocomplete && this.#command) {
			const others = this.#filled.filter((f) => f !== filled && f.input.value !== "").map(given);
			const focused = {
				type: option.type,
				name: option.name,
				value: input.value,
				focused: true,
			};
			try {
				choices = await this.on.complete(this.#command, [...others, focused]);
			} catch {
				choices = []; // the question can be asked without
			}
		} else if (option.type === BOOLEAN) {
			choices = ["True", "False"].map((name) => ({ name, value: name }));
		} else {
			choices = option.choices ?? [];
		}
		if (!option.autocomplete) choices = choices.filter((c) => c.name.toLowerCase().includes(typed));
		if (wish !== this.#asked || document.activeElement !== input || filled.picked) return;
		this.#show(
			input,
			choices.map((c) => ({
				label: c.name,
				detail: "",
				pick: () => {
					input.value = c.name;
					filled.picked = c;
					this.#close();
				},
			})),
			-1,
		);
	}

	/** @param {HTMLInputElement} input @param {Suggestion[]} suggestions @param {number} active */
	#show(input, suggestions, active) {
		this.#shown = suggestions;
		this.#active = suggestions.length > 0 ? active : -1;
		this.#list.replaceChildren(
			...suggestions.map((s, i) =>
				h(
					"div",
					{
						class: "option",
						role: "option",
						id: `suggestion-${i}`,
						"aria-selected": "false",
						pointerdown: (/** @type {Event} */ e) => e.preventDefault(), // keeps the focus
						click: () => s.pick(),
						pointermove: () => {
							this.#active = i;
							this.#mark(input);
						},
					},
					h("span", { class: "option-label" }, s.label),
					s.detail && h("span", { class: "option-detail" }, s.detail),
				),
			),
		);
		this.#list.hidden = suggestions.length === 0;
		input.setAttribute("aria-expanded", String(suggestions.length > 0));
		this.#mark(input);
	}

	/** @param {HTMLInputElement} input */
	#mark(input) {
		[...this.#list.children].forEach((o, i) =>
			o.setAttribute("aria-selected", String(i === this.#active)),
		);
		const active = this.#list.children[this.#active];
		if (active) {
			active.scrollIntoView({ block: "nearest" });
			input.setAttribute("aria-activedescendant", active.id);
		} else input.removeAttribute("aria-activedescendant");
	}

	#close() {
		this.#asked++;
		this.#shown = [];
		this.#active = -1;
		this.#list.hidden = true;
		this.#list.replaceChildren();
		for (const input of this.#bar.querySelectorAll("[role=combobox]")) {
			input.setAttribute("aria-expanded", "false");
			input.removeAttribute("aria-activedescendant");
		}
	}

	/** Keys within an open list; true when they were used up. @param {KeyboardEvent} e @param {HTMLInputElement} input */
	#listKey(e, input) {
		const n = this.#shown.length;
		if (n === 0) return false;
		if (e.key === "ArrowDown") this.#active = (this.#active + 1) % n;
		else if (e.key === "ArrowUp") this.#active = (this.#active <= 0 ? n : this.#active) - 1;
		else if (e.key === "Escape") {
			this.#close();
			e.preventDefault();
			return true;
		} else if ((e.key === "Tab" && !e.shiftKey) || (e.key === "Enter" && this.#active >= 0)) {
			this.#shown[Math.max(this.#active, 0)].pick();
			e.preventDefault();
			return true;
		} else return false;
		this.#mark(input);
		e.preventDefault();
		return true;
	}

	/** @param {KeyboardEvent} e */
	#key(e) {
		this.settle();
		if (e.isComposing || this.#listKey(e, this.#text) || e.key !== "Enter") return;
		e.preventDefault();
		this.#submit();
	}

	/** @param {KeyboardEvent} e @param {Filled} filled */
	#optionKey(e, filled) {
		this.settle();
		if (!this.#command) return;
		if (e.isComposing || this.#listKey(e, filled.input)) return;
		if (e.key === "Enter") {
			e.preventDefault();
			this.#submit();
		}
		if (e.key === "Escape" || (e.key === "Backspace" && filled.input.value === "")) {
			e.preventDefault();
			const at = this.#filled.indexOf(filled);
			if (e.key === "Backspace" && at > 0 && !filled.option.required) {
				this.#filled.splice(at, 1);
				filled.input.parentElement?.remove();
				this.#offer();
				this.#filled[at - 1].input.focus();
				return;
			}
			this.#leave();
			this.#text.focus();
		}
	}

	#submit() {
		this.settle();
		if (!this.#command) {
			const text = this.#text.value.trim();
			if (!text || !this.on.say(text, this.#to)) return;
			this.#sent(() => {
				if (this.#text.value.trim() === text) this.#text.value = "";
				this.#close();
				this.reply(null);
			});
			return;
		}
		const wrong = this.#filled.find((f) => fault(f));
		if (wrong) {
			wrong.input.setAttribute("aria-invalid", "true");
			wrong.input.focus();
			this.hint(fault(wrong));
			return;
		}
		const question = this.#filled.find((f) => f.option.name === "question");
		this.on.run(
			this.#command,
			this.#filled.filter((f) => f.input.value.trim() !== "").map(given),
			question?.input.value.trim() ?? "",
		);
		this.#sent(() => {
			this.#leave();
			this.#text.focus();
		});
	}
}
