// @ts-check
/** Slack's mrkdwn as nodes. `ctx` has `names` (by user or channel id), `me` ({id, tz, locale}) and `now`. */

import { formatted, moment } from "./dates.js";
import { followable, h } from "./dom.js";
import { emoji } from "./emoji.js";

const FENCE = /```\n?([\s\S]*?)\n?```/;
/** In turn: angle brackets, code, bold or italic or struck words, an emoji's name, a bare address. */
const INLINE = new RegExp(
  [
    "<([^<>\\n]+)>",
    "`([^`\\n]+)`",
    "(?<![\\p{L}\\p{N}])([*_~])(?=\\S)([^\\n]*?\\S)\\3(?![\\p{L}\\p{N}])",
    ":([a-z0-9_+'-]{1,60}):",
    "(https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)])",
  ].join("|"),
  "u",
);
/** Addresses of messages on either platform. */
export const INSIDE = /^https:\/\/([\w-]+\.slack\.com\/archives|teams\.microsoft\.com\/l\/message)\//;
const STYLES = { "*": "strong", _: "em", "~": "s" };

/** Escapes undone once. @param {string} text */
export function unescaped(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
}

/** A name that stands for itself whatever direction it is written in. */
export function named(ctx, id, fallback = "") {
  return (Object.hasOwn(ctx.names, id) && ctx.names[id]) || fallback || id;
}

/** A text object ({type, text, verbatim}). */
export function textOf(ctx, text) {
  if (!text) return [];
  return text.type === "mrkdwn" ? mrkdwn(ctx, text.text, !text.verbatim) : [unescaped(text.text)];
}

/** @param {any} ctx @param {string} text @param {boolean} [eager] whether bare addresses become links */
export function mrkdwn(ctx, text, eager = true) {
  const fence = FENCE.exec(text);
  if (fence) {
    const [before, after] = [text.slice(0, fence.index), text.slice(fence.index + fence[0].length)];
    const code = h(
      "pre",
      { class: "s-pre" },
      unescaped(fence[1].replace(/<([^<>|]+)(\|([^<>]*))?>/g, (_, url, __, label) => label || url)),
    );
    return [...lines(ctx, before.replace(/\n$/, ""), eager), code, ...mrkdwn(ctx, after.replace(/^\n/, ""), eager)];
  }
  return lines(ctx, text, eager);
}

/** Lines, with those behind a `>` gathered as quotes. */
function lines(ctx, text, eager) {
  if (!text) return [];
  const drawn = [];
  let quote = [];
  const flush = () => {
    if (quote.length) drawn.push(h("blockquote", { class: "s-quote" }, inline(ctx, quote.join("\n"), eager)));
    quote = [];
  };
  let fresh = true;
  for (const line of text.split("\n")) {
    const quoted = /^(&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      quote.push(quoted[2]);
      fresh = true;
      continue;
    }
    flush();
    drawn.push(fresh ? "" : "\n", ...inline(ctx, line, eager));
    fresh = false;
  }
  flush();
  return drawn;
}

function inline(ctx, text, eager) {
  const drawn = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    drawn.push(unescaped(rest.slice(0, found.index)), piece(ctx, found, eager));
    rest = rest.slice(found.index + found[0].length);
  }
  return [...drawn, unescaped(rest)];
}

function piece(ctx, found, eager) {
  const [whole, token, code, mark, inside, name, url] = found;
  if (token) return angled(ctx, token);
  if (code) return h("code", { class: "s-code" }, unescaped(code));
  if (mark) return h(STYLES[mark], null, inline(ctx, inside, eager));
  if (name) return smiley(name);
  return eager ? link(ctx, unescaped(url), unescaped(url)) : unescaped(whole);
}

/** An emoji with its name for whoever hears it, or the name as it was written. */
export function smiley(name) {
  const drawn = emoji(name);
  if (drawn.startsWith(":")) return drawn;
  return h("span", { class: "s-emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, drawn);
}

/** What stands in angle brackets: people, channels, dates, groups, links. */
function angled(ctx, token) {
  const cut = token.indexOf("|");
  const target = cut < 0 ? token : token.slice(0, cut);
  const label = cut < 0 ? "" : unescaped(token.slice(cut + 1));
  if (target.startsWith("@")) return mention(ctx, target.slice(1), label);
  if (target.startsWith("#")) return channel(ctx, target.slice(1), label);
  if (target.startsWith("!date^")) return date(ctx, target, label);
  if (target.startsWith("!"))
    return h("span", { class: "s-mention s-mine" }, "@" + (label || target.slice(1).split("^")[0]).replace(/^@/, ""));
  if (!followable(unescaped(target))) return `<${unescaped(token)}>`;
  return link(ctx, unescaped(target), label || unescaped(target).replace(/^mailto:/, ""));
}

export function mention(ctx, id, label = "") {
  const mine = id === ctx.me.id ? " s-mine" : "";
  return h("span", { class: `s-mention${mine}` }, "@", h("bdi", null, named(ctx, id, label).replace(/^@/, "")));
}

export function channel(ctx, id, label = "") {
  return h("span", { class: "s-mention" }, "#", h("bdi", null, label || named(ctx, id)));
}

/** `!date^seconds^format^link` in the reader's zone; what cannot be read shows its fallback. */
function date(ctx, target, fallback) {
  const [, seconds, pattern, url] = target.split("^");
  if (!/^\d{1,11}$/.test(seconds || "") || !pattern) return fallback;
  const drawn = instant(ctx, Number(seconds), pattern);
  return url && followable(url) ? h("a", outward(ctx, unescaped(url)), drawn) : drawn;
}

export function instant(ctx, seconds, pattern) {
  const at = new Date(seconds * 1000).toISOString();
  return h("time", { datetime: at, title: moment(seconds, ctx.me) }, formatted(seconds, pattern, ctx.me, ctx.now));
}

/** A link; one that leads to a message of this sandbox is followed here. */
export function link(ctx, url, label) {
  return followable(url) ? h("a", outward(ctx, url), h("bdi", null, label)) : h("bdi", null, label);
}

/** A link that leaves the page and tells nobody where it came from. */
function outward(ctx, url) {
  const on = INSIDE.test(url) ? { click: (event) => ctx.follow(event, url) } : null;
  return { class: "s-link", href: url, target: "_blank", rel: "noopener noreferrer", title: url, on };
}
