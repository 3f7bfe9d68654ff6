// Drawing a message: who wrote it, its text, its embeds, what can be clicked.
import { EPHEMERAL } from "./discord.js";
import { button, h, isWeb } from "./dom.js";
import { markdown } from "./markdown.js";
import { choose } from "./popup.js";

/** @import { Component, Embed, Message, Uses } from "./types.js" */

/** @param {Message} m @param {Uses} uses @returns {HTMLElement} */
export function drawMessage(m, uses) {
	const bot = m.author.bot;
	const more = button(
		"tool",
		() => uses.menu(m, more),
		{
			"aria-haspopup": "menu",
			"aria-label": `More about the message of ${m.author.name}`,
			title: "More",
		},
		"⋯",
	);
	const avatar = h(
		"span",
		{ class: bot ? "avatar app" : "avatar", "aria-hidden": "true" },
		initials(m.author.name),
	);
	if (bot) avatar.style.setProperty("--accent", hex(uses.colour));
	return h(
		"article",
		{
			id: `m${m.id}`,
			class: m.owner ? "message ephemeral" : "message",
			"aria-labelledby": `a${m.id}`,
			tabindex: "-1",
			contextmenu: (/** @type {MouseEvent} */ e) => {
				if (e.target instanceof Element && e.target.closest("a")) return; // the browser's own menu
				e.preventDefault();
				uses.menu(m, more, e.clientX || e.clientY ? { x: e.clientX, y: e.clientY } : undefined);
			},
		},
		lead(m, uses),
		avatar,
		h(
			"div",
			{ class: "body" },
			h(
				"header",
				{ id: `a${m.id}` },
				h("span", { class: bot ? "author app" : "author" }, m.author.name),
				bot && h("span", { class: "badge" }, "APP"),
				time(m.at),
				m.edited && h("span", { class: "edited" }, "(edited)"),
			),
			m.content && h("div", { class: "markdown" }, markdown(m.content, uses.names)),
			...loose(m).map((f) => picture(f.url, f.description || f.name)),
			...(m.embeds ?? []).map((e) => drawEmbed(e, m, uses)),
			...(m.components ?? []).map((row) => drawRow(row, m, uses)),
			m.flags && m.flags & EPHEMERAL
				? h(
						"p",
						{ class: "only-you" },
						"Only you can see this · ",
						button("link", () => uses.dismiss(m), {}, "Dismiss message"),
					)
				: null,
			m.exchange.problems.length > 0 &&
				bot &&
				h("p", { class: "broken" }, `Discord would refuse this: ${m.exchange.problems[0]}`),
		),
		h(
			"div",
			{ class: "tools" },
			!m.owner &&
				button(
					"tool",
					() => uses.reply(m),
					{ title: "Reply", "aria-label": `Reply to ${m.author.name}` },
					"↩",
				),
			bot && button("tool", () => uses.inspect(m), { title: "How it was answered" }, "How?"),
			more,
		),
	);
}

/** What stands above a message: what it replies to, or the command behind it. @param {Message} m @param {Uses} uses */
function lead(m, uses) {
	if (m.used) return h("div", { class: "lead" }, m.used);
	const to = m.replyTo && uses.find(m.replyTo);
	if (!to) return null;
	const text = to.content?.replace(/<@!?\d+>\s*/g, "") || to.embeds?.[0]?.title || "a message";
	return h(
		"div",
		{ class: "lead" },
		button(
			"link",
			() => uses.goTo(to.id),
			{},
			h("span", { class: "author" }, to.author.name),
			` ${text}`,
		),
	);
}

/** The files that no embed shows. @param {Message} m */
const loose = (m) =>
	m.files.filter((f) => !(m.embeds ?? []).some((e) => e.image?.url === `attachment://${f.name}`));

/** @param {Embed} e @param {Message} m @param {Uses} uses */
function drawEmbed(e, m, uses) {
	const box = h(
		"div",
		{ class: "embed" },
		e.author && h("p", { class: "embed-author" }, e.author.name),
		e.title && h("p", { class: "embed-title" }, markdown(e.title, uses.names)),
		e.description && h("div", { class: "markdown" }, markdown(e.description, uses.names)),
		e.fields?.length ? fields(e.fields, uses) : null,
		e.image && embedPicture(e.image, m),
		e.footer && h("p", { class: "embed-footer" }, e.footer.text),
	);
	box.style.setProperty("--accent", hex(e.color ?? 0));
	return box;
}

