// @ts-check
/** What to paste to connect a real Slack workspace and a real Teams tenant. */

import { Problem, get } from "./api.js";
import { h, redraw } from "./dom.js";

const TITLES = { slack: "Your Slack workspace", teams: "Your Microsoft Teams tenant" };
/** The texts, asked for once. @type {any} */ let texts = null;
/** Which of them was copied last. */
let copied = "";

/** @param {HTMLElement} root @param {any} shell */
export async function draw(root, shell) {
  texts ??= await asked();
  if (texts.problem) redraw(root, h("p", { class: "quiet" }, texts.problem));
  else redraw(root, Object.keys(TITLES).map((name) => part(root, shell, name)));
}

async function asked() {
  try {
    return await get("connect");
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 404) throw problem;
    return { problem: problem.message };
  }
}

function part(root, shell, name) {
  const [steps, paste] = halves(texts[name]);
  const on = { click: () => copy(root, shell, name) };
  const button = h("button", { type: "button", class: "tool", key: "copy", "aria-label": `Copy: ${TITLES[name]}`, on }, "Copy");
  const said = h("span", { class: "quiet", key: "said", role: "status" }, copied === name ? "Copied." : "");
  const head = h("div", { class: "paste-head", key: "head" }, h("h3", null, TITLES[name]), said, button);
  const text = h("pre", { class: "paste", tabindex: "0", "aria-label": `To paste: ${TITLES[name]}`, key: "paste" }, paste);
  const prose = h("p", { class: "paste-steps", key: "steps" }, steps);
  return h("section", { class: "connect", key: name, "aria-label": TITLES[name] }, head, prose, paste && text);
}

/** What to do, and after the first empty line what to paste. @param {string} text */
function halves(text) {
  const cut = text.indexOf("\n\n");
  return cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 2)];
}

async function copy(root, shell, name) {
  try {
    await navigator.clipboard.writeText(halves(texts[name])[1] || texts[name]);
    copied = name;
  } catch (refused) {
    console.info("The clipboard is closed to this page.", refused);
    copied = "";
    shell.say("The browser does not let this page copy: select the text and copy it yourself.");
  }
  await draw(root, shell);
}
