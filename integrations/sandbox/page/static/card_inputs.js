// @ts-check
/** Fields of Adaptive Cards: what is typed into them, and what the client itself says before anything is sent. */
import { h } from "./dom.js";
import { listOf } from "./cards.js";
import { pressable } from "./card_actions.js";
import { picker } from "./card_picker.js";

let fieldNumber = 0;

/** @param {any} one @param {string} path @param {any} at */
export function field(one, path, at) {
  const id = `ac-field-${++fieldNumber}`;
  const control = (CONTROLS[one.type] ?? textControl)(one, id, path, at);
  const problem = h("p", { class: "ac-field-problem", id: `${id}-problem`, role: "alert", hidden: true });
  const node = h(
    "div",
    { class: "ac-field", "data-id": one.id, "data-label": one.label },
    labelOf(one, id, control),
    control.node,
    problem,
  );
  const entry = { id: one.id, one, node, control, show: (text) => show(entry, problem, text) };
  node.addEventListener("input", () => entry.show(""));
  at.scope.fields.push(entry);
  return node;
}

function labelOf(one, id, control) {
  const star = one.isRequired ? [h("span", { class: "ac-required", "aria-hidden": "true" }, " *")] : [];
  const words = [h("bdi", null, String(one.label ?? "")), ...star];
  if (!one.label && !star.length) return h("span", { hidden: true });
  return control.group
    ? h("span", { class: "ac-label", id: `${id}-label` }, ...words)
    : h("label", { class: "ac-label", for: id }, ...words);
}

function show(entry, problem, text) {
  problem.textContent = text;
  problem.hidden = !text;
  entry.node.classList.toggle("ac-wrong", Boolean(text));
  entry.control.focus.setAttribute("aria-invalid", text ? "true" : "false");
  if (text) entry.control.focus.setAttribute("aria-describedby", problem.id);
  else entry.control.focus.removeAttribute("aria-describedby");
}

/** The cards whose fields travel with a button: its own and those around it. */
function fieldsOf(scope) {
  const all = [];
  for (let one = scope; one; one = one.outer) all.push(...one.fields);
  return all.filter((one) => !one.node.closest("[hidden]"));
}

/** @param {any} scope @returns {Record<string, string>} */
export const collected = (scope) => Object.fromEntries(fieldsOf(scope).map((one) => [one.id, one.control.value()]));

/**
 * Shows what is missing or malformed at the fields, and goes to the first of them.
 * @param {any} scope @returns {boolean} whether all is well
 */
export function complain(scope) {
  const wrong = fieldsOf(scope).filter((one) => {
    const text = complaint(one.one, one.control.value());
    one.show(text);
    return Boolean(text);
  });
  wrong[0]?.control.focus.focus();
  return wrong.length === 0;
}

/** @returns {string} what is wrong with the value, or "" */
export function complaint(one, value) {
  const said = String(one.errorMessage || "");
  if (one.isRequired && (!value.trim() || (one.type === "Input.Toggle" && value !== (one.valueOn ?? "true")))) {
    return said || "Please fill this in.";
  }
  if (!value) return "";
  if (one.regex && !matches(one.regex, value)) return said || "This does not have the right form.";
  if (Number.isInteger(one.maxLength) && value.length > one.maxLength) return said || `At most ${one.maxLength} characters.`;
  if (one.type === "Input.Number" && Number.isNaN(Number(value))) return said || "Please give a number.";
  const [least, most, own] =
    one.type === "Input.Number" ? [Number(one.min), Number(one.max), Number(value)] : [one.min, one.max, value];
  if (one.min !== undefined && own < least) return said || `Not below ${one.min}.`;
  return one.max !== undefined && own > most ? said || `Not above ${one.max}.` : "";
}

function matches(pattern, value) {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(value);
  } catch (error) {
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}

/** What is the same for every field that can have the focus. */
function props(one, id, at) {
  const given = { id, class: "ac-input", "data-focus": `${at.setting.name}/${one.id}`, dir: "auto" };
  if (one.placeholder) given.placeholder = one.placeholder;
  if (one.isRequired) given["aria-required"] = "true";
  return given;
}

