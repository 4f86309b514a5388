// @ts-check
/** Adaptive Cards up to 1.5 as nodes. What is unknown and has no fallback is a red box that names it. */
import { h } from "./dom.js";
import { actionRow, pressable } from "./card_actions.js";
import { field } from "./card_inputs.js";
import { image, imageSet, table } from "./card_boxes.js";
import { horizontalBars } from "./card_chart.js";
import { link, markdown, own, safeUrl, withDates } from "./teams_text.js";

/** Every element and action that can be drawn here; a test compares it with what the renderers of the desk emit. */
export const DRAWN = [
  "AdaptiveCard",
  "TextBlock",
  "RichTextBlock",
  "TextRun",
  "FactSet",
  "ColumnSet",
  "Column",
  "Container",
  "ActionSet",
  "Image",
  "ImageSet",
  "Table",
  "TableRow",
  "TableCell",
  "Input.Text",
  "Input.Number",
  "Input.Date",
  "Input.Time",
  "Input.Toggle",
  "Input.ChoiceSet",
  "Data.Query",
  "Action.Execute",
  "Action.Submit",
  "Action.OpenUrl",
  "Action.ShowCard",
  "Action.ToggleVisibility",
  "Chart.HorizontalBar",
];

/**
 * What a card needs around it. `press` sends a deed with the JSON pointer of the action; `people` are offered by people pickers.
 * @typedef {{tz: string, locale: string, people: {id: string, name: string}[], name: string,
 *   press: (path: string, values: Record<string, string>) => Promise<any>, follow: (url: unknown) => Promise<void>}} Setting
 *
 * One card (or a part unfolded in it) with its fields; `outer` is the card around it.
 * @typedef {{fields: any[], outer: Scope | null}} Scope
 * @typedef {{setting: Setting, reader: import("./teams_text.js").Reader, scope: Scope, byId: Map<string, HTMLElement[]>,
 *   say: (text: string) => void, draw: (element: any, path: string, at: At) => HTMLElement | null,
 *   stack: (elements: any, path: string, at: At) => HTMLElement[], card: (card: any, path: string, at: At) => HTMLElement}} At
 */

/** @param {any} card @param {Setting} setting @returns {HTMLElement} */
export function drawCard(card, setting) {
  const mentions = {};
  for (const one of listOf(card?.msteams?.entities)) if (one?.type === "mention") mentions[one.text] = one.mentioned?.name ?? "";
  const problem = h("p", { class: "ac-problem", role: "alert", hidden: true });
  const say = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
  };
  const reader = { tz: setting.tz, locale: setting.locale, mentions };
  /** @type {At} */
  const at = { setting, reader, scope: { fields: [], outer: null }, byId: new Map(), say, draw: drawElement, stack, card: inner };
  const drawn = inner(card, "", at);
  drawn.append(problem);
  const label = String(card?.speak || card?.fallbackText || "");
  const props = { class: "ac-card", role: "group", dir: card?.rtl ? "rtl" : "auto" };
  return h("div", { ...props, ...(card?.lang ? { lang: card.lang } : {}), ...(label ? { "aria-label": label } : {}) }, drawn);
}

/** The body and the actions of a card, with the fields of `at.scope`. @param {any} card @param {string} path @param {At} at */
function inner(card, path, at) {
  const box = h("div", { class: "ac-stack" }, ...stack(card?.body, `${path}/body`, at));
  if (listOf(card?.actions).length) box.append(actionRow(card.actions, `${path}/actions`, at));
  if (card?.selectAction) pressable(box, card.selectAction, `${path}/selectAction`, at);
  return box;
}

export const listOf = (value) => (Array.isArray(value) ? value : []);
const word = (value) =>
  String(value ?? "")
    .toLowerCase()
    .replace(/[^a-z]/g, "");

function stack(elements, path, at) {
  return listOf(elements)
    .map((one, place) => drawElement(one, `${path}/${place}`, at))
    .filter((one) => one !== null);
}

/** One element with its space, line and visibility; null where nothing is to be drawn. */
function drawElement(element, path, at) {
  const kind = String(element?.type ?? "nothing");
  const draw = own(ELEMENTS, kind) ?? (kind.startsWith("Input.") && DRAWN.includes(kind) ? field : null);
  if (!draw) return instead(element, path, at, kind);
  const item = h("div", { class: `ac-item sp-${word(element.spacing) || "default"}` }, draw(element, path, at));
  if (element.separator) item.classList.add("ac-separated");
  if (word(element.height) === "stretch") item.classList.add("ac-grows");
  return known(item, element, at);
}

/** Remembers an element by its id, for Action.ToggleVisibility. */
function known(item, element, at) {
  item.hidden = element.isVisible === false;
  if (element.id) at.byId.set(element.id, [...(at.byId.get(element.id) ?? []), item]);
  return item;
}

