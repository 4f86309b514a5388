// @ts-check
/** Small drawings of our own, in the colour of the text around them. */

import { h } from "./dom.js";

const PATHS = {
  hash: "M8 4 6.5 16M13.5 4 12 16M4.5 8h12M3.5 12h12",
  lock: "M6 9V7a4 4 0 0 1 8 0v2M5 9h10v7H5z",
  home: "M3.5 9.5 10 4l6.5 5.5M5.5 8.5V16h9V8.5",
  smile: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M7.2 12c.7 1.2 1.7 1.8 2.8 1.8s2.1-.6 2.8-1.8M7.5 8v.6M12.5 8v.6",
  reply: "M4 5h12v8H9l-3.5 3V13H4z",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  close: "M5 5l10 10M15 5 5 15",
  send: "M3.5 4 17 10 3.5 16 5.5 10zM5.5 10H10",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0v1.2a1.8 1.8 0 0 0 3.6 0V10a6.6 6.6 0 1 0-3 5.5",
  bolt: "M11 3 5 11.5h4L8.5 17 15 8.5h-4.500z",
  eye: "M2.5 10S5 5.5 10 5.5 17.5 10 17.5 10 15 14.5 10 14.5 2.5 10 2.5 10M10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4",
  back: "M12.5 4.5 7 10l5.5 5.5",
  down: "M5.5 8 10 12.5 14.5 8",
  tick: "M4.5 10.5 8.5 14.5 15.5 6",
  plus: "M10 4v12M4 10h12",
  warn: "M10 3.5 17.5 16.5H2.5zM10 8.5v3.5M10 14.2v.2",
  clip: "M14.5 8.5 9 14a2.6 2.6 0 0 1-3.7-3.7l6-6a1.75 1.75 0 0 1 2.5 2.5l-5.7 5.7",
  file: "M6 3h6l3 3v11H6zM12 3v3h3",
};

/** @param {string} name @param {string} [more] further class */
export function icon(name, more = "") {
  return h(
    "svg",
    { class: `s-icon ${more}`, viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    h("path", { d: PATHS[name] }),
  );
}

/** The desk's own face: a speech balloon with a tick in it. */
export function deskFace() {
  return h(
    "svg",
    { class: "s-face", viewBox: "0 0 36 36", "aria-hidden": "true" },
    h("path", { d: "M8 9h20v14H17l-6 5v-5H8z" }),
    h("path", { class: "s-face-tick", d: "M13 16l4 4 7-8" }),
  );
}