function single(node, one) {
  node.value = String(one.value ?? "");
  return { node, focus: node, value: () => node.value };
}

function textControl(one, id, path, at) {
  const longest = Number.isInteger(one.maxLength) && one.maxLength > 0 ? { maxlength: String(one.maxLength) } : {};
  const kind = ["tel", "password"].find((style) => style === String(one.style).toLowerCase()) ?? "text";
  const input = one.isMultiline
    ? h("textarea", { ...props(one, id, at), ...longest, rows: "4" })
    : h("input", {
        ...props(one, id, at),
        ...longest,
        type: kind,
        autocomplete: "off",
      });
  const control = single(input, one);
  if (!one.inlineAction) return control;
  const beside = h("span", { class: "ac-button" }, String(one.inlineAction.title ?? "→"));
  pressable(beside, one.inlineAction, `${path}/inlineAction`, at);
  return { ...control, node: h("div", { class: "ac-inline-action" }, input, beside) };
}

const typed = (type) => (one, id, path, at) => {
  const limits = {};
  for (const key of ["min", "max"]) if (one[key] !== undefined) limits[key] = String(one[key]);
  return single(h("input", { ...props(one, id, at), ...limits, type, ...(type === "number" ? { step: "any" } : {}) }), one);
};

function toggleControl(one, id, path, at) {
  const on = String(one.valueOn ?? "true");
  const box = h("input", { ...props(one, id, at), class: "ac-check", type: "checkbox" });
  box.checked = String(one.value ?? "") === on;
  const node = h("label", { class: "ac-choice", for: id }, box, h("bdi", null, String(one.title ?? "")));
  return { node, focus: box, value: () => (box.checked ? on : String(one.valueOff ?? "false")) };
}

function choiceControl(one, id, path, at) {
  if (one["choices.data"]?.type === "Data.Query" || String(one.style).toLowerCase() === "filtered")
    return picker(one, props(one, id, at), at);
  return one.isMultiSelect || one.style === "expanded" ? several(one, id, at) : dropDown(one, id, at);
}

function dropDown(one, id, at) {
  const choices = listOf(one.choices);
  const known = choices.some((choice) => String(choice.value) === String(one.value ?? ""));
  const none = known && one.isRequired ? [] : [{ title: one.placeholder || "", value: "" }];
  const options = [...none, ...choices].map((choice) =>
    h("option", { value: String(choice.value), dir: "auto" }, String(choice.title)),
  );
  const node = h("select", props(one, id, at), ...options);
  node.value = known ? String(one.value) : "";
  return { node, focus: node, value: () => node.value };
}

function several(one, id, at) {
  const chosen = String(one.value ?? "").split(one.isMultiSelect ? "," : "\u0000");
  const boxes = listOf(one.choices).map((choice, place) => {
    const box = h("input", {
      type: one.isMultiSelect ? "checkbox" : "radio",
      name: id,
      class: "ac-check",
      value: String(choice.value),
      "data-focus": `${at.setting.name}/${one.id}/${place}`,
    });
    box.checked = chosen.includes(String(choice.value));
    return { box, node: h("label", { class: "ac-choice" }, box, h("bdi", null, String(choice.title))) };
  });
  const role = one.isMultiSelect ? "group" : "radiogroup";
  const node = h(
    "div",
    { class: "ac-choices", role, tabindex: "-1", "aria-labelledby": `${id}-label` },
    ...boxes.map((box) => box.node),
  );
  const value = () =>
    boxes
      .filter(({ box }) => box.checked)
      .map(({ box }) => box.value)
      .join(",");
  return { node, focus: node, value, group: true };
}

const CONTROLS = {
  "Input.Text": textControl,
  "Input.Number": typed("number"),
  "Input.Date": typed("date"),
  "Input.Time": typed("time"),
  "Input.Toggle": toggleControl,
  "Input.ChoiceSet": choiceControl,
};