/** The fallback of an element that cannot be drawn, or a red box naming it. */
function instead(element, path, at, kind) {
  const fallback = element?.fallback;
  if (word(fallback) === "drop" && typeof fallback === "string") return null;
  if (fallback && typeof fallback === "object") return drawElement(fallback, `${path}/fallback`, at);
  return h("div", { class: "ac-item ac-unknown", role: "note" }, `This client cannot draw ${kind}.`);
}

function looks(node, one) {
  for (const key of ["size", "weight", "color", "fontType"]) {
    if (one[key] && word(one[key]) !== "default") node.classList.add(`ac-${word(key)}-${word(one[key])}`);
  }
  if (one.isSubtle) node.classList.add("ac-subtle");
  if (one.horizontalAlignment) node.classList.add(`ac-${word(one.horizontalAlignment)}`);
  return node;
}

function textBlock(one, path, at) {
  const node = looks(h("div", { class: "ac-text" }, ...markdown(one.text ?? "", at.reader)), one);
  if (one.style === "heading") {
    node.setAttribute("role", "heading");
    node.setAttribute("aria-level", "3");
  }
  if (one.wrap !== true) node.classList.add("ac-one-line");
  if (Number(one.maxLines) > 0) {
    node.classList.add("ac-clamped");
    node.style.setProperty("--lines", String(Number(one.maxLines)));
  }
  return node;
}

function richText(one, path, at) {
  const runs = listOf(one.inlines).map((run, place) => textRun(run, `${path}/inlines/${place}`, at));
  return looks(h("div", { class: "ac-text ac-rich", dir: "auto" }, ...runs), one);
}

function textRun(run, path, at) {
  if (typeof run === "string") return h("span", null, withDates(run, at.reader));
  if (run?.type !== "TextRun") return instead(run, path, at, String(run?.type)) ?? h("span", null);
  const words = withDates(String(run.text ?? ""), at.reader);
  const url = run.selectAction?.type === "Action.OpenUrl" ? safeUrl(run.selectAction.url) : "";
  const node = looks(url ? link(url, [words]) : h("span", null, words), run);
  for (const mark of ["italic", "strikethrough", "highlight", "underline"]) if (run[mark]) node.classList.add(`ac-${mark}`);
  if (run.selectAction && !url) pressable(node, run.selectAction, `${path}/selectAction`, at);
  return node;
}

function factSet(one, path, at) {
  const rows = listOf(one.facts).flatMap((fact) => [
    h("dt", { dir: "auto" }, ...markdown(fact?.title ?? "", at.reader)),
    h("dd", { dir: "auto" }, ...markdown(fact?.value ?? "", at.reader)),
  ]);
  return h("dl", { class: "ac-facts" }, ...rows);
}

/** A box around elements: containers, columns, cells. */
export function box(one, path, at, extra = "") {
  const node = h("div", { class: `ac-stack ac-box ${extra}` }, ...stack(one.items, `${path}/items`, at));
  if (word(one.style) === "default") node.classList.add("ac-style-default");
  else if (one.style) node.classList.add("ac-styled", `ac-style-${word(one.style)}`);
  if (one.bleed) node.classList.add("ac-bleeds");
  if (one.verticalContentAlignment) node.classList.add(`ac-v-${word(one.verticalContentAlignment)}`);
  if (/^\d{1,4}px$/.test(one.minHeight ?? "")) node.style.minHeight = one.minHeight;
  if (one.rtl !== undefined) node.dir = one.rtl ? "rtl" : "ltr";
  if (one.selectAction) pressable(node, one.selectAction, `${path}/selectAction`, at);
  return node;
}

function columnSet(one, path, at) {
  const columns = listOf(one.columns).map((column, place) => columnOf(column, `${path}/columns/${place}`, at));
  const node = box({ ...one, items: [] }, path, at, "ac-columns");
  node.append(...columns);
  return node;
}

function columnOf(one, path, at) {
  const node = box(one, path, at, `ac-column sp-${word(one.spacing) || "default"}`);
  const width = String(one.width ?? "stretch");
  if (/^\d{1,4}px$/.test(width)) node.style.flex = `0 0 ${width}`;
  else if (/^\d+(\.\d+)?$/.test(width)) node.style.flex = `${width} 1 0`;
  else node.classList.add(width === "auto" ? "ac-auto" : "ac-stretch");
  if (one.separator) node.classList.add("ac-column-separated");
  return known(node, one, at);
}

const ELEMENTS = {
  TextBlock: textBlock,
  RichTextBlock: richText,
  FactSet: factSet,
  ColumnSet: columnSet,
  Container: box,
  ActionSet: (one, path, at) => actionRow(one.actions, `${path}/actions`, at),
  Image: image,
  ImageSet: imageSet,
  Table: table,
  "Chart.HorizontalBar": horizontalBars,
};
