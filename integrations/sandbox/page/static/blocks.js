// @ts-check
/** Block Kit as the client shows it. What is not known here is shown as a red box that names it, never left out. */

import { CHART_TYPES, chart } from "./charts.js";
import { CONTROLS, labelled } from "./controls.js";
import { h } from "./dom.js";
import { textOf } from "./mrkdwn.js";
import { RICH, richText } from "./rich_text.js";

/** Every type of block, control, text and rich text piece that is drawn. A contract test holds it against our renderers. */
export const DRAWN = [
  "section",
  "header",
  "divider",
  "context",
  "actions",
  "image",
  "input",
  "rich_text",
  "table",
  "markdown",
  "data_visualization",
  "bar",
  "plain_text",
  "mrkdwn",
  "raw_text",
  "button",
  "overflow",
  "static_select",
  "multi_static_select",
  "external_select",
  "users_select",
  "multi_users_select",
  "conversations_select",
  "channels_select",
  "checkboxes",
  "radio_buttons",
  "plain_text_input",
  "email_text_input",
  "url_text_input",
  "number_input",
  "datepicker",
  "timepicker",
  "rich_text_section",
  "rich_text_quote",
  "rich_text_preformatted",
  "rich_text_list",
  "text",
  "link",
  "user",
  "channel",
  "emoji",
  "broadcast",
  "usergroup",
  "date",
  "color",
];
const LONG = 900;

const BLOCKS = { section, header, divider, context, actions, image, input, rich_text: rich, table, markdown, data_visualization };
const TEXTS = ["plain_text", "mrkdwn", "raw_text"];

/** What the tables of this module and its neighbours really draw, for the test that compares it with `DRAWN`. */
export const TABLES = [...Object.keys(BLOCKS), ...TEXTS, ...Object.keys(CONTROLS), ...RICH, ...CHART_TYPES];

/**
 * `spot`: where the blocks stand: {key, about: fields of a deed there, state and problems of a modal, tail: what follows the
 * last words}.
 * @param {any} ctx @param {any} spot @param {any[]} blocks
 */
export function drawBlocks(ctx, spot, blocks) {
  if (!spot.about.view) spot.names = namesOf(spot, blocks);
  return h(
    "div",
    { class: "s-blocks" },
    blocks.map((block, n) => {
      const draw = Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type] : () => unknown(block.type);
      const drawn = draw(ctx, spot, block);
      if (drawn.ownKey === undefined) drawn.ownKey = spot.names?.get(block) || block.block_id || `b${n}`;
      if (spot.tail && n === blocks.length - 1) endOf(drawn).append(spot.tail);
      return drawn;
    }),
  );
}

/**
 * Names for the blocks of a message and their controls. An app may give every drawing of a message other block ids; what a
 * person has before them is still the same button, and keeps the focus.
 */
function namesOf(spot, blocks) {
  const names = new Map();
  const counts = new Map();
  const name = (thing, words) => {
    const count = counts.get(words) || 0;
    counts.set(words, count + 1);
    names.set(thing, `${spot.key}/${words}/${count}`);
  };
  for (const block of blocks) {
    name(block, block.type);
    for (const one of [block.accessory, ...(block.elements || [])]) if (one?.action_id) name(one, one.action_id);
  }
  return names;
}

/** Where the last words of a block end, so that a remark can follow on their line. */
function endOf(drawn) {
  const last = drawn.lastElementChild;
  return last && drawn.matches(".s-text") && last.nodeName === "DIV" ? last : drawn;
}

export function unknown(type) {
  return h("div", { class: "s-unknown", role: "alert" }, `This page cannot draw ${JSON.stringify(String(type).slice(0, 80))}.`);
}

/** Languages that a screen reader and the browser's font choice should know of. */
export function langOf(words) {
  return /[\u0900-\u097f]/.test(words) ? "hi" : null;
}

/** A control; an unknown one is named in red. */
function control(ctx, spot, block, element) {
  if (element.type === "image") return picture(element, "s-thumb");
  return Object.hasOwn(CONTROLS, element.type) ? CONTROLS[element.type](ctx, spot, block, element) : unknown(element.type);
}

function words(ctx, text) {
  return TEXTS.includes(text.type) ? textOf(ctx, text) : unknown(text.type);
}

/** Long words are folded; the person unfolds them. */
export function folded(ctx, key, length, node) {
  if (length < LONG) return node;
  const open = Boolean(ctx.ui.unfolded[key]);
  const turn = () => {
    ctx.ui.unfolded[key] = !open;
    ctx.again();
  };
  node.classList.toggle("s-folded", !open);
  return h(
    "div",
    { key },
    node,
    h(
      "button",
      { class: "s-quiet", type: "button", "aria-expanded": String(open), on: { click: turn } },
      open ? "Show less" : "Show more",
    ),
  );
}

