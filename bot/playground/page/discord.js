// What Discord would deliver to the bot, made from what somebody does on the
// page: https://discord.com/developers/docs/interactions/receiving-and-responding

/** @import { Command, Given, Message, Ready, Settings } from "./types.js" */

export const EPHEMERAL = 64;

// View Channels, Send Messages, Embed Links, Attach Files, Read Message History,
// Send Messages in Threads, Use External Apps.
const granted = 1024n | 2048n | 16384n | 32768n | 65536n | (1n << 38n) | (1n << 50n);

let made = crypto.getRandomValues(new Uint32Array(1))[0];

/** A new id with the time in its upper bits, as Discord's. */
function snowflake() {
	made = (made + 1) % (1 << 22);
	return String(((BigInt(Date.now()) - 1420070400000n) << 22n) | BigInt(made));
}

/** Where somebody writes, who, and what the bot may do there. */
export class Place {
	/** @param {Ready} ready @param {Settings} settings @param {boolean} direct */
	constructor(ready, settings, direct) {
		this.ready = ready;
		this.direct = direct;
		this.settings = settings;
		this.user = ready.session.users[settings.user];
		this.channel = direct ? ready.session.direct_id : ready.session.channel_id;
		this.permissions = String(settings.lacks.reduce((bits, bit) => bits & ~BigInt(bit), granted));
	}

	#account() {
		const { id, name } = this.user;
		return {
			id,
			username: name,
			global_name: name,
			avatar: null,
			discriminator: "0",
			bot: false,
		};
	}

	/** @param {number} type @param {object} data @param {Message} [message] under which it was clicked */
	#interaction(type, data, message) {
		const { session, application_id } = this.ready;
		/** @type {Record<string, unknown>} */
		const interaction = {
			id: snowflake(),
			application_id,
			type,
			token: `playground-${crypto.randomUUID()}`,
			version: 1,
			data,
			channel_id: this.channel,
			channel: { id: this.channel, type: this.direct ? 1 : 0 },
			context: this.direct ? 1 : 0,
			locale: navigator.language,
			app_permissions: this.permissions,
			attachment_size_limit: 10 << 20,
			entitlements: [],
		};
		if (this.direct) {
			interaction.user = this.#account();
			interaction.authorizing_integration_owners = { 0: "0", 1: this.user.id };
		} else {
			interaction.guild_id = session.guild_id;
			interaction.guild = {
				id: session.guild_id,
				locale: "en-US",
				features: [],
			};
			interaction.guild_locale = "en-US";
			interaction.member = {
				user: this.#account(),
				nick: null,
				roles: [],
				joined_at: "2024-01-01T00:00:00.000000+00:00",
				permissions: "2147483647",
				deaf: false,
				mute: false,
				flags: 0,
			};
			interaction.authorizing_integration_owners =
				this.settings.install === "user" ? { 1: this.user.id } : { 0: session.guild_id };
		}
		if (message) interaction.message = this.delivered(message);
		return interaction;
	}

	/**
	 * A slash command; with focused it is a wish for completions.
	 * @param {Command} command
	 * @param {Given[]} options
	 */
	command(command, options) {
		const data = {
			id: command.id,
			name: command.name,
			type: command.type,
			options,
		};
		return this.#interaction(options.some((o) => o.focused) ? 4 : 2, data);
	}

	/** A command in the context menu of a message. @param {Command} command @param {Message} message */
	menu(command, message) {
		return this.#interaction(2, {
			id: command.id,
			name: command.name,
			type: command.type,
			target_id: message.id,
			resolved: { messages: { [message.id]: this.delivered(message) } },
		});
	}

	/** A click on a button. @param {string} customID @param {Message} message */
	click(customID, message) {
		return this.#interaction(3, { component_type: 2, custom_id: customID }, message);
	}

	/** A choice in a menu. @param {string} customID @param {string[]} values @param {Message} message */
	choose(customID, values, message) {
		return this.#interaction(3, { component_type: 3, custom_id: customID, values }, message);
	}

	/**
	 * A form that was sent.
	 * @param {string} customID
	 * @param {Record<string, string>} values by the inputs' custom_ids
	 * @param {Message | undefined} message
	 */
	submit(customID, values, message) {
		const components = Object.entries(values).map(([custom_id, value]) => ({
			type: 18,
			component: { type: 4, custom_id, value },
		}));
		return this.#interaction(5, { custom_id: customID, components }, message);
	}

	/** A message that somebody writes. @param {string} text @param {Message | null} to which it replies */
	write(text, to) {
		const { application_id, session } = this.ready;
		const bot = { id: application_id, username: "bot", bot: true };
		// A reply to the bot mentions it without saying so.
		const mentioned = !this.direct && !to?.author.bot;
		/** @type {Record<string, unknown>} */
		const message = {
			id: snowflake(),
			type: to ? 19 : 0,
			channel_id: this.channel,
			author: this.#account(),
			content: mentioned ? `<@${application_id}> ${text}` : text,
			timestamp: new Date().toISOString(),
			edited_timestamp: null,
			tts: false,
			mention_everyone: false,
			mentions: mentioned || to?.author.bot ? [bot] : [],
			mention_roles: [],
			attachments: [],
			embeds: [],
			components: [],
			pinned: false,
			flags: 0,
		};
		if (!this.direct) message.guild_id = session.guild_id;
		if (to) {
			message.message_reference = { type: 0, message_id: to.id, channel_id: this.channel };
			message.referenced_message = this.delivered(to);
		}
		return message;
	}

	/** A message that is there, as Discord would deliver it. @param {Message} m */
	delivered(m) {
		return {
			id: m.id,
			type: m.replyTo ? 19 : 0,
			channel_id: m.channel,
			author: { id: m.author.id, username: m.author.name, bot: m.author.bot },
			content: m.content ?? "",
			timestamp: new Date(m.at).toISOString(),
			mentions: [],
			attachments: m.files.map((f, i) => ({
				id: String(i),
				filename: f.name,
				url: f.url,
			})),
			embeds: m.embeds ?? [],
			components: m.components ?? [],
			flags: m.flags ?? 0,
		};
	}
}
