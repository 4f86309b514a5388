// @ts-check
/** The texts of Teams as nodes: the Markdown of TextBlocks, date macros in the reader's zone, mentions that have an entity. */
import { h } from "./dom.js";

/**
 * Who reads: their zone and locale, and which `<at>…</at>` of this message address whom.
 * @typedef {{tz: string, locale: string, mentions: Record<string, string>}} Reader
 */

const MACRO = /\{\{(DATE|TIME)\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))(?:,\s*(SHORT|LONG|COMPACT))?\)\}\}/g;
const FORMS = {
  COMPACT: { day: "numeric", month: "numeric", year: "numeric" },
  SHORT: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  LONG: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
};
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const ENTITY = /^&(?:(amp|lt|gt|quot|nbsp|apos)|#(\d{1,6})|#x([\da-f]{1,5}));/i;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0", apos: "'" };
const ADDRESS = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;
const DEEPEST = 6;
const FARTHEST = 5000;

/** What a table says of a name, and nothing that every object has. @param {Record<string, any>} table @param {unknown} name */
export const own = (table, name) => (Object.hasOwn(table, String(name)) ? table[String(name)] : undefined);

/**
 * An instant in the reader's words; the raw text where it is none.
 * @param {string} at @param {object} form @param {Reader} reader
 */
export function moment(at, form, reader) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(reader.locale || "en", { timeZone: reader.tz || "UTC", ...form }).format(date);
}

/** @param {string} at @param {Reader} reader */
export const clockTime = (at, reader) => moment(at, { hour: "numeric", minute: "2-digit" }, reader);

/** A TextRun: no Markdown, but the date macros. @param {string} text @param {Reader} reader */
export function withDates(text, reader) {
  const form = (what, name) => (what === "TIME" ? { hour: "numeric", minute: "2-digit" } : FORMS[name || "COMPACT"]);
  return text.replace(MACRO, (whole, what, at, name) => moment(at, form(what, name), reader) || whole);
}

/** The address if it is one that a person may follow from here, else "". @param {unknown} url */
export function safeUrl(url) {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(String(url)).protocol) ? String(url) : "";
  } catch (error) {
    if (error instanceof TypeError) return "";
    throw error;
  }
}

/** @param {string} url @param {(Node | string)[]} label */
export const link = (url, label) =>
  h("a", { href: url, target: "_blank", rel: "noopener noreferrer", class: "t-link" }, ...label);

/** A TextBlock, a fact, or what the app wrote. @param {string} text @param {Reader} reader @returns {Node[]} */
export function markdown(text, reader) {
  const found = [];
  for (const block of blocksOf(withDates(String(text), reader))) {
    if (block.kind === "p") found.push(h("p", { dir: "auto" }, ...inline(block.lines.join(" "), reader, 0)));
    else found.push(listOf(block, reader));
  }
  return found;
}

function listOf(block, reader) {
  const items = block.lines.map((line) => h("li", { dir: "auto" }, ...inline(line, reader, 0)));
  const start = block.kind === "ol" ? { start: String(block.start) } : {};
  return h(block.kind, start, ...items);
}

function blocksOf(text) {
  const blocks = [];
  let open = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const bullet = /^\s{0,3}[-*+] +(.*)$/.exec(line);
    const number = /^\s{0,3}(\d{1,9})[.)] +(.*)$/.exec(line);
    const kind = bullet ? "ul" : number ? "ol" : "p";
    const words = bullet ? bullet[1] : number ? number[2] : line;
    if (!line.trim()) open = null;
    else if (open && open.kind === kind) open.lines.push(words);
    else blocks.push((open = { kind, lines: [words], start: number ? Number(number[1]) : 1 }));
  }
  return blocks;
}

/** @returns {(Node | string)[]} */
function inline(text, reader, depth) {
  const found = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const piece = depth < DEEPEST ? special(text, at, reader, depth) : escape(text, at);
    if (piece) {
      if (typeof piece.node === "string") plain += piece.node;
      else {
        if (plain) found.push(plain);
        plain = "";
        found.push(piece.node);
      }
      at = piece.next;
    } else plain += text[at++];
  }
  return plain ? [...found, plain] : found;
}

