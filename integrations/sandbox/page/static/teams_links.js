// @ts-check
/** Where an address leads: to a message of this tenant, which is opened here, or out into the web. */
import { safeUrl } from "./teams_text.js";
import { say } from "./teams_toasts.js";

/** The shell goes to a place that the answer names. @param {import("./teams_messages.js").Client} c @param {unknown} url */
export async function follow(c, url) {
  const safe = safeUrl(url);
  const answer = safe ? await c.act("follows", { url: safe }) : {};
  if (answer.outside) window.open(safeUrl(answer.outside) || undefined, "_blank", "noopener,noreferrer");
  else if (answer.across) return;
  else if (answer.ok !== false && answer.place) {
    c.draft.sought = answer.message || "";
    c.draft.listed = false;
    c.draft.unfolded = { ...c.draft.unfolded, [answer.thread]: true };
  } else say(c.draft, answer.problem || "This address leads nowhere from here.");
  c.again();
}

/** Clicks on addresses come here; with a modifier key the browser does as it always does. @param {() => any} client */
export const following = (client) => (event) => {
  const anchor = event.target.closest?.("a[href]");
  if (!anchor || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  follow(client(), anchor.getAttribute("href"));
};

/** Shows the message that a link led to. @param {any} draft @param {HTMLElement} scroll */
export function seek(draft, scroll) {
  const found = draft.sought ? scroll.querySelector(`[data-message="${CSS.escape(draft.sought)}"]`) : null;
  if (!found) return;
  draft.sought = "";
  found.scrollIntoView({ block: "center" });
  found.classList.add("t-sought");
}
