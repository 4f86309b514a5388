// @ts-check
/** The demo's clock, and moving it forward. */

import { get, post } from "./api.js";
import { h, redraw } from "./dom.js";

const MOVES = [
  ["+30m", "+30 minutes"],
  ["next", "Next SLA event"],
  ["monday", "Monday 09:00"],
];
/** The instant last heard and when; between two answers the clock goes on by itself. */
let heard = { now: 0, at: 0, zone: "UTC" };
let busy = "";
let ticking = 0;

/** @param {HTMLElement} root @param {any} shell */
export async function draw(root, shell) {
  const time = await get("time");
  heard = { now: Date.parse(time.now), at: performance.now(), zone: time.zone || shell.panes.slack.sight?.me.tz || "UTC" };
  const next = time.next ? `next: ${words(Date.parse(time.next.at))}, ${time.next.what}` : "";
  redraw(
    root,
    h("time", { class: "now", key: "now", role: "timer" }, words(present())),
    next && h("span", { class: "quiet next", key: "next", title: next }, next),
    time.movable && moves(root, shell),
  );
  ticking ||= window.setInterval(() => tick(root), 1000);
}

function moves(root, shell) {
  const button = ([to, title]) => {
    const state = { "aria-disabled": busy && "true", "aria-busy": busy === to && "true" };
    const props = { type: "button", class: "tool", key: to, ...state, on: { click: () => go(root, shell, to) } };
    return h("button", props, title);
  };
  return h("div", { class: "moves", role: "group", "aria-label": "Move the demo's clock", key: "moves" }, MOVES.map(button));
}

const present = () => heard.now + performance.now() - heard.at;

function words(instant) {
  const how = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: heard.zone };
  return new Intl.DateTimeFormat("en-GB", /** @type {any} */ (how)).format(instant);
}

function tick(root) {
  const now = root.querySelector(".now");
  if (now) now.textContent = words(present());
}

/** One move at a time; the buttons stay where they are, so that the focus does too. */
async function go(root, shell, to) {
  if (busy) return;
  busy = to;
  try {
    await draw(root, shell);
    await post("time", { move: to });
    shell.say("");
  } catch (problem) {
    shell.say(problem instanceof Error ? problem.message : String(problem));
  } finally {
    busy = "";
    await draw(root, shell);
  }
}
