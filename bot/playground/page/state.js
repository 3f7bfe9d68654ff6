// What stands in the channels: the exchanges, folded.
import { EPHEMERAL } from "./discord.js";

/** @import { Exchange, Message, Ready } from "./types.js" */

/** The most messages that the page keeps. */
const MOST = 400;

export class State {
	/** @type {Map<string, Message>} in the order of their coming */
	messages = new Map();
	/** @type {Exchange[]} */
	exchanges = [];

	/**
	 * Takes in an exchange and gives the messages that are new or changed.
	 * @param {Exchange} x
	 * @param {Ready} ready
	 * @returns {Message[]}
	 */
	fold(x, ready) {
		this.exchanges.push(x);
		const bot = { id: ready.application_id, name: ready.bot, bot: true };
		/** @type {Message[]} */
		const changed = [];
		/** @param {Message} m */
		const put = (m) => {
			this.messages.set(m.id, m);
			changed.push(m);
		};
		const request = x.request;
		if (x.kind === "message") {
			const m = blank(x, request.id, { ...author(request.author), bot: false }, request);
			m.replyTo = request.message_reference?.message_id ?? "";
			put(m);
			if (x.reply && !x.refused) {
				const m = blank(x, x.id, bot, x.reply);
				m.replyTo = x.reply.message_reference?.message_id ?? "";
				put(m);
			}
		} else if (x.reply) {
			const data = x.reply.data ?? {};
			const actor = author(request.member?.user ?? request.user);
			if (x.reply.type === 7 && request.message) {
				const m = this.messages.get(request.message.id);
				if (m) {
					Object.assign(m, {
						content: data.content,
						embeds: data.embeds,
						components: data.components,
						exchange: x,
						edited: true,
						files: files(x, data),
					});
					changed.push(m);
				}
			} else if (x.reply.type === 4 || x.reply.type === 5) {
				const m = blank(x, x.id, bot, x.reply.type === 5 ? { content: "…" } : data);
				m.flags = data.flags ?? 0;
				if ((data.flags ?? 0) & EPHEMERAL) m.owner = actor.id;
				if (request.type === 2) m.used = `${actor.name} used ${commandName(request.data)}`;
				else if (request.message) m.replyTo = request.message.id;
				put(m);
			}
		}
		for (const id of this.messages.keys()) {
			if (this.messages.size <= MOST) break;
			this.messages.delete(id);
		}
		return changed;
	}
}

/** @param {any} data */
const commandName = (data) => (data.type === 1 ? `/${data.name}` : data.name);

/** @param {any} user */
const author = (user) => ({
	id: user.id,
	name: user.global_name ?? user.username,
});

/** @param {Exchange} x @param {string} id @param {Message["author"]} from @param {any} data @returns {Message} */
function blank(x, id, from, data) {
	return {
		id,
		channel: x.request.channel_id,
		author: from,
		at: x.at,
		content: data.content ?? "",
		embeds: data.embeds ?? [],
		components: data.components ?? [],
		flags: 0,
		edited: false,
		replyTo: "",
		used: "",
		owner: "",
		exchange: x,
		files: from.bot ? files(x, data) : [],
	};
}

/** @param {Exchange} x @param {any} data */
function files(x, data) {
	return x.files.map((f, i) => ({
		...f,
		description:
			(data.attachments ?? []).find((/** @type {any} */ a) => Number(a.id) === i)?.description ??
			"",
	}));
}

/**
 * The question in a request, in words; empty when something was picked instead.
 * @param {Exchange} x
 * @returns {string}
 */
export function questionOf(x) {
	const r = x.request;
	if (x.kind === "message") return r.content.replace(/<@!?\d+>/g, "").trim();
	if (r.type !== 2) return "";
	if (r.data.resolved)
		return (
			r.data.resolved.messages?.[r.data.target_id]?.content.replace(/<@!?\d+>/g, "").trim() ?? ""
		);
	const asked = (r.data.options ?? []).find((/** @type {any} */ o) => o.name === "question");
	return asked && !String(asked.value).startsWith("entry:") ? String(asked.value) : "";
}
