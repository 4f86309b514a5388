// @ts-check
/** What stands over everything else: the app's modal, and the question before something that is hard to undo. */

import { drawBlocks, langOf } from "./blocks.js";
import { held, stateful } from "./controls.js";
import { h } from "./dom.js";
import { faceOf } from "./faces.js";
import { icon } from "./icons.js";
import { textOf } from "./mrkdwn.js";

/** The app's modal, if one is open. Every value that is typed lives in the draft until it is sent. */
export function drawModal(ctx) {
  const modal = ctx.sight.modal;
  if (!modal) return null;
  const spot = {
    key: modal.id,
    about: { view: "modal" },
    state: modal.state,
    problems: modal.problems || {},
    values: () => values(ctx, spot, modal.blocks),
  };
  const busy = ctx.busy.has("submit");
  const close = () => ctx.send("closes", {}, "close");
  const submit = () => ctx.send("submits", { values: spot.values() }, "submit");
  const whole = spot.problems[""];
  const body = h(
    "div",
    { class: "s-modal-body", key: "body" },
    whole && h("div", { class: "s-problem s-problem-whole", role: "alert" }, icon("warn"), whole),
    drawBlocks(ctx, spot, modal.blocks),
  );
  const foot = h(
    "div",
    { class: "s-modal-foot", key: "foot" },
    h("button", { class: "s-button", type: "button", on: { click: close } }, words(modal.close) || "Close"),
    modal.submit &&
      h(
        "button",
        {
          class: "s-button s-primary",
          type: "button",
          "aria-disabled": busy && "true",
          "aria-busy": busy && "true",
          on: { click: submit },
        },
        words(modal.submit),
      ),
  );
  return overlay(`modal ${modal.id}`, words(modal.title), close, [body, foot], faceOf(ctx, ctx.sight.bot.id, "s-face-mid"));
}

/** The title, submit or close words of a view: a text object or already a text. */
const words = (text) => (text && typeof text === "object" ? text.text : text) || "";

function values(ctx, spot, blocks) {
  /** @type {Record<string, Record<string, unknown>>} */ const sent = {};
  for (const block of blocks) {
    for (const element of [block.element, block.accessory, ...(block.elements || [])]) {
      if (!element || !stateful(element)) continue;
      sent[block.block_id] = { ...sent[block.block_id], [element.action_id]: held(ctx, spot, block, element) };
    }
  }
  return sent;
}

/** The open question, if any: {title, text, confirm, deny, style, go}. */
export function drawQuestion(ctx) {
  const ask = ctx.ui.ask;
  if (!ask) return null;
  const leave = () => ctx.ask(null);
  const go = () => {
    leave();
    ask.go();
  };
  const text = h(
    "div",
    { class: "s-modal-body", key: "body" },
    h("div", { class: "s-text", dir: "auto" }, textOf(ctx, ask.text)),
  );
  const foot = h(
    "div",
    { class: "s-modal-foot", key: "foot" },
    h("button", { class: "s-button", type: "button", on: { click: leave } }, textOf(ctx, ask.deny)),
    h(
      "button",
      { class: `s-button s-${ask.style || "primary"}`, type: "button", "data-first": "", on: { click: go } },
      textOf(ctx, ask.confirm),
    ),
  );
  return overlay("question", words(ask.title), leave, [text, foot], null);
}

/** A dialog that holds the focus, leaves with Escape and gives the focus back. */
function overlay(key, title, leave, parts, mark) {
  const keys = (event) => {
    if (event.key === "Escape") leave();
    else if (event.key !== "Tab" || !trap(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return h(
    "div",
    { class: "s-over s-dim", key, on: { keydown: keys } },
    h(
      "div",
      {
        class: mark ? "s-modal" : "s-modal s-small",
        key: "box",
        role: "dialog",
        "aria-modal": "true",
        "aria-label": title,
        tabindex: "-1",
        ready: enter,
      },
      h(
        "div",
        { class: "s-modal-head", key: "head" },
        mark,
        h("h2", { dir: "auto", lang: langOf(title) }, title),
        h("button", { class: "s-tool", type: "button", "aria-label": "Close", on: { click: leave } }, icon("close")),
      ),
      parts,
    ),
  );
}

const REACHABLE = "a[href], button:not([disabled]):not([tabindex='-1']), input:not([disabled]), textarea:not([disabled])";

/** Tab at the last control goes to the first, and back. */
function trap(event) {
  const all = [...event.currentTarget.querySelectorAll(REACHABLE)];
  const [first, last] = [all[0], all[all.length - 1]];
  const inside = event.currentTarget.contains(document.activeElement);
  const box = document.activeElement?.getAttribute("role") === "dialog";
  if (event.shiftKey && (document.activeElement === first || box || !inside)) return void last?.focus() ?? true;
  if (!event.shiftKey && (document.activeElement === last || !inside)) return void first?.focus() ?? true;
  return false;
}

function enter(box) {
  const wanted =
    box.querySelector("[data-first]") ||
    box.querySelector(".s-modal-body input, .s-modal-body textarea, .s-modal-body .s-select");
  (wanted || box).focus();
}
