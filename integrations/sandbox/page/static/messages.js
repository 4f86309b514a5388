// @ts-check
/** The messages of a channel or thread: grouped by author and day, with what can be done about each. */

import { drawBlocks, folded, langOf, weight } from "./blocks.js";
import { day, dayName, moment, time } from "./dates.js";
import { h } from "./dom.js";
import { EMOJI, QUICK, emoji } from "./emoji.js";
import { faceOf } from "./faces.js";
import { shown } from "./files.js";
import { icon } from "./icons.js";
import { mrkdwn, named } from "./mrkdwn.js";
import { openMenu } from "./menus.js";

const GROUP_SECONDS = 300;
const at = (message) => Number(message.ts.split(".")[0]);
const sameAuthor = (one, other) => one && one.user === other.user && one.name === other.name;

/** @param {any} ctx @param {any[]} messages @param {{place: any, thread: string}} where */
export function drawMessages(ctx, messages, where) {
  return messages.map((message, n) => {
    const before = messages[n - 1];
    const fresh = !before || day(at(before), ctx.me) !== day(at(message), ctx.me);
    const close =
      !fresh &&
      sameAuthor(before, message) &&
      at(message) - at(before) < GROUP_SECONDS &&
      !before.ephemeral &&
      !message.ephemeral &&
      !(before.reply_count && !where.thread);
    return [fresh && !where.thread && dayLine(ctx, message), row(ctx, message, where, Boolean(close))];
  });
}

function dayLine(ctx, message) {
  const name = dayName(at(message), ctx.me, ctx.now);
  return h(
    "div",
    { class: "s-day", key: `day ${day(at(message), ctx.me)}`, role: "separator" },
    h("span", { lang: langOf(name) }, name),
  );
}

function row(ctx, message, where, close) {
  const name = message.name || named(ctx, message.user);
  const style = `s-message${close ? " s-close" : ""}${message.ephemeral ? " s-private" : ""}`;
  const clock = h(
    "time",
    { class: "s-time", title: moment(at(message), ctx.me), datetime: new Date(at(message) * 1000).toISOString() },
    time(at(message), ctx.me),
  );
  const head = h(
    "div",
    { class: "s-who" },
    h("bdi", { class: "s-name" }, name),
    message.bot && h("span", { class: "s-badge" }, "App"),
    clock,
  );
  return h(
    "article",
    {
      class: style,
      key: message.ts,
      "data-ts": message.ts,
      tabindex: "-1",
      "aria-label": `${name}, ${time(at(message), ctx.me)}`,
    },
    h("div", { class: "s-gutter", key: "gutter" }, close ? clock.cloneNode(true) : faceOf(ctx, message.user, "", name)),
    h(
      "div",
      { class: "s-body", key: "body" },
      message.ephemeral && h("div", { class: "s-only", key: "only" }, icon("eye"), "Only visible to you"),
      !close && head,
      ctx.ui.edit?.ts === message.ts ? editing(ctx, message, where) : content(ctx, message, where),
      reactions(ctx, message, where),
      !where.thread && summary(ctx, message, where),
    ),
    tools(ctx, message, where),
  );
}

function content(ctx, message, where) {
  // Slack says it of words alone: what an app has drawn in blocks may change without it.
  const marked = message.edited && !(message.bot && message.blocks?.length);
  const tail = marked ? h("span", { class: "s-edited" }, " (edited)") : null;
  const about = { place: where.place.id, ts: message.ts, thread: where.thread };
  const spot = { key: `${where.place.id}/${where.thread}/${message.ts}`, about, tail };
  const words = () => h("div", { class: "s-text", dir: "auto", lang: langOf(message.text) }, mrkdwn(ctx, message.text), tail);
  const drawn = message.blocks?.length
    ? drawBlocks(ctx, spot, message.blocks)
    : folded(ctx, `${spot.key}/words`, weight(message.text), words());
  const seen = { person: `slack:${ctx.me.id}`, place: where.place.id, message: message.ts };
  const file = (one) => shown("s", { ...one, name: one.title || one.name }, seen, () => icon("file"), ctx.say, ctx.again);
  const files = message.files?.length > 0 && h("div", { class: "s-files", key: "files" }, message.files.map(file));
  const said = message.text || message.blocks?.length || !files;
  return [said && h("div", { class: "s-content", key: "content" }, drawn), files];
}

/** The words of one's own message, being changed. */
function editing(ctx, message, where) {
  const leave = () => {
    ctx.ui.edit = null;
    ctx.again();
  };
  const save = () => {
    const text = ctx.ui.edit.text.trim();
    leave();
    if (text && text !== message.text) ctx.send("edits", { place: where.place.id, ts: message.ts, text });
  };
  const keys = (event) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save();
    else return;
    event.preventDefault();
  };
  const typed = (event) => (ctx.ui.edit.text = event.target.value);
  return h(
    "div",
    { class: "s-editing", key: "editing" },
    h("textarea", {
      class: "s-field",
      rows: 2,
      dir: "auto",
      "aria-label": "Edit message",
      value: ctx.ui.edit.text,
      ready: (node) => node.focus(),
      on: { keydown: keys, input: typed },
    }),
    h(
      "div",
      { class: "s-edit-foot" },
      h("button", { class: "s-button", type: "button", on: { click: leave } }, "Cancel"),
      h("button", { class: "s-button s-primary", type: "button", on: { click: save } }, "Save"),
    ),
  );
}

