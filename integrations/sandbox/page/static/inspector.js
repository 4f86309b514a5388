// @ts-check
/** What went over the wire, in both directions; what a platform would not take is red. */

import { get } from "./api.js";
import { h, redraw } from "./dom.js";

const MOST = 200;
const KEPT = 2000;
const PLATFORMS = { "": "Both platforms", slack: "Slack", teams: "Microsoft Teams" };
const WAYS = { "": "Both directions", to_desk: "To the desk", from_desk: "From the desk" };
/** @type {any[]} */ let all = [];
let last = 0;
/** What is unfolded stays so when it is drawn again. @type {Set<number>} */ const unfolded = new Set();
/** Which of it is wanted. */
const wanted = { platform: "", way: "", refused: false };

/** @param {HTMLElement} root */
export async function draw(root) {
  const { exchanges } = await get("exchanges", { since: last });
  const fresh = exchanges.filter((one) => one.n > last);
  last = fresh.length ? fresh[fresh.length - 1].n : last;
  all = [...all, ...fresh].slice(-KEPT);
  show(root);
}

function show(root) {
  const found = all.filter(fits);
  const shown = found.slice(-MOST).toReversed();
  const words = all.length ? "Nothing of that kind has gone over the wire." : "Nothing has gone over the wire yet.";
  const list = h("ol", { class: "wire", key: "wire", reversed: true }, shown.map((one) => row(root, one)));
  const rest = found.length - shown.length;
  redraw(
    root,
    filters(root),
    shown.length ? list : h("p", { class: "quiet", key: "empty" }, words),
    rest > 0 && h("p", { class: "quiet", key: "rest" }, `${rest} earlier ones are not shown.`),
  );
}

function fits(one) {
  if (wanted.platform && one.platform !== wanted.platform) return false;
  if (wanted.way && one.way !== wanted.way) return false;
  return !wanted.refused || Boolean(one.refusal);
}

function filters(root) {
  const want = (name, value) => {
    wanted[name] = value;
    show(root);
  };
  const select = (name, label, choices) => {
    const on = { change: (event) => want(name, event.target.value) };
    const options = Object.entries(choices).map(([value, words]) => h("option", { value }, words));
    return h("select", { key: name, "aria-label": label, value: wanted[name], on }, options);
  };
  const on = { change: (event) => want("refused", event.target.checked) };
  const box = h("input", { type: "checkbox", checked: wanted.refused, on });
  return h(
    "div",
    { class: "filters", key: "filters", role: "group", "aria-label": "What is shown" },
    select("platform", "Platform", PLATFORMS),
    select("way", "Direction", WAYS),
    h("label", { key: "refused" }, box, " Only what was refused"),
  );
}

function row(root, one) {
  const [arrow, said] = one.way === "to_desk" ? ["→ desk", "to the desk"] : ["← desk", "from the desk"];
  const head = h(
    "summary",
    null,
    h("span", { class: "way", title: said }, `${one.platform} ${arrow}`),
    h("code", null, one.kind),
    h("span", { class: "status" }, one.status ? String(one.status) : "no answer"),
  );
  const open = unfolded.has(one.n);
  const on = { toggle: (event) => turn(root, one.n, event.target.open) };
  const details = h("details", { class: one.refusal ? "bad" : null, open, on }, head, open ? bodies(one) : null);
  const refusal = one.refusal ? h("p", { class: "refused" }, one.refusal) : null;
  return h("li", { key: String(one.n), value: String(one.n) }, details, refusal);
}

/** Drawn only where somebody looks. */
function bodies(one) {
  const headers = Object.entries(one.headers || {}).map(([name, value]) => `${name}: ${value}`).join("\n");
  const parts = [["Headers", headers], ["Request", written(one.request)], ["Answer", written(one.answer)]];
  return [
    h("p", { class: "quiet" }, new Date(one.at).toISOString()),
    parts.filter(([, words]) => words).map(([title, words]) => [
      h("h3", null, title),
      h("pre", { tabindex: "0", "aria-label": title }, words),
    ]),
  ];
}

function turn(root, number, open) {
  if (open === unfolded.has(number)) return;
  if (open) unfolded.add(number);
  else unfolded.delete(number);
  show(root);
}

function written(body) {
  if (body === null || body === undefined || body === "") return "";
  if (typeof body === "object" && !Object.keys(body).length) return "";
  return typeof body === "string" ? body : JSON.stringify(body, null, 2);
}
