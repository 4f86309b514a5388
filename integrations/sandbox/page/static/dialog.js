// @ts-check
/** A dialog (task module): the card that asks, the desk's complaints at its fields, focus kept inside, Escape closes. */
import { h } from "./dom.js";
import { drawCard } from "./cards.js";
import { avatar, icon } from "./teams_icons.js";
import { follow } from "./teams_links.js";

const STOPS = "a[href], button, input, select, textarea, [tabindex='0']";

/**
 * The overlay of the open dialog; the same node while the same dialog stands there.
 * @param {import("./teams_messages.js").Client} c
 */
export function dialogNode(c) {
  const { dialog, me } = c.sight;
  return c.kept.node("dialog", [dialog, me.tz, me.locale], () => build(c, dialog));
}

function build(c, dialog) {
  const { me } = c.sight;
  const press = (path, values) => c.act("submits", { path, values });
  const card = drawCard(dialog.card, {
    tz: me.tz,
    locale: me.locale,
    people: c.sight.people ?? [],
    name: "dialog",
    press,
    lookUp: async (field, text) => (await c.act("looks_up", { field, text }))?.choices ?? [],
    follow: (url) => follow(c, url),
  });
  const close = () => c.act("closes");
  const cross = h("button", { type: "button", class: "t-tool", "aria-label": "Close", title: "Close" }, icon("close"));
  cross.addEventListener("click", close);
  const title = h("h2", { class: "t-dialog-title", id: "t-dialog-title", dir: "auto" }, dialog.title);
  const whole = dialog.problems?.[""];
  const said = whole && !card.textContent?.includes(whole) ? h("p", { class: "t-problem", role: "alert" }, whole) : null;
  const head = h("div", { class: "t-dialog-head" }, avatar(c.sight.bot.name, "app"), title, cross);
  const box = h(
    "div",
    { class: "t-dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": "t-dialog-title", tabindex: "-1" },
    head,
    said,
    h("div", { class: "t-dialog-body t-scroll" }, card),
  );
  const overlay = h("div", { class: "t-overlay", lang: dialog.card?.lang || null }, box);
  overlay.addEventListener("keydown", (event) => keys(event, box, close));
  mark(card, dialog.problems ?? {});
  return overlay;
}

/** The fields about which something is wrong: what stands in red right above a field is about that field. */
function mark(card, problems) {
  for (const item of card.querySelectorAll(".ac-item:has(> .ac-color-attention) + .ac-item > .ac-field")) {
    item.classList.add("ac-wrong");
    item.querySelector(".ac-input")?.setAttribute("aria-invalid", "true");
  }
  for (const [name, text] of Object.entries(problems)) {
    if (!name) continue;
    const field = [...card.querySelectorAll(".ac-field")].find((one) => one.dataset.id === name || one.dataset.label === name);
    field?.classList.add("ac-wrong");
    const input = field?.querySelector(".ac-input");
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-description", String(text));
  }
}

/** Goes to what wants attention: the first wrong field, else the first field, else the dialog. @param {HTMLElement} overlay */
export function enter(overlay) {
  const first =
    overlay.querySelector(".ac-wrong .ac-input") ??
    overlay.querySelector(".ac-input, .ac-check") ??
    overlay.querySelector(".t-dialog");
  /** @type {any} */ (first)?.focus({ preventScroll: true });
}

function keys(event, box, close) {
  if (event.key === "Escape") {
    event.preventDefault();
    close();
  }
  if (event.key !== "Tab") return;
  const stops = [...box.querySelectorAll(STOPS)].filter((one) => one.offsetParent !== null && !one.disabled);
  const [first, last] = [stops[0], stops[stops.length - 1]];
  if (!stops.length || !(event.shiftKey ? [first, box] : [last]).includes(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
