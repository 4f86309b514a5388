// @ts-check
/** Elements out of plain data. Text is only ever text: nothing here reads markup, and no attribute can carry code or style. */

const SVG = "http://www.w3.org/2000/svg";
const DRAWINGS = new Set(["svg", "path", "circle", "rect", "line", "polyline", "polygon", "g", "ellipse"]);
const LIVE = new Set(["value", "checked"]);
const ADDRESS = /^(https?:\/\/|mailto:)/i;

/** Is this an address that a page may offer to follow? @param {unknown} url */
export function followable(url) {
  return typeof url === "string" && ADDRESS.test(url);
}

/**
 * An element. `class` and other attributes by their HTML names (true: present, false or null: absent); `on`: listeners by event;
 * `key`: which element of an earlier drawing this is; `ready`: called with the element once, when it has come onto the page;
 * `kept`: what stands in it is left alone by later drawings; `value`, `checked`: what a control holds at first (a later drawing
 * leaves what a person entered).
 * @param {string} tag @param {Record<string, any> | null} [props] @param {...any} children
 * @returns {any}
 */
export function h(tag, props, ...children) {
  const node = DRAWINGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) give(node, name, value);
  append(node, children);
  return node;
}

/** @param {any} node @param {string} name @param {any} value */
function give(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") Object.entries(value).forEach(([event, deed]) => listen(node, event, deed));
  else if (name === "key") node.ownKey = String(value);
  else if (name === "ready") node.whenReady = value;
  else if (name === "kept") node.leftAlone = true;
  else if (LIVE.has(name)) node[name] = value;
  else if (/^on|^style$|^srcdoc$/i.test(name)) throw new Error(`no attribute ${name} here`);
  else if (name !== "href" || followable(value)) node.setAttribute(name, value === true ? "" : String(value));
}

/** One listener per event for the life of the element; what it does may be replaced. @param {any} node */
function listen(node, event, deed) {
  node.deeds = node.deeds || {};
  if (!(event in node.deeds)) node.addEventListener(event, relay);
  node.deeds[event] = deed;
}

/** @param {any} event */
function relay(event) {
  const deed = event.currentTarget.deeds[event.type];
  if (deed) deed(event);
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : String(child));
  }
}

/**
 * Make `root` show these nodes, keeping every element that is still the same one: focus, caret, scroll position and what is
 * typed stay as they are.
 * @param {Element} root @param {...any} nodes
 */
export function redraw(root, ...nodes) {
  const fresh = document.createDocumentFragment();
  append(fresh, nodes);
  /** @type {any[]} */ const arrived = [];
  merge(root, fresh, arrived);
  arrived.forEach(announce);
}

function announce(node) {
  const all = node.querySelectorAll ? [node, ...node.querySelectorAll("*")] : [];
  for (const one of all) if (one.whenReady) one.whenReady(one);
}

function merge(parent, fresh, arrived) {
  const wanted = [...fresh.childNodes];
  const keys = new Set(wanted.map((node) => node.ownKey).filter(Boolean));
  const known = new Map([...parent.childNodes].filter((node) => node.ownKey).map((node) => [node.ownKey, node]));
  let at = parent.firstChild;
  for (const next of wanted) {
    while (at && at.ownKey && !keys.has(at.ownKey)) at = drop(parent, at);
    const twin = next.ownKey ? known.get(next.ownKey) : at;
    if (!twin || twin.ownKey !== next.ownKey || twin.nodeName !== next.nodeName) {
      arrived.push(next);
      parent.insertBefore(next, at);
      continue;
    }
    if (twin === at) at = at.nextSibling;
    else parent.insertBefore(twin, at);
    become(twin, next, arrived);
  }
  while (at) at = drop(parent, at);
}

function drop(parent, node) {
  const after = node.nextSibling;
  node.remove();
  return after;
}

function become(old, next, arrived) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const event of Object.keys(old.deeds || {})) old.deeds[event] = null;
  for (const [event, deed] of Object.entries(next.deeds || {})) listen(old, event, deed);
  if (!next.leftAlone) merge(old, next, arrived);
}