function reactions(ctx, message, where) {
  const all = Object.entries(message.reactions || {}).filter(([, who]) => who.length);
  if (!all.length) return null;
  return h(
    "div",
    { class: "s-reactions", key: "reactions" },
    all.map(([name, who]) => {
      const mine = who.includes(ctx.me.id);
      const people = who.map((id) => named(ctx, id)).join(", ");
      return h(
        "button",
        {
          class: mine ? "s-reaction s-mine" : "s-reaction",
          key: name,
          type: "button",
          "aria-pressed": String(mine),
          title: `${people} reacted with :${name}:`,
          "aria-label": `${name.replaceAll("_", " ")}, ${who.length}: ${people}`,
          on: { click: () => turn(ctx, message, where, name) },
        },
        h("span", { class: "s-emoji" }, emoji(name)),
        h("span", null, who.length),
      );
    }),
    h(
      "button",
      {
        class: "s-reaction s-add",
        key: "add",
        type: "button",
        "aria-label": "Add reaction",
        "data-anchor": `${spotOf(where, message)} add`,
        on: { click: () => pick(ctx, message, where, "add") },
      },
      icon("smile"),
      "+",
    ),
  );
}

const spotOf = (where, message) => `${where.thread}/${message.ts}`;

/** Add a reaction, or take one's own away. */
function turn(ctx, message, where, name) {
  const deed = (message.reactions?.[name] || []).includes(ctx.me.id) ? "unreacts" : "reacts";
  ctx.send(deed, { place: where.place.id, ts: message.ts, emoji: name });
}

function pick(ctx, message, where, which) {
  const first = [...QUICK, ...[...EMOJI.keys()].filter((name) => !QUICK.includes(name))];
  const rows = first.map((name) => ({ value: name, label: name, glyph: emoji(name) }));
  openMenu(ctx, {
    anchor: `${spotOf(where, message)} ${which}`,
    rows,
    grid: true,
    filter: true,
    choose: (name) => turn(ctx, message, where, name),
  });
}

/** "3 replies", and who wrote them. */
function summary(ctx, message, where) {
  if (!message.reply_count) return null;
  const faces = (message.reply_users || []).slice(0, 4).map((id) => faceOf(ctx, id, "s-face-small"));
  const open = () => ctx.send("opens", { place: where.place.id, thread: message.ts });
  return h(
    "button",
    { class: "s-replies", key: "replies", type: "button", on: { click: open } },
    faces,
    h("span", { class: "s-count" }, message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`),
    h("span", { class: "s-see" }, "View thread"),
  );
}

/** What shows up when the pointer or the focus is on a message. */
function tools(ctx, message, where) {
  if (message.ephemeral) return null;
  const tool = (name, label, deed, mark) =>
    h(
      "button",
      {
        class: "s-tool",
        key: label,
        type: "button",
        "aria-label": label,
        title: label,
        "data-anchor": `${spotOf(where, message)} ${mark}`,
        on: { click: deed },
      },
      name.length > 10 ? name : icon(name),
    );
  const quick = QUICK.slice(0, 3).map((name) =>
    h(
      "button",
      {
        class: "s-tool",
        key: name,
        type: "button",
        "aria-label": `React with ${name.replaceAll("_", " ")}`,
        title: `:${name}:`,
        on: { click: () => turn(ctx, message, where, name) },
      },
      h("span", { class: "s-emoji" }, emoji(name)),
    ),
  );
  const reply = () => ctx.send("opens", { place: where.place.id, thread: message.thread_ts || message.ts });
  const held = ctx.ui.menu?.anchor.startsWith(`${spotOf(where, message)} `);
  return h(
    "div",
    { class: held ? "s-tools s-held" : "s-tools", key: "tools", role: "toolbar", "aria-label": "Message actions" },
    quick,
    tool("smile", "Find another reaction", () => pick(ctx, message, where, "react"), "react"),
    !where.thread && tool("reply", "Reply in thread", reply, "reply"),
    tool("more", "More actions", () => more(ctx, message, where), "more"),
  );
}

/** The "…" menu: the app's message shortcuts, and what authors may do. */
function more(ctx, message, where) {
  const about = { place: where.place.id, ts: message.ts };
  const deeds = {
    edit: () => {
      ctx.ui.edit = { ts: message.ts, text: typedForm(ctx, message.text) };
      ctx.again();
    },
    delete: () =>
      ctx.ask({
        title: "Delete message",
        text: plain("Delete this message? This cannot be undone."),
        confirm: plain("Delete"),
        deny: plain("Cancel"),
        style: "danger",
        go: () => ctx.send("deletes", about),
      }),
  };
  const shortcuts = ctx.sight.message_shortcuts.map((one) => ({
    value: `shortcut ${one.id}`,
    label: one.name,
    more: ctx.sight.bot.name,
    face: ctx.sight.bot.id,
  }));
  const own = message.mine
    ? [
        { value: "edit", label: "Edit message" },
        { value: "delete", label: "Delete message…", danger: true },
      ]
    : [];
  const choose = (value) =>
    deeds[value] ? deeds[value]() : ctx.send("message_shortcut", { ...about, id: value.slice("shortcut ".length) });
  openMenu(ctx, { anchor: `${spotOf(where, message)} more`, rows: [...shortcuts, ...own], choose });
}

const plain = (text) => ({ type: "plain_text", text });

/** A message's text as its author would type it again. */
function typedForm(ctx, text) {
  return text
    .replace(/<@([A-Z0-9]+)>/g, (_, id) => `@${named(ctx, id)}`)
    .replace(/<(?:mailto:)?([^<>|]+)(?:\|[^<>]*)?>/g, "$1")
    .replace(/^( *)[•◦▪] /gm, "$1- ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}
