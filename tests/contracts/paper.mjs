// Draws blocks with the page's own modules on a document that is only a tree, and tells what came of it as JSON:
// a list of {types: types that could not be drawn, words: everything readable, in order}. Blocks come on stdin, a list of lists.
import { readFileSync } from "node:fs";

class Node {
  static ELEMENT_NODE = 1;
  constructor(name) {
    Object.assign(this, { nodeName: name.toUpperCase(), nodeType: 1, childNodes: [], attributes: new Map(), parts: new Set() });
    this.classList = { toggle: (word, on) => (on ? this.parts.add(word) : this.parts.delete(word)) };
  }
  setAttribute(name, value) {
    if (!/^[a-z][a-z0-9:-]*$/i.test(name)) throw new Error(`no attribute ${name}`);
    this.attributes.set(name, value);
  }
  append(...nodes) {
    this.childNodes.push(...nodes);
  }
  addEventListener() {}
  matches(selector) {
    return (this.attributes.get("class") || "").split(" ").includes(selector.slice(1));
  }
  get lastElementChild() {
    return this.childNodes.filter((one) => one instanceof Node).at(-1) || null;
  }
  get words() {
    return this.childNodes.map((one) => (one instanceof Node ? one.words : one)).join(" ");
  }
  *all() {
    yield this;
    for (const one of this.childNodes) if (one instanceof Node) yield* one.all();
  }
}

globalThis.Node = Node;
globalThis.document = { createElement: (name) => new Node(name), createElementNS: (_, name) => new Node(name) };

const { DRAWN, TABLES, drawBlocks } = await import(process.argv[2]);
const ctx = {
  names: { U0RAVI001: "Ravi" },
  me: { id: "U0RAVI001", name: "Ravi", tz: "Asia/Kolkata", locale: "en-IN" },
  now: "2026-11-23T05:00:00Z",
  draft: { held: {} },
  ui: { unfolded: {} }, busy: new Set(), sight: { bot: { id: "U0BOT", name: "Sahayak" } },
};
const drawn = JSON.parse(readFileSync(0, "utf8")).map((blocks) => {
  const tree = drawBlocks(ctx, { key: "x", about: {} }, blocks);
  const red = [...tree.all()].filter((one) => one.matches(".s-unknown")).map((one) => one.words);
  const links = [...tree.all()].map((one) => one.attributes.get("href")).filter(Boolean);
  return { red, links, words: tree.words, names: [...new Set([...tree.all()].map((one) => one.nodeName))] };
});
process.stdout.write(JSON.stringify({ declared: DRAWN, tables: TABLES, drawn }));
