// @ts-check
/** The header, and the panel beside the platforms: the demo's clock, the tour, what goes over the wire, how to connect. */

import { Problem, get } from "./api.js";
import { h, redraw } from "./dom.js";
import { NAMES, current, turn } from "./theme.js";

const ROOMY = 1600;
/** Each panel is a module of its own: `draw(root, shell)` draws it, and draws it again when something changed. */
const PANELS = { tour: "Tour", inspector: "Inspector", connect: "Connect" };

export class Bar {
  /** @param {HTMLElement} root @param {HTMLElement} side @param {any} shell */
  constructor(root, side, shell) {
    this.root = root;
    this.side = side;
    this.shell = shell;
    this.open = "";
    /** @type {Record<string, any>} */ this.parts = {};
    this.clock = h("div", { class: "clock" });
    this.tools = h("nav", { class: "tools", "aria-label": "Panels" });
    this.body = h("div", { class: "panel" });
    this.build();
    this.draw();
  }

  /** Load what the header and the panels need. */
  async ready() {
    await Promise.all(["time", ...Object.keys(PANELS)].map((name) => this.load(name)));
    this.draw();
    await this.greet();
    await this.renew();
  }

  /** Where there is room for it beside both platforms, the tour is open from the start. */
  async greet() {
    if (window.innerWidth < ROOMY || !this.parts.tour) return;
    const { steps } = await get("tour").catch((problem) => this.without(problem));
    if (steps.length) this.turn("tour", false);
  }

  /** A page without a tour has none to show; anything else that is wrong is said. */
  without(problem) {
    if (!(problem instanceof Problem) || problem.status !== 404) throw problem;
    return { steps: [] };
  }

  /** A panel that cannot be loaded is not offered. */
  async load(name) {
    try {
      this.parts[name] = await import(`./${name}.js`);
    } catch (problem) {
      console.error(problem);
    }
  }

  build() {
    const mark = h("img", { src: "favicon.svg", alt: "", class: "mark", width: "24", height: "24" });
    const brand = h("div", { class: "brand" }, mark, h("h1", null, "Sahayak"), h("span", { class: "quiet" }, "demo company"));
    this.root.replaceChildren(brand, this.clock, this.tools);
  }

  draw() {
    const on = { click: () => this.themed() };
    const name = NAMES[current()];
    const theme = h("button", { type: "button", class: "tool", key: "theme", "aria-label": name, title: name, on }, "◐");
    redraw(this.tools, Object.keys(PANELS).filter((panel) => this.parts[panel]).map((panel) => this.button(panel)), theme);
  }

  button(name) {
    const props = { type: "button", class: "tool", key: name, on: { click: () => this.turn(name) } };
    return h("button", { ...props, "aria-expanded": String(this.open === name), "aria-controls": "side" }, PANELS[name]);
  }

  themed() {
    turn();
    this.draw();
  }

  /** Open a panel, or close it. @param {string} name @param {boolean} [enter] whether the focus goes there */
  turn(name, enter = true) {
    this.open = this.open === name ? "" : name;
    this.side.hidden = !this.open;
    document.getElementById("room")?.classList.toggle("wide", Boolean(this.open));
    this.draw();
    this.body = h("div", { class: "panel", tabindex: "-1" });
    const on = { click: () => this.leave(name) };
    const close = h("button", { type: "button", class: "tool close", "aria-label": "Close", on }, "×");
    this.side.setAttribute("aria-label", PANELS[name]);
    this.side.replaceChildren(h("div", { class: "side-head" }, h("h2", null, PANELS[name]), close), this.body);
    if (this.open && enter) this.body.focus();
    this.renew().catch((problem) => this.shell.say(problem.message));
  }

  /** Open a panel, whatever was open before. @param {string} name */
  show(name) {
    if (this.open !== name) this.turn(name);
  }

  /** Close a panel that lies over the platforms, as it does on narrow screens. */
  makeWay() {
    if (this.open && getComputedStyle(this.side).position === "fixed") this.leave(this.open);
  }

  /** Close, and go back to the button it came from. */
  leave(name) {
    this.turn(name);
    const buttons = /** @type {NodeListOf<HTMLElement>} */ (this.tools.querySelectorAll("[aria-expanded]"));
    buttons[Object.keys(PANELS).indexOf(name)]?.focus();
  }

  async renew() {
    const open = this.open && this.parts[this.open]?.draw(this.body, this.shell);
    await Promise.all([this.parts.time?.draw(this.clock, this.shell), open]);
  }
}
