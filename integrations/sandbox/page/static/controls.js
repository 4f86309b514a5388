// @ts-check
/** What can be pressed, chosen or filled in, in messages, home tabs and modals. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { lookup } from "./lookup.js";
import { openMenu } from "./menus.js";
import { INSIDE, named, textOf, unescaped } from "./mrkdwn.js";

/** Where the value of a control stands in `view.state`, and what it starts with. */
const HOLDS = {
  plain_text_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  multi_static_select: ["selected_options", "initial_options"],
  checkboxes: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  channels_select: ["selected_channel", "initial_channel"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
};
const MANY = new Set(["multi_static_select", "checkboxes", "multi_users_select"]);

export const keyOf = (spot, block, element) => `${spot.key}/${block.block_id}/${element.action_id}`;
/** Which control on the page this is; it stays the same when its message is drawn anew with other block ids. */
export const nameOf = (spot, block, element) => spot.names?.get(element) || keyOf(spot, block, element);
export const stateful = (element) => Object.hasOwn(HOLDS, element.type);

/** What a control holds now, as it is submitted: text, option value, list of values, user id, day; null where nothing is. */
export function held(ctx, spot, block, element) {
  const key = keyOf(spot, block, element);
  if (Object.hasOwn(ctx.draft.held, key)) return ctx.draft.held[key];
  const [field, first] = HOLDS[element.type];
  const kept = spot.state?.[block.block_id]?.[element.action_id];
  const value = kept ? kept[field] : element[first];
  if (Array.isArray(value)) return value.map((one) => one.value ?? one);
  return (value && typeof value === "object" ? value.value : value) ?? (MANY.has(element.type) ? [] : null);
}

/** Someone chose or entered something: remembered here, and told to the app where the control is one that tells. */
function change(ctx, spot, block, element, value, label = "") {
  ctx.draft.held[keyOf(spot, block, element)] = value;
  if (block.type !== "input") press(ctx, spot, block, element, { value, label });
  else if (block.dispatch_action) ctx.send("types", { ...ids(block, element), value, values: spot.values() });
  ctx.again();
}

const ids = (block, element) => ({ block_id: block.block_id, action_id: element.action_id });

/** Press, once the question of the control, if it has one, is answered with yes. */
function press(ctx, spot, block, element, more = {}) {
  const value = more.value ?? element.value;
  const fields = { ...spot.about, ...ids(block, element), ...more, value, ...(spot.values && { values: spot.values() }) };
  const go = (confirmed) =>
    ctx.send(more.url ? "follows" : "presses", { ...fields, confirmed }, nameOf(spot, block, element));
  if (element.confirm) ctx.ask({ ...element.confirm, go: () => go(true) });
  else go(false);
}

function button(ctx, spot, block, element) {
  const style = element.style ? ` s-${element.style}` : "";
  const key = nameOf(spot, block, element);
  const props = { class: `s-button${style}`, key, "aria-label": element.accessibility_label, dir: "auto" };
  const words = textOf(ctx, element.text);
  if (element.url) {
    const follow = (event) => {
      if (INSIDE.test(element.url)) ctx.follow(event, element.url);
      else press(ctx, spot, block, element, { url: element.url });
    };
    return h("a", { ...props, href: element.url, target: "_blank", rel: "noopener noreferrer", on: { click: follow } }, words);
  }
  const busy = ctx.busy.has(key);
  return h(
    "button",
    {
      ...props,
      type: "button",
      "aria-disabled": busy && "true",
      "aria-busy": busy && "true",
      on: { click: () => press(ctx, spot, block, element) },
    },
    words,
  );
}

/** The options of a menu as the rows of a list; those of groups know their group's name. */
function rows(ctx, element) {
  const row = (group) => (one) => ({
    value: one.value,
    label: unescaped(one.text.text),
    more: one.description && unescaped(one.description.text),
    group,
    url: one.url,
  });
  const grouped = (element.option_groups || []).flatMap((group) => group.options.map(row(unescaped(group.label.text))));
  return [...(element.options || []).map(row("")), ...grouped];
}

const idRows = (pattern) => (ctx) =>
  Object.keys(ctx.names)
    .filter((id) => pattern.test(id))
    .map((id) => ({ value: id, label: named(ctx, id), face: id }))
    .sort((a, b) => a.label.localeCompare(b.label));
const people = idRows(/^[UW]/);
const channels = idRows(/^[CG]/);

/** A menu of which one is chosen, or several. */
const select =
  (list, many = false) =>
  (ctx, spot, block, element) => {
    const key = nameOf(spot, block, element);
    const value = held(ctx, spot, block, element);
    const chosen = many ? value : value === null ? [] : [value];
    const all = list(ctx, element);
    const shown = chosen.map((one) => all.find((row) => row.value === one)?.label ?? one);
    const choose = (one) => {
      const label = all.find((row) => row.value === one)?.label;
      change(ctx, spot, block, element, many ? toggled(held(ctx, spot, block, element), one) : one, label);
    };
    const open = () =>
      openMenu(ctx, {
        anchor: key,
        rows: all,
        chosen,
        many,
        choose,
        filter: all.length > 7,
        clear: !many && block.optional && value !== null,
      });
    const empty = element.placeholder ? textOf(ctx, element.placeholder) : many ? "Select options" : "Select an option";
    const words = shown.length
      ? shown.map((one) => h("bdi", { class: many && "s-chip" }, one))
      : h("span", { class: "s-empty" }, empty);
    const busy = ctx.busy.has(key);
    const props = {
      class: "s-select",
      key,
      type: "button",
      "data-anchor": key,
      "aria-disabled": busy && "true",
      "aria-haspopup": "listbox",
      "aria-expanded": String(ctx.ui.menu?.anchor === key),
      "aria-labelledby": labelled(spot, block),
      ...focus(ctx, element),
      on: { click: open, keydown: opens(open) },
    };
    return h(
      "button",
      props,
      h("span", { class: "s-chosen", id: labelled(spot, block) && `${labelled(spot, block)}-v` }, words),
      icon("down"),
    );
  };

const opens = (open) => (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  open();
};

const toggled = (list, one) => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one]);

