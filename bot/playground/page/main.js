// The page: what is asked goes to the server, what the server says is shown.
import { Around } from "./around.js";
import { Channel } from "./channel.js";
import { Composer } from "./composer.js";
import { EPHEMERAL } from "./discord.js";
import { byId } from "./dom.js";
import { askForm } from "./form.js";
import { Inspector } from "./inspect.js";
import { asked, linkTo, remember } from "./links.js";
import { choose } from "./popup.js";
import { rehearse } from "./rehearsal.js";
import { complete, follow, greet, interact, say } from "./server.js";
import { questionOf } from "./state.js";

/** @import { Exchange, Message } from "./types.js" */

const MESSAGE_MENU = 3;

/**
 * A request of this tab that is under way: what was asked, in words, or under
 * which message it was clicked.
 * @typedef {{ question?: string, message?: Message, unsent?: () => void }} Waiting
 */

/** @type {Map<string, Waiting>} */
const waiting = new Map();
/** What was asked last in this tab, to be asked again. @type {(() => void) | null} */
let again = null;

const channel = new Channel({
	names: {
		user: (id) =>
			id === channel.ready.application_id
				? channel.ready.bot
				: (channel.ready.session.users.find((u) => u.id === id)?.name ?? "unknown"),
		command: (name) => composer.open(name),
	},
	click: (m, id) => send((place) => place.click(id, m), { message: m }),
	choose: (m, id, values) => send((place) => place.choose(id, values, m), { message: m }),
	menu,
	reply: (m) => composer.reply(m),
	inspect,
	dismiss: (m) => {
		channel.dismiss(m);
		composer.focus();
	},
	goTo: (id) => channel.goTo(id),
	find: (id) => channel.state.messages.get(id),
	get colour() {
		return channel.ready.colour;
	},
});
const inspector = new Inspector(() => channel.ready);
const composer = new Composer({
	say: ask,
	run: (command, options, question) => {
		const run = () => send((place) => place.command(command, options), { question });
		again = run;
		run();
	},
	complete: (command, options) => complete(channel.place().command(command, options)),
});
const around = new Around(channel, composer, ask, draw);

// ---- asking ----

/**
 * Asks in plain text, and tells whether that was possible.
 * @param {string} question
 * @param {Message | null} [to] what it replies to
 */
function ask(question, to = null) {
	if (!channel.member) {
		composer.hint(
			"The bot is not in this server, so a mention does not reach it: use a command, or write to it directly.",
		);
		return false;
	}
	again = () => ask(question, to);
	const place = channel.place();
	const message = place.write(question, to);
	const before = [...channel.state.messages.values()].findLast(
		(m) => m.channel === place.channel && !m.owner,
	);
	void deliver(
		String(message.id),
		{ question, unsent: () => composer.restore(question, to) },
		say(message, before ? place.delivered(before) : null, place.permissions),
	);
	return true;
}

/** Sends an interaction. @param {(place: import("./discord.js").Place) => any} make @param {Waiting} context */
function send(make, context) {
	const interaction = make(channel.place());
	void deliver(interaction.id, context, interact(interaction));
}

/** @param {string} id @param {Waiting} context @param {Promise<unknown>} sent */
async function deliver(id, context, sent) {
	waiting.set(id, context);
	setTimeout(showTyping, 150);
	try {
		await sent;
	} catch (error) {
		waiting.delete(id);
		composer.settle();
		context.unsent?.();
		composer.hint(`Not sent: ${error instanceof Error ? error.message : error}`);
		showTyping();
	}
}

function showTyping() {
	byId("typing").textContent = waiting.size > 0 ? `${channel.ready.bot} is typing…` : "";
}

// ---- what a message can be used for ----

