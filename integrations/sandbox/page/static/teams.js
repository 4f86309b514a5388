// @ts-check
/** The Teams half of the page: rail, list of chats and channels, the conversation, notices and the dialog above it all. */
import { h } from "./dom.js";
import { dialogNode, enter } from "./dialog.js";
import { extension } from "./extension.js";
import { composer } from "./teams_composer.js";
import { followEnd, toEnd } from "./scrolling.js";
import { avatar, icon } from "./teams_icons.js";
import { Kept, keepingFocus, settle } from "./teams_keep.js";
import { following, seek } from "./teams_links.js";
import { installNode, isChat, list, rail } from "./teams_list.js";
import { conversation, writing } from "./teams_messages.js";
import { hear, say, toasts } from "./teams_toasts.js";

/** What stands in a root: its lasting nodes and what was drawn last. @type {WeakMap<HTMLElement, any>} */
const STANDING = new WeakMap();
/** Deeds whose problems are shown where they were done. */
const TOLD_THERE = ["writes", "edits", "presses", "submits", "searches", "picks", "follows"];

/**
 * Draws what one person has before them. Drawing again keeps focus, caret, scroll position and what is typed.
 * @param {HTMLElement} root @param {any} sight @param {(deed: string, fields?: object) => Promise<any>} act
 * @param {any} draft what the shell keeps for this person between drawings
 */
export function drawTeams(root, sight, act, draft) {
  let standing = STANDING.get(root);
  if (!standing || standing.client.parentNode !== root || standing.person !== sight.me.id) {
    standing = begin(root, sight);
    STANDING.set(root, standing);
  }
  const again = () => standing.client.parentNode === root && drawTeams(root, standing.sight, act, draft);
  const c = { sight, act: doing(act, draft, again), draft, kept: standing.kept, again };
  hear(draft, sight.notices ?? []);
  Object.assign(standing, { sight, c });
  standing.focused = document.activeElement?.getAttribute("data-focus");
  keepingFocus(root, () => draw(standing, c));
  enterDialog(standing, c);
}

/** A deed that did not work says so in words, whatever happened to it. */
function doing(act, draft, again) {
  return async (deed, fields = {}) => {
    const answer = await trying(act, deed, fields);
    if (answer.ok === false && !TOLD_THERE.includes(deed)) {
      say(draft, answer.problem);
      again();
    }
    return answer;
  };
}

async function trying(act, deed, fields) {
  try {
    const answer = (await act(deed, fields)) ?? {};
    return answer.problem ? { ...answer, ok: false } : answer;
  } catch (failure) {
    return { ok: false, problem: failure instanceof Error ? failure.message : String(failure) };
  }
}

function begin(root, sight) {
  const parts = {
    rail: h("nav", { class: "t-rail", "aria-label": "Teams" }),
    list: h("nav", { class: "t-list t-scroll", "aria-label": "Chats and channels" }),
    talk: h("section", { class: "t-talk", "aria-label": "Conversation" }),
    toasts: h("div", { class: "t-toasts", role: "status", "aria-live": "polite" }),
  };
  const frame = h("div", { class: "t-frame" }, parts.rail, parts.list, parts.talk);
  const client = h("div", { class: "t-client" }, frame, parts.toasts);
  root.replaceChildren(client);
  const scroll = h("div", { class: "t-messages t-scroll", tabindex: "0", role: "log", "aria-label": "Messages" });
  const standing = {
    ...parts,
    client,
    frame,
    scroll: followEnd(scroll),
    kept: new Kept(),
    person: sight.me.id,
    place: null,
    dialog: null,
    c: /** @type {any} */ (null),
  };
  client.addEventListener(
    "click",
    following(() => standing.c),
  );
  return standing;
}

function draw(standing, c) {
  const { sight, draft, kept } = c;
  standing.client.classList.toggle("t-at-list", Boolean(draft.listed) || !sight.place);
  standing.client.lang = "en";
  settle(standing.rail, rail(c));
  settle(standing.list, list(c));
  talk(standing, c);
  settle(standing.toasts, toasts(c));
  const overlay = sight.dialog ? dialogNode(c) : null;
  standing.frame.inert = Boolean(overlay);
  const above = overlay ? [standing.toasts, overlay] : sight.place ? [] : [standing.toasts];
  settle(standing.client, [standing.frame, ...above]);
  kept.sweep(["compose/"]);
}

