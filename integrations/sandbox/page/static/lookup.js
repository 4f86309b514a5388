// @ts-check
/** A menu that asks the app what it offers while somebody types (external_select). */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menus.js";
import { textOf, unescaped } from "./mrkdwn.js";

const PAUSE = 200;
/** Characters without which Slack does not ask, unless the menu says otherwise. */
const FEWEST = 3;

/**
 * @param {any} ctx @param {any} spot @param {any} block @param {any} element
 * @param {{key: string, value: string | null, label: string | null, choose: (value: string | null) => void}} how
 */
export function lookup(ctx, spot, block, element, how) {
  ctx.draft.labels ??= {};
  const kept = spot.state?.[block.block_id]?.[element.action_id]?.selected_option ?? element.initial_option;
  const known = kept?.value === how.value ? kept && unescaped(kept.text.text) : null;
  const shown = how.value === null ? null : (ctx.draft.labels[`${how.key} ${how.value}`] ?? known ?? how.value);
  const hint = element.placeholder ? textOf(ctx, element.placeholder) : "Search";
  const choose = (value) => {
    const row = ctx.ui.menu?.rows.find((one) => one.value === value) ?? ctx.ui.offered?.find((one) => one.value === value);
    if (row) ctx.draft.labels[`${how.key} ${value}`] = row.label;
    how.choose(value);
  };
  const open = () => {
    const ask = asking(ctx, spot, block, element);
    const clear = block.optional && how.value !== null;
    openMenu(ctx, { anchor: how.key, rows: [], chosen: [how.value], choose, filter: true, ask, hint, clear });
  };
  const props = {
    class: "s-select",
    key: how.key,
    type: "button",
    "data-anchor": how.key,
    "aria-haspopup": "listbox",
    "aria-expanded": String(ctx.ui.menu?.anchor === how.key),
    "aria-labelledby": how.label,
    on: {
      click: open,
      keydown: (event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        open();
      },
    },
  };
  const words = shown === null ? h("span", { class: "s-empty" }, hint) : h("bdi", null, shown);
  return h("button", props, h("span", { class: "s-chosen", id: how.label && `${how.label}-v` }, words), icon("down"));
}

/** What is typed goes to the app after a pause; only the answer to the last question is shown. */
function asking(ctx, spot, block, element) {
  let timer = 0;
  let number = 0;
  return (menu) => {
    clearTimeout(timer);
    const mine = ++number;
    const text = menu.words.trim();
    if ([...text].length < (element.min_query_length ?? FEWEST)) {
      menu.rows = [];
      return;
    }
    timer = window.setTimeout(async () => {
      const ids = { block_id: block.block_id, action_id: element.action_id };
      const answer = await ctx.send("looks_up", { ...ids, text, ...(spot.values && { values: spot.values() }) });
      if (mine !== number || ctx.ui.menu !== menu) return;
      menu.rows = (answer.options || []).map(row);
      ctx.ui.offered = menu.rows;
      ctx.again();
    }, PAUSE);
  };
}

const row = (one) => ({
  value: one.value,
  label: unescaped(one.text.text),
  more: one.description && unescaped(one.description.text),
});
