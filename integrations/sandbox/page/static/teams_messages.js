// @ts-check
/** Messages as Teams shows them: bubbles in chats, posts with their threads in channels, and what one can do with each. */
import { h } from "./dom.js";
import { drawCard } from "./cards.js";
import { composer } from "./teams_composer.js";
import { avatar, icon } from "./teams_icons.js";
import { follow } from "./teams_links.js";
import { menuButton } from "./teams_menu.js";
import { filesOf, offerOf } from "./teams_files.js";
import { fromHtml } from "./teams_html.js";
import { clockTime, markdown, moment, own, written } from "./teams_text.js";
import { settle } from "./teams_keep.js";

const REACTIONS = { like: "👍", heart: "❤️", laugh: "😆", surprised: "😮", sad: "😢", angry: "😡" };
const TOGETHER = 5 * 60 * 1000;
const FEW = 3;

/**
 * @typedef {{sight: any, act: (deed: string, fields?: object) => Promise<any>, draft: any, kept: any,
 *   again: () => void}} Client
 */

/** The nodes of a conversation, oldest first. @param {Client} c @returns {HTMLElement[]} */
export function conversation(c) {
  const place = c.sight.place;
  return place.kind === "channel" ? posts(c, place.messages) : bubbles(c, place.messages);
}

function bubbles(c, messages) {
  const nodes = [];
  let before = null;
  for (const message of messages) {
    const day = dayOf(c, message.at);
    const newDay = !before || dayOf(c, before.at) !== day;
    if (newDay) nodes.push(c.kept.node(`day/${message.id}`, day, () => h("div", { class: "t-day" }, h("span", null, day))));
    const follows = !newDay && before.author === message.author && Date.parse(message.at) - Date.parse(before.at) < TOGETHER;
    nodes.push(messageNode(c, message, { bubble: true, follows }));
    before = message;
  }
  return nodes;
}

function posts(c, messages) {
  const threads = new Map();
  for (const message of messages) {
    const root = message.thread || message.id;
    threads.set(root, [...(threads.get(root) ?? []), message]);
  }
  return [...threads].map(([root, all]) => postNode(c, root, all));
}

/** A post with its answers and the reply box; it stays the same node however it changes. */
function postNode(c, root, all) {
  const post = c.kept.node(`post/${c.sight.place.id}/${root}`, null, () => h("article", { class: "t-post" }));
  const head = all.find((one) => one.id === root);
  const replies = all.filter((one) => one.id !== root);
  const unfolded = c.draft.unfolded?.[root] || replies.length <= FEW + 1;
  const shown = unfolded ? replies : replies.slice(-FEW);
  const gone = () => h("p", { class: "t-gone" }, "This message has been deleted.");
  const nodes = [head ? messageNode(c, head, {}) : c.kept.node(`gone/${root}`, null, gone)];
  if (!unfolded) nodes.push(unfoldNode(c, root, replies.length - shown.length));
  nodes.push(...shown.map((one) => messageNode(c, one, { reply: true })), replyNode(c, root, head));
  settle(post, nodes);
  return post;
}

function unfoldNode(c, root, hidden) {
  return c.kept.node(`fold/${root}`, hidden, () => {
    const node = h(
      "button",
      { type: "button", class: "t-unfold" },
      `See ${hidden} earlier ${hidden === 1 ? "reply" : "replies"}`,
    );
    node.addEventListener("click", () => {
      c.draft.unfolded = { ...c.draft.unfolded, [root]: true };
      c.again();
    });
    return node;
  });
}

function replyNode(c, root, head) {
  const key = `reply/${root}`;
  const open = Boolean(c.draft.replying?.[root] || c.draft.texts?.[key]);
  const set = (value) => {
    c.draft.replying = { ...c.draft.replying, [root]: value };
    c.again();
  };
  return c.kept.node(key, open, () => {
    if (open) return replyBox(c, root, key, () => set(false));
    const label = `Reply to ${head ? authorOf(c, head) : "the thread"}`;
    const node = h("button", { type: "button", class: "t-reply", "aria-label": label }, icon("reply"), "Reply");
    node.addEventListener("click", () => {
      set(true);
      document.querySelector(`[data-focus="${CSS.escape(`write/${key}`)}"]`)?.focus();
    });
    return node;
  });
}

