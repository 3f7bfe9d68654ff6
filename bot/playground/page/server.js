// Talking to the server.

/** @import { Choice, Exchange, Ready } from "./types.js" */

/**
 * Follows what happens, through lost connections too.
 * @param {object} on
 * @param {(r: Ready) => void} on.ready
 * @param {(x: Exchange) => void} on.exchange
 * @param {() => void} on.live all that was kept has come
 * @param {(lost: boolean) => void} on.lost
 */
export function follow(on) {
	const events = new EventSource("/events");
	events.addEventListener("ready", (e) => {
		on.lost(false);
		on.ready(JSON.parse(e.data));
	});
	events.addEventListener("exchange", (e) => on.exchange(JSON.parse(e.data)));
	events.addEventListener("live", () => on.live());
	events.addEventListener("error", () => {
		on.lost(true);
		// A browser tries again by itself, but not after an answer that is no stream.
		if (events.readyState === EventSource.CLOSED) setTimeout(() => follow(on), 2000);
	});
}

/** @param {string} path @param {object} body @returns {Promise<Response>} */
async function post(path, body) {
	const response = await fetch(path, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error((await response.text()).trim());
	return response;
}

/** Fetches something small, so that the first question finds a connection. */
export const greet = () => void fetch("/icon.svg").catch(() => {}); // follow tells what is lost

/** @param {object} interaction */
export const interact = (interaction) => post("/interactions", interaction);

/**
 * @param {object} message
 * @param {object | null} before the message before it in the channel
 * @param {string} permissions that the bot has there
 */
export const say = (message, before, permissions) =>
	post("/messages", { message, before, permissions });

/** @param {object} interaction @returns {Promise<Choice[]>} */
export async function complete(interaction) {
	const answer = await (await post("/interactions", interaction)).json();
	return answer.data?.choices ?? [];
}

/** @param {string} path @returns {Promise<any>} */
export async function get(path) {
	const response = await fetch(path);
	if (!response.ok) throw new Error((await response.text()).trim());
	return response.json();
}
