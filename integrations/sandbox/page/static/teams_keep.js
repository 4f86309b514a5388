// @ts-check
/** Drawing again without losing what somebody is doing: unchanged parts keep their nodes, focus and caret are put back. */

/**
 * Makes the children of `parent` exactly `wanted`, moving no node that already stands right.
 * @param {Element} parent @param {Node[]} wanted
 */
export function settle(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, place) => {
    const now = parent.childNodes[place];
    if (now !== node) parent.insertBefore(node, now || null);
  });
}

/** Nodes by key, made anew only when what they show changed. Nodes not asked for since the last `sweep` are forgotten. */
export class Kept {
  constructor() {
    /** @type {Map<string, {sign: string, node: HTMLElement}>} */
    this.nodes = new Map();
    this.used = new Set();
  }

  /** @param {string} key @param {unknown} shown what it depends on @param {() => HTMLElement} make @returns {HTMLElement} */
  node(key, shown, make) {
    const sign = JSON.stringify(shown) ?? "";
    const had = this.nodes.get(key);
    this.used.add(key);
    if (had && had.sign === sign) return had.node;
    const node = make();
    this.nodes.set(key, { sign, node });
    return node;
  }

  /** Forgets what is no longer shown, except what begins with one of `spared`. @param {string[]} [spared] */
  sweep(spared = []) {
    for (const key of [...this.nodes.keys()]) {
      if (!this.used.has(key) && !spared.some((one) => key.startsWith(one))) this.nodes.delete(key);
    }
    this.used.clear();
  }
}

/**
 * Draws, and puts the focus back on what carries the same `data-focus`, with the caret where it was.
 * @param {HTMLElement} root @param {() => void} draw
 */
export function keepingFocus(root, draw) {
  const had = /** @type {any} */ (document.activeElement);
  const key = had && root.contains(had) ? had.getAttribute("data-focus") : null;
  const caret = key && typeof had.selectionStart === "number" ? [had.selectionStart, had.selectionEnd] : null;
  draw();
  if (!key || root.contains(had)) return;
  const now = /** @type {any} */ (root.querySelector(`[data-focus="${CSS.escape(key)}"]`));
  if (!now) return;
  now.focus({ preventScroll: true });
  if (caret && typeof now.setSelectionRange === "function" && typeof now.selectionStart === "number") {
    now.setSelectionRange(caret[0], caret[1]);
  }
}