function replyBox(c, root, key, cancel) {
  const place = c.sight.place.id;
  const send = (text, more) => c.act("writes", { place, text, thread: root, ...more });
  return composer({ ...writing(c), key, label: "Reply", placeholder: "Reply", send, cancel });
}

/** What every place to write at knows. @param {Client} c */
export function writing(c) {
  const { sight, draft } = c;
  const personal = sight.place?.kind === "personal";
  const people = personal ? [] : (sight.place?.members ?? []).filter((name) => name !== sight.me.name);
  return { draft, people, bot: sight.bot.name, commands: sight.commands ?? [], personal, me: sight.me };
}

const authorOf = (c, message) => (message.bot ? message.author || c.sight.bot.name : message.author);

function dayOf(c, at) {
  const { now, me } = c.sight;
  const day = (when) => moment(when, { year: "numeric", month: "2-digit", day: "2-digit" }, me);
  if (day(at) === day(now)) return "Today";
  if (day(at) === day(new Date(Date.parse(now) - 86_400_000).toISOString())) return "Yesterday";
  return moment(at, { weekday: "long", day: "numeric", month: "long" }, me);
}

function timeOf(c, at) {
  const day = dayOf(c, at);
  const date =
    day === "Today" ? "" : day === "Yesterday" ? "Yesterday " : `${moment(at, { day: "numeric", month: "short" }, c.sight.me)} `;
  return `${date}${clockTime(at, c.sight.me)}`;
}

/** One message, drawn anew only when something about it changed. */
function messageNode(c, message, how) {
  const editing = c.draft.editing === message.id;
  const { sight } = c;
  const actions = sight.message_actions ?? [];
  const when = how.bubble ? clockTime(message.at, sight.me) : timeOf(c, message.at);
  const depends = [message, how, editing, when, actions, sight.me, Boolean(sight.people)];
  return c.kept.node(`m/${sight.place.id}/${message.id}`, depends, () => draw(c, message, how, editing, when));
}

function draw(c, message, how, editing, when) {
  const author = authorOf(c, message);
  const look = [
    how.bubble ? "t-chat" : how.reply ? "t-answer" : "t-head",
    message.mine ? "t-mine" : "",
    how.follows ? "t-follows" : "",
  ];
  const body = h(
    "div",
    { class: "t-body" },
    headOf(c, message, author, when),
    editing ? editBox(c, message) : content(c, message),
    reactionsOf(c, message),
  );
  const face =
    how.follows || (how.bubble && message.mine)
      ? h("span", { class: "t-avatar-space" })
      : avatar(author, message.bot ? "app" : "");
  const props = {
    class: `t-message ${look.filter(Boolean).join(" ")}`,
    role: "group",
    "aria-label": `${author}, ${when}`,
    "data-message": message.id,
  };
  return h("div", props, face, body, editing ? null : toolbar(c, message));
}

function headOf(c, message, author, when) {
  return h(
    "div",
    { class: "t-by" },
    h("bdi", { class: "t-author" }, author),
    message.bot ? h("span", { class: "t-badge" }, "App") : null,
    h("time", { class: "t-when", datetime: message.at }, when),
    message.edited && !(message.bot && message.card) ? h("span", { class: "t-edited" }, "Edited") : null,
    message.only_me ? h("span", { class: "t-only" }, "Only you can see this") : null,
  );
}

