// A browser takes much longer for its first answer than for the next ones: code
// is compiled, fonts are found. So some are drawn while there is nothing else to
// do, and taken away before anybody can see them. Nothing is asked.
import { h } from "./dom.js";
import { drawMessage } from "./message.js";
import { State } from "./state.js";

/** @import { Ready, Uses } from "./types.js" */

/** So many that the code is as quick as it gets. */
const ROUNDS = 5;

/** Not every browser tells when it is idle. */
const whenIdle = window.requestIdleCallback ?? ((then) => setTimeout(then, 200));

/** @param {Element} room where messages stand @param {Ready} ready @param {Uses} uses */
export function rehearse(room, ready, uses, left = ROUNDS) {
	if (left === 0) performance.mark("rehearsed");
	else
		whenIdle(() => {
			draw(room, ready, uses);
			rehearse(room, ready, uses, left - 1);
		});
}

/** @param {Element} room @param {Ready} ready @param {Uses} uses */
function draw(room, ready, uses) {
	const state = new State();
	const known = { ...uses, find: (/** @type {string} */ id) => state.messages.get(id) };
	const drawn = state.fold(/** @type {any} */ (exchange(ready)), ready);
	const stage = h(
		"div",
		{ class: "rehearsal", inert: true },
		...drawn.map((m) => drawMessage(m, known)),
	);
	room.append(stage);
	stage.getBoundingClientRect(); // has it laid out
	stage.remove();
}

/** An answer with all that most have. @param {Ready} ready */
function exchange({ about, session: { channel_id } }) {
	const value = `${about}\n- **1995** [a link](https://localhost/), *or*`;
	const field = { name: about, value, inline: true };
	const embed = { title: about, description: value, fields: [field], footer: { text: about } };
	const button = { type: 2, style: 2, label: about };
	const menu = { type: 3, placeholder: about };
	return {
		kind: "message",
		at: Date.now(),
		request: { id: "asked", channel_id, author: { username: about }, content: `<@1> ${about}` },
		reply: {
			message_reference: { message_id: "asked" },
			embeds: [embed],
			components: [{ components: [menu, button] }],
		},
		problems: [],
		files: [],
	};
}
