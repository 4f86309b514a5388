// @ts-check
/** Buttons of Adaptive Cards: what unfolds or hides is done here, what concerns the desk is sent. */
import { h } from "./dom.js";
import { collected, complain } from "./card_inputs.js";
import { menuButton } from "./teams_menu.js";
import { own, safeUrl } from "./teams_text.js";

const MOST = 6;
const LOOKS = { positive: " ac-positive", destructive: " ac-destructive" };
const KINDS = ["Action.Execute", "Action.Submit", "Action.OpenUrl", "Action.ShowCard", "Action.ToggleVisibility"];

/** A row of buttons with the parts they unfold beneath. @param {any[]} actions @param {string} path @param {any} at */
export function actionRow(actions, path, at) {
  const row = h("div", { class: "ac-actions" });
  const panels = h("div", { class: "ac-panels" });
  const all = (Array.isArray(actions) ? actions : [])
    .map((one, place) => chosen(one, `${path}/${place}`))
    .filter((one) => one !== null);
  const inSight = all.filter((one) => one.action.mode !== "secondary").slice(0, MOST);
  const more = all.filter((one) => !inSight.includes(one));
  row.append(...inSight.map((one) => button(one.action, one.path, at, panels)));
  if (more.length) row.append(overflow(more, at, panels));
  return h("div", { class: "ac-item sp-medium ac-action-set" }, row, panels);
}

/** The action to draw: itself, its fallback where it is unknown, null where it is to be dropped. */
function chosen(action, path) {
  if (KINDS.includes(action?.type)) return { action, path };
  if (action?.fallback === "drop") return null;
  if (action?.fallback && typeof action.fallback === "object") return chosen(action.fallback, `${path}/fallback`);
  return { action: { ...action, type: String(action?.type ?? "nothing"), unknown: true }, path };
}

function overflow(more, at, panels) {
  const items = more.map(({ action, path }) => ({
    title: String(action.title ?? ""),
    act: (from) => run(action, path, at, panels, from),
  }));
  return menuButton("…", "More actions", "ac-button", items);
}

function button(action, path, at, panels) {
  if (action.unknown) return h("span", { class: "ac-unknown", role: "note" }, `This client cannot draw ${action.type}.`);
  const look = own(LOOKS, String(action.style).toLowerCase()) ?? "";
  const props = { class: `ac-button${look}`, "data-focus": `${at.setting.name}${path}`, ...spoken(action) };
  const url = action.type === "Action.OpenUrl" ? safeUrl(action.url) : "";
  const title = h("bdi", null, String(action.title ?? ""));
  const node = url
    ? h(
        "a",
        { ...props, href: url, target: "_blank", rel: "noopener noreferrer" },
        title,
        h("span", { "aria-hidden": "true" }, " ↗"),
      )
    : h("button", { ...props, type: "button" }, title);
  if (action.isEnabled === false) node.setAttribute("aria-disabled", "true");
  if (action.type === "Action.ShowCard") node.setAttribute("aria-expanded", "false");
  node.addEventListener("click", (event) => {
    if (url && action.isEnabled !== false) return;
    event.preventDefault();
    if (action.isEnabled !== false) run(action, path, at, panels, node);
  });
  return node;
}

function spoken(action) {
  return action.tooltip ? { title: action.tooltip, "aria-label": action.tooltip } : {};
}

/** Makes anything pressable: containers, columns, pictures, runs of text. */
export function pressable(node, action, path, at) {
  const { action: own, path: where } = chosen(action, path) ?? {};
  if (!own || own.unknown) return;
  const inert = node.tagName !== "A";
  if (inert) {
    node.tabIndex = 0;
    node.setAttribute("role", own.type === "Action.OpenUrl" ? "link" : "button");
  }
  if (own.tooltip || own.title) node.title = own.tooltip || own.title;
  node.classList.add("ac-pressable");
  const press = (event) => {
    if (event.target !== node && event.target.closest("a, button, input, select, textarea, [role=button]") !== node) return;
    event.preventDefault();
    run(own, where, at, null, node);
  };
  node.addEventListener("click", press);
  if (inert) node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && press(event));
}

function run(action, path, at, panels, node) {
  if (action.type === "Action.ShowCard") unfold(action, path, at, panels, node);
  else if (action.type === "Action.ToggleVisibility") toggle(action, at);
  else if (action.type === "Action.OpenUrl") busy(node, () => at.setting.follow(action.url));
  else send(action, path, at, node);
}

/** Shows the part behind a button, or folds it again; of one row only one part is open. */
function unfold(action, path, at, panels, node) {
  if (!panels || !action.card) return;
  const was = panels.getAttribute("data-open") === path;
  for (const one of panels.parentElement?.querySelectorAll(":scope > .ac-actions > [aria-expanded]") ?? [])
    one.setAttribute("aria-expanded", "false");
  panels.replaceChildren();
  panels.setAttribute("data-open", was ? "" : path);
  if (was) return;
  const scope = { fields: [], outer: at.scope };
  panels.append(h("div", { class: "ac-unfolded" }, at.card(action.card, `${path}/card`, { ...at, scope })));
  node.setAttribute("aria-expanded", "true");
}

function toggle(action, at) {
  for (const target of action.targetElements ?? []) {
    const [id, wanted] = typeof target === "string" ? [target, undefined] : [target?.elementId, target?.isVisible];
    for (const node of at.byId.get(id) ?? []) node.hidden = wanted === undefined ? !node.hidden : !wanted;
  }
}

async function send(action, path, at, node) {
  const takes = String(action.associatedInputs ?? "auto").toLowerCase() !== "none";
  at.say("");
  if (takes && !complain(at.scope)) return;
  const answer = await busy(node, () => at.setting.press(path, takes ? collected(at.scope) : {}));
  if (answer && answer.ok === false) at.say(answer.problem || "This did not work. Please try again.");
}

/** While something is on its way the button waits; a second press does nothing. */
async function busy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return null;
  node.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}
