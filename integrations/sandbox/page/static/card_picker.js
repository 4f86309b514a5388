// @ts-check
/** A field to search in: people of the tenant or what the app answers (Data.Query), or a long list of choices ("filtered"). */
import { h } from "./dom.js";

const MOST = 8;
const PAUSE = 200;
const PEOPLE = "graph.microsoft.com/users";

/** @param {any} one @param {Record<string, any>} props @param {any} at */
export function picker(one, props, at) {
  const fixed = (one.choices ?? []).map((choice) => ({ title: String(choice.title), value: String(choice.value) }));
  const dataset = one["choices.data"]?.dataset;
  const asks = dataset !== undefined && dataset !== PEOPLE;
  const people = dataset === PEOPLE ? at.setting.people.map((person) => ({ title: person.name, value: person.id })) : [];
  const offered = [...fixed, ...people.filter((person) => !fixed.some((choice) => choice.value === person.value))];
  const state = { chosen: offered.find((choice) => choice.value === String(one.value ?? "")) ?? null, marked: 0 };
  const list = h("ul", { class: "t-options", role: "listbox", id: `${props.id}-list`, hidden: true });
  const aria = { role: "combobox", "aria-expanded": "false", "aria-controls": `${props.id}-list`, "aria-autocomplete": "list" };
  const hint = props.placeholder ?? (dataset === PEOPLE ? "Search people" : "Search");
  const input = h("input", { ...props, ...aria, type: "text", autocomplete: "off", placeholder: hint });
  input.value = state.chosen?.title ?? "";
  const parts = { input, list, state, offered, asks };
  const ask = asks && at.setting.lookUp ? asking(parts, fixed, (text) => at.setting.lookUp(String(one.id), text)) : () => {};
  input.addEventListener("input", () => {
    state.chosen = null;
    ask();
    offer(parts);
  });
  input.addEventListener("focus", () => offer(parts));
  input.addEventListener("blur", () => close(parts));
  input.addEventListener("keydown", (event) => keys(event, parts));
  return { node: h("div", { class: "t-picker" }, input, list), focus: input, value: () => state.chosen?.value ?? "" };
}

/** What is typed goes to the app after a pause; only the answer to the last question is shown. */
function asking(parts, fixed, lookUp) {
  let timer = 0;
  let number = 0;
  return () => {
    clearTimeout(timer);
    const mine = ++number;
    const text = parts.input.value.trim();
    parts.offered = fixed;
    if (!text) return;
    timer = window.setTimeout(async () => {
      const choices = await lookUp(text);
      if (mine !== number) return;
      parts.offered = choices;
      if (document.activeElement === parts.input) offer(parts);
    }, PAUSE);
  };
}

function found({ input, state, offered, asks }) {
  if (asks) return state.chosen ? [state.chosen] : offered;
  const words = state.chosen ? "" : input.value.trim().toLocaleLowerCase();
  return offered.filter((choice) => choice.title.toLocaleLowerCase().includes(words)).slice(0, MOST);
}

function offer(parts) {
  const { input, list, state } = parts;
  const shown = found(parts);
  state.marked = Math.min(state.marked, Math.max(shown.length - 1, 0));
  const options = shown.map((choice, place) => {
    const props = { role: "option", id: `${list.id}-${place}`, "aria-selected": String(place === state.marked) };
    const node = h("li", props, h("bdi", null, choice.title));
    node.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(parts, choice);
    });
    return node;
  });
  list.replaceChildren(...(options.length ? options : [h("li", { class: "t-none" }, none(parts))]));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  if (shown.length) input.setAttribute("aria-activedescendant", `${list.id}-${state.marked}`);
}

const none = ({ asks, input }) => (asks && !input.value.trim() ? "Type to search" : "Nobody and nothing of that name");

function close({ input, list, state }) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  if (!state.chosen) input.value = "";
}

function choose(parts, choice) {
  parts.state.chosen = choice;
  parts.input.value = choice.title;
  parts.input.dispatchEvent(new Event("change", { bubbles: true }));
  close(parts);
}

function keys(event, parts) {
  const shown = found(parts);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    parts.state.marked = (parts.state.marked + step + shown.length) % Math.max(shown.length, 1);
    offer(parts);
  } else if (event.key === "Enter" && !parts.list.hidden && shown.length) choose(parts, shown[parts.state.marked]);
  else if (event.key === "Escape" && !parts.list.hidden) close(parts);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
