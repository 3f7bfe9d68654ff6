// The page: a channel, a direct message, and what stands beside them.
import { Composer } from "./composer.js";
import { EPHEMERAL, Place } from "./discord.js";
import { byId, h } from "./dom.js";
import { askForm } from "./form.js";
import { Inspector } from "./inspect.js";
import { drawMessage, hex } from "./message.js";
import { choose } from "./popup.js";
import { complete, follow, interact, say } from "./server.js";
import { loadSettings, saveSettings } from "./settings.js";
import { State, questionOf } from "./state.js";

/** @typedef {import("./types.js").Ready} Ready */
/** @typedef {import("./types.js").Exchange} Exchange */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Command} Command */

const MESSAGE_MENU = 3;

/** @type {Ready} */
let ready;
let state = new State();
let live = false;
let direct = false;
const settings = loadSettings();
/** The requests of this tab that are under way. @type {Map<string, { message?: Message }>} */
const waiting = new Map();
/** The message that the next one replies to. @type {Message | null} */
let replying = null;
/** What was asked last in this tab, to be asked again. @type {(() => void) | null} */
let again = null;
/** @type {Set<string>} */
const dismissed = new Set();

const log = byId("log");
const inspector = new Inspector(() => ready);
const composer = new Composer({
  say: (text) => ask(text),
  run: (command, options, question) => {
    if (question) remember(question);
    send((place) => place.command(command, options));
  },
  complete: (command, options) => complete(here().command(command, options)),
});

const here = () => new Place(ready, settings, direct);

/** Whether the bot is a member where this tab is. */
const member = () => direct || settings.install === "server";

/** Asks in plain text. @param {string} text */
function ask(text) {
  if (!member()) {
    composer.hint(
      "The bot is not in this server, so a mention does not reach it: use a command, or write to it directly.",
    );
    return;
  }
  remember(text);
  const to = replying;
  again = () => {
    reply(to);
    ask(text);
  };
  const place = here();
  const message = place.write(text, replying);
  reply(null);
  const before = [...state.messages.values()].findLast(
    (m) => m.channel === place.channel && !m.owner,
  );
  deliver(
    String(message.id),
    {},
    say(message, before ? place.delivered(before) : null, place.permissions),
  );
}

/** Has the next message reply to another. @param {Message | null} to */
function reply(to) {
  replying = to;
  byId("replying").hidden = !to;
  byId("replying-to").textContent = to?.author.name ?? "";
  if (to) composer.focus();
}

/** Sends an interaction. @param {(place: Place) => any} make @param {Message} [message] */
function send(make, message) {
  if (!message) again = () => send(make);
  const interaction = make(here());
  deliver(interaction.id, { message }, interact(interaction));
}

/** @param {string} id @param {{ message?: Message }} context @param {Promise<unknown>} sent */
async function deliver(id, context, sent) {
  waiting.set(id, context);
  setTimeout(showTyping, 150);
  composer.hint("");
  try {
    await sent;
  } catch (error) {
    waiting.delete(id);
    composer.hint(`Not sent: ${error instanceof Error ? error.message : error}`);
  }
  showTyping();
}

function showTyping() {
  byId("typing").textContent = waiting.size > 0 ? `${ready.bot} is typing…` : "";
}

/** @type {import("./message.js").Uses} */
const uses = {
  names: {
    user: (id) =>
      id === ready.application_id
        ? ready.bot
        : (ready.session.users.find((u) => u.id === id)?.name ?? "unknown"),
    command: (name) => composer.open(name),
  },
  click: (m, id) => send((place) => place.click(id, m), m),
  choose: (m, id, values) => send((place) => place.choose(id, values, m), m),
  menu,
  reply,
  inspect: (m) => {
    document.body.classList.add("inspecting");
    inspector.open("how");
    select(m.exchange);
    byId("tab-how").focus();
  },
  dismiss: (m) => {
    dismissed.add(m.id);
    byId(`m${m.id}`).remove();
    composer.focus();
  },
  goTo,
  find: (id) => state.messages.get(id),
  get colour() {
    return ready.colour;
  },
};

