// @ts-check
/** The Slack half of the page: what one person has before them, drawn from a sight; what they do is told through `act`. */

import { drawBlocks } from "./blocks.js";
import { drawComposer } from "./composer.js";
import { h, redraw } from "./dom.js";
import { faceOf } from "./faces.js";
import { returnFocus, standing, stayNear } from "./focus.js";
import { icon } from "./icons.js";
import { closeMenu, drawMenu, placeMenu } from "./menus.js";
import { drawMessages } from "./messages.js";
import { drawModal, drawQuestion } from "./modal.js";
import { followEnd, toEnd } from "./scrolling.js";
import { drawSidebar } from "./sidebar.js";

/** So many milliseconds an app has for showing its home. */
const PATIENCE = 5000;

/** The latest sight on each root, so that a menu redraws what is there now. @type {WeakMap<Element, any[]>} */
const LATEST = new WeakMap();

/**
 * Draw what a person sees. Drawing again keeps focus, caret, scroll position and what is typed.
 * @param {HTMLElement} root @param {any} sight @param {(deed: string, fields: object) => Promise<any>} act @param {any} draft
 */
export function drawSlack(root, sight, act, draft) {
  LATEST.set(root, [sight, act, draft]);
  const ctx = contextOf(root, sight, act, draft);
  const stood = standing(root);
  redraw(
    root,
    h(
      "div",
      { class: `s-slack${draft.listed || !here(sight) ? " s-listing" : ""}${sight.thread ? " s-threaded" : ""}`, key: "slack" },
      h(
        "div",
        { class: "s-frame", key: "frame", inert: Boolean(sight.modal || ctx.ui.ask) },
        drawSidebar(ctx),
        drawMain(ctx),
        drawThread(ctx),
      ),
      drawModal(ctx),
      drawQuestion(ctx),
      drawMenu(ctx),
      notice(ctx),
    ),
  );
  for (const log of root.querySelectorAll(".s-log")) if (log.follows || ctx.ui.stick) toEnd(log);
  ctx.ui.stick = false;
  returnFocus(root, ctx, stood);
  if (stood) stayNear(root, stood);
  seek(root, ctx);
  if (!placeMenu(root)) closeMenu(ctx, false);
}

const here = (sight) => sight.place || sight.home;

function contextOf(root, sight, act, draft) {
  draft.typed ??= {};
  draft.held ??= {};
  draft.ui ??= { unfolded: {}, seen: (sight.trouble || []).length };
  draft.busy ??= new Set();
  const again = () => {
    const [latest, doing, kept] = LATEST.get(root) || [];
    if (kept === draft && root.querySelector(".s-slack")) drawSlack(root, latest, doing, kept);
  };
  const say = (problem) => {
    draft.ui.problem = problem;
    again();
  };
  const ask = (question) => {
    draft.ui.ask = question;
    again();
  };
  const ctx = {
    root,
    sight,
    draft,
    ui: draft.ui,
    busy: draft.busy,
    names: sight.names,
    me: sight.me,
    now: sight.now,
    again,
    ask,
    hereId: sight.home ? "home" : sight.place?.id,
  };
  const send = (deed, fields, busy) => sending(act, draft, again, say, deed, fields, busy);
  return { ...ctx, send, say, follow: (event, url) => following(event, url, send, draft, again) };
}

/** Send a deed; meanwhile the control it came from is busy, and a problem is shown in words. */
async function sending(act, draft, again, say, deed, fields, busy) {
  if (busy && draft.busy.has(busy)) return { ok: false };
  draft.busy.add(busy);
  again();
  try {
    const answer = (await act(deed, fields)) || { ok: true };
    if (answer.problem && !answer.problems) say(answer.problem);
    return answer;
  } catch (failure) {
    say(failure instanceof Error ? failure.message : String(failure));
    return { ok: false };
  } finally {
    draft.busy.delete(busy);
    again();
  }
}

/** A link to a message of this sandbox: that message is brought before the person's eyes; one on Teams by the shell. */
async function following(event, url, send, draft, again) {
  event.preventDefault();
  const answer = await send("follows", { url });
  if (!answer.message) return;
  draft.sought = answer.message;
  again();
}

/** `sought` is also set by the shell, when a link on Teams leads here. */
function seek(root, ctx) {
  const found = ctx.draft.sought && root.querySelector(`[data-ts="${CSS.escape(ctx.draft.sought)}"]`);
  if (!found) return;
  ctx.draft.sought = "";
  found.scrollIntoView({ block: "center" });
  found.classList.add("s-sought");
}

function drawMain(ctx) {
  const { place, home } = ctx.sight;
  const isHome = Boolean(home) || place?.id === "home";
  const back = h(
    "button",
    { class: "s-tool s-back", type: "button", "aria-label": "All channels", on: { click: () => listing(ctx) } },
    icon("back"),
  );
  if (isHome || place?.kind === "im") return drawApp(ctx, isHome, back);
  if (!place) return h("section", { class: "s-main", key: "none" }, h("div", { class: "s-blank" }, "Choose a channel."));
  const mark = icon(place.kind === "group" ? "lock" : "hash");
  return h(
    "section",
    { class: "s-main", key: "main" },
    h("header", { class: "s-top", key: "top" }, back, mark, h("h2", { class: "s-title" }, h("bdi", null, place.name))),
    conversation(ctx, place, `Message #${place.name}`),
  );
}

function listing(ctx) {
  ctx.draft.listed = true;
  ctx.again();
}

