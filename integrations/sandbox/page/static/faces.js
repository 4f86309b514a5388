// @ts-check
/** The little pictures beside names: initials on a colour that belongs to the person, the desk's own mark for the app. */

import { h } from "./dom.js";
import { deskFace } from "./icons.js";

const COLOURS = 8;

/** The first letters of the first two words, or one whole letter of a script whose letters are wide. @param {string} name */
function initials(name) {
  const cut = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const first = (word) => [...cut.segment(word.slice(0, 20))][0]?.segment.slice(0, 4) ?? "";
  const words = name
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .split(/\s+/)
    .filter(Boolean);
  const letters = words.slice(0, /^\p{Script=Latin}/u.test(words[0] || "") ? 2 : 1);
  return letters.map(first).join("").toLocaleUpperCase() || "?";
}

/** @param {any} ctx @param {string} id @param {string} [size] */
export function faceOf(ctx, id, size = "", name = "") {
  if (id === ctx.sight.bot.id) return h("span", { class: `s-avatar s-app ${size}`, "aria-hidden": "true" }, deskFace());
  const sum = [...id].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 9973, 7);
  const known = (Object.hasOwn(ctx.names, id) && ctx.names[id]) || name || id;
  return h("span", { class: `s-avatar s-hue-${sum % COLOURS} ${size}`, "aria-hidden": "true" }, initials(known));
}
