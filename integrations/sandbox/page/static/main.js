// @ts-check
/** The shell: two platforms side by side or by tabs, who one is on each, and the panels beside them. */

import { Problem, get } from "./api.js";
import { Bar } from "./bar.js";
import { h, redraw } from "./dom.js";
import { Pane } from "./pane.js";
import "./theme.js";

const TITLES = { slack: "Slack", teams: "Microsoft Teams" };
const FIRST = { slack: "Asha", teams: "Tara" };
const PAUSE = 1500;
/** Changes come in bursts: what happens within this many milliseconds is drawn at once. */
const BREATH = 80;

const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const trouble = at("trouble");

function say(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

/** One of the two drawers; a page without it says so instead of staying empty. */
async function drawer(platform) {
  try {
    const module = await import(`./${platform}.js`);
    return platform === "slack" ? module.drawSlack : module.drawTeams;
  } catch (problem) {
    console.error(problem);
    return (root) => redraw(root, h("p", { class: "wait" }, `${TITLES[platform]} cannot be drawn.`));
  }
}

async function begin() {
  const platforms = Object.keys(TITLES);
  const [{ people }, ...drawers] = await Promise.all([get("people"), ...platforms.map(drawer)]);
  const shell = { panes: {}, people, tab: "slack", say, draw: () => frame(shell) };
  Object.assign(shell, { go: (where) => go(shell, where), across: (where) => across(shell, where).catch(failed) });
  platforms.forEach((platform, place) => {
    shell.panes[platform] = new Pane(platform, h("div", { class: "client" }), drawers[place], shell);
  });
  shell.bar = new Bar(at("bar"), at("side"), shell);
  build(shell);
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (wanted.get("tab") in TITLES) shell.tab = wanted.get("tab");
  const first = (platform) => {
    const own = people.filter((one) => one.platform === platform);
    return own.find((one) => one.id === wanted.get(platform)) || own.find((one) => one.name === FIRST[platform]) || own[0];
  };
  await Promise.all(platforms.filter(first).map((platform) => enter(shell, platform, first(platform).id, wanted)));
  await shell.bar.ready();
  listen(shell);
}

/** The address of the page may name who one is, and where one looks. */
async function enter(shell, platform, person, wanted) {
  const pane = shell.panes[platform];
  await be(shell, pane, person);
  const place = wanted.get(`${platform}-place`);
  if (place) await pane.bring({ place, thread: wanted.get(`${platform}-thread`) || "" });
}

async function be(shell, pane, person) {
  await pane.be(person);
  frame(shell);
}

/**
 * Bring a panel, or somebody and a place of theirs, before one's eyes.
 * @param {any} shell @param {{panel?: string, person?: string, place?: string, thread?: string, message?: string}} where
 */
async function go(shell, { panel, person = "", ...where }) {
  if (panel) shell.bar.show(panel);
  const pane = shell.panes[person.split(":")[0]];
  if (!pane) return;
  shell.tab = pane.platform;
  await be(shell, pane, person);
  if (where.place) await pane.bring(where);
  shell.bar.makeWay();
}

/** Look at a message of the other platform, as whoever one is there or else as somebody who can see it. */
async function across(shell, { platform, people, ...where }) {
  const known = people.filter((id) => shell.people.some((one) => one.id === id));
  const now = shell.panes[platform].person;
  const person = known.includes(now) ? now : known[0];
  if (person) await go(shell, { person, ...where });
  else say(`Nobody here can see that message on ${TITLES[platform]}.`);
}

/** What stays for as long as the page: one section for each platform, in which its drawer has a place of its own. */
function build(shell) {
  shell.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Platforms" });
  const sections = Object.values(shell.panes).map((pane) => {
    pane.head = h("div", { class: "as" });
    const props = { class: "pane", id: `pane-${pane.platform}`, "aria-label": TITLES[pane.platform] };
    pane.section = h("section", props, pane.head, pane.root);
    return pane.section;
  });
  at("stage").replaceChildren(shell.tabs, h("div", { class: "panes" }, sections));
}

function frame(shell) {
  redraw(shell.tabs, Object.keys(TITLES).map((platform) => tab(shell, platform)));
  for (const pane of Object.values(shell.panes)) {
    pane.section.classList.toggle("here", shell.tab === pane.platform);
    redraw(pane.head, h("h2", null, TITLES[pane.platform]), picker(shell, pane), pastMessages(pane));
  }
}

function tab(shell, platform) {
  const here = shell.tab === platform;
  const on = { click: () => choose(shell, platform), keydown: (event) => arrows(shell, event) };
  const props = { type: "button", role: "tab", class: "tab", id: `tab-${platform}`, key: platform, on };
  const state = { "aria-selected": String(here), "aria-controls": `pane-${platform}`, tabindex: here ? "0" : "-1" };
  return h("button", { ...props, ...state }, TITLES[platform], unread(shell.panes[platform]));
}

function choose(shell, platform) {
  shell.tab = platform;
  frame(shell);
  shell.panes[platform].show().catch(failed);
}

function arrows(shell, event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  choose(shell, shell.tab === "slack" ? "teams" : "slack");
  at(`tab-${shell.tab}`).focus();
}

function unread(pane) {
  const sum = (pane.sight?.places || []).reduce((total, one) => total + one.unread, 0);
  return sum ? h("span", { class: "count" }, String(sum), h("span", { class: "unseen" }, " unread")) : null;
}

function picker(shell, pane) {
  const own = shell.people.filter((one) => one.platform === pane.platform);
  const words = (one) => (one.role ? `${one.name}, ${one.role}` : one.name);
  const option = (one) => h("option", { value: one.id, selected: one.id === pane.person }, words(one));
  const change = (event) => be(shell, pane, event.target.value).catch(failed);
  const select = h("select", { on: { change }, value: pane.person }, own.map(option));
  return h("label", { class: "who" }, h("span", null, "Act as"), select);
}

/** Every message has its buttons: with the keyboard it is a long way through them to where one writes. */
function pastMessages(pane) {
  const on = { click: () => pane.root.querySelector("textarea")?.focus() };
  return h("button", { type: "button", class: "tool skip", on }, "Skip to where you write");
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Follow the sandbox: everything is drawn again when something changed. */
async function listen(shell) {
  let version = 0;
  for (;;) {
    try {
      version = (await get("changes", { since: version })).version;
      await renew(shell);
      await wait(BREATH);
      if (trouble.dataset.away) say("");
      delete trouble.dataset.away;
    } catch (problem) {
      failed(problem);
      trouble.dataset.away = "yes";
      await wait(PAUSE);
    }
  }
}

async function renew(shell) {
  const before = heard(shell);
  await Promise.all([...Object.values(shell.panes).map((pane) => pane.show()), shell.bar.renew()]);
  frame(shell);
  const fresh = [...heard(shell)].filter(([where, count]) => count > (before.get(where) || 0)).map(([where]) => where);
  if (fresh.length) at("news").textContent = `New messages: ${fresh.join(", ")}.`;
}

/** How much is unread where, for those who listen to the page. */
function heard(shell) {
  const all = Object.values(shell.panes).flatMap((pane) => (pane.sight?.places || []).map((one) => [pane, one]));
  return new Map(all.map(([pane, one]) => [`${one.name} in ${TITLES[pane.platform]} for ${pane.sight.me.name}`, one.unread]));
}

function failed(problem) {
  const anew = problem instanceof Problem && problem.status === 403;
  say(anew ? "The demo was started anew: load this page again." : String(problem.message || problem));
}

begin().catch(failed);
