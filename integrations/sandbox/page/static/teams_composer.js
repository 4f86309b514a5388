// @ts-check
/** Where one writes: completes names after "@" and the commands of the app, keeps what is typed in the draft. */
import { h } from "./dom.js";
import { Waiting } from "./teams_files.js";
import { icon } from "./teams_icons.js";

const MOST = 10;

/**
 * @typedef {{key: string, label: string, placeholder: string, draft: any, people: string[], bot: string,
 *   commands: {title: string, description: string}[], personal: boolean, me: any, extra?: HTMLElement[],
 *   plain?: boolean, send: (text: string, more: object) => Promise<any>, cancel?: () => void}} Writing
 * `plain`: words alone, no files.
 */

/** @param {Writing} w @returns {HTMLElement} */
export function composer(w) {
  w.draft.texts ??= {};
  const list = h("ul", {
    class: "t-options t-completion",
    role: "listbox",
    id: `t-list-${w.key}`,
    "aria-label": "Suggestions",
    hidden: true,
  });
  const props = { class: "t-write", rows: "1", dir: "auto", "data-focus": `write/${w.key}`, "aria-label": w.label };
  const area = h("textarea", { ...props, placeholder: w.placeholder, maxlength: "20000", "aria-controls": list.id });
  const send = h("button", { type: "button", class: "t-send", "aria-label": "Send", title: "Send" }, icon("send"));
  const problem = h("p", { class: "t-problem", role: "alert", hidden: true });
  const waiting = new Waiting(w, () => {
    tell(parts, waiting.problem);
    area.focus();
  });
  const parts = { area, list, send, problem, waiting, w, marked: -1, offered: [] };
  area.value = w.draft.texts[w.key] ?? "";
  listen(parts);
  const prompts = w.commands.length && w.personal ? [promptsButton(parts)] : [];
  const clip = w.plain ? [] : waiting.clip();
  const tools = h("div", { class: "t-tools" }, ...prompts, ...clip, ...(w.extra ?? []), h("span", { class: "t-space" }), send);
  queueMicrotask(() => grow(area));
  const node = h("div", { class: "t-composer" }, list, h("div", { class: "t-box" }, area, waiting.node, tools), problem);
  node.addEventListener("picked", (event) => waiting.set({ card: event.detail }));
  return node;
}

function listen(parts) {
  const { area, send, w } = parts;
  area.addEventListener("input", () => {
    w.draft.texts[w.key] = area.value;
    grow(area);
    offer(parts, completions(parts));
  });
  area.addEventListener("keydown", (event) => keys(event, parts));
  area.addEventListener("blur", () => offer(parts, []));
  send.addEventListener("click", () => deliver(parts));
  if (!w.plain) area.addEventListener("paste", (event) => parts.waiting.paste(event));
}

function tell({ problem }, words) {
  problem.hidden = !words;
  problem.textContent = words;
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
}

/** What can stand here next: names after "@", the app's commands where it is spoken to. */
function completions({ area, w }) {
  const before = area.value.slice(0, area.selectionStart);
  const at = /(?:^|\s)@([^\n@]{0,40})$/.exec(before);
  if (at) {
    const start = area.selectionStart - at[1].length - 1;
    const fits = (name) => name.toLocaleLowerCase().startsWith(at[1].toLocaleLowerCase());
    return [w.bot, ...w.people]
      .filter(fits)
      .map((name) => ({ title: name, note: name === w.bot ? "App" : "", start, text: `@${name} ` }));
  }
  const called = before.startsWith(`@${w.bot} `) ? before.slice(w.bot.length + 2) : w.personal ? before : "";
  return /^\S+$/.test(called) ? commandsFor(w, called, area.selectionStart - called.length) : [];
}

function commandsFor(w, begun, start) {
  const fits = w.commands.filter((one) => one.title.startsWith(begun.toLowerCase()) && one.title !== begun);
  return fits.map((one) => ({ title: one.title, note: one.description, start, text: `${one.title} ` }));
}

function promptsButton(parts) {
  const node = h("button", { type: "button", class: "t-tool t-prompts" }, "View prompts");
  node.addEventListener("mousedown", (event) => event.preventDefault());
  node.addEventListener("click", () => {
    parts.area.focus();
    offer(parts, parts.list.hidden ? commandsFor(parts.w, "", 0) : []);
  });
  return node;
}

function offer(parts, offered) {
  const { area, list } = parts;
  parts.offered = offered.slice(0, MOST);
  parts.marked = parts.offered[0]?.text.startsWith("@") ? 0 : -1;
  list.replaceChildren(...parts.offered.map((one, place) => optionOf(parts, one, place)));
  list.hidden = !parts.offered.length;
  mark(parts);
  if (list.hidden) area.removeAttribute("aria-activedescendant");
}

function optionOf(parts, one, place) {
  const node = h(
    "li",
    { role: "option", id: `${parts.list.id}-${place}` },
    h("bdi", { class: "t-option-title" }, one.title),
    h("span", { class: "t-note" }, one.note),
  );
  node.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose(parts, one);
  });
  return node;
}

function mark({ area, list, marked }) {
  [...list.children].forEach((node, place) => node.setAttribute("aria-selected", String(place === marked)));
  if (marked >= 0) area.setAttribute("aria-activedescendant", list.children[marked].id);
}

function choose(parts, one) {
  const { area, w } = parts;
  const rest = area.value.slice(area.selectionStart);
  area.value = area.value.slice(0, one.start) + one.text + rest.replace(/^ /, "");
  w.draft.texts[w.key] = area.value;
  area.setSelectionRange(one.start + one.text.length, one.start + one.text.length);
  area.focus();
  grow(area);
  offer(parts, []);
}

function keys(event, parts) {
  if (event.isComposing) return;
  const open = !parts.list.hidden;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (open && step) {
    parts.marked = (parts.marked + step + parts.offered.length) % parts.offered.length;
    mark(parts);
  } else if (open && (event.key === "Enter" || event.key === "Tab") && parts.marked >= 0)
    choose(parts, parts.offered[parts.marked]);
  else if (open && event.key === "Escape") offer(parts, []);
  else if (event.key === "Enter" && !event.shiftKey) deliver(parts);
  else if (event.key === "Escape" && parts.w.cancel) parts.w.cancel();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Sends; what could not be sent stays where it is, with the reason below it. */
async function deliver(parts) {
  const { area, send, waiting, list, w } = parts;
  const text = area.value.trim();
  if ((!text && waiting.empty) || send.getAttribute("aria-busy") === "true") return;
  send.setAttribute("aria-busy", "true");
  list.hidden = true;
  area.value = w.draft.texts[w.key] = "";
  grow(area);
  const { fields, back } = waiting.take();
  const answer = await w.send(text, fields);
  send.removeAttribute("aria-busy");
  const failed = answer?.ok === false;
  if (failed) back();
  tell(parts, failed ? answer.problem || "This was not sent. Please try again." : "");
  if (!failed || area.value) return;
  area.value = w.draft.texts[w.key] = text;
  grow(area);
}