/** How long a text feels: its characters, and its lines. */
export const weight = (text) => text.length + 60 * (text.split("\n").length - 1);

function section(ctx, spot, block) {
  const text = block.text && h("div", { class: "s-text", dir: "auto", lang: langOf(block.text.text) }, words(ctx, block.text));
  const fields =
    block.fields &&
    h(
      "div",
      { class: "s-fields" },
      block.fields.map((field) => h("div", { class: "s-text", dir: "auto", lang: langOf(field.text) }, words(ctx, field))),
    );
  const side = block.accessory && h("div", { class: "s-accessory" }, control(ctx, spot, block, block.accessory));
  const body = h(
    "div",
    { class: "s-words" },
    text && folded(ctx, spot.names?.get(block) || `${spot.key}/${block.block_id}`, weight(block.text.text), text),
    fields,
  );
  return h("div", { class: "s-section" }, body, side);
}

function header(ctx, _spot, block) {
  return h("h3", { class: "s-header", dir: "auto", lang: langOf(block.text.text) }, words(ctx, block.text));
}

function divider() {
  return h("hr", { class: "s-divider" });
}

function context(ctx, _spot, block) {
  return h(
    "div",
    { class: "s-context" },
    block.elements.map((one) =>
      one.type === "image"
        ? picture(one, "s-tiny")
        : h("span", { class: "s-text", dir: "auto", lang: langOf(one.text) }, words(ctx, one)),
    ),
  );
}

function actions(ctx, spot, block) {
  return h(
    "div",
    { class: "s-actions" },
    block.elements.map((one) => control(ctx, spot, block, one)),
  );
}

/** Pictures from elsewhere are not fetched: their description stands in their place. */
function picture(one, size) {
  const inside = String(one.image_url || "").startsWith("data:image/");
  return inside
    ? h("img", { class: size, src: one.image_url, alt: one.alt_text })
    : h("span", { class: `${size} s-absent`, role: "img", "aria-label": one.alt_text, title: one.alt_text }, one.alt_text);
}

function image(ctx, _spot, block) {
  return h(
    "figure",
    { class: "s-figure" },
    block.title && h("figcaption", null, words(ctx, block.title)),
    picture(block, "s-image"),
  );
}

/** A field with its label, hint and problem. */
function input(ctx, spot, block) {
  const id = labelled(spot, block);
  const problem = spot.problems?.[block.block_id];
  const lone = block.element.type === "checkboxes" || block.element.type === "radio_buttons";
  return h(
    "div",
    { class: problem ? "s-input s-wrong" : "s-input" },
    h(
      "div",
      { class: "s-label", id, dir: "auto", lang: langOf(block.label.text) },
      words(ctx, block.label),
      block.optional && h("span", { class: "s-optional" }, " (optional)"),
    ),
    control(ctx, spot, block, block.element),
    problem && h("div", { class: "s-problem", role: "alert", dir: "auto", lang: langOf(problem) }, problem),
    block.hint &&
      h(
        "div",
        { class: lone ? "s-hint s-hint-lone" : "s-hint", dir: "auto", lang: langOf(block.hint.text) },
        words(ctx, block.hint),
      ),
  );
}

function rich(ctx, spot, block) {
  const whole = JSON.stringify(block.elements);
  const drawn = h("div", { class: "s-text", dir: "auto", lang: langOf(whole) }, richText(ctx, block, unknown));
  return folded(ctx, spot.names?.get(block) || `${spot.key}/${block.block_id}`, weight(plain(block)), drawn);
}

function plain(node) {
  if (Array.isArray(node)) return node.map(plain).join("");
  return node && typeof node === "object" ? (node.text ?? "") + plain(node.elements || []) : "";
}

function data_visualization(_ctx, _spot, block) {
  return chart(block, unknown);
}

function table(ctx, _spot, block) {
  const cell = (one) =>
    one.type === "rich_text" ? richText(ctx, one, unknown) : one.type === "raw_text" ? one.text : unknown(one.type);
  const row = (tag) => (cells) =>
    h(
      "tr",
      null,
      cells.map((one) => h(tag, { dir: "auto" }, cell(one))),
    );
  const [head, ...rest] = block.rows;
  return h(
    "div",
    { class: "s-scroll" },
    h("table", { class: "s-table" }, h("thead", null, [head].map(row("th"))), h("tbody", null, rest.map(row("td")))),
  );
}

function markdown(ctx, _spot, block) {
  const bold = block.text.replace(/\*\*(.+?)\*\*/g, "*$1*");
  return h("div", { class: "s-text", dir: "auto" }, textOf(ctx, { type: "mrkdwn", text: bold }));
}