/** The app: its home tab and the chat with it. */
function drawApp(ctx, isHome, back) {
  const chat = ctx.sight.places.find((one) => one.kind === "im")?.id || "im";
  const tab = (label, on, place) =>
    h(
      "button",
      {
        class: on ? "s-tab s-on" : "s-tab",
        type: "button",
        role: "tab",
        "aria-selected": String(on),
        on: { click: () => ctx.send("opens", { place }) },
      },
      label,
    );
  const top = h(
    "header",
    { class: "s-top", key: "top" },
    back,
    faceOf(ctx, ctx.sight.bot.id, "s-face-small"),
    h("h2", { class: "s-title" }, ctx.sight.bot.name),
    h("span", { class: "s-badge" }, "App"),
  );
  const tabs = h(
    "div",
    { class: "s-tabs", key: "tabs", role: "tablist" },
    tab("Home", isHome, "home"),
    tab("Messages", !isHome, chat),
  );
  const spot = { key: "home", about: { view: "home" }, state: ctx.sight.home?.state };
  const blocks = ctx.sight.home?.blocks;
  const body = isHome
    ? h(
        "div",
        { class: "s-home", key: "home" },
        blocks?.length ? drawBlocks(ctx, spot, blocks) : blankHome(ctx),
      )
    : conversation(ctx, ctx.sight.place, `Message ${ctx.sight.bot.name}`);
  return h("section", { class: "s-main", key: "main" }, top, tabs, body);
}

/** The app is told that its home is open, and shows it a moment later; only after a while has it not shown any. */
function blankHome(ctx) {
  ctx.ui.homeSince ??= Date.now();
  const left = ctx.ui.homeSince + PATIENCE - Date.now();
  if (left > 0) setTimeout(ctx.again, left + 1);
  return h("div", { class: "s-blank" }, left > 0 ? "Loading…" : "The app has not shown a home tab yet.");
}

function conversation(ctx, place, hint) {
  const shown = place.messages.filter((one) => !one.thread_ts || one.thread_ts === one.ts || one.broadcast);
  const earlier =
    place.earlier &&
    h(
      "button",
      {
        class: "s-button s-earlier",
        key: "earlier",
        type: "button",
        on: { click: () => ctx.send("opens", { place: place.id, before: place.messages[0]?.ts }, "earlier") },
      },
      "Earlier messages",
    );
  const where = { place, thread: "" };
  const log = h(
    "div",
    {
      class: "s-log",
      key: `log ${place.id}`,
      role: "log",
      "aria-label": `Messages in ${place.name || ctx.sight.bot.name}`,
      tabindex: "0",
      ready: followEnd,
    },
    h("div", { class: "s-start", key: "start" }),
    earlier,
    shown.length
      ? drawMessages(ctx, shown, where)
      : h("div", { class: "s-blank", key: "blank" }, "Nothing has been said here yet."),
  );
  const outside = ctx.sight.places.find((one) => one.id === place.id)?.member === false;
  return [
    log,
    outside
      ? h("div", { class: "s-outside", key: "outside" }, `${ctx.me.name} can read #${place.name}, but is not a member.`)
      : drawComposer(ctx, where, hint),
  ];
}

function drawThread(ctx) {
  const { thread, place } = ctx.sight;
  if (!thread || !place) return null;
  const where = { place, thread: thread.root };
  const close = () => ctx.send("opens", { place: place.id, thread: "" });
  const escape = (event) => event.key === "Escape" && !event.defaultPrevented && close();
  const messages = thread.messages;
  const replies = Math.max(0, messages.filter((one) => one.ts !== thread.root && !one.ephemeral).length);
  const [head, ...rest] = messages[0]?.ts === thread.root ? messages : [null, ...messages];
  return h(
    "aside",
    { class: "s-thread", key: "thread", "aria-label": "Thread", on: { keydown: escape } },
    h(
      "header",
      { class: "s-top", key: "top" },
      h("h2", { class: "s-title" }, "Thread"),
      h("span", { class: "s-under" }, place.kind === "im" ? ctx.sight.bot.name : `#${place.name}`),
      h("button", { class: "s-tool", type: "button", "aria-label": "Close thread", on: { click: close } }, icon("close")),
    ),
    h(
      "div",
      { class: "s-log", key: `thread ${thread.root}`, role: "log", "aria-label": "Replies", tabindex: "0", ready: followEnd },
      head && drawMessages(ctx, [head], where),
      h("div", { class: "s-day s-count-line", key: "count" }, h("span", null, replies === 1 ? "1 reply" : `${replies} replies`)),
      drawMessages(ctx, rest, where),
    ),
    drawComposer(ctx, where, "Reply…"),
  );
}

/** What went wrong last, until it is put away: the page's own words, or what Slack tells this person. */
function notice(ctx) {
  const trouble = (ctx.sight.trouble || []).slice(ctx.ui.seen);
  const words = ctx.ui.problem || trouble[trouble.length - 1];
  if (!words) return null;
  const away = () => {
    ctx.ui.problem = "";
    ctx.ui.seen = (ctx.sight.trouble || []).length;
    ctx.again();
  };
  return h(
    "div",
    { class: "s-notice", key: "notice", role: "alert" },
    icon("warn"),
    h("span", { dir: "auto" }, words),
    h("button", { class: "s-tool", type: "button", "aria-label": "Dismiss", on: { click: away } }, icon("close")),
  );
}