function special(text, at, reader, depth) {
  const sign = text[at];
  if (sign === "\\" || sign === "&") return escape(text, at);
  if (sign === "<") return mention(text, at, reader);
  if (sign === "[" && text[at - 1] !== "!") return linked(text, at, reader, depth);
  if (sign === "*" || sign === "_") return marked(text, at, reader, depth);
  return null;
}

function escape(text, at) {
  if (text[at] === "\\" && at + 1 < text.length && PUNCTUATION.test(text[at + 1])) return { node: text[at + 1], next: at + 2 };
  const entity = text[at] === "&" ? ENTITY.exec(text.slice(at, at + 10)) : null;
  if (!entity) return null;
  const code = entity[2] ? Number(entity[2]) : parseInt(entity[3] || "0", 16);
  const drawn = entity[1] ? own(NAMED, entity[1].toLowerCase()) : code > 31 && code < 0x110000 ? String.fromCodePoint(code) : "";
  return drawn ? { node: drawn, next: at + entity[0].length } : null;
}

function mention(text, at, reader) {
  const whole = /^<at>[^]{0,200}?<\/at>/.exec(text.slice(at, at + 220));
  const name = whole ? reader.mentions[whole[0]] : undefined;
  if (!whole || name === undefined) return null;
  return { node: h("span", { class: "t-mention" }, h("bdi", null, name)), next: at + whole[0].length };
}

function linked(text, at, reader, depth) {
  const middle = closing(text, at + 1, "]");
  if (middle < 0 || text[middle + 1] !== "(") return null;
  const end = text.indexOf(")", middle + 2);
  if (end < 0) return null;
  const url = safeUrl(text.slice(middle + 2, end).replace(/\\([!-/:-@[-`{-~])/g, "$1"));
  return url ? { node: link(url, inline(text.slice(at + 1, middle), reader, depth + 1)), next: end + 1 } : null;
}

function marked(text, at, reader, depth) {
  const sign = text[at];
  const mark = text[at + 1] === sign ? sign + sign : sign;
  const from = at + mark.length;
  if (!text[from] || /\s/.test(text[from]) || (sign === "_" && /\w/.test(text[at - 1] || ""))) return null;
  const end = closing(text, from, mark);
  if (end <= from || /\s/.test(text[end - 1]) || (sign === "_" && /\w/.test(text[end + mark.length] || ""))) return null;
  const inner = inline(text.slice(from, end), reader, depth + 1);
  return { node: h(mark.length === 2 ? "strong" : "em", null, ...inner), next: end + mark.length };
}

/** Where `mark` stands next, not counting what is escaped; -1 for nowhere near. */
function closing(text, from, mark) {
  const end = Math.min(text.length, from + FARTHEST);
  for (let at = from; at < end; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === mark[0] && text.startsWith(mark, at)) return at;
  }
  return -1;
}

/** What a person wrote: plain, its line breaks kept, with mentions and addresses. @param {string} text @param {Reader} reader */
export function written(text, reader) {
  const found = [];
  const known = Object.keys(reader.mentions).filter((one) => text.includes(one));
  let rest = text;
  while (rest) {
    const next = known
      .map((one) => [rest.indexOf(one), one])
      .filter(([at]) => Number(at) >= 0)
      .sort((a, b) => Number(a[0]) - Number(b[0]))[0];
    const at = next ? Number(next[0]) : rest.length;
    found.push(...withAddresses(rest.slice(0, at)));
    if (!next) break;
    found.push(h("span", { class: "t-mention" }, h("bdi", null, reader.mentions[String(next[1])])));
    rest = rest.slice(at + String(next[1]).length);
  }
  return found;
}

function withAddresses(text) {
  const found = [];
  let last = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const url = safeUrl(match[0]);
    if (!url) continue;
    found.push(text.slice(last, match.index), link(url, [match[0]]));
    last = match.index + match[0].length;
  }
  return [...found, text.slice(last)].filter((one) => one !== "");
}
