// @ts-check
/** Lists that open beside what was pressed: options of a select, what can be done with a message, emoji, completion. */

import { faceOf } from "./faces.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * Open a list. `anchor`: the data-anchor of what it belongs to; `rows`: [{value, label, more, group, icon, face, danger, glyph}];
 * `choose(value)`; `many`: it stays open; `filter`: with a field to narrow it; `clear`: with a row that chooses nothing (null);
 * `grid`: side by side; `ask(menu)`: what is typed is not looked for in `rows`, but brings others; `hint`: what to type.
 * @param {any} ctx @param {any} menu
 */
export function openMenu(ctx, menu) {
  ctx.ui.menu = ctx.ui.menu?.anchor === menu.anchor ? null : { words: "", ...menu };
  ctx.again();
}

export function closeMenu(ctx, back = true) {
  const anchor = ctx.ui.menu?.anchor;
  ctx.ui.menu = null;
  ctx.again();
  if (back && anchor) anchorOf(ctx.root, anchor)?.focus();
}

/** @returns {any} */
export function anchorOf(root, name) {
  return [...root.querySelectorAll("[data-anchor]")].find((node) => node.dataset.anchor === name);
}

/** The open list, if any, above a sheet that closes it when pressed. */
export function drawMenu(ctx) {
  const menu = ctx.ui.menu;
  if (!menu) return null;
  const wanted = menu.words.toLocaleLowerCase();
  const found = menu.ask ? menu.rows : menu.rows.filter((row) => row.label.toLocaleLowerCase().includes(wanted));
  const rows = menu.clear && !wanted ? [{ value: null, label: "Clear selection", quiet: true }, ...found] : found;
  const pop = h(
    "div",
    {
      class: menu.grid ? "s-pop s-grid" : "s-pop",
      key: "pop",
      role: menu.chosen && !menu.grid ? "listbox" : "menu",
      "aria-multiselectable": menu.many && "true",
      "data-for": menu.anchor,
      on: { keydown: (event) => steer(ctx, event) },
      ready: begin,
    },
    menu.filter &&
      h("input", {
        class: "s-field s-filter",
        key: "filter",
        type: "text",
        placeholder: menu.hint || "Search",
        "aria-label": menu.hint || "Search",
        dir: "auto",
        on: { input: (event) => narrow(ctx, event) },
      }),
    h(
      "div",
      { class: "s-rows", key: "rows" },
      rows.length
        ? rows.map((row, n) => [heading(rows, n), rowOf(ctx, menu, row)])
        : h("div", { class: "s-nothing", role: "status" }, menu.ask && !wanted ? "Type to search" : "Nothing found"),
    ),
  );
  return h(
    "div",
    { class: "s-over", key: `menu ${menu.anchor}` },
    h("div", { class: "s-sheet", on: { mousedown: (event) => shut(ctx, event) } }),
    pop,
  );
}

function shut(ctx, event) {
  event.preventDefault();
  closeMenu(ctx);
}

function narrow(ctx, event) {
  ctx.ui.menu.words = event.target.value;
  ctx.ui.menu.ask?.(ctx.ui.menu);
  ctx.again();
}

function heading(rows, n) {
  const group = rows[n].group;
  return group && rows[n - 1]?.group !== group ? h("div", { class: "s-group", key: `g ${group}` }, group) : null;
}

function rowOf(ctx, menu, row) {
  const chosen = menu.chosen?.includes(row.value);
  const pick = () => {
    if (menu.many) menu.chosen = chosen ? menu.chosen.filter((one) => one !== row.value) : [...menu.chosen, row.value];
    else closeMenu(ctx);
    menu.choose(row.value);
  };
  const style = `s-row${row.danger ? " s-row-danger" : ""}${row.quiet ? " s-row-quiet" : ""}`;
  const props = {
    class: style,
    key: String(row.value),
    type: "button",
    tabindex: "-1",
    "aria-label": row.glyph && row.label,
    title: row.glyph && row.label,
    on: { click: pick },
  };
  const role = menu.chosen && !menu.grid ? { role: "option", "aria-selected": String(Boolean(chosen)) } : { role: "menuitem" };
  if (row.glyph) return h("button", { ...props, ...role }, row.glyph);
  return h(
    "button",
    { ...props, ...role },
    row.face && faceOf(ctx, row.face, "s-face-small"),
    row.icon && icon(row.icon),
    h("span", { class: "s-row-words" }, h("bdi", null, row.label), row.more && h("span", { class: "s-more" }, row.more)),
    chosen && icon("tick", "s-row-tick"),
  );
}

function begin(pop) {
  const first = pop.querySelector("input") || pop.querySelector("[aria-selected=true]") || pop.querySelector("button");
  first?.focus();
}

/** Arrows walk, Home and End jump, Escape and Tab leave. */
function steer(ctx, event) {
  const rows = [...event.currentTarget.querySelectorAll(".s-row")];
  const at = rows.indexOf(document.activeElement);
  const across = ctx.ui.menu.grid;
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    ...(across && { ArrowRight: at + 1, ArrowLeft: at - 1 }),
    ...(at >= 0 && { Home: 0, End: rows.length - 1 }),
  }[event.key];
  if (to !== undefined) rows[(to + rows.length) % rows.length]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu(ctx);
  else if (event.key === "Enter" && at < 0) rows[0]?.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Put the open list, if any, beside its anchor, wholly within the client; false where that is gone. @param {any} root */
export function placeMenu(root) {
  const pop = root.querySelector(".s-pop");
  if (!pop) return true;
  const anchor = anchorOf(root, pop.dataset.for);
  if (!anchor) return false;
  const [frame, box] = [root.firstElementChild.getBoundingClientRect(), anchor.getBoundingClientRect()];
  pop.style.minWidth = `${Math.min(box.width, frame.width - 16)}px`;
  const below = frame.bottom - box.bottom - 8;
  const above = box.top - frame.top - 8;
  const upward = below < Math.min(pop.scrollHeight, 320) && above > below;
  pop.style.maxHeight = `${Math.max(120, Math.min(320, upward ? above : below))}px`;
  const left = Math.min(box.left - frame.left, frame.width - pop.offsetWidth - 8);
  pop.style.left = `${Math.max(8, left)}px`;
  pop.style.top = upward ? "auto" : `${box.bottom - frame.top + 4}px`;
  pop.style.bottom = upward ? `${frame.bottom - box.top + 4}px` : "auto";
  return true;
}
