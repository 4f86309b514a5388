// @ts-check
/** Small drawings of our own for the Teams half. */
import { h } from "./dom.js";

const PATHS = {
  chat: "M4 5h16v11H10l-4 4v-4H4z",
  teams:
    "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 19c0-3 2.5-5 5.5-5s5.5 2 5.5 5M16.5 11.5a2.5 2.5 0 1 0 0-5M16 14c3 0 5.5 2 5.5 5",
  send: "M4 4l17 8-17 8 3-8zM7 12h8",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L21 21",
  back: "M15 5l-7 7 7 7",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M6 6l12 12M18 6L6 18",
  reply: "M9 7L4 12l5 5M4 12h9c4 0 7 2 7 6",
  clip: "M18 10l-7 7a3.5 3.5 0 0 1-5-5l7.5-7.5a2.3 2.3 0 0 1 3.3 3.3L9.500 15",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  app: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.5 13v7M13 16.5h7",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const path = h("path", {
    d: PATHS[name],
    fill: "none",
    stroke: "currentColor",
    "stroke-width": name === "more" ? "3" : "1.7",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  return h("svg", { viewBox: "0 0 24 24", class: "t-icon", "aria-hidden": "true" }, path);
}

const COLOURS = 8;

/** The first letters of somebody's name in a circle, of a team in a square; the app has its own face.
 * @param {string} name @param {"" | "app" | "team"} [kind] */
export function avatar(name, kind = "") {
  if (kind === "app") return face();
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : ""].map((word) => [...(word ?? "")][0] ?? "").join("");
  const tone = [...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973, 7) % COLOURS;
  const look = `t-avatar t-tone-${tone}${kind ? " t-square" : ""}`;
  return h("span", { class: look, "aria-hidden": "true" }, letters.toLocaleUpperCase() || "?");
}

/** The app: a speech balloon with a tick in it. */
function face() {
  const line = { fill: "none", "stroke-width": "2.4", "stroke-linecap": "round", "stroke-linejoin": "round" };
  const balloon = h("path", { d: "M8 9h20v14H17l-6 5v-5H8z", fill: "currentColor" });
  const tick = h("path", { d: "M13 16l4 4 7-8", class: "t-tick", ...line });
  const drawing = h("svg", { viewBox: "0 0 36 36", "aria-hidden": "true" }, balloon, tick);
  return h("span", { class: "t-avatar t-square t-app", "aria-hidden": "true" }, drawing);
}
