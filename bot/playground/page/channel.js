// The messages that are in sight: which, drawn anew when, scrolled where.
import { Place } from "./discord.js";
import { byId, h } from "./dom.js";
import { drawMessage } from "./message.js";
import { loadSettings } from "./settings.js";
import { State } from "./state.js";

/** @import { Exchange, Message, Ready, Uses } from "./types.js" */

const log = byId("log");
const view = byId("view");

export class Channel {
	/** What the server said last. @type {Ready} */
	ready = /** @type {any} */ (null);
	state = new State();
	/** Whether all that was kept has come. */
	live = false;
	/** Whether it is the direct message that is in sight. */
	direct = false;
	settings = loadSettings();
	/** @type {Set<string>} */
	#dismissed = new Set(JSON.parse(sessionStorage.getItem("dismissed") ?? "[]"));
	/** Whether the newest message is in sight, and is to stay so. */
	#atEnd = true;

	/** @param {Uses} uses */
	constructor(uses) {
		this.uses = uses;
		view.addEventListener("scroll", () => {
			this.#atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < 40;
		});
		// A picture grows when it has come.
		new ResizeObserver(() => {
			if (this.#atEnd) this.scrollDown();
		}).observe(log);
	}

	/** Forgets what another session has said. */
	clear() {
		this.state = new State();
		this.live = false;
	}

	/** Where somebody writes now. */
	place() {
		return new Place(this.ready, this.settings, this.direct);
	}

	/** Whether the bot is a member there. */
	get member() {
		return this.direct || this.settings.install === "server";
	}

	/** Whether a message is in sight. @param {Message} m @param {boolean} [direct] in another channel */
	visible(m, direct = this.direct) {
		const { session } = this.ready;
		return (
			m.channel === (direct ? session.direct_id : session.channel_id) &&
			(!m.owner || m.owner === session.users[this.settings.user].id) &&
			!this.#dismissed.has(m.id)
		);
	}

	/** The bot's newest message that is in sight. @param {(m: Message) => boolean} [holds] @param {boolean} [direct] */
	newest(holds = () => true, direct = this.direct) {
		return [...this.state.messages.values()].findLast(
			(m) => m.author.bot && this.visible(m, direct) && holds(m),
		);
	}

	/** @param {Message} m */
	#draw(m) {
		return drawMessage(m, this.uses);
	}

	/** Draws a message anew or for the first time. @param {Message} m */
	show(m) {
		const old = document.getElementById(`m${m.id}`);
		if (!this.visible(m)) {
			old?.remove();
			return;
		}
		byId("empty").hidden = true;
		const drawn = this.#draw(m);
		if (!old) {
			log.append(drawn);
			return;
		}
		// Whoever clicked in the message goes on there: at the same button, or at the
		// one that has taken its place.
		const buttons = (/** @type {Element} */ e) => [...e.querySelectorAll(".row button")];
		const focused = document.activeElement;
		const inside = old.contains(focused);
		const place = buttons(old).findIndex((b) => b === focused);
		old.replaceWith(drawn);
		if (!inside) return;
		const next = buttons(drawn);
		const same = next.find((b) => b.textContent === focused?.textContent) ?? next[place];
		const to = same instanceof HTMLButtonElement && !same.disabled ? same : drawn;
		to.focus({ preventScroll: true });
		to.scrollIntoView({ block: "nearest" });
	}

	drawAll() {
		log.replaceChildren(
			...[...this.state.messages.values()].filter((m) => this.visible(m)).map((m) => this.#draw(m)),
		);
		byId("empty").hidden = log.children.length > 0 || !this.live;
		this.scrollDown();
	}

	/** Draws a line across, with words on it. @param {string} text */
	divide(text) {
		log.append(h("p", { class: "divider", role: "status" }, h("span", {}, text)));
	}

	/** @param {Message} m */
	dismiss(m) {
		this.#dismissed.add(m.id);
		sessionStorage.setItem("dismissed", JSON.stringify([...this.#dismissed]));
		byId(`m${m.id}`).remove();
	}

	scrollDown() {
		view.scrollTop = view.scrollHeight;
		this.#atEnd = true;
	}

	/** Scrolls to what was added, unless somebody reads further up. */
	follow() {
		if (this.#atEnd) this.scrollDown();
	}

	/** Marks the messages of an exchange. @param {Exchange} x */
	choose(x) {
		for (const m of log.querySelectorAll(".chosen")) m.classList.remove("chosen");
		for (const m of this.state.messages.values())
			if (m.exchange === x && m.author.bot)
				document.getElementById(`m${m.id}`)?.classList.add("chosen");
	}

	/** @param {string} id */
	goTo(id) {
		const m = document.getElementById(`m${id}`);
		m?.scrollIntoView({ block: "center" });
		m?.focus({ preventScroll: true });
	}
}