function content(c, message) {
  const { me } = c.sight;
  const reader = { tz: me.tz, locale: me.locale, mentions: message.mentions ?? {} };
  const text = message.text || (message.card || message.offer || message.files?.length ? "" : message.summary) || "";
  const words = message.bot ? markdown(text, reader) : text && message.html ? fromHtml(message.html) : written(text, reader);
  const node = h("div", { class: message.card ? "t-content t-with-card" : "t-content" });
  if (text) node.append(h("div", { class: message.html ? "t-words t-html" : "t-words", dir: "auto" }, ...words));
  if (message.card) node.append(drawCard(message.card, settingOf(c, message)));
  node.append(...[offerOf(c, message), ...filesOf(c, message)].filter((one) => one !== null));
  return node;
}

/** @returns {import("./cards.js").Setting} */
function settingOf(c, message) {
  const place = c.sight.place.id;
  const press = (path, values) => c.act("presses", { place, id: message.id, path, values });
  return {
    tz: c.sight.me.tz,
    locale: c.sight.me.locale,
    people: c.sight.people ?? [],
    name: `m/${message.id}`,
    press,
    follow: (url) => follow(c, url),
  };
}

function editBox(c, message) {
  const key = `edit/${message.id}`;
  const text = message.typed || message.text;
  c.draft.texts = { [key]: text, ...c.draft.texts };
  const done = () => {
    delete c.draft.texts[key];
    c.draft.editing = null;
    c.again();
  };
  const send = async (changed) => {
    const answer = changed === text ? null : await c.act("edits", { place: c.sight.place.id, id: message.id, text: changed });
    if (answer?.ok !== false) done();
    return answer;
  };
  return composer({ ...writing(c), commands: [], plain: true, key, label: "Edit message", placeholder: "", send, cancel: done });
}

function reactionsOf(c, message) {
  const given = Object.entries(message.reactions ?? {}).filter(([, who]) => who.length);
  if (!given.length) return null;
  return h(
    "div",
    { class: "t-reactions" },
    given.map(([kind, who]) => {
      const mine = who.includes(c.sight.me.name);
      const label = `${kind}: ${who.join(", ")}`;
      const props = {
        type: "button",
        class: mine ? "t-given t-mine" : "t-given",
        "aria-pressed": String(mine),
        "aria-label": label,
        title: label,
      };
      return pressing(h("button", props, own(REACTIONS, kind) ?? kind, h("span", { class: "t-count" }, String(who.length))), () =>
        react(c, message, kind),
      );
    }),
  );
}

function pressing(node, deed) {
  node.addEventListener("click", deed);
  return node;
}

function react(c, message, reaction) {
  const mine = (message.reactions?.[reaction] ?? []).includes(c.sight.me.name);
  return c.act(mine ? "unreacts" : "reacts", { place: c.sight.place.id, id: message.id, reaction });
}

function toolbar(c, message) {
  const faces = Object.entries(REACTIONS).map(([kind, face]) =>
    pressing(h("button", { type: "button", class: "t-face", "aria-label": `React: ${kind}`, title: kind }, face), () =>
      react(c, message, kind),
    ),
  );
  const items = menuOf(c, message);
  const more = items.length ? [menuButton(icon("more"), "More options", "t-face", items)] : [];
  return h(
    "div",
    { class: "t-toolbar", role: "toolbar", "aria-label": "Message actions" },
    h("span", { class: "t-faces" }, ...faces),
    ...more,
  );
}

function menuOf(c, message) {
  const place = c.sight.place.id;
  const own = message.mine
    ? [
        { title: "Edit", act: () => edit(c, message) },
        { title: "Delete", danger: true, act: () => c.act("deletes", { place, id: message.id }) },
      ]
    : [];
  const apps = (c.sight.message_actions ?? []).map((one) => ({
    title: one.title,
    act: () => c.act("message_action", { id: one.id, place, message: message.id }),
  }));
  const fresh = message.card?.refresh
    ? [
        {
          title: "Refresh card",
          act: () => c.act("presses", { place, id: message.id, path: "/refresh/action", values: {} }),
        },
      ]
    : [];
  return [...own, ...apps, ...fresh];
}

function edit(c, message) {
  c.draft.editing = message.id;
  c.again();
  document.querySelector(`[data-focus="${CSS.escape(`write/edit/${message.id}`)}"]`)?.focus();
}