/** The id of a field's label in the page. */
export const labelled = (spot, block) =>
  block.type === "input" ? `s-${spot.key}-${block.block_id}`.replace(/[^\w-]/g, "_") : null;

const focus = (ctx, element) => (element.focus_on_load ? { "data-first": "" } : {});

function overflow(ctx, spot, block, element) {
  const key = nameOf(spot, block, element);
  const all = rows(ctx, element);
  const choose = (value) => {
    const { url, label } = all.find((row) => row.value === value) || {};
    press(ctx, spot, block, element, { value, url, label });
  };
  const open = () => openMenu(ctx, { anchor: key, rows: all, chosen: [], choose });
  return h(
    "button",
    {
      class: "s-button s-square",
      key,
      type: "button",
      "data-anchor": key,
      "aria-label": "More options",
      "aria-haspopup": "menu",
      on: { click: open },
    },
    icon("more"),
  );
}

/** Tick boxes or radio buttons. */
const ticks = (kind) => (ctx, spot, block, element) => {
  const value = held(ctx, spot, block, element);
  const set = (one) => change(ctx, spot, block, element, kind === "radio" ? one : toggled(held(ctx, spot, block, element), one));
  const on = (one) => (kind === "radio" ? value === one : value.includes(one));
  const name = keyOf(spot, block, element);
  return h(
    "div",
    { class: "s-ticks", key: name, role: kind === "radio" ? "radiogroup" : "group", "aria-labelledby": labelled(spot, block) },
    element.options.map((one) =>
      h(
        "label",
        { class: "s-tick", key: one.value },
        h("input", { type: kind, name, checked: on(one.value), on: { change: () => set(one.value) } }),
        h("span", null, textOf(ctx, one.text), one.description && h("span", { class: "s-more" }, textOf(ctx, one.description))),
      ),
    ),
  );
};

/** A field that one types into. */
const typed = (type) => (ctx, spot, block, element) => {
  const key = keyOf(spot, block, element);
  const long = type === "text" && element.multiline;
  const enter = (event) => {
    ctx.draft.held[key] = event.target.value || null;
    ctx.again();
  };
  const tell = () => block.dispatch_action && change(ctx, spot, block, element, held(ctx, spot, block, element));
  const value = held(ctx, spot, block, element) ?? "";
  const field = h(long ? "textarea" : "input", {
    class: "s-field",
    key,
    type: long ? null : type,
    value,
    dir: "auto",
    rows: long ? 4 : null,
    autocomplete: "off",
    ...focus(ctx, element),
    placeholder: element.placeholder && unescaped(element.placeholder.text),
    "aria-labelledby": labelled(spot, block),
    "aria-invalid": spot.problems?.[block.block_id] ? "true" : null,
    on: { input: enter, change: tell },
  });
  const left = (element.max_length || 3000) - [...String(value)].length;
  const tight = type === "text" && left < Math.max(20, (element.max_length || 3000) / 10);
  return h(
    "div",
    { class: "s-typed", key: `${key}/typed` },
    field,
    tight && h("span", { class: left < 0 ? "s-left s-too-long" : "s-left", role: "status" }, left),
  );
};

const picker = (type) => (ctx, spot, block, element) =>
  h("input", {
    class: "s-field s-when",
    key: keyOf(spot, block, element),
    type,
    value: held(ctx, spot, block, element) ?? "",
    "aria-labelledby": labelled(spot, block),
    "aria-label": labelled(spot, block) ? null : "Day",
    ...focus(ctx, element),
    on: { change: (event) => change(ctx, spot, block, element, event.target.value || null) },
  });

function searched(ctx, spot, block, element) {
  const value = held(ctx, spot, block, element);
  const choose = (one) => change(ctx, spot, block, element, one);
  return lookup(ctx, spot, block, element, { key: nameOf(spot, block, element), value, label: labelled(spot, block), choose });
}

/** A drawing for every type of control. */
export const CONTROLS = {
  button,
  overflow,
  static_select: select(rows),
  multi_static_select: select(rows, true),
  external_select: searched,
  users_select: select(people),
  multi_users_select: select(people, true),
  conversations_select: select(channels),
  channels_select: select(channels),
  checkboxes: ticks("checkbox"),
  radio_buttons: ticks("radio"),
  plain_text_input: typed("text"),
  email_text_input: typed("email"),
  url_text_input: typed("url"),
  number_input: typed("number"),
  datepicker: picker("date"),
  timepicker: picker("time"),
};
