// @ts-check
/** The rich_text block: sections, lists, quotes and code, and the pieces in them. */

import { h } from "./dom.js";
import { channel, instant, link, mention, smiley } from "./mrkdwn.js";

const PIECES = {
  text: (_ctx, one) => one.text,
  link: (ctx, one) => link(ctx, one.url, one.text || one.url),
  user: (ctx, one) => mention(ctx, one.user_id),
  channel: (ctx, one) => channel(ctx, one.channel_id),
  emoji: (_ctx, one) => smiley(one.name),
  broadcast: (_ctx, one) => h("span", { class: "s-mention s-mine" }, `@${one.range}`),
  usergroup: (ctx, one) => mention(ctx, one.usergroup_id),
  date: (ctx, one) => instant(ctx, one.timestamp, one.format || "{date} {time}"),
  color: (_ctx, one) => h("code", { class: "s-code" }, one.value),
};
/** A list or code within a quote has the quote's bar beside it. */
const barred = (part) => (part.border === 1 ? " s-barred" : "");
const PARTS = {
  rich_text_section: (ctx, part, unknown) => h("div", null, pieces(ctx, part, unknown)),
  rich_text_quote: (ctx, part, unknown) => h("blockquote", { class: "s-quote" }, pieces(ctx, part, unknown)),
  rich_text_preformatted: (ctx, part, unknown) => h("pre", { class: `s-pre${barred(part)}` }, pieces(ctx, part, unknown)),
  rich_text_list: (ctx, part, unknown) =>
    h(
      part.style === "ordered" ? "ol" : "ul",
      { class: `s-list s-indent-${Math.min(part.indent || 0, 8)}${barred(part)}`, start: 1 + (part.offset || 0) },
      part.elements.map((one) => h("li", null, pieces(ctx, one, unknown))),
    ),
};
const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

/** Every type of part and piece that is drawn here. */
export const RICH = [...Object.keys(PARTS), ...Object.keys(PIECES)];

/** @param {(type: string) => Node} unknown how to show a type that is not known */
export function richText(ctx, block, unknown) {
  return block.elements.map((part) =>
    Object.hasOwn(PARTS, part.type) ? PARTS[part.type](ctx, part, unknown) : unknown(part.type),
  );
}

function pieces(ctx, part, unknown) {
  return part.elements.map((one) => {
    if (!Object.hasOwn(PIECES, one.type)) return unknown(one.type);
    return Object.keys(one.style || {}).reduce(
      (drawn, name) =>
        one.style[name] && Object.hasOwn(STYLES, name)
          ? h(STYLES[name], name === "code" ? { class: "s-code" } : null, drawn)
          : drawn,
      PIECES[one.type](ctx, one),
    );
  });
}