/** A dialog that has just come takes the focus; one that has gone gives it back. */
function enterDialog(standing, c) {
  const now = c.sight.dialog ? standing.client.querySelector(".t-overlay") : null;
  if (now && now !== standing.dialog) {
    if (!standing.dialog) standing.before = standing.focused;
    const same = standing.title === c.sight.dialog.title && !now.querySelector(".ac-wrong");
    if (!same || !now.contains(document.activeElement)) enter(now);
  } else if (!now && standing.dialog) {
    const back = standing.before ? standing.client.querySelector(`[data-focus="${CSS.escape(standing.before)}"]`) : null;
    (back ?? standing.client.querySelector(".t-write"))?.focus({ preventScroll: true });
  }
  standing.dialog = now;
  standing.title = c.sight.dialog?.title;
}

/** The conversation: it stays at its end if it was there, and goes to its end when it is opened. */
function talk(standing, c) {
  const { place } = c.sight;
  if (!place) {
    const words = "Choose a chat or a channel.";
    return settle(standing.talk, [c.kept.node("nowhere", words, () => h("p", { class: "t-nowhere" }, words))]);
  }
  const { scroll } = standing;
  if (standing.place !== place.id) scroll.follows = true;
  settle(scroll, [...earlier(c), ...(place.messages.length ? conversation(c) : [emptyNode(c)])]);
  const said = c.sight.dialog ? [] : [standing.toasts];
  settle(standing.talk, [talkHead(c), scroll, ...said, away(c) ? installNode(c, c.sight.bot.name) : writeNode(c)]);
  if (scroll.follows) toEnd(scroll);
  seek(c.draft, scroll);
  standing.place = place.id;
  return undefined;
}

/** Is this the chat with an app that is not installed? */
const away = (c) =>
  c.sight.place.kind === "personal" && c.sight.places.find((one) => one.id === c.sight.place.id)?.bot_in === false;

function talkHead(c) {
  const { place } = c.sight;
  const channel = !isChat(place);
  return c.kept.node("head", [place.id, place.name, place.kind], () => {
    const back = h("button", { type: "button", class: "t-tool t-back", "aria-label": "Back to the list" }, icon("back"));
    back.addEventListener("click", () => {
      c.draft.listed = true;
      c.again();
    });
    const tabs = channel ? ["Posts"] : ["Chat"];
    return h(
      "header",
      { class: "t-talk-head" },
      back,
      avatar(place.name, channel ? "team" : place.kind === "personal" ? "app" : ""),
      h("h2", null, h("bdi", null, place.name)),
      ...tabs.map((one) => h("span", { class: "t-tab" }, one)),
    );
  });
}

function earlier(c) {
  const { place } = c.sight;
  if (!place.earlier) return [];
  return [
    c.kept.node(`earlier/${place.id}`, place.messages[0]?.id, () => {
      const node = h("button", { type: "button", class: "t-unfold" }, "Show earlier messages");
      node.addEventListener("click", () => c.act("opens", { place: place.id, before: place.messages[0]?.id }));
      return node;
    }),
  ];
}

function emptyNode(c) {
  const { place, bot } = c.sight;
  const words =
    place.kind === "personal"
      ? `This is your chat with ${bot.name}. ${away(c) ? "Add it to begin." : "Say what you need."}`
      : "Nothing has been said here yet.";
  return c.kept.node(`empty/${place.id}`, words, () => h("p", { class: "t-nowhere" }, words));
}

function writeNode(c) {
  const { place, bot, search } = c.sight;
  const ways = writing(c);
  const placeholder =
    place.kind === "channel"
      ? `Start a post in ${place.name}`
      : place.kind === "personal"
        ? `Message ${bot.name}`
        : "Type a message";
  return c.kept.node(`compose/${place.id}`, [search, ways.commands, ways.people, placeholder], () => {
    const send = (text, more) => c.act("writes", { place: place.id, text, ...more });
    return composer({ ...ways, key: place.id, label: placeholder, placeholder, extra: extension(c), send });
  });
}
