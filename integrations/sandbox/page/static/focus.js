// @ts-check
/** Where the focus goes in the Slack half when what had it is gone: never back to the top of the page. */

/**
 * What has the focus, and in which message of which list it stands; null where it is not in this client.
 * @param {HTMLElement} root
 */
export function standing(root) {
  const node = /** @type {HTMLElement} */ (document.activeElement);
  if (!root.contains(node)) return null;
  const message = /** @type {HTMLElement | null} */ (node.closest("[data-ts]"));
  return { node, ts: message?.dataset.ts || "", log: message?.closest(".s-log")?.ariaLabel || "" };
}

const lost = () => !document.activeElement || document.activeElement === document.body;

/** A button that went when its message was drawn anew leaves the focus to its neighbours, else to the message or the list. */
export function stayNear(root, stood) {
  if (!stood.ts || stood.node.isConnected || !lost()) return;
  const log = [...root.querySelectorAll(".s-log")].find((one) => one.ariaLabel === stood.log);
  const message = log?.querySelector(`[data-ts="${CSS.escape(stood.ts)}"]`);
  const near = message?.querySelector(".s-actions button, .s-actions a") || message || log || root.querySelector(".s-log");
  near?.focus({ preventScroll: true });
}

/** When a dialog that stood over everything goes, the focus goes back to where it was before. */
export function returnFocus(root, ctx, stood) {
  const over = root.querySelector(".s-dim");
  if (over && !ctx.ui.last && stood && !over.contains(stood.node)) ctx.ui.last = stood;
  if (over || !ctx.ui.last) return;
  const last = ctx.ui.last;
  ctx.ui.last = null;
  if (!lost()) return;
  if (last.node.isConnected) last.node.focus({ preventScroll: true });
  else if (last.ts) stayNear(root, last);
  else root.querySelector(".s-log")?.focus({ preventScroll: true });
}
