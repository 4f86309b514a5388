// @ts-check
/** The search extension beside the compose box: type, see what there is, put one of it into the box. */
import { h } from "./dom.js";
import { icon } from "./teams_icons.js";

const PAUSE = 250;

/**
 * A button, and the panel that it opens above the compose box.
 * @param {import("./teams_messages.js").Client} c @returns {HTMLElement[]}
 */
export function extension(c) {
  const { search, place } = c.sight;
  if (!search || !place) return [];
  const button = h(
    "button",
    { type: "button", class: "t-tool", "aria-label": search.title, title: search.title, "aria-expanded": "false" },
    icon("search"),
  );
  const panel = h("div", { class: "t-extension", role: "dialog", "aria-label": search.title, hidden: true });
  const input = h("input", {
    type: "search",
    class: "ac-input",
    dir: "auto",
    "aria-label": search.title,
    placeholder: "Words or number",
    autocomplete: "off",
  });
  const results = h("div", { class: "t-results", "aria-live": "polite" });
  const parts = { c, button, panel, input, results, asked: 0, timer: 0 };
  panel.append(h("div", { class: "t-extension-head" }, h("strong", null, search.title), closer(parts)), input, results);
  button.addEventListener("click", () => (panel.hidden ? open(parts) : close(parts)));
  input.addEventListener("input", () => {
    clearTimeout(parts.timer);
    parts.timer = window.setTimeout(() => ask(parts), PAUSE);
  });
  panel.addEventListener("keydown", (event) => keys(event, parts));
  return [h("span", { class: "t-extension-holder" }, button, panel)];
}

function closer(parts) {
  const node = h("button", { type: "button", class: "t-tool", "aria-label": "Close" }, icon("close"));
  node.addEventListener("click", () => close(parts));
  return node;
}

function open(parts) {
  parts.panel.hidden = false;
  parts.button.setAttribute("aria-expanded", "true");
  parts.input.focus();
  ask(parts);
}

function close(parts) {
  parts.panel.hidden = true;
  parts.button.setAttribute("aria-expanded", "false");
  parts.button.focus();
}

/** Only the answer to the last question is shown. */
async function ask(parts) {
  const { c, input, results } = parts;
  const number = ++parts.asked;
  results.setAttribute("aria-busy", "true");
  const answer = await c.act("searches", { text: input.value.trim(), place: c.sight.place.id });
  if (number !== parts.asked) return;
  results.removeAttribute("aria-busy");
  const found = answer?.results ?? [];
  if (found.length) results.replaceChildren(...found.map((one, place) => resultOf(parts, one, place)));
  else results.replaceChildren(h("p", { class: "t-note" }, answer?.problem || answer?.notice || "Nothing found."));
}

function resultOf(parts, one, place) {
  const node = h(
    "button",
    { type: "button", class: "t-result" },
    h("bdi", { class: "t-result-title" }, one.title),
    h("span", { class: "t-note", dir: "auto" }, one.subtitle ?? ""),
  );
  node.addEventListener("click", async () => {
    const answer = await parts.c.act("picks", { result: place, place: parts.c.sight.place.id });
    if (answer?.picked) inserted(parts, answer.picked);
    else parts.results.prepend(h("p", { class: "t-problem", role: "alert" }, answer.problem ?? ""));
  });
  return node;
}

/** The card stands in the compose box around the button, until it is sent. */
function inserted(parts, picked) {
  close(parts);
  parts.button.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: picked }));
}

function keys(event, parts) {
  const all = [parts.input, ...parts.results.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape") close(parts);
  else if (step) all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
