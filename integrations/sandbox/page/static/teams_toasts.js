// @ts-check
/** Sentences that the client says to one person alone; they go by themselves unless somebody is reading them. */
import { h } from "./dom.js";
import { icon } from "./teams_icons.js";

const MOST = 3;
const STAYS = 20_000;

/**
 * Takes what the client has newly said into the draft; what stood there at first is old.
 * @param {any} draft @param {any[]} notices
 */
export function hear(draft, notices) {
  const now = notices.map((one) => (typeof one === "string" ? one : String(one?.text ?? "")));
  if (draft.heard) now.slice(alreadyHeard(draft.heard, now)).forEach((words) => say(draft, words));
  draft.heard = now;
}

/** The platform keeps only the last sentences: how many of `now` stood in `before` already. */
function alreadyHeard(before, now) {
  for (let gone = 0; gone < before.length; gone++) {
    const rest = before.slice(gone);
    if (rest.length <= now.length && rest.every((words, place) => words === now[place])) return rest.length;
  }
  return 0;
}

/** @param {any} draft @param {string} words */
export function say(draft, words) {
  draft.saidSoFar = (draft.saidSoFar ?? 0) + 1;
  draft.toasts = [...(draft.toasts ?? []), { number: draft.saidSoFar, words }].slice(-MOST);
}

/** @param {import("./teams_messages.js").Client} c @returns {HTMLElement[]} */
export function toasts(c) {
  return (c.draft.toasts ?? []).map((one) => c.kept.node(`toast/${one.number}`, one.words, () => toastNode(c, one)));
}

function toastNode(c, { number, words }) {
  const away = () => {
    c.draft.toasts = c.draft.toasts.filter((one) => one.number !== number);
    c.again();
  };
  const cross = h("button", { type: "button", class: "t-tool", "aria-label": "Dismiss", on: { click: away } }, icon("close"));
  const node = h("div", { class: "t-toast" }, h("p", { dir: "auto", lang: c.sight.me.locale }, words), cross);
  const later = () => window.setTimeout(() => (node.matches(":hover, :focus-within") ? later() : away()), STAYS);
  later();
  return node;
}