/** @param {Message} m @param {HTMLElement} anchor @param {{ x: number, y: number }} [at] */
async function menu(m, anchor, at) {
	const apps =
		m.flags && m.flags & EPHEMERAL
			? []
			: channel.ready.commands.filter((c) => c.type === MESSAGE_MENU);
	const copy = (/** @type {string} */ text) => void navigator.clipboard.writeText(text);
	/** @type {[string, string, () => void][]} */
	const items = apps.map((c) => {
		const run = () => send((place) => place.menu(c, m), {});
		return [c.name, "App", () => ((again = run), run())];
	});
	if (!m.owner) items.push(["Reply", "", () => composer.reply(m)]);
	if (m.author.bot) items.push(["How it was answered", "", () => inspect(m)]);
	items.push(["Copy text", "", () => copy(plain(m))]);
	const question = questionOf(m.exchange);
	if (question) items.push(["Copy link to the question", "", () => copy(linkTo(question))]);
	const chosen = await choose({
		role: "menu",
		label: "Message",
		options: items.map(([label, detail]) => ({ label, detail })),
		anchor,
		at,
	});
	items[chosen]?.[2]();
}

/** @param {Message} m */
const plain = (m) =>
	[m.content, ...(m.embeds ?? []).flatMap((e) => [e.title, e.description])]
		.filter(Boolean)
		.join("\n");

/** @param {Message} m */
function inspect(m) {
	document.body.classList.add("inspecting");
	inspector.open("how");
	select(m.exchange);
	byId("tab-how").focus();
}

/** Marks an exchange's answer, and shows how it came about. @param {Exchange} x */
function select(x) {
	channel.choose(x);
	afterFrame(() => void inspector.show(x));
}

/** Draws what is in sight. */
function draw() {
	channel.drawAll();
	const last = channel.newest();
	if (last) select(last.exchange);
	else void inspector.show(null);
}

/** Does what can wait once the present is seen. @param {() => void} then */
const afterFrame = (then) => requestAnimationFrame(() => setTimeout(then));

/** Shows what the address asks for: the answer that is there, or a new one. */
function followLink() {
	const question = asked();
	if (!question) return;
	const asks = (/** @type {Message} */ m) => questionOf(m.exchange) === question;
	const elsewhere = !channel.direct;
	let m = channel.newest(asks);
	if (!m && (m = channel.newest(asks, elsewhere))) around.go(elsewhere);
	if (m) {
		channel.goTo(m.id);
		select(m.exchange);
	} else ask(question);
}
window.addEventListener("hashchange", followLink); // with each popstate too

// ---- what the server says ----

follow({
	ready(r) {
		const known = channel.ready;
		const other = known?.session.id !== r.session.id;
		channel.ready = r;
		if (other) {
			channel.clear();
			waiting.clear();
			composer.reply(null);
		}
		composer.commands = r.commands;
		inspector.knowledge();
		around.draw();
		if (other || r.version <= known.version) return;
		const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
		channel.divide(`The knowledge was read again at ${clock.format(new Date())}`);
		inspector.refresh();
		again?.();
	},
	exchange(x) {
		const changed = channel.state.fold(x, channel.ready);
		const own = waiting.get(x.request.id);
		waiting.delete(x.request.id);
		if (!channel.live) return;
		for (const m of changed) channel.show(m);
		if (own) {
			composer.settle();
			composer.hint(x.refused);
			if (own.question) afterFrame(() => remember(own.question ?? ""));
			if (x.reply?.type === 9) void fillIn(x, own.message);
		}
		showTyping();
		if (!changed.some((m) => channel.visible(m))) return;
		if (own && !changed.every((m) => m.edited)) channel.scrollDown();
		else channel.follow();
		if (changed.some((m) => m.author.bot)) select(x);
	},
	live() {
		if (channel.live) return;
		channel.live = true;
		draw();
		followLink();
		document.documentElement.dataset.live = "";
		rehearse(byId("view"), channel.ready, channel.uses);
		greet();
	},
	lost(lost) {
		byId("lost").hidden = !lost;
	},
});

/** Shows the form that a click was answered with. @param {Exchange} x @param {Message} [message] */
async function fillIn(x, message) {
	const form = x.reply.data;
	const values = await askForm(form);
	if (values) send((place) => place.submit(form.custom_id, values, message), { message });
}

inspector.open("how");
