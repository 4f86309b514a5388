// @ts-check
/** Where one writes: Enter sends, Shift+Enter breaks the line; commands, people and emoji complete themselves. */

import { h } from "./dom.js";
import { EMOJI, emoji } from "./emoji.js";
import { faceOf } from "./faces.js";
import { chooser, pasted, taken as fitting, tray } from "./files.js";
import { icon } from "./icons.js";
import { named } from "./mrkdwn.js";
import { openMenu } from "./menus.js";

const MOST = 8;

/** @param {any} ctx @param {{place: any, thread: string}} where @param {string} hint */
export function drawComposer(ctx, where, hint) {
  const key = `${where.place.id}/${where.thread}`;
  const text = ctx.draft.typed[key] || "";
  const offer = ctx.ui.offer?.key === key ? ctx.ui.offer : null;
  const set = (value) => {
    ctx.draft.typed[key] = value;
  };
  const typed = (event) => {
    set(event.target.value);
    ctx.ui.offer = offered(ctx, key, event.target);
    ctx.again();
  };
  const send = () => sent(ctx, where, key);
  const files = filesOf(ctx, key);
  const ready = text.trim() || files.length;
  const paste = (event) => {
    const pictures = pasted(event);
    if (!pictures.length) return;
    event.preventDefault();
    add(ctx, key, pictures);
  };
  const field = h("textarea", {
    class: "s-write",
    key,
    "data-write": key,
    rows: 1,
    dir: "auto",
    placeholder: hint,
    "aria-label": hint,
    value: text,
    "aria-autocomplete": "list",
    "aria-controls": offer && "s-offer",
    "aria-activedescendant": offer && offer.at >= 0 ? `s-offer-${offer.at}` : null,
    on: { input: typed, keydown: (event) => steer(ctx, key, event, send), blur: () => leave(ctx), paste },
  });
  const insert = (words) => put(ctx, key, words);
  const tool = (name, label, deed) =>
    h(
      "button",
      {
        class: "s-tool",
        type: "button",
        "aria-label": label,
        title: label,
        "data-anchor": `${key} ${name}`,
        on: { click: deed },
      },
      icon(name),
    );
  const shortcuts = ctx.sight.shortcuts;
  return h(
    "div",
    { class: "s-composer", key: `composer ${key}`, "data-compose": key },
    offer && offers(ctx, key, offer),
    h(
      "div",
      { class: "s-box" },
      field,
      tray("s", files, (file) => drop(ctx, key, file), () => icon("close")),
      h(
        "div",
        { class: "s-box-foot" },
        tool("clip", "Attach files", () => boxOf(ctx, key).querySelector("input[type=file]").click()),
        chooser((chosen) => add(ctx, key, chosen)),
        shortcuts.length > 0 &&
          tool("bolt", "Shortcuts", () =>
            openMenu(ctx, {
              anchor: `${key} bolt`,
              rows: shortcuts.map((one) => ({
                value: one.id,
                label: one.name,
                more: ctx.sight.bot.name,
                face: ctx.sight.bot.id,
              })),
              choose: (id) => ctx.send("shortcut", { id }),
            }),
          ),
        tool("smile", "Emoji", () =>
          openMenu(ctx, {
            anchor: `${key} smile`,
            grid: true,
            filter: true,
            rows: [...EMOJI.keys()].map((name) => ({ value: name, label: name, glyph: emoji(name) })),
            choose: (name) => insert(`:${name}: `),
          }),
        ),
        tool("at", "Mention somebody", () => insert("@")),
        h("span", { class: "s-room" }),
        h(
          "button",
          {
            class: ready ? "s-tool s-send s-ready" : "s-tool s-send",
            type: "button",
            "aria-label": "Send",
            "aria-disabled": String(!ready),
            on: { click: send },
          },
          icon("send"),
        ),
      ),
    ),
  );
}

/** @returns {any} */
const fieldOf = (ctx, key) => [...ctx.root.querySelectorAll("[data-write]")].find((node) => node.dataset.write === key);

/** @returns {any} */
const boxOf = (ctx, key) => [...ctx.root.querySelectorAll("[data-compose]")].find((node) => node.dataset.compose === key);

/** The files that will go with what is typed there. @returns {File[]} */
const filesOf = (ctx, key) => ctx.draft.files?.[key] || [];

function setFiles(ctx, key, files) {
  ctx.draft.files = { ...ctx.draft.files, [key]: files };
}

function add(ctx, key, chosen) {
  const { files, problem } = fitting(filesOf(ctx, key), chosen);
  setFiles(ctx, key, files);
  if (problem) ctx.say(problem);
  ctx.again();
  fieldOf(ctx, key)?.focus();
}

function drop(ctx, key, file) {
  setFiles(
    ctx,
    key,
    filesOf(ctx, key).filter((one) => one !== file),
  );
  ctx.again();
  fieldOf(ctx, key)?.focus();
}