/** @param {{ url: string, description?: string }} image @param {Message} m */
function embedPicture(image, m) {
	const file = m.files.find((f) => image.url === `attachment://${f.name}`);
	const alt = image.description || file?.description || m.embeds?.[0]?.title || "";
	return file ? picture(file.url, alt) : h("p", { class: "embed-footer" }, `Picture: ${image.url}`);
}

/** @param {string} url @param {string} alt */
const picture = (url, alt) =>
	h(
		"a",
		{ class: "picture", href: url, target: "_blank", rel: "noopener" },
		h("img", { src: url, alt, title: alt }),
	);

/**
 * Inline fields stand up to three in a row, as on Discord.
 * @param {NonNullable<Embed["fields"]>} all
 * @param {Uses} uses
 */
function fields(all, uses) {
	const out = h("dl", { class: "fields" });
	for (let i = 0; i < all.length;) {
		let n = 1;
		if (all[i].inline) while (n < 3 && all[i + n]?.inline) n++;
		for (const f of all.slice(i, i + n))
			out.append(
				h(
					"div",
					{ class: `field of-${n}` },
					h("dt", {}, markdown(f.name, uses.names)),
					h("dd", { class: "markdown" }, markdown(f.value, uses.names)),
				),
			);
		i += n;
	}
	return out;
}

/** @param {Component} row @param {Message} m @param {Uses} uses */
function drawRow(row, m, uses) {
	return h(
		"div",
		{ class: "row" },
		...(row.components ?? []).map((c) => {
			if (c.type === 2) return press(c, m, uses);
			if (c.type === 3) return select(c, m, uses);
			return h(
				"span",
				{ class: "unknown" },
				`a component of type ${c.type}, which the playground does not draw`,
			);
		}),
	);
}

/** @param {Component} c @param {Message} m @param {Uses} uses */
function press(c, m, uses) {
	const text = [c.emoji?.name, c.label].filter(Boolean).join(" ");
	if (c.style === 5) {
		const url = c.url ?? "";
		return h(
			"a",
			{
				class: "button",
				href: isWeb(url) ? url : null,
				target: "_blank",
				rel: "noopener noreferrer",
			},
			text,
			h("span", { "aria-hidden": "true" }, " ↗"),
		);
	}
	const id = c.custom_id ?? "";
	return button(
		`button style-${c.style}`,
		() => uses.click(m, id),
		{ disabled: !!c.disabled, "data-custom-id": id },
		text,
	);
}

/** @param {Component} c @param {Message} m @param {Uses} uses */
function select(c, m, uses) {
	const options = c.options ?? [];
	const chosen = options.find((o) => o.default);
	const id = c.custom_id ?? "";
	const label = c.placeholder || "Make a selection";
	const open = async () => {
		const at = await choose({
			role: "listbox",
			label,
			options: options.map((o) => ({
				label: o.label,
				detail: o.description,
				selected: !!o.default,
			})),
			anchor: opener,
		});
		if (at >= 0) uses.choose(m, id, [options[at].value]);
	};
	const opener = button(
		chosen ? "select" : "select empty",
		open,
		{
			disabled: !!c.disabled,
			"aria-haspopup": "listbox",
			"aria-expanded": "false",
			"aria-label": chosen ? `${label}: ${chosen.label}` : label,
			"data-custom-id": id,
		},
		h("span", {}, chosen?.label ?? label),
		h("span", { class: "arrow", "aria-hidden": "true" }, "▾"),
	);
	return opener;
}

// Making a formatter takes longer than drawing a message.
const clockFormat = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** @param {number} at milliseconds */
function time(at) {
	const date = new Date(at);
	const clock = clockFormat.format(date);
	const full = `${dayFormat.format(date)} ${clock}`;
	const today = date.toDateString() === new Date().toDateString();
	return h(
		"time",
		{ datetime: date.toISOString(), title: full },
		today ? `Today at ${clock}` : full,
	);
}

/** @param {string} name */
const initials = (name) => (name.match(/[\p{L}\p{N}]/u)?.[0] ?? "?").toUpperCase();

/** @param {number} colour */
const hex = (colour) => `#${colour.toString(16).padStart(6, "0")}`;
