// @ts-check
/** The guided tour: steps that tick themselves off, and a way to where each is done. */

import { Problem, get } from "./api.js";
import { h, redraw } from "./dom.js";

/** @param {HTMLElement} root @param {any} shell */
export async function draw(root, shell) {
  redraw(root, ...(await steps(shell)));
}

async function steps(shell) {
  try {
    const { steps: all } = await get("tour");
    const next = all.find((one) => !one.done);
    const done = all.filter((one) => one.done).length;
    const words = h("p", { class: "quiet so-far", key: "so-far", role: "status" }, `${done} of ${all.length} done`);
    return [words, h("ol", { class: "steps", key: "steps" }, all.map((one) => step(shell, one, one === next)))];
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 404) throw problem;
    return [h("p", { class: "quiet" }, problem.message)];
  }
}

function step(shell, one, next) {
  const look = `step${one.done ? " done" : ""}${next ? " next" : ""}`;
  const mark = h("span", { class: "tick", "aria-hidden": "true" }, one.done ? "✓" : "");
  const done = one.done ? h("span", { class: "unseen" }, "Done: ") : null;
  const words = [h("h3", null, done, one.title), h("p", null, one.words), one.act ? way(shell, one) : null];
  return h("li", { class: look, key: one.key, "aria-current": next ? "step" : null }, mark, h("div", null, words));
}

function way(shell, one) {
  const on = { click: () => shell.go(one.act).catch((problem) => shell.say(problem.message)) };
  return h("button", { type: "button", class: "tool", "aria-label": `Show me: ${one.title}`, on }, "Show me");
}
