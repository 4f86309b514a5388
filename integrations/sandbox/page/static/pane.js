// @ts-check
/** One platform on the page: who one is there and where one looks; it is drawn again whenever something changed. */

import { Problem, get, post } from "./api.js";
import { h } from "./dom.js";
import { ahead } from "./files.js";

const STEP = 50;

export class Pane {
  /**
   * @param {string} platform @param {HTMLElement} root
   * @param {(root: HTMLElement, sight: any, act: (deed: string, fields?: any) => Promise<any>, draft: any) => void} draw
   * @param {{say: (words: string) => void, across: (where: any) => void}} shell `say` tells the one who uses the page what
   *   could not be done; `across` looks at a message of the other platform
   */
  constructor(platform, root, draw, shell) {
    this.platform = platform;
    this.root = root;
    this.draw = draw;
    this.say = (words) => shell.say(words);
    this.across = (where) => shell.across(where);
    this.person = "";
    /** What each person looks at and has typed. @type {Map<string, any>} */
    this.looks = new Map();
    /** @type {any} */ this.sight = null;
    /** @type {Promise<void> | null} */ this.running = null;
    this.again = false;
    this.act = (deed, fields = {}) => this.do(deed, fields);
  }

  get look() {
    if (!this.looks.has(this.person)) this.looks.set(this.person, { place: "", thread: "", limit: STEP, draft: {} });
    return this.looks.get(this.person);
  }

  /** Be somebody. @param {string} person */
  async be(person) {
    if (person === this.person) return;
    this.person = person;
    this.root.replaceChildren(h("p", { class: "wait" }, "Loading…"));
    await this.show();
  }

  /** Ask what there is to see and draw it; calls that come meanwhile are answered by one more asking. */
  show() {
    this.again = true;
    this.running ??= this.round().finally(() => (this.running = null));
    return this.running;
  }

  async round() {
    while (this.again) {
      this.again = false;
      const { person, look } = this;
      const { place } = look;
      const sight = await this.asked(person, look);
      const elsewhere = person !== this.person || (look.place && look.place !== place);
      if (elsewhere) this.again = true;
      else this.drawn(sight);
    }
  }

  async asked(person, look) {
    const query = { person, place: look.place, thread: look.thread, limit: look.limit };
    try {
      return await get("sight", query);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 400 || !look.place) throw problem;
      Object.assign(look, { place: "", thread: "" });
      return get("sight", { person });
    }
  }

  drawn(sight) {
    const look = this.look;
    look.place = sight.place ? sight.place.id : sight.home ? "home" : look.place;
    this.sight = sight;
    this.draw(this.root, sight, this.act, look.draft);
    this.read();
  }

  /** What is before one's eyes is read. */
  read() {
    const here = this.sight.places.find((one) => one.id === this.look.place);
    if (!here || !here.unread || document.visibilityState !== "visible" || !this.root.offsetParent) return;
    post("do", { person: this.person, deed: "opens", place: here.id }).catch((problem) => this.say(problem.message));
  }

  /** What a drawer calls `act`: a deed of this person; looking elsewhere is one too. @param {string} deed @param {any} fields */
  async do(deed, fields) {
    const { person, look } = this;
    if (deed === "earlier" || (deed === "opens" && fields.before)) return this.earlier(look);
    if (deed === "opens") return this.open(fields);
    const answer = await this.told(person, deed, fields);
    if (answer.ok && answer.place) await this.open(answer);
    else await this.show();
    if (answer.across) this.across(answer.across);
    if (answer.outside && deed === "presses") this.say(`This leads out of the sandbox: ${answer.outside}`);
    return answer;
  }

  async told(person, deed, fields) {
    try {
      return await post("do", { ...(await this.withFiles(person, fields)), person, deed });
    } catch (problem) {
      return { ok: false, problem: problem instanceof Error ? problem.message : String(problem) };
    }
  }

  /** Files go ahead of the deed, which then names them. */
  async withFiles(person, { files, pictures, ...fields }) {
    if (files?.length) fields.files = await ahead(person, files);
    if (pictures?.length) fields.pictures = await ahead(person, pictures);
    return fields;
  }

  async earlier(look) {
    look.limit += STEP;
    await this.show();
    return { ok: true };
  }

  /** Bring a place before one's eyes, a thread in it and a message, wherever one was. @param {any} where */
  bring({ place, thread, message }) {
    const { draft } = this.look;
    const unfolded = { ...draft.unfolded, ...(thread && { [thread]: true }) };
    Object.assign(draft, { listed: false, sought: message || "", unfolded });
    return this.open({ place, thread });
  }

  /** Look at a place, and at a thread in it. @param {{place: string, thread?: string}} where */
  async open({ place, thread }) {
    const look = this.look;
    const moved = place !== look.place;
    if (moved) Object.assign(look, { place, thread: "", limit: STEP });
    if (thread !== undefined) look.thread = thread;
    const answer = moved || place === "home" ? await this.told(this.person, "opens", { place }) : { ok: true };
    if (!answer.ok) this.say(answer.problem);
    await this.show();
    return answer;
  }
}