/** @param {Message} m @param {HTMLElement} anchor @param {{ x: number, y: number }} [at] */
async function menu(m, anchor, at) {
  const apps =
    m.flags && m.flags & EPHEMERAL ? [] : ready.commands.filter((c) => c.type === MESSAGE_MENU);
  /** @type {[string, string, () => void][]} */
  const items = apps.map((c) => [c.name, "App", () => send((place) => place.menu(c, m))]);
  if (!m.owner) items.push(["Reply", "", () => reply(m)]);
  if (m.author.bot) items.push(["How it was answered", "", () => uses.inspect(m)]);
  items.push(["Copy text", "", () => void navigator.clipboard.writeText(plain(m))]);
  const question = questionOf(m.exchange);
  if (question)
    items.push([
      "Copy link to the question",
      "",
      () => void navigator.clipboard.writeText(linkTo(question)),
    ]);
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

/** @param {string} question */
const linkTo = (question) => new URL(hash(question), location.href).href;

/** @param {string} question */
const hash = (question) => `#${new URLSearchParams(question ? { q: question } : {})}`;

// ---- what stands in the log ----

/** @param {Message} m */
function visible(m) {
  const channel = direct ? ready.session.direct_id : ready.session.channel_id;
  const me = ready.session.users[settings.user].id;
  return m.channel === channel && (!m.owner || m.owner === me) && !dismissed.has(m.id);
}

/** Draws a message anew or for the first time. @param {Message} m */
function show(m) {
  const old = document.getElementById(`m${m.id}`);
  if (!visible(m)) {
    old?.remove();
    return;
  }
  const drawn = drawMessage(m, uses);
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

function drawAll() {
  log.replaceChildren(
    ...[...state.messages.values()].filter(visible).map((m) => drawMessage(m, uses)),
  );
  const nothing = log.children.length === 0;
  byId("empty").hidden = !nothing || !live;
  scrollDown();
}

const view = byId("view");
/** Whether the newest message is in sight, and is to stay so. */
let atEnd = true;
view.addEventListener("scroll", () => {
  atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < 40;
});
// A picture grows when it has come.
new ResizeObserver(() => {
  if (atEnd) scrollDown();
}).observe(log);

function scrollDown() {
  view.scrollTop = view.scrollHeight;
  atEnd = true;
}

/** @param {Exchange} x */
function select(x) {
  for (const m of log.querySelectorAll(".chosen")) m.classList.remove("chosen");
  for (const m of state.messages.values())
    if (m.exchange === x && m.author.bot)
      document.getElementById(`m${m.id}`)?.classList.add("chosen");
  // The answer is seen first.
  requestAnimationFrame(() => setTimeout(() => void inspector.show(x)));
}

/** @param {string} id */
function goTo(id) {
  const m = document.getElementById(`m${id}`);
  m?.scrollIntoView({ block: "center" });
  m?.focus({ preventScroll: true });
}

// ---- links ----

const asked = () => new URLSearchParams(location.hash.slice(1)).get("q")?.trim() ?? "";

/** Puts a question into the address. @param {string} question */
function remember(question) {
  if (asked() !== question) history.pushState(null, "", hash(question));
}

/** Shows what the address asks for: the answer that is there, or a new one. */
function followLink() {
  const question = asked();
  if (!question) return;
  const m = [...state.messages.values()].findLast(
    (m) => m.author.bot && visible(m) && questionOf(m.exchange) === question,
  );
  if (m) {
    goTo(m.id);
    select(m.exchange);
  } else ask(question);
}
window.addEventListener("hashchange", followLink);
window.addEventListener("popstate", followLink);

// ---- what the server says ----

follow({
  ready(r) {
    const reloaded = ready?.session.id === r.session.id && r.version > ready.version;
    const other = ready?.session.id !== r.session.id;
    ready = r;
    if (other) {
      state = new State();
      live = false;
      waiting.clear();
      reply(null);
    }
    header();
    composer.commands = r.commands;
    inspector.knowledge();
    drawSettings();
    if (!reloaded) return;
    const clock = new Intl.DateTimeFormat(undefined, {
      timeStyle: "medium",
    }).format(new Date());
    log.append(
      h(
        "p",
        { class: "divider", role: "status" },
        h("span", {}, `The knowledge was read again at ${clock}`),
      ),
    );
    inspector.refresh();
    again?.();
  },
  exchange(x) {
    const changed = state.fold(x, ready);
    const own = waiting.get(x.request.id);
    waiting.delete(x.request.id);
    if (!live) return;
    byId("empty").hidden = true;
    for (const m of changed) show(m);
    showTyping();
    if (own || changed.some(visible)) {
      if (!changed.every((m) => m.edited)) scrollDown();
      if (changed.some((m) => m.author.bot)) select(x);
    }
    if (own) measure();
    if (own && x.reply?.type === 9) void fillIn(x, own.message);
    if (own && x.refused) composer.hint(x.refused);
  },
  live() {
    if (live) return;
    live = true;
    drawAll();
    const last = [...state.messages.values()].findLast((m) => m.author.bot && visible(m));
    if (last) select(last.exchange);
    else void inspector.show(null);
    followLink();
    document.documentElement.dataset.live = "";
  },
  lost(lost) {
    byId("lost").hidden = !lost;
  },
});

/** Shows the form that a click was answered with. @param {Exchange} x @param {Message} [message] */
async function fillIn(x, message) {
  const form = x.reply.data;
  const values = await askForm(form);
  if (values) send((place) => place.submit(form.custom_id, values, message), message);
}

/** Measures how long it took from Enter until the answer was in the page, and in a frame. */
function measure() {
  const asked = performance.getEntriesByName("asked").at(-1);
  if (!asked) return;
  performance.clearMarks("asked");
  performance.measure("drawn", { start: asked.startTime });
  requestAnimationFrame(() => performance.measure("answer", { start: asked.startTime }));
}

// ---- what stands around ----

function header() {
  const name = direct ? ready.bot : "questions";
  byId("place").textContent = direct ? `@ ${name}` : `# ${name}`;
  byId("topic").textContent = direct ? "Direct message" : ready.subject;
  document.title = `${direct ? "@" : "#"}${name} · ${ready.bot} playground`;
  byId("go-direct-name").textContent = ready.bot;
  byId("brand").textContent = ready.bot;
  document.documentElement.style.setProperty("--brand", hex(ready.colour));
  byId("go-channel").setAttribute("aria-current", String(!direct));
  byId("go-direct").setAttribute("aria-current", String(direct));
  composer.placeholder = member()
    ? `Message ${direct ? "@" : "#"}${name}, or / for commands`
    : "The bot is not a member here: / for commands";
  byId("empty-title").textContent = ready.bot;
  byId("empty-about").textContent = ready.about;
  byId("examples").replaceChildren(
    ...ready.examples.map((q) =>
      h("li", {}, h("button", { type: "button", class: "button", click: () => ask(q) }, q)),
    ),
  );
}

// Whoever types, types a message, wherever the focus is.
document.addEventListener("keydown", (e) => {
  if (e.key.length !== 1 || e.key === " " || e.ctrlKey || e.metaKey || e.altKey || e.isComposing)
    return;
  const at = /** @type {Element} */ (e.target);
  if (!at.closest("input, textarea, select, dialog, .popup, summary")) composer.focus();
});

/** @param {boolean} to */
function goChannel(to) {
  direct = to;
  reply(null);
  byId("side").classList.remove("open");
  header();
  drawAll();
  composer.focus();
}
byId("go-channel").addEventListener("click", () => goChannel(false));
byId("go-direct").addEventListener("click", () => goChannel(true));
byId("no-reply").addEventListener("click", () => {
  reply(null);
  composer.focus();
});
byId("open-side").addEventListener("click", (e) => {
  e.stopPropagation();
  byId("side").classList.toggle("open");
});
/** Closes what lies over the channel on a small screen. */
function uncover() {
  byId("side").classList.remove("open");
  document.body.classList.remove("inspecting");
}
document.addEventListener("keydown", (e) => {
  if (e.key === "Escape" && !e.defaultPrevented) uncover();
});
byId("view").addEventListener("click", (e) => {
  if (!(/** @type {Element} */ (e.target).closest("button"))) uncover();
});
byId("open-inspector").addEventListener("click", () =>
  document.body.classList.toggle("inspecting"),
);
byId("close-inspector").addEventListener("click", () => {
  document.body.classList.remove("inspecting");
  composer.focus();
});
byId("source-close").addEventListener("click", () =>
  /** @type {HTMLDialogElement} */ (byId("source")).close(),
);

function drawSettings() {
  const lacks = byId("lacks");
  if (lacks.children.length > 1) return;
  for (const p of ready.permissions)
    lacks.append(
      h(
        "label",
        {},
        h("input", {
          type: "checkbox",
          value: p.bit,
          checked: settings.lacks.includes(p.bit),
          name: "lacks",
        }),
        p.name,
      ),
    );
}

byId("settings").addEventListener("change", (e) => {
  const input = /** @type {HTMLInputElement} */ (e.target);
  if (input.name === "user") settings.user = Number(input.value);
  if (input.name === "install") settings.install = input.value === "user" ? "user" : "server";
  if (input.name === "phone") settings.phone = input.checked;
  if (input.name === "lacks")
    settings.lacks = [...document.querySelectorAll("[name=lacks]")]
      .filter((i) => /** @type {HTMLInputElement} */ (i).checked)
      .map((i) => /** @type {HTMLInputElement} */ (i).value);
  saveSettings(settings);
  applySettings();
  drawAll();
});

function applySettings() {
  document.body.classList.toggle("phone", settings.phone);
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (
    document.querySelectorAll("#settings input")
  )) {
    if (input.name === "user") input.checked = Number(input.value) === settings.user;
    if (input.name === "install") input.checked = input.value === settings.install;
    if (input.name === "phone") input.checked = settings.phone;
  }
  if (ready) header();
}

applySettings();
inspector.open("how");