/** Empty the field and say what was in it; it comes back when it could not be said. */
async function sent(ctx, where, key) {
  const text = (ctx.draft.typed[key] || "").trim();
  const files = filesOf(ctx, key);
  if (!text && !files.length) return;
  const field = fieldOf(ctx, key);
  ctx.draft.typed[key] = field.value = "";
  setFiles(ctx, key, []);
  ctx.ui.offer = null;
  ctx.ui.stick = true;
  const fields = { place: where.place.id, text, files, ...(where.thread && { thread: where.thread }) };
  const answer = await ctx.send("says", fields, `say ${key}`);
  if (answer.ok) return;
  if (!filesOf(ctx, key).length) setFiles(ctx, key, files);
  if (!ctx.draft.typed[key]) ctx.draft.typed[key] = field.value = text;
  ctx.again();
}

/** Put words where the caret is. */
function put(ctx, key, words) {
  const field = fieldOf(ctx, key);
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input"));
}

function leave(ctx) {
  if (!ctx.ui.offer) return;
  ctx.ui.offer = null;
  ctx.again();
}

/** What could complete the word before the caret: {key, from, rows, at} or null. */
function offered(ctx, key, field) {
  const before = field.value.slice(0, field.selectionStart);
  const found = [commandWords(ctx, before), people(ctx, before), emojis(before)].find((one) => one && one.rows.length);
  return found ? { key, ...found, rows: found.rows.slice(0, MOST) } : null;
}

function commandWords(ctx, before) {
  const known = ctx.sight.commands;
  if (/^\/\S*$/.test(before)) {
    const rows = known
      .filter((one) => one.command.startsWith(before))
      .map((one) => ({ put: `${one.command} `, label: one.command, more: one.hint, face: ctx.sight.bot.id }));
    return { from: 0, rows, at: known.some((one) => one.command === before) ? -1 : 0 };
  }
  const [, command, start] = /^(\/\S+) (\S*)$/.exec(before) || [];
  const words = known.find((one) => one.command === command)?.words || [];
  const rows = words.filter((word) => word.startsWith(start)).map((word) => ({ put: `${word} `, label: `${command} ${word}` }));
  return rows.length ? { from: before.length - start.length, rows, at: -1 } : null;
}

function people(ctx, before) {
  const [, start] = /(?:^|\s)@([^@\n]{0,40})$/u.exec(before) || [];
  if (start === undefined) return null;
  const wanted = start.toLocaleLowerCase();
  const rows = Object.keys(ctx.names)
    .filter((id) => /^[UW]/.test(id) && named(ctx, id).toLocaleLowerCase().startsWith(wanted))
    .map((id) => ({ put: `@${named(ctx, id)} `, label: named(ctx, id), face: id }));
  return { from: before.length - start.length - 1, rows, at: 0 };
}

function emojis(before) {
  const [, start] = /(?:^|\s):([a-z0-9_+-]{2,30})$/.exec(before) || [];
  if (!start) return null;
  const rows = [...EMOJI.keys()]
    .filter((name) => name.startsWith(start))
    .map((name) => ({ put: `:${name}: `, label: `:${name}:`, glyph: emoji(name) }));
  return { from: before.length - start.length - 1, rows, at: 0 };
}

function offers(ctx, key, offer) {
  return h(
    "div",
    { class: "s-offer", id: "s-offer", key: "offer", role: "listbox", "aria-label": "Suggestions" },
    offer.rows.map((row, n) =>
      h(
        "div",
        {
          class: n === offer.at ? "s-row s-at" : "s-row",
          id: `s-offer-${n}`,
          key: row.label,
          role: "option",
          "aria-selected": String(n === offer.at),
          on: { mousedown: (event) => taken(ctx, key, row, event) },
        },
        row.face && faceOf(ctx, row.face, "s-face-small"),
        row.glyph && h("span", { class: "s-emoji" }, row.glyph),
        h("span", { class: "s-row-words" }, h("bdi", null, row.label), row.more && h("span", { class: "s-more" }, row.more)),
      ),
    ),
  );
}

function taken(ctx, key, row, event) {
  event.preventDefault();
  const field = fieldOf(ctx, key);
  field.setSelectionRange(ctx.ui.offer.from, field.selectionStart);
  put(ctx, key, row.put);
}

function steer(ctx, key, event, send) {
  if (event.isComposing) return;
  const offer = ctx.ui.offer?.key === key ? ctx.ui.offer : null;
  const count = offer?.rows.length || 0;
  if (offer && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    offer.at = event.key === "ArrowDown" ? (offer.at + 1) % count : (Math.max(offer.at, 0) - 1 + count) % count;
    ctx.again();
  } else if (offer && event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    leave(ctx);
  } else if (offer && (event.key === "Tab" || (event.key === "Enter" && offer.at >= 0)))
    taken(ctx, key, offer.rows[Math.max(offer.at, 0)], event);
  else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  }
}
