// @ts-check
/** The HTML that Teams keeps of a person's message, as nodes: only what such a message can have, everything else as its words. */
import { h } from "./dom.js";
import { link, safeUrl } from "./teams_text.js";

const TAGS = {
  P: "p",
  BR: "br",
  STRONG: "strong",
  B: "strong",
  EM: "em",
  I: "em",
  S: "s",
  U: "u",
  CODE: "code",
  PRE: "pre",
  CODEBLOCK: "pre",
  BLOCKQUOTE: "blockquote",
  UL: "ul",
  OL: "ol",
  LI: "li",
};
const UNSEEN = new Set(["SCRIPT", "STYLE", "TEMPLATE", "TITLE", "NOSCRIPT", "IFRAME"]);
const MENTION = "http://schema.skype.com/Mention";

/** @param {string} markup @returns {(Node | string)[]} */
export const fromHtml = (markup) => inside(new DOMParser().parseFromString(markup, "text/html").body);

/** @param {Element} element */
const inside = (element) => [...element.childNodes].flatMap(drawn);

/** @param {any} node @returns {(Node | string)[]} */
function drawn(node) {
  if (node.nodeType === Node.TEXT_NODE) return [node.data];
  if (node.nodeType !== Node.ELEMENT_NODE || UNSEEN.has(node.tagName)) return [];
  if (node.getAttribute("itemtype") === MENTION) return [h("span", { class: "t-mention" }, h("bdi", null, node.textContent))];
  if (node.tagName === "A") return linked(node);
  if (!Object.hasOwn(TAGS, node.tagName)) return inside(node);
  const props = { dir: ["P", "LI", "BLOCKQUOTE"].includes(node.tagName) ? "auto" : null, start: startOf(node) };
  return [h(TAGS[node.tagName], props, inside(node))];
}

function linked(node) {
  const url = safeUrl(node.getAttribute("href"));
  return url ? [link(url, inside(node))] : inside(node);
}

/** @param {Element} node */
function startOf(node) {
  const start = node.getAttribute("start") || "";
  return node.tagName === "OL" && /^\d{1,6}$/.test(start) ? start : null;
}
