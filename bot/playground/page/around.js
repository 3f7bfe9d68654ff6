// What stands around the messages: the channels and switches, and the panels
// that open and close.
import { button, byId, h } from "./dom.js";
import { saveSettings } from "./settings.js";

/** @typedef {import("./channel.js").Channel} Channel */
/** @typedef {import("./composer.js").Composer} Composer */

const side = byId("side");
const classes = document.body.classList;

export class Around {
	/**
	 * @param {Channel} channel
	 * @param {Composer} composer
	 * @param {(question: string) => void} ask
	 * @param {() => void} turned what is in sight is another
	 */
	constructor(channel, composer, ask, turned) {
		this.channel = channel;
		this.composer = composer;
		this.ask = ask;
		this.turned = turned;
		byId("go-channel").addEventListener("click", () => this.go(false));
		byId("go-direct").addEventListener("click", () => this.go(true));
		byId("settings").addEventListener("change", (e) => this.#changed(e));
		openings(composer);
		this.#apply();
	}

	/** Draws what the server has told. */
	draw() {
		this.#header();
		const { ready, settings } = this.channel;
		byId("brand").textContent = ready.bot;
		byId("go-direct-name").textContent = ready.bot;
		byId("empty-title").textContent = ready.bot;
		byId("empty-about").textContent = ready.about;
		byId("examples").replaceChildren(
			...ready.examples.map((q) =>
				h(
					"li",
					{},
					button("button", () => this.ask(q), {}, q),
				),
			),
		);
		const lacks = byId("lacks");
		if (lacks.children.length > 1) return;
		for (const { name, bit } of ready.permissions) {
			const checked = settings.lacks.includes(bit);
			lacks.append(
				h("label", {}, h("input", { type: "checkbox", name: "lacks", value: bit, checked }), name),
			);
		}
	}

	#header() {
		const { ready, direct, member } = this.channel;
		const name = direct ? `@${ready.bot}` : "#questions";
		byId("place").textContent = `${name[0]} ${name.slice(1)}`;
		byId("topic").textContent = direct ? "Direct message" : ready.subject;
		document.title = `${name} · ${ready.bot} playground`;
		byId("go-channel").setAttribute("aria-current", String(!direct));
		byId("go-direct").setAttribute("aria-current", String(direct));
		this.composer.placeholder = member
			? `Message ${name}, or / for commands`
			: "The bot is not a member here: / for commands";
	}

	/** Opens a channel. @param {boolean} direct */
	go(direct) {
		this.channel.direct = direct;
		this.composer.reply(null);
		side.classList.remove("open");
		this.#header();
		this.turned();
		this.composer.focus();
	}

	/** @param {Event} e */
	#changed(e) {
		const { settings } = this.channel;
		const input = /** @type {HTMLInputElement} */ (e.target);
		if (input.name === "user") settings.user = Number(input.value);
		if (input.name === "install") settings.install = input.value === "user" ? "user" : "server";
		if (input.name === "phone") settings.phone = input.checked;
		if (input.name === "lacks")
			settings.lacks = [...document.querySelectorAll("[name=lacks]")]
				.filter((i) => /** @type {HTMLInputElement} */ (i).checked)
				.map((i) => /** @type {HTMLInputElement} */ (i).value);
		saveSettings(settings);
		this.#apply();
		this.#header();
		this.turned();
	}

	#apply() {
		const { settings } = this.channel;
		classes.toggle("phone", settings.phone);
		for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (
			document.querySelectorAll("#settings input")
		)) {
			if (input.name === "user") input.checked = Number(input.value) === settings.user;
			if (input.name === "install") input.checked = input.value === settings.install;
			if (input.name === "phone") input.checked = settings.phone;
		}
	}
}

/** Opens and closes what lies over the channel on a small screen. @param {Composer} composer */
function openings(composer) {
	const close = () => {
		side.classList.remove("open");
		classes.remove("inspecting");
	};
	byId("open-side").addEventListener("click", () => side.classList.toggle("open"));
	byId("open-inspector").addEventListener("click", () => classes.toggle("inspecting"));
	byId("close-inspector").addEventListener("click", () => {
		classes.remove("inspecting");
		composer.focus();
	});
	byId("view").addEventListener("click", (e) => {
		if (!(/** @type {Element} */ (e.target).closest("button"))) close();
	});
	byId("source-close").addEventListener("click", () =>
		/** @type {HTMLDialogElement} */ (byId("source")).close(),
	);
	document.addEventListener("keydown", (e) => {
		if (e.key === "Escape" && !e.defaultPrevented) close();
		// Whoever types, types a message, wherever the focus is.
		const typed = e.key.length === 1 && e.key !== " " && !e.isComposing;
		if (!typed || e.ctrlKey || e.metaKey || e.altKey) return;
		const at = /** @type {Element} */ (e.target);
		if (!at.closest("input, textarea, select, dialog, .popup, summary")) composer.focus();
	});
}
